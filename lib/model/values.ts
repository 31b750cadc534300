import type {Slots} from "../expression/interpret.js";
import {isCell} from "../graph/graph.js";
import type {Graph} from "../graph/graph.js";
import type {AnyModel, SolveOptions} from "../graph/spec.js";
import {emptyRegistry} from "./inputs.js";
import type {Inputs} from "./inputs.js";
import {graphOf} from "./model.js";
import {plain, solved} from "./solve.js";

/** Values by name: inputs, record fields (`hardware.memoryBandwidth`), cells, cells of parts (`decode.memoryTime`). */
export type Values = Readonly<Record<string, number | string | boolean | null>>;

/** Every value of a model at one set of inputs, in SI; null where there is none. */
export function valuesOf(
  model: AnyModel,
  given: Inputs,
  {fidelity = "refined", registry = emptyRegistry}: SolveOptions = {}
): Values {
  const graph = graphOf(model, fidelity);
  return namedValues(graph, solved(graph, given, registry));
}

/** What slots hold, by name; the name of a table has no value, those of its entries have. */
export function namedValues(graph: Graph, slots: Slots): Values {
  const values: Record<string, number | string | boolean | null> = {};
  for (const [name, quantity] of graph.quantities) {
    if (quantity.slot === 0) continue;
    const value = slots[quantity.slot]!;
    values[name] = Number.isNaN(value) ? null : plain(graph, quantity, value);
  }
  return values;
}

/** What a change did to a value: it changed, it was computed again and stayed equal, or it was not reached. */
export type Reach = "changed" | "same" | "idle";

/** What a change from one set of values to another did to each, hidden ones included. */
export function changes(
  model: AnyModel,
  before: Values,
  after: Values,
  {fidelity = "refined"}: SolveOptions = {}
): ReadonlyMap<string, Reach> {
  const graph = graphOf(model, fidelity);
  const found = new Map<string, Reach>();
  for (const [name, quantity] of graph.quantities) {
    const reads = isCell(quantity) ? quantity.reads : [];
    const isReached = reads.some((slot) => found.get(graph.bySlot[slot]?.name ?? "") === "changed");
    const isEqual = Object.is(before[name], after[name]);
    found.set(name, isEqual ? (isReached ? "same" : "idle") : "changed");
  }
  return found;
}
