import {children} from "../expression/ast.js";
import type {Node} from "../expression/ast.js";
import {derivative} from "../expression/derivative.js";
import {interpret} from "../expression/interpret.js";
import {text} from "../expression/text.js";
import {Emitter, Frame} from "./emit.js";
import {Func, op, type} from "./encode.js";
import {compile, compiledOr, once} from "./machine.js";
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

/** What a gradient is made of: where slopes are kept, and each cell's derivatives by what it reads. */
interface Terms extends Pick<Gradient, "leaves" | "place"> {
  /** by cell: the place of what it reads, and the derivative by it */
  readonly terms: readonly (readonly (readonly [target: number, derivative: Node])[])[];
}

const termsOf = once((graph: Graph): Terms => {
  const leaves: {name: string; node: Node; at: number}[] = [];
  const place = new Map(graph.cells.map(({name}, i) => [name, i]));
  const found = graph.cells.map(({node, type: {kind}}) =>
    kind === "number" ? [...keysOf(node, graph)] : []
  );
  for (const [name, node] of found.flat()) {
    if (!place.has(name)) leaves.push({name, node, at: place.set(name, place.size).size - 1});
  }
  const terms = graph.cells.map(({node}, i) =>
    found[i]!.map(([key]) => [place.get(key)!, derivative(node, key)] as const).filter(
      ([, one]) => one.kind !== "number" || one.value !== 0
    )
  );
  return {leaves, place, terms};
});

/** A backward pass in straight line: local slopes are symbolic derivatives of the equations. */
function compiledBack(graph: Graph, {place, terms}: Terms): Omit<Gradient, "leaves" | "place"> {
  const frame = new Frame(graph.scope, graph.blank.byteLength);
  const at = frame.reserve(8 * place.size);
  const back = new Func([]);
  const emitter = new Emitter(frame, back);
  const {code, base} = back;
  const [weight, slope] = [back.local(type.f64), back.local(type.f64)];
  for (let i = graph.cells.length - 1; i >= 0; i--) {
    if (terms[i]!.length === 0) continue;
    code
      .at(op.localGet, base)
      .memory(op.f64Load, at + 8 * i)
      .at(op.localTee, weight);
    code.put(op.f64Abs).f64(0).put(op.f64Gt).at(op.if, type.nothing);
    for (const [target, one] of terms[i]!) {
      emitter.value(one);
      code.at(op.localTee, slope).f64(0).put(op.f64Ne).at(op.if, type.nothing);
      code
        .at(op.localGet, base)
        .at(op.localGet, base)
        .memory(op.f64Load, at + 8 * target);
      code.at(op.localGet, weight).at(op.localGet, slope).put(op.f64Mul).put(op.f64Add);
      code.memory(op.f64Store, at + 8 * target).put(op.end);
    }
    code.put(op.end);
  }
  const {exports, doubles} = compile(frame, {back}).instance();
  return {
    slots: doubles(0, graph.blank.length),
    slopes: doubles(at, place.size),
    back: exports["back"] as () => void // as compiled
  };
}

function interpretedBack(graph: Graph, {place, terms}: Terms): Omit<Gradient, "leaves" | "place"> {
  const [slots, slopes] = [graph.blank.slice(), new Float64Array(place.size)];
  function back(): void {
    for (let i = graph.cells.length - 1; i >= 0; i--) {
      const weight = slopes[i]!;
      if (!(Math.abs(weight) > 0)) continue;
      for (const [target, one] of terms[i]!) {
        const slope = interpret(one, slots, graph.scope);
        if (slope !== 0) slopes[target] = slopes[target]! + weight * slope;
      }
    }
  }
  return {slots, slopes, back};
}

export const gradient = once((graph: Graph): Gradient => {
  const all = termsOf(graph);
  const {leaves, place} = all;
  return {
    leaves,
    place,
    ...compiledOr(
      () => compiledBack(graph, all),
      () => interpretedBack(graph, all)
    )
  };
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
