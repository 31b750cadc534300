import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {InputError} from "../../lib/errors.js";
import {valuesOf} from "../../lib/model/values.js";
import {WeightStreamingModel} from "../../lib/models/weight-streaming.js";
import {registry} from "../registry.js";

type Given = Parameters<typeof WeightStreamingModel.solve>[0];
const cs3 = {hardware: "Cerebras_CS3", seqLen: 2048} as const;
const solve = (given: Given, fidelity: "textbook" | "refined" = "refined") =>
  WeightStreamingModel.solve(given, {fidelity, registry});
const near = (found: number, wanted: number, share = 1e-6): void => {
  expect(Math.abs(found - wanted)).toBeLessThanOrEqual(share * Math.abs(wanted));
};

describe("textbook", () => {
  it("a token of Llama 3.1 70B waits for its weights", () => {
    const one = solve({...cs3, model: "Llama3_70B"}, "textbook");
    near(one.layerComputeTime, 1.02824e-6);
    near(one.layerInjectionTime, 1.470833333333333e-3, 1e-12);
    near(one.throughput, 8.498583569405099, 1e-12);
    expect(one.waferMemoryUtilization).toBe(0.015625);
    expect(one.optimalBatchSize).toBe(52_083);
    expect(one.bottleneck).toBe("Interconnect-Bandwidth-Bound");
  });
  it("128 tokens of Llama 3.1 8B share the stream", () => {
    const one = solve({...cs3, model: "Llama3_8B", batchSize: 128}, "textbook");
    near(one.layerComputeTime, 2.02784e-6);
    near(one.layerInjectionTime, 0.4182291666666667e-3, 1e-12);
    near(one.throughput, 9564.134495641345, 1e-12);
    near(one.waferMemoryUtilization, 0.8, 1e-12);
  });
  it("a wafer that is exactly full does not fit", () => {
    const one = solve({...cs3, model: "Llama3_70B", batchSize: 64, phase: "prefill"}, "textbook");
    expect([one.feasible, one.throughput, one.waferMemoryUtilization]).toEqual([false, 0, 1]);
    near(one.layerComputeTime, 3.711269373022208e-3, 1e-12);
    expect(one.bottleneck).toBe("Compute-Bound");
  });
  it("a cache of eight wafers gives no rate", () => {
    const one = solve({...cs3, model: "Llama2_70B", seqLen: 8192, batchSize: 128}, "textbook");
    near(one.waferMemoryUtilization, 8, 1e-12);
    near(one.waferMemoryRequired, 377.957e9);
    expect(one.throughput).toBe(0);
  });
});

describe("refined, by hand", () => {
  it("weights come in over 150 GB/s and nothing hides the first layer", () => {
    const one = solve({...cs3, model: "Llama3_70B"});
    // 70.6e9 · 2 B over 80 layers = 1.765e9 B, over 150e9 B/s = 11.766667 ms
    near(one.layerInjectionTime, 11.7666667e-3);
    // weights 2 · 70.6e9 = 141.2e9 FLOP, attention 4 · 80 · 64 · 128 · 2048 = 5.36870912e9
    // (146.56870912e9 / 80) / (125e15 · 0.5) = 29.3137 ns; cache 671,088,640 / 80 / 21e15 = 0.3995 ns
    near(one.layerComputeTime, 29.3137418e-9 + 0.3994575e-9 + 1e-6);
    near(one.passTime, 80 * 11.7666667e-3 + one.layerComputeTime); // 79 layers hide, the first does not
    near(one.throughput, 1.0623, 1e-4); // 8.5 in the textbook
    // K = 2 · 80 · 8 · 128 · 2 · 2048 = 671,088,640 B; A = 20 · 8192 · 2 = 327,680 B
    expect(one.kvBytes).toBe(671_088_640);
    expect(one.waferMemoryRequired).toBe(671_088_640 + 327_680);
    // 2 · 125e15 · 0.5 / (2 · 150e9) = 416,666.7; 47,244,640,256 / 671,416,320 = 70.4
    expect([one.optimalBatchSize, one.memoryBatchSize, one.usableBatchSize]).toEqual([
      416_666, 70, 70
    ]);
  });
  it("a prefill holds its prompt in flight", () => {
    const one = solve({...cs3, model: "Llama3_70B", batchSize: 64, phase: "prefill"});
    // K = 64 · 671,088,640 = 42,949,672,960 B, and A = 20 · 64 · 2048 · 8192 · 2 as much
    expect(one.waferMemoryRequired).toBe(2 * 42_949_672_960);
    expect([one.feasible, one.throughput]).toEqual([false, 0]);
    // half the mean context: 4 · 80 · 8192 · 64 · 2048 · (2048 - 2047 / 2) = 3.5201e14 FLOP
    const alone = solve({...cs3, model: "Llama3_70B", phase: "prefill"});
    const work = (2 * 70.6e9 * 2048 + 4 * 80 * 8192 * 2048 * 1024.5) / 80;
    near(alone.layerComputeTime, work / 62.5e15 + 1e-6, 1e-9);
    near(alone.throughput, 2048 / alone.passTime, 1e-12);
  });
  it("a mixture of experts streams what its batch touches, and keeps a compressed cache", () => {
    const one = solve({...cs3, model: "DeepSeek_V3"});
    expect(one.kvBytes).toBe(61 * (512 + 64) * 2 * 2048); // 0.144 GB, 3.6 in the textbook
    near(one.layerInjectionTime, (37e9 * 2) / 61 / 150e9, 1e-9); // active parameters of one token
    near(one.optimalBatchSize, Math.floor((671 / 37) * 416_666.67), 1e-5);
  });
  it("weights that stay need no link, but wafers and the latency of a layer", () => {
    const small = solve({...cs3, model: "Llama3_8B", placement: "resident"});
    expect([small.wafers, small.layerInjectionTime, small.bottleneck]).toEqual([
      1,
      0,
      "Latency-Bound"
    ]);
    near(small.throughput, 1 / (32 * 17e-6), 1e-9); // 1838 a second; published 1800
    const large = solve({
      ...cs3,
      model: "Llama3_70B",
      placement: "resident",
      hopTime: "2 µs"
    });
    expect(large.wafers).toBe(4); // 141.87e9 B over 47.24e9
    near(large.passTime, 80 * 17e-6 + 3 * 2e-6, 1e-9);
    expect(large.trace).toContain("Weights and cache stay on 4 wafers.");
    near(large.waferMemoryUtilization, (141.2e9 + 671_416_320) / (4 * 47_244_640_256), 1e-9);
    // four wafers keep 188.98e9 - 141.2e9 B for requests of 671,416,320 B
    expect(large.memoryBatchSize).toBe(71);
    const slow = {from: "Cerebras_CS3", memoryBandwidth: "10 TB/s"} as const;
    const read = solve({seqLen: 2048, hardware: slow, model: "Llama3_8B", placement: "resident"});
    expect(read.bottleneck).toBe("Memory-Bandwidth-Bound");
  });
  it("what is exactly full fits", () => {
    const exact = {from: "Cerebras_CS3", memoryCapacity: 671_088_640 + 327_680};
    const one = solve({model: "Llama3_70B", seqLen: 2048, hardware: exact});
    expect([one.feasible, one.waferMemoryUtilization, one.memoryBatchSize]).toEqual([true, 1, 1]);
    const less = {...exact, memoryCapacity: exact.memoryCapacity - 1};
    const none = solve({model: "Llama3_70B", seqLen: 2048, hardware: less});
    expect([none.feasible, none.memoryBatchSize, none.usableBatchSize]).toEqual([false, 0, 0]);
    expect(none.trace[0]).toContain("nothing runs");
  });
  it("counts only the dense share of a peak, where it is told", () => {
    const all = solve({...cs3, model: "Llama3_70B"});
    const dense = solve({...cs3, model: "Llama3_70B", denseFraction: 0.125});
    near(dense.optimalBatchSize, all.optimalBatchSize / 8, 1e-4);
    near(dense.layerComputeTime, 8 * 29.3137418e-9 + 0.3994575e-9 + 1e-6);
    // arithmetic that is slower than the stream for one request already: 1.25e8 / 1.5e11 of one
    expect(solve({...cs3, model: "Llama3_70B", efficiency: 1e-9}).optimalBatchSize).toBe(1);
  });
  it("assumes a link where a device states none", () => {
    const groq = solve({seqLen: 64, model: "GPT2_Small", hardware: "Groq_LPU"});
    near(groq.layerInjectionTime, (124e6 * 2) / 12 / 100e9, 1e-9);
  });
});

describe("for any batch and network", () => {
  const given = fc.record({
    model: fc.constantFrom("Llama3_8B", "Llama3_70B", "Mixtral_8x7B", "DeepSeek_V3", "GPT3"),
    hardware: fc.constantFrom("Cerebras_CS3", "Groq_LPU", "H100", "GB200_NVL72"),
    seqLen: fc.integer({min: 1, max: 131_072}),
    batchSize: fc.integer({min: 1, max: 4096}),
    phase: fc.constantFrom("decode", "prefill"),
    placement: fc.constantFrom("streaming", "resident"),
    precision: fc.constantFrom("fp16", "int8", "int4")
  });
  it("a wafer makes no more tokens than it has arithmetic for, and a layer no fewer seconds than each part", () => {
    fc.assert(
      fc.property(given, (one) => {
        const all = valuesOf(WeightStreamingModel, one, {registry}) as Record<string, number>; // numbers
        const ceiling = (all["pass.peakFlops"]! * 0.5) / (2 * all["pass.matmulParameters"]!);
        expect(all["throughput"]).toBeLessThanOrEqual(ceiling * (1 + 1e-9));
        expect(all["passTime"]).toBeGreaterThanOrEqual(
          all["layerTime"]! * (all["model.layers"]! - 1)
        );
        for (const part of ["layerComputeTime", "layerInjectionTime", "layerReadTime"])
          expect(all["layerTime"]).toBeGreaterThanOrEqual(all[part]!);
      })
    );
  });
  it("the batch that fits fits, and one more does not", () => {
    fc.assert(
      fc.property(given, (one) => {
        const streamed = {...one, placement: "streaming"} as Given;
        const {memoryBatchSize: most = 0} = solve(streamed);
        const fits = (batchSize: number): boolean => solve({...streamed, batchSize}).feasible;
        if (most >= 1) expect([most, fits(most)]).toEqual([most, true]);
        expect([most, fits(most + 1)]).toEqual([most, false]);
      })
    );
  });
});

describe("edges", () => {
  const wrong: readonly (readonly [string, object])[] = [
    ["invalid seqLen; must be an integer of at least 1 token: 0", {seqLen: 0}],
    ["invalid seqLen; must be a number, or text with a unit: 2048", {seqLen: "2048"}],
    ["invalid batchSize; must be an integer of at least 1 request: 0", {batchSize: 0}],
    ["invalid efficiency; must be above 0: 0", {efficiency: 0}],
    ["invalid phase; must be one of decode, prefill: zzz", {phase: "zzz"}],
    ["invalid precision; must be one of fp32", {precision: "fp4"}],
    ["invalid model; must be a transformer", {model: "ResNet50"}],
    ["invalid model; must be a transformer", {model: "Mamba_130M"}],
    ["invalid denseFraction; must be at most 1: 2", {denseFraction: 2}]
  ];
  it.each(wrong)("%s", (message, more) => {
    const asked = {...cs3, model: "Llama3_70B", ...more} as Given;
    expect(() => solve(asked)).toThrow(InputError);
    expect(() => solve(asked)).toThrow(`WeightStreamingModel: ${message}`);
  });
});
