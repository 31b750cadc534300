import katex from "katex";
import {describe, expect, it} from "vitest";
import {fold} from "../../lib/expression/fold.js";
import {parse} from "../../lib/expression/parse.js";
import {text} from "../../lib/expression/text.js";
import {equationAt} from "../../lib/graph/inline.js";
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

  const entryOf = (section: string, id: string): string => {
    const entries = (sections.get(section) ?? "").split(/^### /m);
    const own = entries.find((one) => one.startsWith(`\`${id}\``));
    expect([section, id, own !== undefined]).toEqual([section, id, true]);
    return own!;
  };
  /** The part of a path, or the joined model that it leads into, and the path to it. */
  const placed = (path: string): {readonly at: string; readonly part: AnyModel} => {
    let part: AnyModel = model;
    const at: string[] = [];
    for (const use of path.split(".")) {
      part = part.spec.uses![use]!.of;
      at.push(use);
      if (part.spec.question !== undefined) break;
    }
    return {at: at.join("."), part};
  };

  it("has one row for each input and output, with its names, and all rows alike", () => {
    for (const [section, ids] of [
      ["Inputs", Object.keys(inputs)],
      ["Outputs", outputs]
    ] as const) {
      const [head, rule, ...rows] = rowsOf(section);
      expect(rows.map(([id]) => id)).toEqual(ids.map((id) => `\`${id}\``));
      expect(rows.map((row) => row[section === "Inputs" ? 7 : 4])).toEqual(
        ids.map((id) => `\`${wireName(model, id)}\``)
      );
      for (const row of [rule!, ...rows]) expect(row.length).toBe(head!.length);
    }
    const flags = rowsOf("Inputs").slice(2);
    expect(flags.map((row) => row[8])).toEqual(
      Object.keys(inputs).map((id) => `\`--${kebabCase(wireName(model, id))}\``)
    );
  });

  it("has the unit, range and default of every input, and what it is", () => {
    for (const [id, spec] of Object.entries(inputs)) {
      const row = rowsOf("Inputs").find(([own]) => own === `\`${id}\``)!;
      if ("unit" in spec) expect(row[3]).toContain(spec.unit);
      if ("choice" in spec) for (const option of spec.choice) expect(row[4]).toContain(option);
      const isGiven = "default" in spec && spec.default !== undefined;
      const left = "optional" in spec && spec.optional ? "none" : "required";
      if (!isGiven) expect(row[5]).toBe(left);
      else if (typeof spec.default === "string") expect(row[5]).toBe(spec.default);
      else expect(row[5]).toMatch(/^(-?[\d.e+-]+( \S+)?|true|false)$/);
      expect(row[1]).toContain(spec.doc);
    }
  });

  it("has every equation of every fidelity, and of no cell twice", () => {
    for (const [section, part] of sections) {
      const headings = [...part.matchAll(/^### `([^`]+)`/gm)].map(([, id]) => id!);
      expect([section, new Set(headings).size]).toEqual([section, headings.length]);
    }
    for (const fidelity of fidelities) {
      for (const {name: cell, path, owner, node, unit} of graphOf(model, fidelity).cells) {
        if (path !== "") continue;
        const isOwn = owner === name && Object.hasOwn(cells, cell);
        const own = entryOf(isOwn ? "Cells" : "Fields of the records in use", cell);
        expect(own).toContain(`\`${text(node)}\``);
        const spec = cells[cell];
        if (spec) expect(own).toContain(spec.doc);
        if (spec?.why !== undefined) expect(own).toContain(spec.why);
        if (spec?.none !== undefined) expect(own).toContain(spec.none);
        if (unit !== "1") expect(own).toContain(unit);
      }
    }
  });

  it("has what parts work out once, as the part says it, and where each is used", () => {
    for (const fidelity of fidelities) {
      for (const {name: cell, path, owner} of graphOf(model, fidelity).cells) {
        if (path === "") continue;
        const {at, part} = placed(path);
        expect(rowsOf(part.name).map(([id]) => id)).toContain(`\`${at}\``);
        const isModel = part.spec.question !== undefined;
        if (isModel) expect(sections.get(part.name)).toContain("are in the reference of");
        const id = cell.slice(path.length + 1);
        // an input that is given in more than a name is a cell of the host
        if (isModel || part.name !== owner || !Object.hasOwn(part.spec.cells, id)) continue;
        const {eq, doc} = part.spec.cells[id]!;
        const own = entryOf(part.name, id);
        expect(own).toContain(`\`${text(fold(parse(equationAt(eq, fidelity)!)))}\``);
        expect(own).toContain(doc);
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
