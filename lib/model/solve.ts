import {interpret, slotsOf} from "../expression/interpret.js";
import type {Slots} from "../expression/interpret.js";
import {interpretedSolver} from "../wasm/interpreted.js";
import {solverOf} from "../wasm/solve.js";
import type {Solver} from "../wasm/solve.js";
import {shared} from "../wasm/wave.js";
import type {Cell, Graph, Quantity} from "../graph/graph.js";
import type {Registry} from "../registry/registry.js";
import {broken, emptyRegistry, feed, readerOf, valueText} from "./inputs.js";
import type {Inputs} from "./inputs.js";

type Result = object & {readonly trace: readonly string[]};
export type Solve = (given: Inputs) => Result;

/** Slots with every input and cell in place, for `explain` and slopes; overwritten by the next question. */
export function solved(graph: Graph, given: Inputs, registry: Registry = emptyRegistry): Slots {
  const {slots, run} = shared(graph);
  readerOf(graph, registry).fill(slots, given);
  const failed = run(1);
  if (failed > 0) throw broken(graph, graph.rules[failed - 1]!, slots);
  return slots;
}

/** `solve` for one graph, everything looked up beforehand. */
export interface Solving {
  /** by the interpreter: to write a program takes longer than to solve a model once without one */
  readonly once: Solve;
  /** by a program, which is written when it is first asked for */
  readonly again: () => Solve;
}

export function solvingOf(graph: Graph, registry: Registry): Solving {
  const {writers} = readerOf(graph, registry);
  let used: ReadonlySet<number> | undefined;
  function unread(given: Inputs): readonly string[] {
    const read = (used ??= new Set(graph.cells.flatMap(({reads}) => reads))); // a rule is no effect
    return Object.keys(given).filter(
      (name) =>
        given[name] !== undefined &&
        writers.get(name)?.slots.some((slot) => read.has(slot)) === false
    );
  }
  const {Wrap, kept} = resultOf(graph, unread);
  const blank = kept.map(() => 0.5); // doubles, not small integers
  function solveBy({slots, results, solve}: Solver): Solve {
    const read = feed(graph, registry, slots);
    return (given) => {
      read(given);
      const failed = solve();
      if (failed > 0) throw broken(graph, graph.rules[failed - 1]!, slots);
      const values = blank.slice();
      for (let i = 0; i < values.length; i++) values[i] = results[i]!;
      return new Wrap({values, given});
    };
  }
  let program: Solve | undefined;
  return {
    once: (given) => solveBy(interpretedSolver(graph, kept))(given),
    again: () => (program ??= solveBy(solverOf(graph, kept)))
  };
}

/** A value as the reader of a result sees it: number, flag, option or null. */
export function plain(
  graph: Graph,
  cell: Quantity,
  value: number
): number | boolean | string | null {
  if (cell.type.maybe.size > 0 && Number.isNaN(value)) return null;
  if (cell.type.kind === "flag") return value === 1;
  if (cell.type.kind === "choice" || cell.type.kind === "text") return graph.options[value]!;
  return value;
}

/** The sentences that hold, with values in place. */
function sentences(graph: Graph, slots: Slots): readonly string[] {
  return graph.sentences
    .filter(({when}) => !when || interpret(when, slots, graph.scope))
    .map(({parts}) =>
      parts
        .map((part) =>
          typeof part === "string" ? part : valueText(graph, part.quantity.slot, slots, part.show)
        )
        .join("")
    );
}

/** What a result is made of: values of `kept`, and the call, some of whose inputs may have no effect. */
interface Answer {
  readonly values: readonly number[];
  readonly given: Inputs;
}

/**
 * A result class: getters on a shared prototype over the values of `kept`, so a result costs one object
 * and one array whatever the number of outputs.
 */
function resultOf(
  graph: Graph,
  unread: (given: Inputs) => readonly string[]
): {
  readonly Wrap: new (answer: Answer) => Result;
  readonly kept: readonly number[];
} {
  const outputs = graph.model.spec.outputs.filter((name) => graph.quantities.has(name));
  const cells = outputs.map((name) => graph.quantities.get(name) as Cell); // outputs are cells
  const kept = cells.map(({slot}) => slot);
  for (const {when, parts} of graph.sentences) {
    const said = parts.flatMap((part) => (typeof part === "string" ? [] : [part.quantity.slot]));
    for (const slot of [...(when ? slotsOf(when, graph.scope) : []), ...said]) {
      if (!kept.includes(slot)) kept.push(slot);
    }
  }
  class Wrap {
    // declared only: a field of its own cost 300 ns where several models are solved, and each one stored 8
    declare readonly answer: Answer;
    constructor(answer: Answer) {
      this.answer = answer;
    }
    get trace(): readonly string[] {
      const slots = graph.blank.slice();
      kept.forEach((slot, i) => (slots[slot] = this.answer.values[i]!));
      const idle = unread(this.answer.given).map(
        (name) => `{${name}} has no effect in ${graph.fidelity}.`
      );
      return [...sentences(graph, slots), ...idle];
    }
    toJSON(): object {
      const all: Record<string, unknown> = {};
      for (let i = 0; i < cells.length; i++)
        all[outputs[i]!] = plain(graph, cells[i]!, this.answer.values[i]!);
      return all;
    }
  }
  outputs.forEach((name, i) => {
    const cell = cells[i]!;
    const isPlain = cell.type.kind === "number" && cell.type.maybe.size === 0;
    Object.defineProperty(Wrap.prototype, name, {
      enumerable: true,
      get: isPlain
        ? function (this: Wrap) {
            return this.answer.values[i];
          }
        : function (this: Wrap) {
            return plain(graph, cell, this.answer.values[i]!);
          }
    });
  });
  return {Wrap, kept};
}
