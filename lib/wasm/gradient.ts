import {children} from "../expression/ast.js";
import type {Node} from "../expression/ast.js";
import {derivative} from "../expression/derivative.js";
import {text} from "../expression/text.js";
import {Emitter, Frame} from "./emit.js";
import {Func, op, type} from "./encode.js";
import {compile, once} from "./machine.js";
import type {Program} from "./machine.js";
import type {Graph} from "../graph/graph.js";

export interface Gradient {
  /** inputs, fields and table entries, each with the equation that reads it */
  readonly leaves: readonly {readonly name: string; readonly node: Node; readonly at: number}[];
  /** where the slope by a cell is kept */
  readonly place: ReadonlyMap<string, number>;
  /** inputs and cells, to be put in place first */
  readonly slots: Float64Array;
  readonly slopes: Float64Array;
  /** spreads the slopes of cells over what they read, last cell first */
  readonly back: () => void;
}

interface Plan extends Program, Pick<Gradient, "leaves" | "place"> {
  readonly at: number;
}

/** A backward pass in straight line: local slopes are symbolic derivatives of the equations. */
const plan = once((graph: Graph): Plan => {
  const frame = new Frame(graph.scope, graph.blank.byteLength);
  const leaves: {name: string; node: Node; at: number}[] = [];
  const place = new Map(graph.cells.map(({name}, i) => [name, i]));
  const found = graph.cells.map(({node, type: {kind}}) =>
    kind === "number" ? [...keysOf(node, graph)] : []
  );
  for (const keys of found)
    for (const [name, node] of keys)
      if (!place.has(name)) leaves.push({name, node, at: place.set(name, place.size).size - 1});
  const at = frame.reserve(8 * place.size);
  const back = new Func([]);
  const emitter = new Emitter(frame, back);
  const {code} = back;
  const [weight, slope] = [back.local(type.f64), back.local(type.f64)];
  for (let i = graph.cells.length - 1; i >= 0; i--) {
    const {node} = graph.cells[i]!;
    const by = found[i]!.map(([key]) => [key, derivative(node, key)] as const).filter(
      ([, one]) => one.kind !== "number" || one.value !== 0
    );
    if (by.length === 0) continue;
    code
      .at(op.localGet, back.base)
      .memory(op.f64Load, at + 8 * i)
      .at(op.localTee, weight)
      .put(op.f64Abs)
      .f64(0)
      .put(op.f64Gt)
      .at(op.if, type.nothing);
    for (const [key, one] of by) {
      const target = at + 8 * place.get(key)!;
      emitter.value(one);
      code
        .at(op.localTee, slope)
        .f64(0)
        .put(op.f64Ne)
        .at(op.if, type.nothing)
        .at(op.localGet, back.base);
      code
        .at(op.localGet, back.base)
        .memory(op.f64Load, target)
        .at(op.localGet, weight)
        .at(op.localGet, slope)
        .put(op.f64Mul)
        .put(op.f64Add);
      code.memory(op.f64Store, target).put(op.end);
    }
    code.put(op.end);
  }
  return {leaves, place, at, ...compile(frame, {back})};
});

export const gradient = once((graph: Graph): Gradient => {
  const {leaves, place, at, instance} = plan(graph);
  const {exports, doubles} = instance();
  return {
    leaves,
    place,
    slots: doubles(0, graph.blank.length),
    slopes: doubles(at, place.size),
    back: exports["back"] as () => void
  }; // as compiled
});

/** Numeric names and table entries in an equation. */
function keysOf(
  node: Node,
  graph: Graph,
  found = new Map<string, Node>()
): ReadonlyMap<string, Node> {
  if (node.kind === "ref" && graph.quantities.get(node.name)?.type.kind === "number")
    found.set(node.name, node);
  if (node.kind === "index") found.set(text(node), node);
  for (const child of children(node)) keysOf(child, graph, found);
  return found;
}
