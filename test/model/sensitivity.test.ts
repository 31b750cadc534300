import {describe, expect, it} from "vitest";
import {sensitivity} from "../../lib/model/sensitivity.js";
import type {Sensitivity} from "../../lib/model/sensitivity.js";
import {ServingCapacityModel} from "../../lib/models/serving-capacity.js";
import {ServingModel} from "../../lib/models/serving.js";
import {TrainingMemoryModel} from "../../lib/models/training-memory.js";
import {registry} from "../registry.js";

const options = {registry} as const;

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
  it("has no secant to what is not given", () => {
    // `microbatchCount ?? 1` stands on a step, and there is no per cent of nothing
    const job = {model: "Llama3_8B", hardware: "H100", batchSize: 1} as const;
    const all = sensitivity(TrainingMemoryModel, "microbatch", job, options);
    expect(find(all, "microbatchCount")).toBeUndefined();
  });
  it("of what is infinite there are none, though a step further it may be finite", () => {
    const given = {model: "Llama3_8B", hardware: "H100", qps: 100, targetP99Latency: 5} as const;
    const few = {...given, maxReplicas: 10};
    // 10 replicas serve 93.6 requests a second, 11 serve 103
    expect(sensitivity(ServingCapacityModel, "estimatedP99Latency", few, options)).toEqual([]);
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
