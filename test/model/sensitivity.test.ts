import {describe, expect, it} from "vitest";
import {interpret} from "../../lib/expression/interpret.js";
import {isCell} from "../../lib/graph/graph.js";
import {graphOf} from "../../lib/model/model.js";
import {sensitivity} from "../../lib/model/sensitivity.js";
import type {Sensitivity} from "../../lib/model/sensitivity.js";
import {solved} from "../../lib/model/solve.js";
import {stepped} from "../../lib/model/stepped.js";
import {models} from "../../lib/models/all.js";
import {ServingModel} from "../../lib/models/serving.js";
import {registry} from "../registry.js";
import {samples} from "../samples.js";

const options = {registry} as const;

describe.each(models.map((model) => [model.name, model] as const))("%s", (name, model) => {
  const graph = graphOf(model);
  const goals = model.spec.outputs.flatMap((output) => {
    const cell = graph.quantities.get(output);
    return isCell(cell) && cell.type.kind === "number" ? [cell] : [];
  });
  const slopesOf = (output: string, given: object): readonly Sensitivity[] =>
    sensitivity(model as never, output as never, given as never, options); // any model's

  it("slopes by fields and inputs off all steps are central differences", () => {
    let checked = 0;
    for (const given of samples[name]!) {
      const at = solved(graph, given, registry).slice();
      /** The goal where one input or field is another. */
      const moved = (slot: number, value: number, goal: number): number => {
        const slots = at.slice();
        slots[slot] = value;
        for (const cell of graph.cells) slots[cell.slot] = interpret(cell.node, slots, graph.scope);
        return slots[goal]!;
      };
      for (const goal of goals) {
        const onSteps = stepped(graph, goal, at);
        for (const {name: leaf, slope, secant} of slopesOf(goal.name, given)) {
          const slot = graph.quantities.get(leaf)?.slot ?? 0;
          if (slot === 0 || onSteps.has(slot)) continue; // an entry of a table, or a step
          expect([leaf, secant]).toEqual([leaf, undefined]);
          const [x, step] = [at[slot]!, 1e-5 * Math.abs(at[slot]!) || 1e-5];
          const [down, here, up] = [x - step, x, x + step].map((value) =>
            moved(slot, value, goal.slot)
          ) as [number, number, number]; // three of three
          // what both are must stand out of the rounding of the output
          const floor = 1e-4 * Math.abs(here / (x || 1));
          const isNear = (other: number): boolean =>
            Math.abs(slope - other) / Math.max(Math.abs(slope), Math.abs(other), floor) < 1e-3;
          const [left, right] = [(here - down) / step, (up - here) / step];
          // at a kink (of `max`) the slope is that of one side
          const isOne = isNear((up - down) / (2 * step)) || isNear(left) || isNear(right);
          expect([goal.name, leaf, isOne]).toEqual([goal.name, leaf, true]);
          checked++;
        }
      }
    }
    expect(checked).toBeGreaterThan(5); // nearly all that a search leads to is on a step
  });
  it("is ordered, labelled, and without NaN", () => {
    for (const given of samples[name]!) {
      for (const {name: output} of goals) {
        const all = slopesOf(output, given);
        const steepness = all.map(({elasticity, secant}) => Math.abs(secant ?? elasticity));
        expect(steepness).toEqual(steepness.toSorted((a, b) => b - a));
        for (const {label, slope, elasticity, secant = 0} of all) {
          expect(label).not.toBe("");
          expect([slope, elasticity, secant].every(Number.isFinite)).toBe(true);
        }
      }
    }
  });
});

describe("sensitivity", () => {
  const llama = {model: "Llama3_8B", hardware: "H100", seqLen: 2048} as const;
  const find = (all: readonly Sensitivity[], name: string): Sensitivity | undefined =>
    all.find((one) => one.name === name);

  it("ranks fields of the registry beside inputs", () => {
    const names = sensitivity(ServingModel, "itl", llama, options).map(({name}) => name);
    expect(names.slice(0, 4)).toContain("hardware.memoryBandwidth");
    expect(names.slice(0, 4)).toContain("model.parameters");
  });
  it("gives a secant where a step lies on the path, and ranks by it", () => {
    // 2048 tokens are 128 whole pages of 16, 2253 are 141: 10.16 % more for 10.01 % more
    const all = sensitivity(ServingModel, "totalMemoryRequired", llama, options);
    const {slope, elasticity, secant} = find(all, "seqLen")!;
    expect([slope, elasticity]).toEqual([0, 0]);
    const at = (seqLen: number): number =>
      ServingModel.solve({...llama, seqLen}, options).totalMemoryRequired;
    expect(secant).toBeCloseTo((at(2253) - at(2048)) / at(2048) / (205 / 2048), 12);
    expect(find(all, "batchSize")?.secant).toBeUndefined();
  });
  it("steps down where more is not allowed, and says nothing where nothing else is", () => {
    const given = {...llama, prefillChunkTokens: 100, cachedPrefixLen: 2047};
    const all = sensitivity(ServingModel, "prefillChunks", {...given, seqLen: 4096}, options);
    expect(find(all, "prefillChunkTokens")?.secant).toBeLessThan(0);
    // one token more in the cache than in the context breaks a rule: the secant looks the other way
    const edge = sensitivity(ServingModel, "ttft", {...given, seqLen: 2048}, options);
    expect(Number.isFinite(find(edge, "cachedPrefixLen")?.secant ?? 0)).toBe(true);
  });
  it("tells fields of two records apart", () => {
    const given = {...llama, draftModel: "GPT2"} as const;
    const all = sensitivity(ServingModel, "itl", given, options);
    expect(find(all, "model.layers")?.label).toBe("Layers (Model)");
    expect(find(all, "draftModel.layers")?.label).toBe("Layers (Draft model)");
    expect(find(all, "hardware.memoryBandwidth")?.label).toBe("Memory bandwidth");
  });
  it("of a value that is none or 0 has no NaN", () => {
    expect(sensitivity(ServingModel, "prefillChunkTime", llama, options)).toEqual([]);
    const none = sensitivity(ServingModel, "promptCacheHitRatio", llama, options);
    expect(none.map(({elasticity}) => elasticity)).toEqual(none.map(() => 0));
  });
  it("is asked of a number", () => {
    expect(() => sensitivity(ServingModel, "feasible", llama, options)).toThrow("not a number");
  });
});
