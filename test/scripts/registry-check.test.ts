import {expect, test} from "vitest";
import {checkRegistry} from "../../scripts/registry-check.js";
import {tables} from "../registry.js";

const [header, ...lines] = tables["hardware"]!.split("\n");
const columns = header!.split(",");
const place = columns.indexOf("memory_capacity_B");

/** The table with one cell of its last row replaced. */
function broken(text: string): Readonly<Record<string, string>> {
  const last = lines.filter(Boolean).length - 1;
  const changed = lines.map((line, i) =>
    i === last ? line.split(",").with(place, text).join(",") : line
  );
  return {...tables, hardware: [header, ...changed].join("\n")};
}

test("the tables of the repository hold", () => {
  expect(() => checkRegistry(tables)).not.toThrow();
});

test.each(["fast", "-1"])("a bad figure stops the build with its place and rule: %s", (text) => {
  const at = `data/hardware.csv:${lines.filter(Boolean).length + 1}:${place + 1}: memory_capacity_B`;
  expect(() => checkRegistry(broken(text))).toThrow(new RegExp(`^${at} must be .*: ${text}$`));
});

test("a line with a cell too few is named", () => {
  const short = tables["grids"]!.trimEnd().replace(/,[^,\n]*$/, "");
  expect(() => checkRegistry({...tables, grids: short})).toThrow(
    /^data\/grids\.csv:\d+:\d+: must have \d+ cells, has \d+$/
  );
});

test("so is a reference whose status there is none of", () => {
  const references = tables["references"]!.replace(",checked,2026", ",seen,2026");
  expect(() => checkRegistry({...tables, references})).toThrow(
    /^data\/references\.csv:\d+:\d+: status must be one of checked, .*: seen$/
  );
});

test("so is what a source gives, where it is no figure", () => {
  const errata = tables["errata"]!.replace(",0.36,", ",little,");
  expect(() => checkRegistry({...tables, errata})).toThrow(
    /^data\/errata\.csv:\d+:5: found must be .*: little$/
  );
});
