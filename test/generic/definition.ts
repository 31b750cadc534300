import {describe, expect, it} from "vitest";
import type {AnyModel} from "../../lib/graph/spec.js";
import {check} from "../../lib/model/check.js";
import {camelCase, kebabCase, snakeCase} from "../../lib/model/names.js";
import {cellNamed, inputNamed, wireName} from "../../lib/model/wire.js";
import {unit} from "../../lib/units/unit.js";
import {registry} from "../registry.js";

/** A definition is whole, and its names stand for one thing each, wherever they are written. */
export function definitionTests(models: readonly AnyModel[]): void {
  describe.each(models.map((model) => [model.name, model] as const))("%s", definition);
}

function definition(name: string, model: AnyModel): void {
  const {inputs, cells, outputs} = model.spec;

  it("has no unit that does not fit, nothing unused and no default out of range", () => {
    expect(() => check(model, registry)).not.toThrow();
  });

  it("has names that turn into each other", () => {
    for (const id of [...Object.keys(inputs), ...Object.keys(cells)]) {
      expect(camelCase(snakeCase(id))).toBe(id);
      expect(camelCase(kebabCase(id))).toBe(id);
      expect(kebabCase(snakeCase(id))).toBe(kebabCase(id));
    }
  });

  it("has inputs and outputs whose names stand for one thing each", () => {
    const ids = Object.keys(inputs);
    const names = ids.flatMap((id) => [...new Set([wireName(model, id), snakeCase(id)])]);
    expect(new Set(names).size).toBe(names.length);
    for (const id of ids) {
      const flag = kebabCase(wireName(model, id));
      expect([id, wireName(model, id), flag].map((one) => inputNamed(model, one))).toEqual([
        id,
        id,
        id
      ]);
    }
    for (const id of outputs) expect(cellNamed(model, wireName(model, id))).toBe(id);
  });

  it("needs no conversion: every output's unit is SI", () => {
    for (const id of outputs) {
      const cell = cells[id]!;
      if ("unit" in cell) expect([name, id, unit(cell.unit).factor]).toEqual([name, id, 1]);
    }
  });
}
