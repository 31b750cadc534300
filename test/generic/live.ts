import {describe, expect, it} from "vitest";
import type {AnyModel} from "../../lib/graph/spec.js";
import {live} from "../../lib/model/live.js";
import {graphOf} from "../../lib/model/model.js";
import {changes, valuesOf} from "../../lib/model/values.js";
import {registry} from "../registry.js";
import type {Subject} from "../subjects.js";

const options = {registry} as const;

/** Live cells hold what a solve gives, and say what ran. */
export function liveTests(subjects: readonly Subject[]): void {
  const all = subjects.map(({model, samples}) => [model.name, model, samples] as const);
  describe.each(all)("live %s", alive);
}

function alive(_: string, model: AnyModel, samples: Subject["samples"]): void {
  it("has all values of a solve, and last says what ran and what came out different", () => {
    for (const first of samples) {
      const page = live(model as never, first as never, options); // any model's
      const cells = new Set(graphOf(model).cells.map((cell) => cell.name));
      expect(page.values()).toEqual(valuesOf(model, first, options));
      for (const [input, spec] of Object.entries(model.spec.inputs)) {
        if (!("unit" in spec) || typeof first[input] !== "number") continue;
        const before = page.values();
        const isMost = first[input] === spec.max;
        const other = spec.whole ? first[input] + (isMost ? -1 : 1) : first[input] * 0.9;
        const next = {...first, [input]: other};
        try {
          page.set({[input]: next[input]} as never);
        } catch {
          continue; // a rule fails: 9 ranks do not divide the cluster
        }
        const after = page.values();
        expect(after).toEqual(valuesOf(model, next, options));
        const reach = changes(model, before, after, options);
        const reached = (...kinds: string[]): readonly string[] =>
          [...reach]
            .filter(([one, kind]) => cells.has(one) && kinds.includes(kind))
            .map(([one]) => one);
        const {ran, changed} = page.last();
        expect([input, new Set(changed)]).toEqual([input, new Set(reached("changed"))]);
        expect([input, new Set(ran)]).toEqual([input, new Set(reached("changed", "same"))]);
        page.set({[input]: first[input]});
      }
    }
  });
}
