import type {Slots} from "../expression/interpret.js";
import {isCell} from "../graph/graph.js";
import type {Graph, Quantity} from "../graph/graph.js";

/** Why a quantity has no value: its own sentence, else that of the first it reads that has none either. */
export function noneOf(graph: Graph, quantity: Quantity, slots: Slots): string | undefined {
  if (!Number.isNaN(slots[quantity.slot]) || !isCell(quantity)) return undefined;
  if (quantity.none !== undefined) return quantity.none;
  for (const slot of quantity.reads) {
    const other = graph.bySlot[slot];
    const reason = other && noneOf(graph, other, slots);
    if (reason !== undefined) return reason;
  }
  return undefined;
}
