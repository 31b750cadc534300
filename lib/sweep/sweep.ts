import type {Slots} from "../expression/interpret.js";
import {text} from "../expression/text.js";
import {kernelPlan, stride} from "../wasm/kernel.js";
import type {KernelPlan, Shape, Style} from "../wasm/kernel.js";
import {once, region} from "../wasm/machine.js";
import type {Instance, Region} from "../wasm/machine.js";
import {checkRules, emptyRegistry, readerOf} from "../model/inputs.js";
import type {Inputs} from "../model/inputs.js";
import type {Registry} from "../registry/registry.js";
import {shared} from "../wasm/wave.js";
import {graphOf} from "../model/model.js";
import type {Cell, Graph} from "../graph/graph.js";
import {InputError} from "../errors.js";
import type {CellSpecs, Fidelity, Given, InputSpecs, Model} from "../graph/spec.js";
import {planOf} from "../wasm/plan.js";
import type {Axis, Column, Plan, Step} from "../wasm/plan.js";

const simd: Style = {lanes: 2, unroll: 1};

/** Values of each axis; the last axis runs fastest. Records are keys or inline objects. */
export type Axes<I extends InputSpecs> = {
  readonly [K in keyof I]?: ArrayLike<Given<I>[K & keyof Given<I>]> | ArrayLike<number>;
};

/** A row for each point, a column for each output: numbers, flags as 0 and 1, choices as codes into `options`. */
export interface Table {
  readonly length: number;
  readonly axes: readonly {readonly name: string; readonly length: number}[];
  readonly columns: Readonly<Record<string, Column>>;
  readonly options: readonly string[];
  readonly plan: Plan;
}

/**
 * Every combination of the axes. A point that breaks a rule between inputs is NaN in every column.
 */
export function sweep<I extends InputSpecs, C extends CellSpecs, O extends string>(
  model: Model<I, C, O>,
  axes: Axes<I>,
  given: Partial<Given<I>>,
  {
    outputs,
    fidelity = "refined",
    registry = emptyRegistry,
    chunk = 2048,
    style = simd,
    into
  }: {
    readonly outputs: readonly (O | (keyof C & string))[];
    readonly fidelity?: Fidelity;
    readonly registry?: Registry;
    readonly chunk?: number;
    readonly style?: Style;
    /** columns of an earlier table of the same size, to be used again */
    readonly into?: Table["columns"];
  }
): Table {
  const graph = graphOf(model, fidelity);
  const {slots, run} = shared(graph);
  const all = place(
    graph,
    registry,
    slots,
    axes as Readonly<Record<string, ArrayLike<unknown>>>,
    given as Readonly<Record<string, unknown>>
  );
  const outer = all.slice(0, -1);
  const inner = all.at(-1)!;
  const wanted = outputs.map((name) => {
    const cell = graph.quantities.get(name);
    if (!cell || !("node" in cell))
      throw new InputError({
        model: model.name,
        code: "unknown",
        input: name,
        rule: `not a cell at ${fidelity}`
      });
    return cell as Cell; // it has an equation
  });
  const moves = ({inputs}: Graph["rules"][number]): boolean =>
    all.some((axis) => [...axis.columns.keys()].some((slot) => inputs.has(slot)));
  const rules = graph.rules.filter(moves).map(({node}) => node);
  checkRules(
    graph,
    slots,
    graph.rules.filter((rule) => !moves(rule))
  );
  run(0); // what no axis moves is final
  const plan = planOf(graph, all, wanted, slots);

  const rows = outer.reduce((product, axis) => product * axis.length, 1);
  const length = rows * inner.length;
  const width = Math.min(chunk, inner.length);
  const {kernel, exports, doubles, reset} = kernelOf(
    {graph, plan, inner: [...inner.columns.keys()], wanted, rules, width: chunk},
    style
  );
  reset();
  const own = doubles(0, slots.length);
  own.set(slots);
  const view = (address: number): Column => doubles(address, chunk);
  const feeds = [...kernel.given].map(([slot, address]) => ({
    from: inner.columns.get(slot)!,
    to: view(address)
  }));
  const columns: Record<string, Column> = Object.fromEntries(
    outputs.map((name) => {
      const old = into?.[name];
      return [name, old?.length === length ? old : new Float64Array(length)];
    })
  );
  const results = kernel.results.map((address, k) => ({
    into: columns[outputs[k]!]!,
    slot: wanted[k]!.slot,
    from: address === undefined ? undefined : view(address)
  }));

  for (let from = 0; from < inner.length; from += width) {
    const n = Math.min(width, inner.length - from);
    const bytes = Math.ceil((8 * n) / stride(style)) * stride(style);
    for (const {from: values, to} of feeds) to.set(values.subarray(from, from + n));
    const blocks = results.map(({into, slot, from: column}) => ({
      into,
      slot,
      column: column && (n === chunk ? column : column.subarray(0, n))
    }));
    const at = outer.map(() => -1);
    for (let row = 0; row < rows; row++) {
      moveTo(row, at, outer, exports.outer, own);
      if (row === 0) exports.inner?.(bytes);
      exports.points?.(bytes);
      const offset = row * inner.length + from;
      for (const {into, slot, column} of blocks) {
        if (!column) into.fill(own[slot]!, offset, offset + n);
        else if (n > 32) into.set(column, offset);
        else for (let i = 0; i < n; i++) into[offset + i] = column[i]!;
      }
    }
  }
  return {
    length,
    axes: all.map(({name, length: count}) => ({name, length: count})),
    columns,
    options: graph.options,
    plan
  };
}

interface Kernel {
  readonly outer: (from: number) => void;
  readonly inner?: (bytes: number) => void;
  readonly points?: (bytes: number) => void;
}

type Compiled = Omit<Instance, "exports"> & {readonly kernel: KernelPlan; readonly exports: Kernel};
const kernels = once((): Map<string, Compiled> => new Map());
const most = 16;
/** All sweeps work on the same memory, one after the other. */
let scratch: (Region & {readonly size: number}) | undefined;

/** The compiled plan; the same question with other values finds it again, by now optimised. */
function kernelOf(shape: Shape, style: Style): Compiled {
  const {plan, inner, wanted, rules, width} = shape;
  const steps = (some: readonly Step[]): string =>
    some.map(({cell, node}) => `${cell.slot}=${text(node)}`).join(";");
  const key = [
    steps(plan.inner),
    steps(plan.points),
    ...plan.outer.map(steps),
    inner.join(),
    wanted.map(({slot}) => slot).join(),
    rules.map((node) => text(node)).join(";"),
    width,
    style.lanes,
    style.unroll
  ].join("|");
  const known = kernels(shape.graph);
  let one = known.get(key);
  if (!one) {
    const kernel = kernelPlan(shape, style);
    if (!scratch || scratch.size < kernel.end) {
      const size = 2 * kernel.end;
      scratch = {...region(size), size};
    }
    const {exports, ...rest} = kernel.instance(scratch);
    known.set(key, (one = {...rest, kernel, exports: exports as unknown as Kernel})); // as compiled
    if (known.size > most) known.delete(known.keys().next().value!);
  }
  return one;
}

/** Sets the outer axes to a row and runs what they change. */
function moveTo(
  row: number,
  at: number[],
  outer: readonly Axis[],
  run: (from: number) => void,
  slots: Slots
): void {
  let rest = row;
  let changed = outer.length;
  for (let a = outer.length - 1; a >= 0; a--) {
    const {length, columns} = outer[a]!;
    const index = rest % length;
    rest = Math.floor(rest / length);
    if (index === at[a]) continue;
    at[a] = index;
    changed = a;
    for (const [slot, column] of columns) slots[slot] = column[index]!;
  }
  if (changed < outer.length) run(changed);
}

/** Writes every value of every axis once: checks it, and finds the slots that it moves. */
function place(
  graph: Graph,
  registry: Registry,
  slots: Slots,
  axes: Readonly<Record<string, ArrayLike<unknown>>>,
  given: Inputs
): readonly Axis[] {
  const reader = readerOf(graph, registry);
  const first = Object.fromEntries(Object.entries(axes).map(([name, values]) => [name, values[0]]));
  reader.fill(slots, {...given, ...first});
  return Object.entries(axes).map(([name, values]): Axis => {
    const writer = reader.writers.get(name);
    if (!writer || values.length === 0) {
      throw new InputError({
        model: graph.model.name,
        code: "invalid",
        input: name,
        rule: "an axis needs an input and values"
      });
    }
    const columns = new Map<number, Column>();
    if (writer.column) {
      const column = writer.column(values);
      for (const slot of writer.slots) columns.set(slot, column);
    } else {
      const scratch = slots.slice();
      for (const slot of writer.slots) columns.set(slot, new Float64Array(values.length));
      for (let i = 0; i < values.length; i++) {
        writer.write(scratch, values[i]);
        for (const [slot, column] of columns) column[i] = scratch[slot]!;
      }
    }
    for (const [slot, column] of columns) {
      if (column.every((value) => Object.is(value, column[0]))) columns.delete(slot);
    }
    return {name, length: values.length, columns};
  });
}
