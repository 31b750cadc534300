import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {cappedExponentialScale, gammaPages, overflowRisk} from "../../lib/functions/lengths.js";
import {check} from "../../lib/model/check.js";
import {valuesOf} from "../../lib/model/values.js";
import {ContinuousBatchingModel} from "../../lib/models/continuous-batching.js";
import {registry} from "../registry.js";

type Given = Parameters<typeof ContinuousBatchingModel.solve>[0];
const textbook = (given: Given) =>
  ContinuousBatchingModel.solve(given, {registry, fidelity: "textbook"});
const refined = (given: Given) => ContinuousBatchingModel.solve(given, {registry});
const parts = (given: Given) =>
  valuesOf(ContinuousBatchingModel, given, {registry}) as Readonly<Record<string, number>>; // numbers are read
const ms = 1e3;
const GB = 1e-9;
const near = (found: number | null | undefined, wanted: number, digits = 9): void =>
  expect(found! / wanted).toBeCloseTo(1, digits);

// Llama 3 8B: P = 8.03e9, L = 32, d = 4096; H100: 989 TFLOP/s, 3350 GB/s, 80 GiB, 10 us
const [P, L, width, kappa] = [8.03e9, 32, 4096, 131_072];
const [rate, beta] = [989e12 * 0.5, 3.35e12 * 0.8];
const overhead = 10e-6 + 32 * 10e-6;
const c1 = {
  model: "Llama3_8B",
  hardware: "H100",
  maxSeqLen: 8192,
  meanRequestTokens: 1024,
  maxBatchSize: 256
} as const;
const small = {model: "Llama2_13B", hardware: "A100_40GB", maxBatchSize: 64} as const;
const p1 = {
  model: "Llama3_8B",
  hardware: "H100",
  maxSeqLen: 2048,
  maxBatchSize: 32,
  outputTokens: 128
} as const;

describe("ContinuousBatchingModel in textbook, worked by hand", () => {
  it("is sound as a whole", () => {
    expect(() => check(ContinuousBatchingModel, registry)).not.toThrow();
  });
  it("C1: 8B on an H100, requests of 1024 tokens, at most 8192", () => {
    const one = textbook(c1);
    expect(one).toMatchObject({
      maxActiveRequests: 256,
      staticMaxActiveRequests: 65,
      feasible: true
    });
    // (16.06 GB + 256 * 1024 * 131 072 B) / 3350 GB/s
    near(one.itl! * ms, 15.050668169552239);
    near(one.throughput, 17009.211625427528);
    near(one.staticThroughput, 8785.856267687754);
    near(one.speedupVsStatic, 1.9359765408390845);
    near(one.ttft! * ms, 86324.50014103335);
    near(one.pagedInternalFragmentation, 0.007769367691763729, 7);
    expect(one.staticInternalFragmentation).toBe(0.875);
    near(one.pagedKvCacheSize * GB, 34.62878210892219);
    near(one.staticKvCacheSize * GB, 69.79321856);
  });
  it("C2: all requests as long as the longest; pages gain nothing", () => {
    const one = textbook({...small, maxSeqLen: 2048});
    expect(one).toMatchObject({
      maxActiveRequests: 10,
      staticMaxActiveRequests: 10,
      speedupVsStatic: 1
    });
    near(one.throughput, 363.511267306409);
    near(one.itl! * ms, 27.509463665594858);
    near(one.ttft! * ms, 23254.978625353848);
    near(one.pagedKvCacheSize * GB, 16.777216);
    expect([one.pagedInternalFragmentation, one.staticInternalFragmentation]).toEqual([0, 0]);
  });
  it("C3: weights that do not fit", () => {
    const one = textbook({model: "Llama3_70B", hardware: "H100", maxSeqLen: 2048});
    expect(one).toMatchObject({
      feasible: false,
      throughput: 0,
      maxActiveRequests: 0,
      speedupVsStatic: 1,
      itl: 1000
    });
    near(one.ttft! * ms, 607.0326820581598);
  });
  it("C4: not one slot of full length fits, pages do", () => {
    const one = textbook({...small, maxSeqLen: 32768, meanRequestTokens: 2000});
    expect(one).toMatchObject({
      maxActiveRequests: 10,
      staticMaxActiveRequests: 0,
      speedupVsStatic: Infinity
    });
    near(one.throughput, 366.88372970932426);
    near(one.pagedInternalFragmentation, 0.0039893543276040555, 7);
  });
});

describe("ContinuousBatchingModel refined, worked by hand", () => {
  // a step of 32 at 1920 + 64 tokens, and the prefill of 1920
  const step =
    (2 * P + 32 * kappa * 1984) / beta + (32 * (2 * P + 4 * L * width * 1984)) / rate + overhead;
  const prefill = (2 * P * 1920 + 4 * L * width * 1920 * (1920 - 1919 / 2)) / rate + overhead;
  it("with the generated tokens given, prompts take their part of the time", () => {
    const one = refined(p1);
    expect(step * ms).toBeCloseTo(10.534, 3);
    expect(prefill * ms).toBeCloseTo(64.64, 2);
    // a request takes 64.64 ms of prefill and 128 of its 32nd of a step: 9.365 a second
    near(one.requestRate, 1 / (prefill + (128 * step) / 32));
    expect(one.requestRate).toBeCloseTo(9.365, 3);
    near(one.throughput, 128 * one.requestRate!);
    near(one.itl, step + (32 * prefill) / 128);
    near(one.ttft, prefill + step);
    near(one.prefillShare, prefill * one.requestRate!);
    expect(one).toMatchObject({maxActiveRequests: 32, residentTokens: 1984, decodeBound: "Memory"});
    const work =
      2 * P * 1920 +
      4 * L * width * 1920 * (1920 - 1919 / 2) +
      128 * (2 * P + 4 * L * width * 1984);
    near(one.mfu, (work * one.requestRate!) / 989e12);
  });
  it("without them, decoding alone: an upper bound that says so", () => {
    const one = refined({...p1, outputTokens: null});
    near(
      one.itl,
      (2 * P + 32 * kappa * 2048) / beta + (32 * (2 * P + 4 * L * width * 2048)) / rate + overhead
    );
    expect(one.trace.at(-1)).toContain("an upper bound");
    expect([one.requestRate, one.prefillShare]).toEqual([null, null]);
    near(
      one.worstCasePrefillTime,
      (32 * (2 * P * 2048 + 4 * L * width * 2048 * (2048 - 2047 / 2))) / rate + overhead
    );
  });
  it("a tenth of the memory stays free, and devices share weights and cache", () => {
    const budget = (given: Given): number => parts(given)["budgetTokens"]!;
    near(budget(c1), (0.9 * 80 * 2 ** 30 - 2 * P) / kappa);
    near(budget({...c1, tpSize: 4}), ((0.9 * 80 * 2 ** 30 - P / 2) * 4) / kappa);
    // a prefix that all share is kept once
    near(budget({...c1, sharedPrefixLen: 512}), (0.9 * 80 * 2 ** 30 - 2 * P) / kappa - 512);
    const shared = refined({...p1, sharedPrefixLen: 1024});
    near(
      shared.ttft! - step,
      (2 * P * 896 + 4 * L * width * 896 * (1920 - 895 / 2)) / rate + overhead
    );
  });
  it("nothing runs: no times, and the reason", () => {
    const one = refined({model: "Llama3_70B", hardware: "H100", maxSeqLen: 2048});
    expect(one).toMatchObject({
      feasible: false,
      itl: null,
      ttft: null,
      throughput: 0,
      speedupVsStatic: 1
    });
    expect(one.trace[0]).toContain("leave no room for a cache");
  });
  it("says what only the weights are in, and what no device states", () => {
    const given = {model: "Llama3_8B", hardware: "A100", maxSeqLen: 2048} as const;
    expect(refined({...given, precision: "fp8"}).trace).toContain(
      "Only the weights are in fp8: NVIDIA A100 computes at its 16-bit rate, 312 TFLOP/s."
    );
    expect(refined({...given, hardware: "TPUv5p", precision: "fp32"}).trace.join(" ")).toContain(
      "TPU v5p states no rate in fp32"
    );
    expect(refined(given).trace.join(" ")).not.toMatch(/Only|states/);
  });
  it("gaps, a scheduler, and lengths that vary", () => {
    near(refined({...p1, schedulerOverhead: 2e-3}).itl! - refined(p1).itl!, 2e-3);
    near(
      refined({...p1, schedulerOverhead: 2e-3}).staticThroughput,
      32 / (step + 2e-3 + (32 * prefill) / 128)
    );
    // 1984 tokens of which 1024 are shared, in pages of their own
    const shared = {...p1, sharedPrefixLen: 1024};
    near(refined(shared).pagedInternalFragmentation, 1 - 960 / parts(shared)["pagedTokens"]!);
    const slots = refined({...c1, staticExternalFragmentation: 0.5}).staticMaxActiveRequests;
    expect(slots).toBe(Math.floor((0.5 * (0.9 * 80 * 2 ** 30 - 2 * P)) / kappa / 8192));
    const pool = {...c1, maxBatchSize: 1000} as const;
    // half a page is lost to each request
    near(refined({...pool, lengthCv: 0.3}).pagedInternalFragmentation, 8 / 1032, 2);
    const risk = refined({...pool, lengthCv: 1}).preemptionRisk!;
    expect(risk).toBeGreaterThan(0.3);
    expect(risk).toBeLessThan(0.5);
    expect(refined({...c1, maxBatchSize: 100, lengthCv: 1}).preemptionRisk).toBeLessThan(1e-9);
  });
});

describe("ContinuousBatchingModel on two small devices, worked by hand", () => {
  // 2000 parameters are 4000 B; 4 layers of 2 heads of 4 cache 4 * 2 * 2 * 4 * 2 B = 128 B a token, and two of
  // them no more than 10 tokens. Two devices: 32 kFLOP/s of 64 and 500 B/s of 1000 each; a pass starts in 41 ms.
  const model = {
    name: "Small",
    kind: "transformer",
    parameters: 2000,
    layers: 4,
    heads: 2,
    hiddenSize: 8,
    slidingWindow: 10,
    slidingLayers: 2
  };
  const device = {
    name: "Small",
    peakFlops16: 32_000,
    memoryBandwidth: 1000,
    memoryCapacity: 13_600,
    deviceBandwidth: 1000,
    dispatchTime: 1e-3
  };
  const tiny = {
    model,
    hardware: device,
    maxSeqLen: 60,
    meanRequestTokens: 50,
    outputTokens: 20,
    sharedPrefixLen: 5,
    lengthCv: 0,
    maxBatchSize: 8,
    pageSize: 16,
    tpSize: 2,
    memoryFraction: 0.5,
    efficiency: 0.5,
    memoryEfficiency: 0.5,
    layerOverhead: 10e-3,
    schedulerOverhead: 9e-3,
    allreduceLatency: 0.1,
    linkEfficiency: 0.5
  } as const;
  it("pages, slots, a step and a prompt", () => {
    const one = refined(tiny);
    // 30 tokens of prompt and half of the answer: 40, of which the layers keep 40 or 10, 25 in the mean.
    // Three pages of 16 shrink alike to 30, of which 5 are shared: room for 25 tokens of its own, and it has 20
    expect(one.residentTokens).toBe(40);
    expect(one.pagedInternalFragmentation).toBeCloseTo(1 - 20 / 25, 12);
    expect(one.staticInternalFragmentation).toBeCloseTo(1 - 50 / 60, 12);
    // 6800 B less 2000 of weights and 5 * 64 of prefix are 4480, 70 tokens of 64 B: four whole pages, one slot
    expect(one).toMatchObject({maxActiveRequests: 2, staticMaxActiveRequests: 1});
    near(one.pagedKvCacheSize, 128 * (2 * 25 + 5));
    // a step of two: 2000 + 2 * 25 * 64 B, 8000 + 4 * 4 * 8 * 25 * 2 FLOP, 8 all-reduces of 32 B
    const step = 5200 / 500 + 14_400 / 32_000 + 0.041 + 8 * (0.1 + 32 / 500) + 0.009;
    // of a prompt 25 tokens are new: they see 6 to 30, 18 in the mean, and of a window (40 + 200) / 25 = 9.6
    const work = 2 * 2000 * 25 + 4 * 4 * 8 * 25 * ((18 + 9.6) / 2);
    const reading = (2000 + 5 * 64) / 500; // 4.64 s, longer than 144 160 FLOP take
    expect(work / 32_000).toBeLessThan(reading);
    const prompt = reading + 0.041 + 8 * (0.1 + (25 * 16) / 500);
    const itl = step + (2 * prompt) / 20;
    near(one.itl, itl);
    near(one.ttft, step + prompt);
    near(one.requestRate, 2 / itl / 20);
    near(one.prefillShare, prompt / 10 / itl);
    near(one.memoryUse, (5200 / 500 + reading / 10) / itl);
    near(one.mfu, (14_400 + work / 10) / (2 * 32_000 * itl));
    // one slot: half of the cache, the arithmetic and the message
    const slot = 3600 / 500 + 7200 / 32_000 + 0.041 + 8 * (0.1 + 16 / 500) + 0.009;
    near(one.staticThroughput, 1 / (slot + prompt / 20));
  });
  it("lengths that vary as an exponential: a page is taken by those that reach it", () => {
    const found = parts({...tiny, lengthCv: null});
    const scale = cappedExponentialScale.evaluate(40, 60);
    const pages = [0, 16, 32, 48].reduce((sum, start) => sum + Math.exp(-start / scale), 0);
    near(found["expectedBlocks"], pages);
    near(found["pagedTokens"], (16 * pages * 25) / 40 - 5);
    // all as long as the longest: 60 tokens take four pages
    const longest = {...tiny, lengthCv: null, meanRequestTokens: null, outputTokens: null};
    expect(parts(longest)["expectedBlocks"]).toBe(4);
  });
  it("one request runs, without a slot for it", () => {
    // 3520 B are 55 tokens, three whole pages
    const one = refined({...tiny, hardware: {...device, memoryCapacity: 11_680}});
    expect(one).toMatchObject({feasible: true, maxActiveRequests: 1, staticMaxActiveRequests: 0});
    near(one.pagedKvCacheSize, 128 * (25 + 5));
  });
  it("nothing fits: no token, no share of a page or slot", () => {
    const given = {...tiny, hardware: {...device, memoryCapacity: 3000}};
    expect(refined(given)).toMatchObject({
      feasible: false,
      pagedInternalFragmentation: 0,
      staticInternalFragmentation: 0,
      pagedKvCacheSize: 0
    });
    expect(parts(given)["budgetTokens"]).toBe(0);
  });
  it("a network without a cache runs as many as the cap, in pages and in slots", () => {
    // 16 heads of a width of 8 have none
    const given = {...tiny, model: {...model, heads: 16}, maxSeqLen: 50, sharedPrefixLen: 0};
    expect(refined(given)).toMatchObject({
      maxActiveRequests: 8,
      staticMaxActiveRequests: 8,
      pagedKvCacheSize: 0
    });
    expect(refined({...given, outputTokens: null, lengthCv: null}).maxActiveRequests).toBe(8);
  });
  it("a window that the shared prefix fills leaves a request nothing of its own but a page", () => {
    const given = {...tiny, model: {...model, slidingLayers: 4}, sharedPrefixLen: 20, lengthCv: 5};
    const one = refined(given);
    expect(one.pagedInternalFragmentation).toBe(1);
    expect(one.preemptionRisk).toBe(0);
  });
  it("requests outgrow the pool by what they keep of their own", () => {
    // 1500 tokens of prompt and half of 1000: 2000, of which the layers keep 2000 or 1000, 1500 in the mean;
    // 100 of them are shared
    const long = {
      ...tiny,
      model: {...model, slidingWindow: 1000},
      maxSeqLen: 3000,
      meanRequestTokens: 2500,
      outputTokens: 1000,
      sharedPrefixLen: 100,
      pageSize: 1,
      lengthCv: 0.5,
      maxBatchSize: 4
    };
    // 6000 tokens of 64 B, 2000 B of weights and 100 tokens of prefix are half of what a device has
    const memoryCapacity = 2 * (6000 * 64 + 2000 + 100 * 64);
    const one = refined({...long, hardware: {...device, memoryCapacity}});
    expect(one.maxActiveRequests).toBe(4);
    near(one.preemptionRisk, overflowRisk.evaluate(6000, 4, 1400, 0.5));
    // more than a thousand pages: half a page is lost, and shrinks alike
    near(one.pagedKvCacheSize, 128 * (4 * (2000.5 * 0.75 - 100) + 100));
  });
  it("a prompt has a token at least", () => {
    const given = {...tiny, sharedPrefixLen: 0, outputTokens: 10};
    expect(refined({...given, meanRequestTokens: 11}).residentTokens).toBe(1 + 5);
    expect(refined({...given, meanRequestTokens: 10.5}).residentTokens).toBe(1 + 5);
  });
});

describe("functions of lengths", () => {
  it("the scale of an exponential that is cut off has the mean", () => {
    for (const [mean, longest] of [
      [10, 1000],
      [700, 1000],
      [999.9, 1000],
      [1e-3, 1e9]
    ] as const) {
      const scale = cappedExponentialScale.evaluate(mean, longest);
      near(-scale * Math.expm1(-longest / scale), mean, 8);
    }
    expect(cappedExponentialScale.evaluate(5, 5)).toBe(Infinity);
  });
  it("pages of exponential lengths are those of the closed sum", () => {
    const scale = cappedExponentialScale.evaluate(1024, 8192);
    near(
      gammaPages.evaluate(1024, 8192, 16, 1),
      Math.expm1(-8192 / scale) / Math.expm1(-16 / scale),
      6
    );
    expect(gammaPages.evaluate(100, 8192, 16, 0)).toBe(7);
    near(gammaPages.evaluate(1e6, 8e6, 16, 1), 62_500.5, 6);
  });
  it("the chance to outgrow is half at the mean, and a step without variation", () => {
    expect(overflowRisk.evaluate(100, 10, 10, 0.5)).toBeCloseTo(0.5, 12);
    // 1.96 standard deviations
    expect(overflowRisk.evaluate(100 + 1.959964 * Math.sqrt(10) * 5, 10, 10, 0.5)).toBeCloseTo(
      0.025,
      6
    );
    expect([overflowRisk.evaluate(99, 10, 10, 0), overflowRisk.evaluate(100, 10, 10, 0)]).toEqual([
      1, 0
    ]);
  });
});

describe("ContinuousBatchingModel for any batch", () => {
  it("never writes more than the arithmetic allows; pages hold no fewer than slots", () => {
    const batches = fc.record({
      maxSeqLen: fc.integer({min: 64, max: 32_768}),
      share: fc.double({min: 0.1, max: 1, noNaN: true}),
      maxBatchSize: fc.integer({min: 1, max: 2000}),
      precision: fc.constantFrom("fp16", "fp8", "int4"),
      tpSize: fc.integer({min: 1, max: 8})
    });
    fc.assert(
      fc.property(batches, ({share, ...batch}) => {
        const meanRequestTokens = share * batch.maxSeqLen;
        const given = {model: "Llama3_8B", hardware: "H100", meanRequestTokens, ...batch} as Given;
        const one = refined(given);
        const ceiling = (batch.tpSize * parts(given)["step.peakFlops"]! * 0.5) / (2 * P);
        expect(one.throughput).toBeLessThanOrEqual(ceiling);
        expect(one.maxActiveRequests).toBeLessThanOrEqual(batch.maxBatchSize);
        const more = refined({...given, maxBatchSize: batch.maxBatchSize + 1});
        expect(more.throughput).toBeGreaterThanOrEqual(one.throughput * (1 - 1e-12));
        const less = refined({
          ...given,
          outputTokens: Math.max(1, Math.floor(meanRequestTokens / 2))
        });
        if (less.maxActiveRequests === one.maxActiveRequests && less.prefillShare !== null)
          expect(less.prefillShare).toBeLessThan(1);
      }),
      {numRuns: 300}
    );
  });
});

describe("ContinuousBatchingModel rejects", () => {
  it.each([
    [{meanRequestTokens: 9000}, "invalid meanRequestTokens; must be at most maxSeqLen: 9000"],
    [{meanRequestTokens: 0}, "invalid meanRequestTokens; must be above 0"],
    [{maxBatchSize: 0}, "invalid maxBatchSize; must be an integer of at least 1"],
    [{pageSize: 0}, "invalid pageSize"],
    [{outputTokens: 1024}, "invalid outputTokens; must be less than the mean tokens of a request"],
    [
      {sharedPrefixLen: 1000, outputTokens: 100},
      "invalid sharedPrefixLen; must be less than the mean tokens of a prompt"
    ],
    [{model: "ResNet50"}, "invalid model; must be a transformer"],
    [{tpSize: 1.5}, "invalid tpSize"]
  ] as const)("%j", (more, message) => {
    expect(() => refined({...c1, ...more})).toThrow(message);
  });
});
