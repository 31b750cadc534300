import {interpret} from "../expression/interpret.js";
import type {Graph} from "../graph/graph.js";
import type {Kernel, Shape} from "./kernel.js";
import type {Solver} from "./solve.js";
import type {Bits, Wave} from "./wave.js";

/*
 * What the compiled programs do, by the interpreter, where WebAssembly is forbidden: the same
 * interfaces, the same values bit for bit, some fifty times slower.
 */

/** The place of the first rule that fails, from 1, or 0. */
function failed(graph: Graph, slots: Float64Array): number {
  return graph.rules.findIndex(({node}) => !interpret(node, slots, graph.scope)) + 1;
}

function runCells(graph: Graph, slots: Float64Array): void {
  for (const {slot, node} of graph.cells) slots[slot] = interpret(node, slots, graph.scope);
}

export function interpretedSolver(graph: Graph, kept: readonly number[]): Solver {
  const [slots, results] = [graph.blank.slice(), new Float64Array(kept.length)];
  function solve(): number {
    const rule = failed(graph, slots);
    if (rule > 0) return rule;
    runCells(graph, slots);
    kept.forEach((slot, i) => (results[i] = slots[slot]!));
    return 0;
  }
  return {slots, results, solve, bytes: 0};
}

export function interpretedWave(
  graph: Graph,
  readers: readonly Bits[],
  upstream: readonly Bits[]
): Wave {
  const slots = graph.blank.slice();
  const words = 2 * Math.ceil(graph.cells.length / 64);
  const set = (): Bits => new Uint32Array(words);
  const [stale, needed, ran, changed] = [set(), set(), set(), set()];
  /** A cell's readers stand after it, so one pass in order runs all. */
  function flow(): number {
    let count = 0;
    graph.cells.forEach(({slot, node}, i) => {
      const [word, bit] = [i >> 5, 1 << (i & 31)];
      if ((stale[word]! & needed[word]! & bit) === 0) return;
      stale[word]! &= ~bit;
      ran[word]! |= bit;
      count++;
      const value = interpret(node, slots, graph.scope);
      if (Object.is(value, slots[slot])) return;
      slots[slot] = value;
      changed[word]! |= bit;
      readers[slot]!.forEach((more, k) => (stale[k]! |= more));
    });
    return count;
  }
  return {
    slots,
    stale,
    needed,
    ran,
    changed,
    flow,
    check: () => failed(graph, slots),
    run(strict) {
      const rule = strict === 1 ? failed(graph, slots) : 0;
      if (rule === 0) runCells(graph, slots);
      return rule;
    },
    readers: (slot) => readers[slot]!,
    upstream: (slot) => upstream[slot]!
  };
}

export function interpretedKernel({graph, plan, inner, wanted, rules, width}: Shape): Kernel {
  const {scope} = graph;
  const slots = graph.blank.slice();
  const column = (): Float64Array => new Float64Array(width);
  const given = new Map(inner.map((slot) => [slot, column()]));
  const isNested = plan.outer.length > 0;
  const last = isNested ? plan.points : plan.inner;
  const first = isNested ? plan.inner : [];
  const held = new Map(first.map(({cell}) => [cell.slot, column()]));
  const ends = new Set(last.map(({cell}) => cell.slot));
  const results = wanted.map(({slot}) =>
    rules.length > 0 || ends.has(slot) ? column() : (held.get(slot) ?? given.get(slot))
  );
  return {
    slots,
    given,
    results,
    reset() {},
    outer(from) {
      for (const {cell, node} of plan.outer.slice(from).flat())
        slots[cell.slot] = interpret(node, slots, scope);
    },
    inner(n) {
      for (let i = 0; i < n; i++) {
        for (const [slot, values] of given) slots[slot] = values[i]!;
        for (const {cell, node} of first) {
          slots[cell.slot] = interpret(node, slots, scope);
          held.get(cell.slot)![i] = slots[cell.slot]!;
        }
      }
    },
    points(n) {
      for (let i = 0; i < n; i++) {
        for (const [slot, values] of given) slots[slot] = values[i]!;
        for (const [slot, values] of held) slots[slot] = values[i]!;
        for (const {cell, node} of last) slots[cell.slot] = interpret(node, slots, scope);
        const isValid = rules.every((node) => interpret(node, slots, scope));
        wanted.forEach(({slot}, k) => {
          const values = results[k];
          const isOwn = rules.length > 0 || ends.has(slot);
          if (values && isOwn) values[i] = isValid ? slots[slot]! : NaN;
        });
      }
    }
  };
}
