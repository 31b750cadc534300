import {describe, expect, it} from "vitest";
import type {AnyModel} from "../../lib/graph/spec.js";
import {explain} from "../../lib/model/explain.js";
import {topology} from "../../lib/model/topology.js";
import {valuesOf} from "../../lib/model/values.js";
import {registry} from "../registry.js";
import type {Subject} from "../subjects.js";

const options = {registry} as const;

/** What explain says of a cell is the cell's, and its graph has all that is read. */
export function explainTests(subjects: readonly Subject[]): void {
  const all = subjects.map(({model, samples}) => [model.name, model, samples] as const);
  describe.each(all)("%s explained", explained);
}

function explained(_: string, model: AnyModel, samples: Subject["samples"]): void {
  it("explains every cell with the value that it has", () => {
    for (const one of samples) {
      const values = valuesOf(model, one, options);
      for (const {name: cell, value, shown, substituted, equation} of explain(
        model,
        one,
        options
      )) {
        expect([cell, value]).toEqual([cell, values[cell]]);
        expect([cell, /NaN|undefined/.test(shown + substituted + equation)]).toEqual([cell, false]);
      }
    }
  });
  it.each(["textbook", "refined"] as const)(
    "has an edge for every name that an equation reads at %s",
    (fidelity) => {
      const {nodes, edges} = topology(model, {fidelity});
      const ids = new Set(nodes.map((node) => node.id));
      expect(ids.size).toBe(nodes.length);
      for (const {from, to} of edges)
        expect([from, to, ids.has(from) && ids.has(to)]).toEqual([from, to, true]);
      const read = new Set(edges.map(({to}) => to));
      for (const {id, kind, equation} of nodes) {
        expect([id, equation !== undefined]).toEqual([id, kind === "cell"]);
        if (kind === "input") expect([id, read.has(id)]).toEqual([id, false]);
      }
    }
  );
}
