import {InputError} from "../errors.js";
import type {Slots} from "../expression/interpret.js";
import type {Graph} from "../graph/graph.js";
import {readerOf} from "../model/inputs.js";
import type {Inputs} from "../model/inputs.js";
import type {Registry} from "../registry/registry.js";
import type {Axis, Column} from "../wasm/plan.js";

const kept = new WeakMap<object, WeakMap<object, Axis>>();

/** Whether nobody can change a list and what stands in it: it is read once. */
function isFixed(list: ArrayLike<unknown>): boolean {
  const isPlain = (value: unknown): boolean =>
    typeof value !== "object" ||
    value === null ||
    (Object.isFrozen(value) && Object.values(value).every((one) => typeof one !== "object"));
  return Array.isArray(list) && Object.isFrozen(list) && list.every(isPlain);
}

/**
 * Writes every value of every axis once: checks it, and finds the slots that it moves. A frozen list is
 * read the first time only, for records cost more to read than a sweep over them.
 */
export function axesOf(
  graph: Graph,
  registry: Registry,
  slots: Slots,
  values: Readonly<Record<string, ArrayLike<unknown>>>,
  given: Inputs
): readonly Axis[] {
  const reader = readerOf(graph, registry);
  const first = Object.fromEntries(Object.entries(values).map(([name, list]) => [name, list[0]]));
  reader.fill(slots, {...given, ...first});
  return Object.entries(values).map(([name, list]): Axis => {
    const writer = reader.writers.get(name);
    if (!writer || list.length === 0) {
      const rule = "an axis needs an input and values";
      throw new InputError({model: graph.model.name, code: "invalid", input: name, rule});
    }
    const known = kept.get(list)?.get(writer);
    if (known) return known;
    const columns = new Map<number, Column>();
    if (writer.column) {
      const column = writer.column(list);
      for (const slot of writer.slots) columns.set(slot, column);
    } else {
      const one = slots.slice();
      for (const slot of writer.slots) columns.set(slot, new Float64Array(list.length));
      for (let i = 0; i < list.length; i++) {
        writer.write(one, list[i]);
        for (const [slot, column] of columns) column[i] = one[slot]!;
      }
    }
    for (const [slot, column] of columns) {
      if (column.every((value) => Object.is(value, column[0]))) columns.delete(slot);
    }
    const axis = {name, length: list.length, columns};
    if (isFixed(list)) {
      if (!kept.has(list)) kept.set(list, new WeakMap());
      kept.get(list)!.set(writer, axis);
    }
    return axis;
  });
}

/** Sets the outer axes to a row and runs what they change. `at` holds where each stands. */
export function moveTo(
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
