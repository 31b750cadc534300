import {InputError} from "../errors.js";
import {isCell} from "../graph/graph.js";
import type {Cell, Graph} from "../graph/graph.js";
import type {CellSpecs, Fidelity, Given, InputSpecs, Model} from "../graph/spec.js";
import {checkRules, emptyRegistry} from "../model/inputs.js";
import {graphOf} from "../model/model.js";
import type {Registry} from "../registry/registry.js";
import {columnsOf, memoryOf} from "../wasm/columns.js";
import {kernelFor} from "../wasm/kernel.js";
import type {Kernel, Straight} from "../wasm/kernel.js";
import {once} from "../wasm/machine.js";
import {planOf} from "../wasm/plan.js";
import type {Axis, Column, Plan} from "../wasm/plan.js";
import {shared} from "../wasm/wave.js";
import {axesOf, moveTo} from "./axes.js";

/** Values of each axis; the last axis runs fastest. Records are keys or inline objects. */
export type Axes<I extends InputSpecs, K extends keyof I = keyof I> = {
  readonly [N in K]?: ArrayLike<Given<I>[N & keyof Given<I>]> | ArrayLike<number>;
};

/** A row for each point, a column for each output: numbers, flags as 0 and 1, choices as codes into `options`. */
export interface Table {
  readonly length: number;
  readonly axes: readonly {readonly name: string; readonly length: number}[];
  readonly columns: Readonly<Record<string, Column>>;
  readonly options: readonly string[];
  readonly plan: Plan;
}

/** What a sweep answers. */
export interface SweepOptions<C> {
  /** cells, the model's own or a part's; each a column */
  readonly outputs: readonly (keyof C & string)[];
  readonly fidelity?: Fidelity;
  readonly registry?: Registry;
  /** points worked out together */
  readonly chunk?: number;
}

/** Columns of an earlier table of the same size, to be used again. */
export type Into = Table["columns"];

/**
 * Every combination of the axes. A point that breaks a rule between inputs is NaN in every column.
 */
export function sweep<I extends InputSpecs, C extends CellSpecs, O extends string>(
  model: Model<I, C, O>,
  axes: Axes<I>,
  given: Partial<Given<I>>,
  {into, ...options}: SweepOptions<C> & {readonly into?: Into}
): Table {
  return prepare(model, Object.keys(axes), options)(axes, given, into);
}

/**
 * A sweep over some inputs, to be run again and again with other values of the axes and of the inputs
 * that stand still: what was planned and compiled once is used again while it holds.
 */
export function prepare<
  I extends InputSpecs,
  C extends CellSpecs,
  O extends string,
  K extends keyof I & string
>(
  model: Model<I, C, O>,
  axisNames: readonly K[],
  {outputs, fidelity = "refined", registry = emptyRegistry, chunk = 4096}: SweepOptions<C>
): (axes: Axes<I, K>, given: Partial<Given<I>>, into?: Into) => Table {
  const graph = graphOf(model, fidelity);
  const {slots, run} = shared(graph);
  const wanted = outputs.map((name) => cellOf(graph, name));
  const prepared = preparedOf(graph, [axisNames.join(), outputs.join(), chunk].join("|"));

  function preparedFor(axes: readonly Axis[]): Prepared {
    const moved = axes.map(({columns}) => [...columns.keys()].join()).join("|");
    const known = prepared.find((one) => one.moved === moved && one.plan.holds(slots));
    if (known) return known;
    const plan = planOf(graph, axes, wanted, slots);
    const rules = graph.rules.filter((rule) => moves(axes, rule)).map(({node}) => node);
    const inner = [...axes.at(-1)!.columns.keys()];
    const made = {
      moved,
      plan,
      kernel: kernelFor({graph, plan, inner, wanted, rules, width: chunk})
    };
    if (prepared.unshift(made) > mostPlans) prepared.pop();
    return made;
  }

  return (values, given, into) => {
    const lists = values as Readonly<Record<string, ArrayLike<unknown>>>; // of the axes' inputs
    checkNames(model.name, axisNames, lists);
    const axes = axesOf(graph, registry, slots, lists, given);
    const fixed = graph.rules.filter((rule) => !moves(axes, rule));
    checkRules(graph, slots, fixed);
    run(0); // what no axis moves is final
    const {plan, kernel} = preparedFor(axes);
    const length = axes.reduce((product, axis) => product * axis.length, 1);
    const columns = Object.fromEntries(
      outputs.map((name) => {
        const old = into?.[name];
        return [name, old?.length === length ? old : new Float64Array(length)];
      })
    );
    const targets = outputs.map((name) => columns[name]!);
    const memory = memoryOf(targets);
    // a pair of points is written at a time
    const isEven = axes.at(-1)!.length % 2 === 0 && chunk % 2 === 0;
    const straight = memory && isEven ? kernel.into?.(memory) : undefined;
    (straight ?? kernel).reset();
    (straight ?? kernel).slots.set(slots);
    if (straight) write(targets, straight, axes, chunk);
    else fill(targets, kernel, wanted, axes, chunk);
    return {
      length,
      axes: axes.map(({name, length: count}) => ({name, length: count})),
      columns,
      options: graph.options,
      plan
    };
  };
}

/** A plan and what it compiles to, for axes that move the same slots. */
interface Prepared {
  readonly moved: string;
  readonly plan: Plan;
  readonly kernel: Kernel;
}
const mostPlans = 8;
const mostSweeps = 16;

const sweeps = once((): Map<string, Prepared[]> => new Map());

/** What was prepared for the same question before: a sweep that is asked again is not compiled again. */
function preparedOf(graph: Graph, key: string): Prepared[] {
  const known = sweeps(graph);
  let prepared = known.get(key);
  if (!prepared) known.set(key, (prepared = []));
  if (known.size > mostSweeps) known.delete(known.keys().next().value!); // there is a first one
  return prepared;
}

/**
 * Runs a kernel over all points, a chunk of the inner axis at a time. `block` readies a chunk of so many
 * points and gives what works out one row of it, from the place of its first point in a column.
 */
function walk(
  {slots, given, outer, inner}: Pick<Kernel, "slots" | "given" | "outer" | "inner">,
  axes: readonly Axis[],
  chunk: number,
  block: (points: number) => (offset: number) => void
): void {
  const slow = axes.slice(0, -1);
  const fast = axes.at(-1)!;
  const rows = slow.reduce((product, axis) => product * axis.length, 1);
  for (let from = 0; from < fast.length; from += chunk) {
    const n = Math.min(chunk, fast.length - from);
    for (const [slot, column] of given)
      column.set(fast.columns.get(slot)!.subarray(from, from + n));
    const points = block(n);
    const at = slow.map(() => -1);
    for (let row = 0; row < rows; row++) {
      moveTo(row, at, slow, outer, slots);
      if (row === 0) inner(n);
      points(row * fast.length + from);
    }
  }
}

/** Copies what a kernel works out into columns. */
function fill(
  into: readonly Column[],
  kernel: Kernel,
  wanted: readonly Cell[],
  axes: readonly Axis[],
  chunk: number
): void {
  const {slots, results, points} = kernel;
  walk(kernel, axes, chunk, (n) => {
    const blocks = results.map((column) => (n === chunk ? column : column?.subarray(0, n)));
    return (offset) => {
      points(n);
      for (let k = 0; k < into.length; k++) {
        const [to, block] = [into[k]!, blocks[k]];
        if (!block) to.fill(slots[wanted[k]!.slot]!, offset, offset + n);
        else if (n > 32) to.set(block, offset);
        else for (let i = 0; i < n; i++) to[offset + i] = block[i]!;
      }
    };
  });
}

/** Lets a kernel write its results where they stay. */
function write(
  into: readonly Column[],
  kernel: Straight,
  axes: readonly Axis[],
  chunk: number
): void {
  walk(kernel, axes, chunk, (n) => (offset) => {
    kernel.points(
      n,
      into.map(({byteOffset}) => byteOffset + 8 * offset)
    );
  });
}

/**
 * Columns for sweeps of so many points that are run again and again: they are written in place. Any
 * `Float64Array` of the right length will do as well, with a copy more.
 */
export function columnsFor<K extends string>(
  outputs: readonly K[],
  length: number
): Readonly<Record<K, Column>> {
  const columns = columnsOf(outputs.length, length);
  return Object.fromEntries(outputs.map((name, i) => [name, columns[i]!])) as Record<K, Column>; // all of them
}

function moves(axes: readonly Axis[], {inputs}: Graph["rules"][number]): boolean {
  return axes.some(({columns}) => [...columns.keys()].some((slot) => inputs.has(slot)));
}

function cellOf({model, fidelity, quantities}: Graph, name: string): Cell {
  const cell = quantities.get(name);
  if (isCell(cell)) return cell;
  const rule = `not a cell at ${fidelity}`;
  throw new InputError({model: model.name, code: "unknown", input: name, rule});
}

function checkNames(
  model: string,
  names: readonly string[],
  axes: Readonly<Record<string, unknown>>
): void {
  const given = Object.keys(axes);
  const wrong =
    names.find((name) => !given.includes(name)) ??
    given.find((name) => !names.includes(name as never));
  if (wrong === undefined && names.length > 0) return;
  const rule = "an axis needs an input and values";
  throw new InputError({model, code: "invalid", input: wrong ?? "axes", rule});
}
