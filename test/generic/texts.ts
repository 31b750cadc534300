import {describe, expect, it} from "vitest";
import type {AnyModel, CellSpec, InputSpec} from "../../lib/graph/spec.js";
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

/** Every quantity says what it is, and why, and where it is from. */
export function textTests(models: readonly AnyModel[]): void {
  describe.each(models.map((model) => [model.name, model] as const))("%s", (_, {spec}) => {
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
}
