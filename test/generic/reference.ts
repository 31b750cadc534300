import katex from "katex";
import {describe, expect, it} from "vitest";
import {text} from "../../lib/expression/text.js";
import {fidelities} from "../../lib/graph/spec.js";
import type {AnyModel} from "../../lib/graph/spec.js";
import {graphOf} from "../../lib/model/model.js";
import {kebabCase} from "../../lib/model/names.js";
import {reference} from "../../lib/model/reference.js";
import {wireName} from "../../lib/model/wire.js";
import {registry, tables} from "../registry.js";

/** A model's reference says all that its definition says, in equations that can be set. */
export function referenceTests(models: readonly AnyModel[]): void {
  describe.each(models.map((model) => [model.name, model] as const))("the reference of %s", entry);
}

function entry(name: string, model: AnyModel): void {
  const {inputs, cells, outputs, rules = {}, question} = model.spec;
  const written = reference(model, {registry});
  const sections = new Map(
    written.split(/^## /m).map((part) => [part.split("\n", 1)[0]!, part] as const)
  );
  const rowsOf = (section: string): readonly (readonly string[])[] =>
    [...(sections.get(section) ?? "").matchAll(/^\|(.*)\|$/gm)].map(([, row]) =>
      row!.split(/(?<!\\)\|/).map((cell) => cell.trim())
    );

  it("has one row for each input and output, with its names, and all rows alike", () => {
    for (const [section, ids] of [
      ["Inputs", Object.keys(inputs)],
      ["Outputs", outputs]
    ] as const) {
      const [head, rule, ...rows] = rowsOf(section);
      expect(rows.map(([id]) => id)).toEqual(ids.map((id) => `\`${id}\``));
      expect(rows.map(([, wire]) => wire)).toEqual(ids.map((id) => `\`${wireName(model, id)}\``));
      for (const row of [rule!, ...rows]) expect(row.length).toBe(head!.length);
    }
    const flags = rowsOf("Inputs").slice(2);
    expect(flags.map(([, , flag]) => flag)).toEqual(
      Object.keys(inputs).map((id) => `\`--${kebabCase(wireName(model, id))}\``)
    );
  });

  it("has the unit, range and default of every input, and what it is", () => {
    for (const [id, spec] of Object.entries(inputs)) {
      const row = rowsOf("Inputs").find(([own]) => own === `\`${id}\``)!;
      if ("unit" in spec) expect(row[4]).toContain(spec.unit);
      if ("choice" in spec) for (const option of spec.choice) expect(row[5]).toContain(option);
      const isGiven = "default" in spec && spec.default !== undefined;
      const left = "optional" in spec && spec.optional ? "none" : "required";
      if (!isGiven) expect(row[6]).toBe(left);
      else if (typeof spec.default === "string") expect(row[6]).toBe(spec.default);
      else expect(row[6]).toMatch(/^(-?[\d.e+-]+( \S+)?|true|false)$/);
      expect(row[7]).toContain(spec.doc);
    }
  });

  it("has every equation of every fidelity, and of no cell twice", () => {
    const headings = [...written.matchAll(/^### `([^`]+)`/gm)].map(([, id]) => id!);
    expect(new Set(headings).size).toBe(headings.length);
    for (const fidelity of fidelities) {
      for (const {name: cell, node, unit} of graphOf(model, fidelity).cells) {
        const start = written.indexOf(`### \`${cell}\``);
        const end = written.indexOf("\n##", start + 3);
        const own = written.slice(start, end);
        expect([cell, start > 0]).toEqual([cell, true]);
        expect(own).toContain(`\`${text(node)}\``);
        const spec = cells[cell];
        if (spec) expect(own).toContain(spec.doc);
        if (spec?.why !== undefined) expect(own).toContain(spec.why);
        if (spec?.none !== undefined) expect(own).toContain(spec.none);
        if (unit !== "1") expect(own).toContain(unit);
      }
    }
  });

  it("sets its equations", () => {
    const set: string[] = [];
    reference(model, {
      registry,
      math(tex, displayMode) {
        set.push(katex.renderToString(tex.replace(/µ/g, "\\mu "), {displayMode, strict: false}));
        return "";
      }
    });
    expect(set.length).toBeGreaterThan(Object.keys(cells).length);
  });

  it("says what it rejects, and where all it cites is from", () => {
    const errors = sections.get("Errors")!;
    for (const id of Object.keys(rules)) expect(errors).toMatch(new RegExp(`\`${id}\``));
    for (const [id, spec] of Object.entries(inputs)) {
      const isRequired = !("default" in spec) && !("optional" in spec);
      expect([id, errors.split("\n- ")[1]!.includes(`\`${id}\``)]).toEqual([id, isRequired]);
    }
    const before = written.slice(0, written.indexOf("## Sources"));
    const known = new Set(tables["references"]!.split("\n").map((line) => line.split(",")[0]!));
    const cites = [...Object.values(inputs), ...Object.values(cells)].flatMap(
      ({source}) => source ?? []
    );
    for (const key of cites) {
      expect([key, known.has(key) && before.includes(`[${key}]`)]).toEqual([key, true]);
      expect(sections.get("Sources")).toContain(`- [${key}]: `);
    }
    expect(written.startsWith(`# ${name}\n\n${question ?? ""}`)).toBe(true);
    expect(written).not.toMatch(/\bundefined\b|\bNaN\b|\[object/);
  });
}
