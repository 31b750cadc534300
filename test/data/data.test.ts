import {existsSync, readFileSync} from "node:fs";
import * as v from "valibot";
import {describe, expect, it} from "vitest";
import {cited} from "../../lib/model/source.js";
import {models} from "../../lib/models/all.js";
import {recordTypes} from "../../lib/models/records/all.js";
import {grid} from "../../lib/models/records/grid.js";
import {hardware} from "../../lib/models/records/hardware.js";
import {workload} from "../../lib/models/records/workload.js";
import {statuses} from "../../lib/registry/provenance.js";
import {columnsOf, load} from "../../lib/registry/registry.js";
import {tables, registry} from "../registry.js";

const about = ["provenance", "references", "errata"];
const figureTables = Object.keys(tables).filter((name) => !about.includes(name));
const rowsOf = (name: string) => registry.table(name)!.rows;
const day = v.pipe(v.string(), v.isoDate());
const sidecar = v.strictObject({
  title: v.pipe(v.string(), v.minLength(5)),
  producer: v.pipe(v.string(), v.minLength(3)),
  citation: v.pipe(v.string(), v.minLength(10)),
  address: v.pipe(v.string(), v.url()),
  licence: v.pipe(v.string(), v.startsWith("CC BY 4.0")),
  published: v.string(),
  checked: day,
  processing: v.pipe(v.string(), v.minLength(10))
});

describe("every table", () => {
  it("has a kind of record, and every kind a table", () => {
    expect(recordTypes.map(({table}) => table).toSorted()).toEqual(figureTables.toSorted());
  });
  it.each(recordTypes.map((type) => [type.table, type] as const))(
    "%s keeps its schema in every row",
    (_, type) => {
      const keys = registry.keys(type);
      expect(keys.length).toBeGreaterThan(0);
      for (const key of keys) expect(registry.row(type, key)!.name).not.toBe("");
      expect(columnsOf(type)).toEqual(
        expect.arrayContaining([...registry.table(type.table)!.columns])
      );
    }
  );
  it.each(Object.keys(tables).map((name) => [name]))(
    "%s has a sidecar that says who made it, when and how",
    (name) => {
      const file = `data/${name}.meta.json`;
      expect(existsSync(file)).toBe(true);
      v.parse(sidecar, JSON.parse(readFileSync(file, "utf-8")));
    }
  );
});

describe("the source of a figure", () => {
  it("is known for every record: a row for all of it, or one for each figure", () => {
    const known = new Set(
      rowsOf("provenance").map((row) => `${row.cell("table")}/${row.cell("key")}`)
    );
    const silent = recordTypes
      .flatMap((type) => registry.keys(type).map((key) => `${type.table}/${key}`))
      .filter((at) => !known.has(at));
    expect(silent).toEqual([]);
  });
  it("belongs to a table, a record and a column that exist, once", () => {
    const seen = new Set<string>();
    const wrong: string[] = [];
    for (const row of rowsOf("provenance")) {
      const [table, key, column] = [row.cell("table"), row.cell("key"), row.cell("column")];
      const type = recordTypes.find((one) => one.table === table);
      const at = `${table}/${key}/${column}`;
      if (!type || !registry.keys(type).includes(key)) wrong.push(`${row.line}: no record ${at}`);
      else if (column !== "*" && !columnsOf(type).includes(column))
        wrong.push(`${row.line}: no column ${at}`);
      if (seen.has(at)) wrong.push(`${row.line}: twice ${at}`);
      seen.add(at);
    }
    expect(wrong).toEqual([]);
  });
  it("names a reference that exists; what was checked has an address and a day", () => {
    const references = new Set(rowsOf("references").map((row) => row.cell("key")));
    expect(references.size).toBe(rowsOf("references").length);
    const wrong: string[] = [];
    for (const row of rowsOf("provenance")) {
      const status = row.cell("status");
      if (!statuses.some((one) => one === status)) wrong.push(`${row.line}: status ${status}`);
      if (row.cell("reference") !== "" && !references.has(row.cell("reference")))
        wrong.push(`${row.line}: reference ${row.cell("reference")}`);
      const isChecked = status.startsWith("checked");
      const hasDay = /^\d{4}-\d{2}-\d{2}$/.test(row.cell("checked"));
      // what follows from checked figures may carry their day
      if (status !== "derived" && isChecked !== hasDay)
        wrong.push(`${row.line}: ${status} on "${row.cell("checked")}"`);
      if (isChecked && !/^https?:\/\//.test(row.cell("address")))
        wrong.push(`${row.line}: no address`);
    }
    for (const row of rowsOf("errata"))
      if (!references.has(row.cell("reference")))
        wrong.push(`errata ${row.line}: ${row.cell("reference")}`);
    expect(wrong).toEqual([]);
  });
  it("is cited by key wherever a definition states a constant", () => {
    const references = new Set(rowsOf("references").map((row) => row.cell("key")));
    for (const model of models) {
      for (const {name, spec} of [
        model,
        ...Object.values(model.spec.uses ?? {}).map((use) => use.of)
      ]) {
        for (const [id, {source}] of [
          ...Object.entries(spec.inputs),
          ...Object.entries(spec.cells)
        ]) {
          if (source !== undefined && !references.has(source))
            throw new Error(`${name}.${id} cites ${source}, which is no reference`);
        }
        for (const [id, input] of Object.entries(spec.inputs)) {
          const hasNumber =
            "unit" in input && input.default !== undefined && typeof input.default !== "object";
          if (hasNumber && input.source === undefined)
            throw new Error(`${name}.${id} has a default without a source`);
        }
      }
    }
  });
});

describe("a reference that an equation or a default cites", () => {
  const specs = models.flatMap(({spec}) => [
    spec,
    ...Object.values(spec.uses ?? {}).map((use) => use.of.spec)
  ]);
  const keys = new Set(
    specs
      .flatMap(({inputs, cells}) => [...Object.values(inputs), ...Object.values(cells)])
      .flatMap(({source}) => (source === undefined ? [] : [source]))
  );
  it("says whether it was opened, when, and what of it was read", () => {
    expect(keys.size).toBeGreaterThan(10);
    const wrong: string[] = [];
    for (const row of rowsOf("references")) {
      const [status, checked] = [row.cell("status"), row.cell("checked")];
      const isChecked = status.startsWith("checked");
      if (status !== "" && !statuses.some((one) => one === status))
        wrong.push(`${row.line}: status ${status}`);
      if (isChecked !== v.is(day, checked)) wrong.push(`${row.line}: ${status} on "${checked}"`);
      if (isChecked && (row.cell("note") === "" || !/^https?:/.test(row.cell("address"))))
        wrong.push(`${row.line}: no note or no address`);
      const isOpen = status === "" && !["convention", "judgement"].includes(row.cell("kind"));
      if (keys.has(row.cell("key")) && isOpen) wrong.push(`${row.line}: no status`);
    }
    expect(wrong).toEqual([]);
  });
  it("is shown with it", () => {
    expect(cited("daly-2006", registry)).toMatchObject({status: "checked", checked: "2026-11-24"});
    expect(cited("agrawal-2024", registry)).toMatchObject({status: "checked: secondary"});
    expect(cited("judgement-young-tolerance", registry)).toMatchObject({status: "judgement"});
    expect(cited("nobody-2020", registry)).toEqual({title: "nobody-2020", status: "unchecked"});
  });
  it("must have a known status: the error names file, line, column and rule", () => {
    const references = "key,title,address,status,checked\na,A,,seen,\n";
    expect(() => cited("a", load({references}))).toThrow(
      /^data\/references\.csv:2:4: status must be one of checked, .*: seen$/
    );
  });
});

describe("errata", () => {
  it("are of figures that exist and differ, with a reason", () => {
    for (const row of rowsOf("errata")) {
      const type = recordTypes.find(({table}) => table === row.cell("table"))!;
      expect(columnsOf(type)).toContain(row.cell("column"));
      const line = rowsOf(type.table).find((one) => one.cell("key") === row.cell("key"))!;
      const other = row.cell("found") || row.cell("value");
      expect([row.line, line.cell(row.cell("column"))]).not.toEqual([row.line, other]);
      expect(row.cell("reason").length).toBeGreaterThan(10);
    }
  });
  it("either correct a figure, or say what a source that was opened has in place of one that is kept", () => {
    const references = new Map(rowsOf("references").map((row) => [row.cell("key"), row]));
    const corrected = new Set<string>();
    const at = ({cell}: (typeof found)[number]): string =>
      ["table", "key", "column"].map(cell).join("/");
    const found = rowsOf("errata").filter((row) => row.cell("found") !== "");
    for (const row of rowsOf("errata")) if (row.cell("found") === "") corrected.add(at(row));
    for (const row of found) {
      expect([row.line, row.cell("value"), corrected.has(at(row))]).toEqual([row.line, "", false]);
      const status = references.get(row.cell("reference"))!.cell("status");
      expect([row.line, status]).toEqual([row.line, expect.stringMatching(/^checked/)]);
    }
  });
  it("of a figure that is kept leave both fidelities their value and go with its source", () => {
    const {values, reference, source} = registry.row(grid, "Quebec")!;
    const g = (x: number | undefined): number => Number(x) * 3.6e9;
    expect(g(Number(values["carbonIntensity"]))).toBeCloseTo(20, 9);
    expect(reference).not.toHaveProperty("carbonIntensity");
    expect(source("carbonIntensity").found?.map(g)).toEqual([
      expect.closeTo(0.36, 9),
      expect.closeTo(34.5, 9)
    ]);
    expect(source("pue")).not.toHaveProperty("found");
  });
  it("must be figures of their column: the error names file, line, column and rule", () => {
    const errata = `table,key,column,value,found,reason,reference
grids,Quebec,carbon_intensity_gCO2e_per_kWh,,low,nobody knows,a`;
    const {source} = load({...tables, errata}).row(grid, "Quebec")!;
    expect(() => source("carbonIntensity")).toThrow(
      /^data\/errata\.csv:2:5: found must be .*: low$/
    );
  });
});

describe("figures that are often mistaken", () => {
  const rates = (key: string) =>
    registry.row(hardware, key)!.values as Record<string, number & Record<string, number | null>>; // numbers and rates
  it("a sparse rate is two to four times the dense rate of the same format, where both are stated", () => {
    for (const key of registry.keys(hardware)) {
      const {peakFlops16, peakFlops, sparsePeakFlops} = rates(key);
      const pairs = [
        [peakFlops16, sparsePeakFlops?.["fp16"]],
        ...["tf32", "int8"].map((format) => [peakFlops?.[format], sparsePeakFlops?.[format]])
      ];
      for (const [dense, sparse] of pairs) {
        if (!dense || !sparse) continue;
        expect([key, sparse / dense >= 1.98 && sparse / dense <= 4]).toEqual([key, true]);
      }
    }
  });
  it("an 8-bit rate is one to two times the 16-bit rate on data-centre devices", () => {
    for (const key of ["A100", "H100", "H200", "B200", "MI300X"]) {
      const {peakFlops16, peakFlops} = rates(key);
      for (const format of ["fp8", "int8"]) {
        const rate = peakFlops?.[format];
        if (rate)
          expect([key, format, rate / peakFlops16!]).toEqual([key, format, expect.closeTo(2, 1)]);
      }
    }
  });
  it("a mixture of experts has fewer active parameters than parameters", () => {
    for (const key of registry.keys(workload)) {
      const {kind, parameters, activeParameters} = registry.row(workload, key)!.values;
      if (kind === "sparse transformer")
        expect([key, Number(activeParameters) < Number(parameters)]).toEqual([key, true]);
    }
  });
});

describe("all resolved records", () => {
  it("are as they were; a change of data shows its reach here", async () => {
    const all = Object.fromEntries(
      recordTypes.map((type) => [
        type.table,
        Object.fromEntries(
          registry.keys(type).map((key) => {
            const {values, reference} = registry.row(type, key)!;
            const stated = Object.entries(values).filter(
              ([path, value]) => value !== null && !path.includes(".")
            );
            const own = Object.fromEntries(
              Object.entries(reference).filter(([path]) => !path.includes("."))
            );
            return [
              key,
              {
                ...Object.fromEntries(stated),
                ...(Object.keys(own).length > 0 ? {reference: own} : {})
              }
            ];
          })
        )
      ])
    );
    await expect(`${JSON.stringify(all, null, 1)}\n`).toMatchFileSnapshot("records.snap");
  });
});
