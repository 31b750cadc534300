import {describe, expect, it} from "vitest";
import {isCell} from "../../lib/graph/graph.js";
import type {AnyModel} from "../../lib/graph/spec.js";
import {diagram} from "../../lib/model/diagram.js";
import {explainCell} from "../../lib/model/explain-cell.js";
import {latexOf} from "../../lib/model/latex-of.js";
import {graphOf} from "../../lib/model/model.js";
import {valuesOf} from "../../lib/model/values.js";
import {registry} from "../registry.js";
import type {Subject} from "../subjects.js";

const options = {registry} as const;

/** What a page draws and explains is all there, once, and named alike. */
export function pageTests(subjects: readonly Subject[]): void {
  const all = subjects.map(({model, samples}) => [model.name, model, samples] as const);
  describe.each(all)("a page of %s", page);
}

function page(_: string, model: AnyModel, examples: Subject["samples"]): void {
  it("draws each box once, after those that it reads, and every output that has an answer", () => {
    for (const given of examples) {
      const {nodes} = diagram(model, {examples: [given]}, options);
      const names = nodes.map((node) => node.name);
      expect(new Set(names).size).toBe(names.length);
      nodes.forEach(({name: own, deps}, i) => {
        for (const dep of deps)
          expect([own, dep, names.indexOf(dep) < i]).toEqual([own, dep, true]);
        expect([own, names.includes(own) && deps.includes(own)]).toEqual([own, false]);
      });
      const values = valuesOf(model, given, options);
      for (const output of model.spec.outputs) {
        if (values[output] === null || model.spec.cells[output]?.label === undefined) continue;
        const {name: box} = explainCell(model, output, given, options);
        expect([output, box, names.includes(box) || values[box] === values[output]]).toEqual([
          output,
          box,
          true
        ]);
      }
    }
  });
  it("explains every quantity with the names and values that it shows", () => {
    for (const given of examples) {
      const values = valuesOf(model, given, options);
      for (const quantity of Object.keys(values)) {
        const cell = explainCell(model, quantity, given, options);
        expect([quantity, cell.value]).toEqual([quantity, values[quantity]]);
        for (const read of cell.names) {
          expect([quantity, read, Object.hasOwn(values, read)]).toEqual([quantity, read, true]);
          expect(explainCell(model, read, given, options).name).toBe(read);
        }
        if (cell.value === null && cell.none === undefined && cell.equation !== undefined) {
          const own = graphOf(model).quantities.get(quantity);
          // what reads only absent inputs or fields has no sentence of its own
          expect([quantity, isCell(own) && own.type.maybe.size > 0]).toEqual([quantity, true]);
        }
        const lines = latexOf(model, quantity, given, options);
        expect(lines === undefined).toBe(cell.equation === undefined);
        const slots = [...(lines?.[1].matchAll(/slot=([^}]*)\}/g) ?? [])].map(([, slot]) => slot);
        expect([quantity, new Set(slots)]).toEqual([quantity, new Set(cell.names)]);
      }
    }
  });
  it("prints no x + 0, 0 / 2 or min(x, x) that a fixed input leaves behind", () => {
    for (const given of examples) {
      for (const quantity of Object.keys(valuesOf(model, given, options))) {
        const {equation = ""} = explainCell(model, quantity, given, options);
        expect([quantity, equation]).toEqual([
          quantity,
          expect.not.stringMatching(/(^|[ (])0 [·/]|[+−-] 0($|[ ),])|\b(min|max)\(([^(),]+), \4\)/)
        ]);
      }
    }
  });
  it("says of every documented output that is none why", () => {
    for (const given of examples) {
      const values = valuesOf(model, given, options);
      for (const output of model.spec.outputs) {
        if (values[output] !== null) continue;
        const {none} = explainCell(model, output, given, options);
        expect([output, none]).toEqual([output, expect.stringMatching(/^[A-Z].*\.$/)]);
      }
    }
  });
  it("the same equation has the same key, another has another", () => {
    const seen = new Map<string, readonly [string, string] | undefined>();
    const inputs = Object.keys(model.spec.inputs);
    for (const given of examples) {
      for (const quantity of Object.keys(valuesOf(model, given, options))) {
        const asked = {...options, inputs};
        const {key} = explainCell(model, quantity, given, asked);
        const lines = latexOf(model, quantity, given, asked);
        if (seen.has(key)) expect([key, lines]).toEqual([key, seen.get(key)]);
        seen.set(key, lines);
      }
    }
  });
}
