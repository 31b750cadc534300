import {describe, expect, it} from "vitest";
import {withChildren} from "../../lib/expression/ast.js";
import type {Node} from "../../lib/expression/ast.js";
import {interpret} from "../../lib/expression/interpret.js";
import {isCell} from "../../lib/graph/graph.js";
import type {Graph, Quantity} from "../../lib/graph/graph.js";
import type {AnyModel} from "../../lib/graph/spec.js";
import {graphOf} from "../../lib/model/model.js";
import {solved} from "../../lib/model/solve.js";
import {bases} from "../../lib/units/dimension.js";
import {unit} from "../../lib/units/unit.js";
import {registry} from "../registry.js";
import type {Subject} from "../subjects.js";

/** The factor of a dimension when one base unit is halved, so that its numbers double. */
const factor = (dimension: readonly number[], base: number): number => 2 ** dimension[base]!;

/** An equation whose stated constants are in the new units. */
function rescaled(node: Node, base: number): Node {
  if (node.kind !== "number") return withChildren(node, (child) => rescaled(child, base));
  if (!node.dimension) return node;
  return {...node, value: node.value * factor(node.dimension, base)};
}

const dimensionOf = (quantity: Quantity): readonly number[] => unit(quantity.unit).dimension;

/** Every value of a graph with one base unit halved: inputs, fields, tables and constants double by their exponent. */
function inOtherUnits(graph: Graph, before: Float64Array, base: number): Float64Array {
  const slots = before.slice();
  graph.bySlot.forEach((quantity, slot) => {
    if (quantity && !isCell(quantity) && quantity.type.kind === "number") {
      slots[slot] = slots[slot]! * factor(dimensionOf(quantity), base);
    }
  });
  for (const {slot, node} of graph.cells)
    slots[slot] = interpret(rescaled(node, base), slots, graph.scope);
  return slots;
}

/** An equation means the same whatever the units: no constant hides one. */
export function dimensionTests(subjects: readonly Subject[]): void {
  const all = subjects.map(({model, samples}) => [model.name, model, samples] as const);
  describe.each(all)("%s", dimensions);
}

function dimensions(_name: string, model: AnyModel, samples: Subject["samples"]): void {
  const cases = (["textbook", "refined"] as const).flatMap((fidelity) =>
    samples.map((given, i) => [fidelity, i, given] as const)
  );
  it.each(cases)("means the same in other units: %s, sample %i", (fidelity, _, given) => {
    const graph = graphOf(model, fidelity);
    const before = solved(graph, given, registry).slice();
    const wrong: string[] = [];
    bases.forEach((symbol, base) => {
      const after = inOtherUnits(graph, before, base);
      for (const cell of graph.cells) {
        const scale = cell.type.kind === "number" ? factor(dimensionOf(cell), base) : 1;
        const [found, wanted] = [after[cell.slot]!, before[cell.slot]! * scale];
        const isSame =
          Object.is(found, wanted) || Math.abs(found - wanted) <= 1e-9 * Math.abs(wanted);
        if (!isSame) wrong.push(`${cell.name} by ${symbol}: ${found} for ${wanted}`);
      }
    });
    expect(wrong).toEqual([]);
    expect(graph.cells.length).toBeGreaterThan(5);
  });
}
