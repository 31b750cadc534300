import {describe, expect, it} from "vitest";
import type {AnyModel, CellSpec, InputSpec} from "../../lib/graph/spec.js";
import {models} from "../../lib/models/all.js";
import {collective} from "../../lib/models/collective.js";
import {fleetEnergy} from "../../lib/models/fleet-energy.js";
import {forwardPass} from "../../lib/models/forward-pass.js";
import {fleetLinks} from "../../lib/models/links.js";
import {recordTypes} from "../../lib/models/records/all.js";
import {routing} from "../../lib/models/routing.js";
import {trainingFootprint} from "../../lib/models/training-footprint.js";
import {tables} from "../registry.js";

const references = new Set(tables["references"]!.split("\n").map((line) => line.split(",")[0]!));

/** What a reader would miss or stumble over in one quantity. */
function flaws(one: InputSpec | CellSpec): readonly string[] {
  const {doc, label = "", source} = one;
  const why = "why" in one ? one.why : undefined;
  const rules: readonly (readonly [boolean, string])[] = [
    [doc === "" || doc.endsWith("."), "doc is a sentence without a full stop"],
    [label.length > 18, `label has ${label.length} characters, at most 18`],
    [why !== undefined && !/^[A-Z].*\.$/.test(why), "why is a sentence with a full stop"],
    [source !== undefined && !references.has(source), `source ${source} is no reference`],
    [one.symbol === "" && !("record" in one), "no symbol"],
    ["eq" in one && label !== "" && why === undefined, "a labelled cell says why"],
    ["eq" in one && one.optional === true && one.none === undefined, "no sentence for none"]
  ];
  return rules.filter(([isWrong]) => isWrong).map(([, flaw]) => flaw);
}

/** A default with no source; one that is a figure of the registry has its own. */
function unsourced(one: InputSpec): readonly string[] {
  const isGiven = "default" in one && one.default !== undefined && typeof one.default !== "object";
  return isGiven && one.source === undefined ? ["a default without a source"] : [];
}

const parts = [collective, fleetEnergy, fleetLinks, forwardPass, routing, trainingFootprint];
const all: readonly AnyModel[] = [...models, ...parts];
describe.each(all.map((model) => [model.name, model] as const))("%s", (_, {spec}) => {
  it("says of each input and cell what it is, why, and where it is from", () => {
    const found = [
      ...Object.entries(spec.inputs).map(
        ([name, one]) =>
          [name, [...flaws(one), ...(spec.question === undefined ? [] : unsourced(one))]] as const
      ),
      ...Object.entries(spec.cells).map(([name, one]) => [name, flaws(one)] as const)
    ];
    expect(found.filter(([, wrong]) => wrong.length > 0)).toEqual([]);
  });
});

describe.each(recordTypes.map((type) => [type.table, type] as const))("%s", (_, {own}) => {
  it("has fields with a sentence each, and labels of at most 18 characters", () => {
    const found = Object.entries(own).filter(([, field]) => {
      const label = "label" in field && field.label !== undefined ? field.label : "";
      return field.doc === "" || field.doc.endsWith(".") || label.length > 18;
    });
    expect(found).toEqual([]);
  });
});
