import {none, withChildren} from "../expression/ast.js";
import type {Node} from "../expression/ast.js";
import {interpret, slotsOf} from "../expression/interpret.js";
import type {Slots} from "../expression/interpret.js";
import type {Cell, Graph} from "../graph/graph.js";

/** One number for each value of an axis. */
export type Column = Float64Array;

export interface Axis {
  readonly name: string;
  readonly length: number;
  /** slots that differ between its values: one for a number, some fields for a record */
  readonly columns: ReadonlyMap<number, Column>;
}

/** A cell and what is left of its equation when conditions that no axis moves are decided. */
export interface Step {
  readonly cell: Cell;
  readonly node: Node;
}

/** Which cells run how often; cells that no axis moves are final beforehand. */
export interface Plan {
  /** by outer axis: when its value changes */
  readonly outer: readonly (readonly Step[])[];
  /** once for a chunk of the inner axis */
  readonly inner: readonly Step[];
  /** at every point */
  readonly points: readonly Step[];
  /** whether conditions come out as they did when the plan was made, so that it still is the plan */
  readonly holds: (slots: Slots) => boolean;
}

export function planOf(
  graph: Graph,
  axes: readonly Axis[],
  wanted: readonly Cell[],
  slots: Slots
): Plan {
  const moved = new Set(axes.flatMap(({columns}) => [...columns.keys()]));
  for (const cell of graph.cells)
    if (cell.reads.some((slot) => moved.has(slot))) moved.add(cell.slot);
  const isFixed = (node: Node): boolean =>
    !slotsOf(node, graph.scope).some((slot) => moved.has(slot));

  const decisions = new Map<Node, {readonly of: (slots: Slots) => number; readonly was: number}>();
  function decided(node: Node, of: (slots: Slots) => number): number {
    const was = of(slots);
    decisions.set(node, {of, was});
    return was;
  }
  const valueOf = (node: Node, at: Slots): number => interpret(node, at, graph.scope);
  function decide(node: Node): Node {
    if (node.kind === "if" && isFixed(node.test)) {
      const {test} = node;
      return decide(decided(node, (at) => +!!valueOf(test, at)) ? node.then : node.otherwise);
    }
    if (node.kind === "orElse" && isFixed(node.a)) {
      const {a} = node;
      return decide(decided(node, (at) => +Number.isNaN(valueOf(a, at))) ? node.b : a);
    }
    if (node.kind === "index" && node.by.kind !== "option" && isFixed(node.by)) {
      const {by} = node;
      const option = graph.options[decided(node, (at) => valueOf(by, at))];
      return option === undefined ? none : {...node, by: {kind: "option", value: option}};
    }
    return withChildren(node, decide);
  }

  const needed = new Set(wanted.map((cell) => cell.slot));
  const steps: Step[] = [];
  for (const cell of [...graph.cells].reverse()) {
    if (!needed.has(cell.slot) || !moved.has(cell.slot)) continue;
    const node = decide(cell.node);
    steps.unshift({cell, node});
    for (const slot of slotsOf(node, graph.scope)) needed.add(slot);
  }
  const plan = {
    outer: axes.slice(1).map(() => [] as Step[]),
    inner: [] as Step[],
    points: [] as Step[],
    holds: (at: Slots) => [...decisions.values()].every(({of, was}) => Object.is(of(at), was))
  };
  /** axes that a slot follows, after conditions are decided */
  const follows = new Map<number, readonly boolean[]>();
  axes.forEach(({columns}, i) => {
    for (const slot of columns.keys())
      follows.set(
        slot,
        axes.map((_, k) => k === i || (follows.get(slot)?.[k] ?? false))
      );
  });
  for (const step of steps) {
    const upstream = slotsOf(step.node, graph.scope).map((slot) => follows.get(slot));
    const on = axes.map((_, k) => upstream.some((axis) => axis?.[k]));
    follows.set(step.cell.slot, on);
    const level = on.slice(0, -1).lastIndexOf(true);
    if (on.at(-1)) (level < 0 ? plan.inner : plan.points).push(step);
    else if (level >= 0) plan.outer[level]!.push(step);
  }
  return plan;
}
