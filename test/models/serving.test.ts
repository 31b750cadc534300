import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {check} from "../../lib/model/check.js";
import {valuesOf} from "../../lib/model/values.js";
import {ServingModel} from "../../lib/models/serving.js";
import {registry} from "../registry.js";

type Given = Parameters<typeof ServingModel.solve>[0];
const textbook = (given: Given) => ServingModel.solve(given, {registry, fidelity: "textbook"});
const refined = (given: Given) => ServingModel.solve(given, {registry});
const parts = (given: Given) =>
  valuesOf(ServingModel, given, {registry}) as Readonly<Record<string, number>>; // numbers are read
const ms = 1e3;
const GB = 1e-9;
const near = (found: number, wanted: number): void => expect(found / wanted).toBeCloseTo(1, 9);

// Llama 3 8B: P = 8.03e9, L = 32, d = 4096, h = 32, h_kv = 8; H100: 989 TFLOP/s, 3350 GB/s, 80 GiB, 10 us
const llama = {model: "Llama3_8B", hardware: "H100", seqLen: 2048} as const;
const [P, L, width] = [8.03e9, 32, 4096];
const kappa = 2 * 32 * 8 * 128 * 2; // B a token
const [rate, bandwidth] = [989e12 * 0.5, 3.35e12];
const overhead = 10e-6 + 32 * 10e-6;

describe("ServingModel in textbook, worked by hand", () => {
  it("is sound as a whole", () => {
    expect(() => check(ServingModel, registry)).not.toThrow();
  });
  it("S1: 8B on an H100, 2048 tokens, one request", () => {
    const one = textbook(llama);
    // (2 * 8.03e9 * 2048 + 4 * 32 * 4096 * 2048^2) / 494.5e12 + 10 us
    near(one.ttft * ms, 70.97037058756726);
    // 16.328435456 GB / 3350 GB/s + 32 * 10 us
    near(one.itl * ms, 5.194159837611941);
    near(one.kvCacheSize * GB, 0.268435456);
    near(one.totalMemoryRequired * GB, 16.328435456);
    near(one.memoryUtilization, 0.1900880068540573);
    expect(one).toMatchObject({
      feasible: true,
      prefillChunks: 1,
      prefillChunkTime: null,
      decodeStallBound: null,
      memoryShortfall: null,
      promptCacheHitRatio: 0,
      kvTransferTime: 0
    });
    near(one.tokensPerSecond, 1 / 5.194159837611941e-3);
    near(one.ttftSingle, one.ttft);
  });
  it("S2: 32 requests, half the prompt cached, chunks of 300", () => {
    const one = textbook({...llama, batchSize: 32, cachedPrefixLen: 1024, prefillChunkTokens: 300});
    near(one.ttft * ms, 1135.405929401076);
    near(one.itl * ms, 7.678189430447762);
    near(one.totalMemoryRequired * GB, 24.649934592);
    near(one.prefillChunkTime! * ms, 332.63673712922144);
    expect(one).toMatchObject({prefillChunks: 4, promptCacheHitRatio: 0.5});
    expect(one.decodeStallBound).toBe(one.prefillChunkTime);
  });
  it("S3: 70B in int8, prefill on an H100, decode on an H200, 50 GB/s between", () => {
    const one = textbook({
      model: "Llama3_70B",
      hardware: "H100",
      decodeHardware: "H200",
      seqLen: 4096,
      batchSize: 8,
      precision: "int8",
      networkBandwidth: "50 GB/s"
    });
    near(one.ttft * ms, 5138.900423823265);
    near(one.itl * ms, 16.6268144);
    near(one.totalMemoryRequired * GB, 75.96870912);
    near(one.memoryUtilization, 0.501782792679807);
    // 5.36870912 GB / 50 GB/s
    near(one.kvTransferTime * ms, 107.3741824);
  });
  it("S4: 70B in int4 on an A100, drafted by 8B", () => {
    const one = textbook({
      model: "Llama3_70B",
      hardware: "A100",
      seqLen: 4096,
      precision: "int4",
      draftModel: "Llama3_8B"
    });
    near(one.ttft * ms, 3989.346186609231);
    near(one.itl * ms, 9.52604749592036);
    near(one.totalMemoryRequired * GB, 39.65054432);
    // (1 - 0.7^5) / 0.3
    near(one.expectedTokens!, 2.7731);
  });
  it("S5: DeepSeek-V3 in fp8 does not fit an H200; its cache is a latent of 512 + 64", () => {
    const one = textbook({
      model: "DeepSeek_V3",
      hardware: "H200",
      seqLen: 4096,
      batchSize: 8,
      precision: "fp8"
    });
    near(one.ttft * ms, 44678.536258241715);
    near(one.itl * ms, 140.6415284266667);
    // 61 * (512 + 64) B * 4096 * 8
    near(one.kvCacheSize * GB, 1.151336448);
    near(one.totalMemoryRequired * GB, 672.151336448);
    expect(one.feasible).toBe(false);
    near(one.memoryShortfall!, one.totalMemoryRequired - one.memoryAvailable);
  });
  it("S6, S7, S8: a mixture of experts, one key-value head, one token", () => {
    const mixtral = textbook({model: "Mixtral_8x7B", hardware: "H200", seqLen: 2048});
    near(mixtral.ttft * ms, 391.2783988989929);
    near(mixtral.itl * ms, 19.83425738666667);
    const palm = textbook({model: "PaLM_540B", hardware: "H200", seqLen: 2048});
    near(palm.ttft * ms, 4546.6834927134805);
    near(palm.itl * ms, 226.2315549866667);
    near(palm.kvCacheSize * GB, 0.247463936);
    const short = textbook({...llama, seqLen: 1});
    near(short.ttft * ms, 0.042478309985844294);
    near(short.itl * ms, 5.114068976716418);
  });
});

describe("ServingModel refined, worked by hand", () => {
  it("S1: causal attention, derated memory, decode with arithmetic, overhead in both", () => {
    const one = refined(llama);
    // a token sees 2048 - 2047/2 tokens in the mean; read at once: max of the two roofs
    const flops = 2 * P * 2048 + 4 * L * width * 2048 * (2048 - 2047 / 2);
    near(one.ttft, Math.max(flops / rate, (2 * P) / (bandwidth * 0.8)) + overhead);
    expect(one.ttft * ms).toBeCloseTo(69.07, 2);
    // weights and cache at 0.8 of the bandwidth, plus 2 P + 4 L d S of arithmetic
    near(
      one.itl,
      (2 * P + kappa * 2048) / (bandwidth * 0.8) + (2 * P + 4 * L * width * 2048) / rate + overhead
    );
    expect(one.itl * ms).toBeCloseTo(6.457, 3);
    near(one.mfuPrefill!, flops / (989e12 * one.ttft));
    near(one.mbuDecode!, (2 * P + kappa * 2048) / (bandwidth * one.itl));
    expect(one).toMatchObject({
      prefillBound: "Compute",
      decodeBound: "Memory",
      expectedTokens: null,
      optimalSpeculativeLength: null
    });
    near(one.memoryAvailable, 0.9 * 80 * 2 ** 30);
  });
  it("S8: one token cannot come before its weights were read once", () => {
    const one = refined({...llama, seqLen: 1});
    near(one.ttft, (2 * P) / (bandwidth * 0.8) + overhead);
    expect(one.ttft * ms).toBeCloseTo(6.32, 2);
    expect(one.prefillBound).toBe("Memory");
  });
  it("S6: a mixture multiplies its active parameters and reads the experts that a batch touches", () => {
    const one = refined({model: "Mixtral_8x7B", hardware: "H200", seqLen: 2048});
    expect(one.ttft * ms).toBeCloseTo(109.4, 1);
    expect(one.itl * ms).toBeCloseTo(7.173, 3);
    const read = (
      model: string,
      batchSize: number,
      precision: "fp16" | "fp8",
      bytes: number
    ): number =>
      parts({model, hardware: "H200", seqLen: 2048, batchSize, precision})["decode.weightBytes"]! /
      bytes /
      1e9;
    // Mixtral: 12.9, 21.4, 32.4, 42.2, 46.2 G parameters at 1, 2, 4, 8, 16 requests
    expect([1, 2, 4, 8, 16].map((batch) => read("Mixtral_8x7B", batch, "fp16", 2))).toEqual(
      [12.9, 21.35, 32.44, 42.19, 46.25].map((x) => expect.closeTo(x, 1))
    );
    // DeepSeek-V3: 37, 163, 434, 660 G at 1, 8, 32, 128
    expect(
      [1, 8, 32, 128].map((batch) => Math.round(read("DeepSeek_V3", batch, "fp8", 1)))
    ).toEqual([37, 163, 434, 660]);
  });
  it("MLA attends in the latent space when decoding, with the heads in prefill", () => {
    const one = parts({model: "DeepSeek_V3", hardware: "H200", seqLen: 1024, precision: "fp8"});
    // 128 heads: (192 + 128) / 2 wide in prefill, (512 + 64 + 512) / 2 in decode
    expect([one["prefill.attentionWidth"], one["decode.attentionWidth"]]).toEqual([
      128 * 160,
      128 * 544
    ]);
  });
  it("a prefill in chunks reads weights and prefix again for each", () => {
    const given = {...llama, batchSize: 4, cachedPrefixLen: 512, prefillChunkTokens: 400} as const;
    const one = refined(given);
    // 1536 tokens in 4 steps; before the steps stand 512, 912, 1312, 1712 tokens
    expect(one.prefillChunks).toBe(4);
    const memory = (4 * 2 * P + kappa * (512 + 912 + 1312 + 1712) * 4) / (bandwidth * 0.8);
    const flops = (2 * P * 1536 + 4 * L * width * 1536 * (2048 - 1535 / 2)) * 4;
    near(one.ttft, Math.max(flops / rate, memory) + 4 * overhead);
    expect(one.ttft).toBeGreaterThan(refined({...given, prefillChunkTokens: null}).ttft);
    // the last step of one request: 400 tokens that see up to 2048
    const step = (2 * P * 400 + 4 * L * width * 400 * (2048 - 399 / 2)) / rate;
    near(
      one.decodeStallBound!,
      Math.max(step, (2 * P + kappa * 1648) / (bandwidth * 0.8)) + overhead
    );
    near(one.prefillChunkTime!, 4 * step + overhead);
    const alone = Math.max(
      flops / 4 / rate,
      (4 * 2 * P + kappa * (512 + 912 + 1312 + 1712)) / (bandwidth * 0.8)
    );
    near(one.ttftSingle, alone + 4 * overhead);
  });
  it("the memory floor of a prefill in many steps", () => {
    const one = refined({...llama, prefillChunkTokens: 16, efficiency: 1});
    // 128 steps read the weights 128 times; before them stand 0, 16, … 2032 tokens
    near(
      one.ttft,
      (128 * 2 * P + kappa * 16 * ((128 * 127) / 2)) / (bandwidth * 0.8) + 128 * overhead
    );
    expect(one.prefillBound).toBe("Memory");
  });
  it("a table of embeddings is looked up on the way in and scores one token on the way out", () => {
    const given = {...llama, batchSize: 4, embeddingLookup: true} as const;
    const table = 128_256 * width; // 0.525 of 8.03 billion
    // a step reads all but the table of the way in; each token multiplies with all but that one
    const attention = 4 * L * width * 2048;
    near(
      refined(given).itl,
      ((P - table) * 2 + 4 * kappa * 2048) / (bandwidth * 0.8) +
        (4 * (2 * (P - table) + attention)) / rate +
        overhead
    );
    // of a prompt the last token alone is scored
    const causal = 4 * L * width * 2048 * (2048 - 2047 / 2);
    const prompt = (P - 2 * table) * 2 * 2048 + 2 * table + causal;
    near(refined(given).ttft, (4 * prompt) / rate + overhead);
    // one table for both is read by the row and whole: it stays in what is read and multiplied
    const tied = refined({...given, model: {from: "Llama3_8B", tiedEmbeddings: true}});
    near(
      tied.itl,
      (P * 2 + 4 * kappa * 2048) / (bandwidth * 0.8) + (4 * (2 * P + attention)) / rate + overhead
    );
    near(tied.ttft, (4 * ((P - table) * 2 * 2048 + 2 * table + causal)) / rate + overhead);
    // all of it is stored all the same
    expect(refined(given).modelWeightsSize).toBe(2 * P);
    // off, or where no vocabulary is stated, every parameter multiplies
    const plain = {...given, embeddingLookup: false} as const;
    expect(refined({...plain, model: {from: "Llama3_8B", tiedEmbeddings: true}}).itl).toBe(
      refined(plain).itl
    );
    const unknown = {from: "Llama3_8B", vocabularySize: null} as const;
    expect(refined({...given, model: unknown}).ttft).toBe(refined(plain).ttft);
    // a vocabulary larger than the network leaves nothing to read, not less
    const huge = refined({...given, model: {from: "Llama3_8B", vocabularySize: 1e9}});
    expect(huge.ttft).toBeGreaterThan(0);
    // two tables are half of it each: the one of the way out is read and multiplied with
    near(
      huge.itl,
      (P + 4 * kappa * 2048) / (bandwidth * 0.8) + (4 * (P + attention)) / rate + overhead
    );
    // one table is all of it: nothing is multiplied but its scores of the last token
    const vast = {from: "Llama3_8B", vocabularySize: 1e9, tiedEmbeddings: true};
    near(refined({...given, model: vast}).ttft, (4 * (2 * P + causal)) / rate + overhead);
    // a verification scores each of its five tokens
    const verified = parts({...given, draftModel: "GPT2"});
    near(verified["verify.linearFlops"]!, 2 * (P - table) * 5 * 4);
  });
  it("speculation: a draft step has overhead and a cache, a verification its tokens", () => {
    const given = {
      model: "Llama3_70B",
      hardware: "A100",
      seqLen: 4096,
      precision: "int4",
      draftModel: "Llama3_8B"
    } as const;
    const one = refined(given);
    const beta = 2.039e12 * 0.8;
    const peak = 312e12 * 0.5; // int4 weights are widened: the 16-bit rate
    const [big, small] = [
      {P: 70.6e9, L: 80, d: 8192},
      {P, L, d: width}
    ];
    const cache = ({L: layers}: {L: number}): number => 2 * layers * 8 * 128 * 0.5 * 4096;
    const pass = (net: typeof big, tokens: number): number =>
      (net.P * 0.5 + cache(net)) / beta +
      (2 * net.P * tokens + 4 * net.L * net.d * tokens * (4096 - (tokens - 1) / 2)) / peak +
      15e-6 +
      net.L * 10e-6;
    near(one.itl, (4 * pass(small, 1) + pass(big, 5)) / 2.7731);
    near(one.totalMemoryRequired, 35.3e9 + cache(big) + 4.015e9 + cache(small));
    // argmax of (1 - 0.7^(g+1)) / (0.3 (g c + 1)), c = draft step over decode step
    const cost = pass(small, 1) / pass(big, 1);
    const speedups = Array.from(
      {length: 16},
      (_, i) => (1 - 0.7 ** (i + 2)) / (0.3 * ((i + 1) * cost + 1))
    );
    expect(one.optimalSpeculativeLength).toBe(speedups.indexOf(Math.max(...speedups)) + 1);
    expect(refined({...given, draftAcceptanceRate: 1}).expectedTokens).toBe(5);
    near(refined({...given, draftAcceptanceRate: 1}).itl, (4 * pass(small, 1) + pass(big, 5)) / 5);
  });
  it("overlap: the shorter of two times hides by that share", () => {
    const [serial, half, whole] = [0, 0.5, 1].map((overlap) =>
      refined({...llama, batchSize: 64, overlap})
    );
    const one = parts({...llama, batchSize: 64});
    const [compute, memory] = [one["decode.computeTime"]!, one["decode.memoryTime"]!];
    near(serial!.itl, compute + memory + overhead);
    near(half!.itl, Math.max(compute, memory) + Math.min(compute, memory) / 2 + overhead);
    near(whole!.itl, Math.max(compute, memory) + overhead);
    expect(refined({...llama, batchSize: 64}).itl).toBe(serial!.itl);
    expect(refined({...llama, batchSize: 64}).ttft).toBe(whole!.ttft);
    const [read, sum] = [one["prefillMemoryTime"]!, one["prefill.computeTime"]!];
    near(serial!.ttft, read + sum + overhead);
    near(half!.ttft, Math.max(read, sum) + Math.min(read, sum) / 2 + overhead);
    // alone: a 64th of the arithmetic, all of the weights
    near(serial!.ttftSingle, read + sum / 64 + overhead);
    near(half!.ttftSingle, Math.max(read, sum / 64) + Math.min(read, sum / 64) / 2 + overhead);
  });
  it("the number format: 8 bits at their own rate, 4 bits and what a device lacks at the 16-bit rate", () => {
    const peak = (hardware: string, precision: "fp8" | "int4" | "fp32" | "int8" | "fp16"): number =>
      parts({...llama, hardware, precision})["decode.peakFlops"]!;
    expect(peak("H100", "fp8")).toBe(1979e12);
    expect(peak("H100", "int4")).toBe(989e12);
    expect(peak("A100", "fp8")).toBe(312e12);
    expect(peak("H100", "fp32")).toBe(67e12);
    expect(peak("TPUv5p", "fp32")).toBe(459e12 / 2);
    expect(refined({...llama, precision: "int4"}).trace.join(" ")).toContain(
      "Only the weights are in int4: NVIDIA H100 computes at its 16-bit rate, 989 TFLOP/s."
    );
    expect(refined({...llama, precision: "fp8"}).trace).toHaveLength(1);
  });
  it("with no decode device every field of it is the prefill device's", () => {
    const one = parts({...llama, precision: "fp8"});
    for (const field of [
      "memoryBandwidth",
      "memoryCapacity",
      "dispatchTime",
      "peakFlops16",
      "peakFlops[precision]"
    ]) {
      const own =
        field === "peakFlops[precision]" ? one["hardware.peakFlops.fp8"] : one[`hardware.${field}`];
      expect([field, one[`decodeDevice.${field}`]]).toEqual([field, own]);
    }
  });
  it("prefill elsewhere: the cache moves, and the prefill device must hold weights and cache", () => {
    const given = {
      model: "Llama3_70B",
      hardware: "H100",
      decodeHardware: "MI300X",
      seqLen: 4096,
      precision: "fp16"
    } as const;
    const one = refined(given);
    // 141.2 GB of weights: in 0.9 of 192 GiB, not in 0.9 of 80 GiB
    expect(one.totalMemoryRequired).toBeLessThan(one.memoryAvailable);
    expect(one.feasible).toBe(false);
    near(one.memoryShortfall!, 141.2e9 + 2 * 80 * 8 * 128 * 2 * 4096 - 0.9 * 80 * 2 ** 30);
    expect(textbook(given).feasible).toBe(true);
    near(one.kvTransferTime, (2 * 80 * 8 * 128 * 2 * 4096) / 1e11);
    near(one.ttftSingle, one.ttft);
  });
  it("a request alone waits for its own share of the cache to move", () => {
    const given = {...llama, decodeHardware: "H200", batchSize: 4} as const;
    // 131 072 B a token * 2048 tokens over 100 GB/s
    for (const solve of [textbook, refined])
      near(
        solve(given).ttftSingle - solve({...given, decodeHardware: null}).ttftSingle,
        (kappa * 2048) / 1e11
      );
    near(refined(given).kvTransferTime, (4 * kappa * 2048) / 1e11);
  });
  it("what fills the usable memory to the last byte still fits", () => {
    const total = 2 * P + kappa * 2048;
    const device = (memoryCapacity: number) => ({from: "H100", memoryCapacity});
    const given = {...llama, memoryFraction: 1};
    expect(refined({...given, hardware: device(total)}).feasible).toBe(true);
    expect(refined({...given, hardware: device(total - 1)}).feasible).toBe(false);
    // the prefill device too
    const split = {...given, decodeHardware: "H200"};
    expect(refined({...split, hardware: device(total)}).feasible).toBe(true);
    expect(refined({...split, hardware: device(total - 1)}).feasible).toBe(false);
    expect(textbook({...split, hardware: device(total - 1)}).feasible).toBe(true);
  });
  it("the cache is reserved in whole pages", () => {
    // 2049 tokens take 129 pages of 16
    near(refined({...llama, seqLen: 2049}).totalMemoryRequired, 2 * P + kappa * 129 * 16);
    near(refined({...llama, seqLen: 2049}).kvCacheSize, kappa * 2049);
    const three = refined({...llama, seqLen: 2049, batchSize: 3});
    near(three.totalMemoryRequired, 2 * P + 3 * kappa * 129 * 16);
    near(refined({...llama, seqLen: 2049, pageSize: 1}).totalMemoryRequired, 2 * P + kappa * 2049);
  });
  it("a model that states neither heads nor width is taken to have 32 of 4096", () => {
    const bare = {name: "Bare", kind: "transformer", parameters: 1e9, layers: 10};
    const one = parts({model: bare, hardware: "H100", seqLen: 128});
    expect([one["decode.heads"], one["decode.headSize"]]).toEqual([32, 128]);
    expect(one["decode.cacheTokenSize"]).toBe(2 * 10 * 32 * 128 * 2);
    const other = {model: bare, hardware: "H100", seqLen: 128, assumedHeads: 30} as const;
    // 4096 / 30 = 136.5: a head is a whole number wide
    expect(parts(other)["decode.headSize"]).toBe(136);
    expect(parts({...other, assumedHiddenSize: 3000})["decode.headSize"]).toBe(100);
    const stated = {...bare, heads: 8, hiddenSize: 1000};
    expect(parts({...other, model: stated})["decode.attentionWidth"]).toBe(8 * 125);
    expect(parts({...other, model: {...stated, kvHeads: 2}})["decode.cacheTokenSize"]).toBe(
      2 * 10 * 2 * 125 * 2
    );
  });
  it("a token attends to itself at least: a verification of more tokens than there are", () => {
    const one = parts({...llama, seqLen: 2, draftModel: "GPT2", speculativeLength: 10});
    expect(one["verify.attendedTokens"]).toBe(1);
    // 2 tokens of prompt see 1 and 2
    expect(one["prefill.attendedTokens"]).toBe(1.5);
  });
  it("where both roofs take as long, arithmetic binds", () => {
    // 2 P FLOP at P FLOP/s, 2 P B at P B/s: two seconds each for one token, but for attention
    const model = {name: "Even", kind: "transformer", parameters: 2 ** 40, layers: 1, heads: 1};
    const device = {
      name: "Even",
      peakFlops16: 2 ** 41,
      memoryCapacity: 2 ** 50,
      memoryBandwidth: 2 ** 41,
      dispatchTime: 0
    };
    const even = {
      model: {...model, hiddenSize: 2 ** 9, kvHeads: 1},
      hardware: device,
      seqLen: 1,
      efficiency: 0.5,
      memoryEfficiency: 0.5
    };
    // attention: 4 * 512 FLOP in one token; cache: 2 * 512 * 2 B read when decoding
    const one = parts(even);
    expect(one["decode.memoryTime"]).toBe(one["decode.computeTime"]);
    expect(refined(even).decodeBound).toBe("Compute");
    expect(refined({...even, memoryEfficiency: 0.499}).decodeBound).toBe("Memory");
    // a token that follows a cached one: 4 * 512 FLOP for each of both, and the cache of two heads
    const cached = {...even, model: {...even.model, kvHeads: 2}, seqLen: 2, cachedPrefixLen: 1};
    const next = parts(cached);
    expect(next["prefillMemoryTime"]).toBe(next["prefill.computeTime"]);
    expect(refined(cached).prefillBound).toBe("Compute");
    expect(refined({...cached, memoryEfficiency: 0.499}).prefillBound).toBe("Memory");
  });
  it("experts count only where the model states how many and how many are active", () => {
    const dense = {
      name: "X",
      kind: "transformer",
      parameters: 100,
      layers: 1,
      heads: 1,
      hiddenSize: 8
    };
    const read = (fields: object): number =>
      parts({model: {...dense, ...fields}, hardware: "H100", seqLen: 1})["decode.weightBytes"]!;
    const [activeParameters, experts, activeExperts] = [40, 8, 2];
    // all of it: 100 parameters of 2 B; with experts the active ones
    expect(read({activeParameters, experts, activeExperts})).toBeCloseTo(80, 9);
    expect(read({experts, activeExperts})).toBe(200);
    expect(read({activeParameters, experts})).toBe(200);
    expect(read({activeParameters, activeExperts})).toBe(200);
    expect(read({activeParameters, experts, activeExperts: 8})).toBe(200);
  });
  it("the sentences of trace: what is widened, and what no device states", () => {
    const said = (given: Partial<Given>): string =>
      refined({...llama, ...given})
        .trace.slice(1)
        .join(" ");
    expect(said({precision: "int8"})).toBe("");
    expect(said({hardware: "V100", precision: "int8"})).toBe(
      "Only the weights are in int8: NVIDIA V100 computes at its 16-bit rate, 125 TFLOP/s."
    );
    expect(said({decodeHardware: "V100", precision: "int8"})).toBe(
      "Only the weights are in int8: NVIDIA V100 decodes at its 16-bit rate, 125 TFLOP/s."
    );
    expect(said({hardware: "TPUv5p", precision: "fp32"})).toBe(
      "Google TPU v5p states no rate in fp32; the arithmetic is taken to run at 229.5 TFLOP/s."
    );
    expect(said({decodeHardware: "TPUv5p", precision: "fp32"})).toBe(
      "Google TPU v5p states no rate in fp32; decoding is taken to run at 229.5 TFLOP/s."
    );
    expect(said({precision: "bf16"})).toBe("");
    expect(said({precision: "fp32"})).toBe("");
    expect(said({prefillChunkTokens: 512})).toMatch(
      /^Prefill: 4 steps, each stalls decoding for up to [\d.]+ ms\.$/
    );
    // 989 / 495 of the tensor cores' formats has no unit on a TPU
    expect(textbook({...llama, hardware: "V100", precision: "int8"}).trace.slice(1)).toEqual([
      "NVIDIA V100 states no rate in int8; the arithmetic is taken to run at 125 TFLOP/s."
    ]);
  });
  it("says which inputs a fidelity does not read", () => {
    expect(textbook({...llama, memoryEfficiency: 0.7}).trace).toContain(
      "{memoryEfficiency} has no effect in textbook."
    );
    expect(refined({...llama, memoryEfficiency: 0.7}).trace).toHaveLength(1);
  });
});

describe("ServingModel, for any inputs", () => {
  const inputs = fc.record({
    model: fc.constantFrom("Llama3_8B", "Llama3_70B", "Mixtral_8x7B", "DeepSeek_V3", "GPT2"),
    hardware: fc.constantFrom("H100", "A100", "H200", "MI300X", "TPUv5p"),
    seqLen: fc.integer({min: 2, max: 100_000}),
    batchSize: fc.integer({min: 1, max: 2048}),
    precision: fc.constantFrom(...(["fp16", "fp8", "int4"] as const)),
    efficiency: fc.double({min: 0.05, max: 1, noNaN: true})
  });
  it("time per token never falls with more requests or more context", () => {
    fc.assert(
      fc.property(inputs, fc.integer({min: 1, max: 1000}), (given, more) => {
        const {itl} = refined(given);
        expect(refined({...given, batchSize: given.batchSize + more}).itl).toBeGreaterThanOrEqual(
          itl
        );
        expect(refined({...given, seqLen: given.seqLen + more}).itl).toBeGreaterThanOrEqual(itl);
      })
    );
  });
  it("a cached prefix never lengthens the first token's wait", () => {
    fc.assert(
      fc.property(inputs, fc.nat(), (given, some) => {
        const cachedPrefixLen = some % given.seqLen;
        const [with0, withSome] = [
          refined(given),
          refined({...given, cachedPrefixLen, overlap: 1})
        ];
        // the prefix is read from memory instead: no longer than a prefill that has only its arithmetic left
        if (withSome.prefillBound === "Compute")
          expect(withSome.ttft).toBeLessThanOrEqual(with0.ttft * (1 + 1e-12));
      })
    );
  });
  it("throughput stays under the compute roof, and no share leaves 0 to 1", () => {
    fc.assert(
      fc.property(inputs, (given) => {
        const one = refined(given);
        const all = parts(given);
        const roof =
          (all["decode.peakFlops"]! * given.efficiency) / (2 * all["decode.matmulParameters"]!);
        expect(one.tokensPerSecond).toBeLessThanOrEqual(roof * (1 + 1e-12));
        for (const share of [one.mfuPrefill!, one.mbuDecode!, one.promptCacheHitRatio])
          expect([share >= 0, share <= 1]).toEqual([true, true]);
        expect(one.mfuPrefill!).toBeLessThanOrEqual(given.efficiency * (1 + 1e-12));
        expect(one.mbuDecode!).toBeLessThanOrEqual(0.8 * (1 + 1e-12));
      })
    );
  });
  it("the parts of memory sum to what is needed; weights read lie between active and all", () => {
    fc.assert(
      fc.property(inputs, (given) => {
        const one = refined(given);
        const all = parts(given);
        expect(one.modelWeightsSize + all["reservedCacheSize"]!).toBe(one.totalMemoryRequired);
        const active =
          (all["model.activeParameters"] ?? all["model.parameters"]!) * all["decode.elementSize"]!;
        expect(all["decode.weightBytes"]!).toBeGreaterThanOrEqual(active * (1 - 1e-9));
        expect(all["decode.weightBytes"]!).toBeLessThanOrEqual(one.modelWeightsSize);
        expect(
          parts({...given, batchSize: 1e6})["decode.weightBytes"]! / one.modelWeightsSize
        ).toBeCloseTo(1, 9);
      })
    );
  });
  it("a prefill in steps takes what its steps take one after another", () => {
    const chunked = fc.record({
      model: fc.constantFrom("Llama3_8B", "Mixtral_8x7B", "GPT3", "DeepSeek_V3"),
      hardware: fc.constantFrom("H100", "A100", "MI300X"),
      seqLen: fc.integer({min: 100, max: 60_000}),
      prefillChunkTokens: fc.integer({min: 16, max: 3000}),
      cachedPrefixLen: fc.integer({min: 0, max: 99}),
      batchSize: fc.integer({min: 1, max: 40}),
      overlap: fc.double({min: 0, max: 1, noNaN: true})
    });
    fc.assert(
      fc.property(chunked, (given) => {
        const {prefillChunkTokens: chunk, cachedPrefixLen: prefix, seqLen, overlap} = given;
        const steps = (batchSize: number): number => {
          let sum = 0;
          for (let from = prefix; from < seqLen; from += chunk) {
            // a step is the prefill of a prompt that ends with it and whose beginning is cached
            const until = Math.min(seqLen, from + chunk);
            const one = {...given, batchSize, seqLen: until, cachedPrefixLen: from};
            const step = parts({...one, prefillChunkTokens: null});
            const [compute, memory] = [step["prefill.computeTime"]!, step["prefill.memoryTime"]!];
            sum += Math.max(compute, memory) + (1 - overlap) * Math.min(compute, memory);
            sum += step["prefill.overhead"]!;
          }
          return sum;
        };
        const one = refined(given);
        near(one.ttft, steps(given.batchSize));
        near(one.ttftSingle, steps(1));
      }),
      {
        numRuns: 60,
        examples: [
          // the first steps are bound by reading, the later ones by arithmetic
          [
            {
              model: "GPT3",
              hardware: "A100",
              seqLen: 59_849,
              prefillChunkTokens: 64,
              cachedPrefixLen: 9,
              batchSize: 9,
              overlap: 1
            }
          ],
          // a short last step is bound by reading, the long one before by arithmetic
          [
            {
              model: "Mixtral_8x7B",
              hardware: "MI300X",
              seqLen: 1231,
              prefillChunkTokens: 1110,
              cachedPrefixLen: 0,
              batchSize: 1,
              overlap: 0.5
            }
          ]
        ]
      }
    );
  });
  it("in one step and alone both first-token times are one", () => {
    fc.assert(
      fc.property(inputs, (given) => {
        const one = refined({...given, batchSize: 1});
        expect(one.ttftSingle).toBe(one.ttft);
      })
    );
  });
});

describe("ServingModel rejects", () => {
  it.each([
    [{model: "Llama3_8B", hardware: "H100"}, "ServingModel: missing seqLen; has no default"],
    [
      {...llama, seqLen: 0},
      "ServingModel: invalid seqLen; must be an integer of at least 1 token: 0"
    ],
    [
      {...llama, seqLen: 10.5},
      "ServingModel: invalid seqLen; must be an integer of at least 1 token: 10.5"
    ],
    [
      {...llama, seqLen: NaN},
      "ServingModel: invalid seqLen; must be a finite number of token: NaN"
    ],
    [
      {...llama, batchSize: Infinity},
      "ServingModel: invalid batchSize; must be a finite number of request: Infinity"
    ],
    [{...llama, efficiency: 0}, "ServingModel: invalid efficiency; must be above 0: 0"],
    [{...llama, efficiency: 1.5}, "ServingModel: invalid efficiency; must be at most 1: 1.5"],
    [
      {...llama, precision: "fp64"},
      "ServingModel: invalid precision; must be one of fp32, tf32, fp16, bf16, fp8, int8, int4: fp64"
    ],
    [
      {...llama, precision: ""},
      'ServingModel: invalid precision; must be one of fp32, tf32, fp16, bf16, fp8, int8, int4: ""'
    ],
    [
      {...llama, cachedPrefixLen: 2048},
      "ServingModel: invalid cachedPrefixLen; must be less than seqLen: 2048 token"
    ],
    [
      {...llama, networkBandwidth: "3 s"},
      "ServingModel: invalid networkBandwidth; must be in B/s, has dimension s: 3 s"
    ],
    [{...llama, model: "ResNet50"}, "ServingModel: invalid model; must be a transformer"],
    [{...llama, draftModel: "ResNet50"}, "ServingModel: invalid draftModel; must be a transformer"],
    [
      {...llama, hardware: {from: "H100", memoryBandwidth: "0 TB/s"}},
      "ServingModel: invalid hardware.memoryBandwidth; must be above 0 B/s: 0 TB/s"
    ],
    [
      {...llama, hardware: "H10"},
      "ServingModel: unknown hardware; no such device, nearest is H100: H10"
    ],
    [
      {...llama, hardware: 3},
      "ServingModel: invalid hardware; must be a key or a record of device: 3"
    ],
    [{...llama, seqLenn: 3}, "ServingModel: unknown seqLenn; no such input, nearest is seqLen"]
  ])("%j", (given, message) => {
    expect(() => refined(given as unknown as Given)).toThrow(message);
  });
  it("takes a number format in any case", () => {
    expect(refined({...llama, precision: "FP8" as "fp8"}).ttft).toBe(
      refined({...llama, precision: "fp8"}).ttft
    );
  });
});

describe("ServingModel with what is off until it is set", () => {
  it("leaves every answer as it was, to the last bit", () => {
    // time to first token, between tokens, to first token alone, memory: as before there was any of it
    const kept = [
      [
        {model: "Llama3_8B", hardware: "H100", seqLen: 2048},
        [0.06906797471928816, 0.0064573484154658856, 0.06906797471928816, 16328435456]
      ],
      [
        {
          model: "Llama3_8B",
          hardware: "H100",
          seqLen: 2048,
          batchSize: 32,
          cachedPrefixLen: 1024,
          prefillChunkTokens: 300
        },
        [1.1189154479296581, 0.01063649257849044, 0.03804314971127778, 24649934592]
      ],
      [
        {
          model: "Llama3_70B",
          hardware: "H100",
          decodeHardware: "H200",
          seqLen: 4096,
          batchSize: 8,
          precision: "int8",
          networkBandwidth: "50 GB/s"
        },
        [4.961955188076726, 0.021821915519878728, 0.6209531485095907, 75968709120]
      ],
      [
        {
          model: "Llama3_70B",
          hardware: "A100",
          seqLen: 4096,
          precision: "int4",
          draftModel: "Llama3_8B"
        },
        [3.8492175722092306, 0.014248434044526359, 3.8492175722092306, 39784762048]
      ],
      [
        {model: "DeepSeek_V3", hardware: "H200", seqLen: 4096, batchSize: 8, precision: "fp8"},
        [2.7901752494045073, 0.04461772146691365, 0.3493144061755634, 672151336448]
      ],
      [
        {model: "Mixtral_8x7B", hardware: "H200", seqLen: 2048},
        [0.10940674115002628, 0.007173000348413885, 0.10940674115002628, 93668435456]
      ],
      [
        {model: "PaLM_540B", hardware: "H200", seqLen: 2048},
        [4.498680973744664, 0.28471248876655475, 4.498680973744664, 1080247463936]
      ],
      [
        {model: "Llama3_8B", hardware: "H100", seqLen: 1},
        [0.006322537313432837, 0.006355064530881367, 0.006322537313432837, 16062097152]
      ]
    ] as const;
    const off = {
      tpSize: 1,
      kvPrecision: null,
      quantGroupSize: null,
      weightOnlyEfficiency: null
    } as const;
    const zero = {outputTokens: 0, kvTransferOverlap: 0, prefixBandwidth: null} as const;
    for (const [given, values] of kept) {
      for (const more of [{}, {...off, ...zero}]) {
        const one = refined({...given, ...more});
        const found = [one.ttft, one.itl, one.ttftSingle, one.totalMemoryRequired];
        expect(found.every((value, i) => Object.is(value, values[i]))).toBe(true);
      }
    }
  });
  it("tensor parallelism: each device reads and computes its part, then all add up", () => {
    const one = refined({...llama, tpSize: 4});
    // NVLink 450 GB/s one way at 0.8; two all-reduces a layer, each 10 us and 3/2 of the message
    const link = (tokens: number): number =>
      2 * L * (10e-6 + (1.5 * tokens * width * 2) / (450e9 * 0.8));
    const read = (2 * P) / 4 + (kappa * 2048) / 4;
    const flops = 2 * P + 4 * L * width * 2048;
    near(one.itl, read / (bandwidth * 0.8) + flops / (4 * rate) + overhead + link(1));
    const prompt = 2 * P * 2048 + 4 * L * width * 2048 * (2048 - 2047 / 2);
    near(one.ttft, prompt / (4 * rate) + overhead + link(2048));
    near(one.totalMemoryRequired, read);
    near(one.mfuPrefill!, prompt / (4 * 989e12 * one.ttft));
    // in chunks each step adds up once more
    const chunks = refined({...llama, tpSize: 4, prefillChunkTokens: 512});
    near(chunks.ttft, prompt / (4 * rate) + 4 * overhead + 4 * link(512));
    near(chunks.ttftSingle, chunks.ttft);
    // of 8 key-value heads no more than 8 devices hold a part; an MLA cache is whole on each
    const many = (model: string) => parts({model, hardware: "H100", seqLen: 2048, tpSize: 16});
    expect([
      many("Llama3_8B")["decode.cacheShards"],
      many("DeepSeek_V3")["decode.cacheShards"]
    ]).toEqual([8, 1]);
    // 16 devices: each reads a 16th of the weights and an 8th of the cache
    near(many("Llama3_8B")["decode.trafficBytes"]!, (2 * P) / 16 + (kappa * 2048) / 8);
    near(
      many("Llama3_8B")["decode.memoryTime"]!,
      ((2 * P) / 16 + (kappa * 2048) / 8) / (bandwidth * 0.8)
    );
    near(refined({...llama, tpSize: 16}).totalMemoryRequired, (2 * P) / 16 + (kappa * 2048) / 8);
    // a link that the device does not state
    expect(parts({...llama, hardware: "H100_PCIe", tpSize: 2})["decode.linkBandwidth"]).toBe(64e9);
    expect(refined({...llama, model: "Llama3_70B"}).feasible).toBe(false);
    expect(refined({...llama, model: "Llama3_70B", tpSize: 4}).feasible).toBe(true);
  });
  it("tensor parallelism: a draft network is shared too, and the prefill devices hold as much", () => {
    const one = parts({
      model: "Llama3_70B",
      hardware: "H100",
      decodeHardware: "H200",
      draftModel: "Llama3_8B",
      seqLen: 4096,
      outputTokens: 1024,
      tpSize: 2
    });
    // weights and the cache of all 4096 tokens, halved: 70.6e9 parameters, 80 layers of 8 heads of 128
    near(one["draftBytes"]!, (2 * P + kappa * 4096) / 2);
    near(one["prefillMemoryRequired"]!, (2 * 70.6e9 + 2 * 80 * 8 * 128 * 2 * 4096) / 2);
    // half of a compressed cache is no compressed cache: it has heads to split
    const latent = {from: "Llama3_8B", latentSize: 512};
    expect(parts({...llama, model: latent, tpSize: 4})["decode.cacheShards"]).toBe(4);
  });
  it("tensor parallelism against measured rates of Llama 2 7B on A100s: within 5%", () => {
    // gpt-fast, 16 bit, one request, compiled PyTorch: 40 us a layer
    const measured = [104.9, 168.84, 254.02, 328.43];
    [1, 2, 4, 8].forEach((tpSize, i) => {
      const call = {
        model: {from: "Llama2_7B", parameters: 6.738e9},
        hardware: "A100",
        seqLen: 200,
        layerOverhead: 40e-6,
        tpSize
      } as const;
      const found = refined(call).tokensPerSecond;
      expect(Math.abs(found / measured[i]! - 1)).toBeLessThan(0.05);
    });
  });
  it("a cache in fewer bits, scales of weights, and kernels for narrow weights", () => {
    near(refined({...llama, kvPrecision: "fp8"}).kvCacheSize, (kappa / 2) * 2048);
    near(refined({...llama, kvPrecision: "fp8"}).modelWeightsSize, 2 * P);
    // int4: half a byte and a 128th of a 16-bit scale, 0.515625; the cache has no scales
    const int4 = {...llama, precision: "int4"} as const;
    near(refined({...int4, quantGroupSize: 128}).modelWeightsSize, 0.515625 * P);
    near(refined({...int4, quantGroupSize: 128}).kvCacheSize, (kappa / 4) * 2048);
    near(refined({...llama, quantGroupSize: 128}).modelWeightsSize, 2 * P);
    const slow = refined({...int4, weightOnlyEfficiency: 0.55});
    near(slow.itl - refined(int4).itl, ((0.5 * P) / bandwidth) * (1 / 0.55 - 1 / 0.8));
    near(refined({...llama, weightOnlyEfficiency: 0.55}).itl, refined(llama).itl);
    // in chunks, too: four reads of the weights
    const chunked = {...int4, prefillChunkTokens: 1, seqLen: 4} as const;
    near(
      refined({...chunked, weightOnlyEfficiency: 0.55}).ttft - refined(chunked).ttft,
      4 * ((0.5 * P) / bandwidth) * (1 / 0.55 - 1 / 0.8)
    );
  });
  it("generated tokens: a shorter prompt, and a context that grows", () => {
    const one = refined({...llama, outputTokens: 1000});
    near(one.ttft, refined({...llama, seqLen: 1048}).ttft);
    near(one.itl, refined({...llama, seqLen: 1548}).itl);
    near(one.worstItl!, refined(llama).itl);
    near(one.kvCacheSize, kappa * 2048);
    near(one.prefillDecodeRatio!, one.ttft / (1000 * one.itl));
    const last = refined({...llama, outputTokens: 1});
    near(last.prefillDecodeRatio!, last.ttft / last.itl);
    expect(refined(llama).prefillDecodeRatio).toBeNull();
    expect(textbook({...llama, outputTokens: 1000}).trace).toContain(
      "{outputTokens} has no effect in textbook."
    );
    expect(() => refined({...llama, outputTokens: 2048})).toThrow(
      "ServingModel: invalid outputTokens; must be less than seqLen: 2048 token"
    );
  });
  it("a cache that is sent while the prefill goes on, and a prefix that comes first", () => {
    const split = {...llama, decodeHardware: "H200", networkBandwidth: "1 GB/s"} as const;
    const sent = (kappa * 2048) / 1e9; // 268 ms, of which 69 ms are hidden
    const prefill = refined(llama).ttft;
    near(refined({...split, kvTransferOverlap: 1}).kvTransferTime, sent - prefill);
    near(refined({...split, kvTransferOverlap: 0.5}).kvTransferTime, sent - prefill / 2);
    // a fast link: the last of 32 layers is still to be sent
    near(
      refined({...split, networkBandwidth: "100 GB/s", kvTransferOverlap: 1}).kvTransferTime,
      sent / 100 / 32
    );
    const cold = {...llama, cachedPrefixLen: 1024} as const;
    near(
      refined({...cold, prefixBandwidth: "10 GB/s"}).ttft - refined(cold).ttft,
      (kappa * 1024) / 1e10
    );
  });
  it("a sliding window: layers keep and attend to no more than it", () => {
    const window = (seqLen: number, fields: object) =>
      ({model: {from: "Llama3_8B", ...fields}, hardware: "H100", seqLen}) as const;
    const all = {slidingWindow: 1024};
    near(refined(window(4096, all)).kvCacheSize, kappa * 1024);
    near(
      refined(window(4096, {...all, slidingLayers: 16})).kvCacheSize,
      (kappa * (4096 + 1024)) / 2
    );
    near(refined(window(512, all)).kvCacheSize, kappa * 512);
    // of 2048 tokens the first 1024 see 1 to 1024 tokens, the others 1024
    const attended = (((1 + 1024) / 2) * 1024 + 1024 * 1024) / 2048;
    const flops = 2 * P * 2048 + 4 * L * width * 2048 * attended;
    near(refined(window(2048, all)).ttft, flops / rate + overhead);
    near(
      refined({...window(2048, all), cachedPrefixLen: 1536}).ttft,
      ((2 * P + 4 * L * width * 1024) * 512) / rate + overhead
    );
    near(refined(window(2048, {slidingWindow: 2048})).ttft, refined(llama).ttft);
    expect(textbook(window(4096, all)).kvCacheSize).toBe(kappa * 4096);
    expect(() => refined(window(1, {slidingLayers: 33}))).toThrow(
      "invalid model.slidingLayers; must be at most layers: 33"
    );
  });

  // 2000 parameters in int4 are 1000 B, read at half the rate of other bytes by each of two devices, so that
  // a step spends as long on them as on 1000 B; 4 layers of 2 heads of 4 cache 4 * 2 * 2 * 4 * 2 B = 128 B a token
  const small = {
    name: "Small",
    kind: "transformer",
    parameters: 2000,
    layers: 4,
    heads: 2,
    hiddenSize: 8
  };
  const windowed = {...small, slidingWindow: 10, slidingLayers: 3};
  // two devices: 32 kFLOP/s of 64 and 500 B/s of 1000 each; a step starts in 1 ms and 4 * 10 ms
  const toy = {
    hardware: {
      name: "Small",
      peakFlops16: 32_000,
      memoryBandwidth: 1000,
      memoryCapacity: 1e6,
      deviceBandwidth: 1000,
      dispatchTime: 1e-3
    },
    precision: "int4",
    kvPrecision: "fp16",
    batchSize: 3,
    tpSize: 2,
    efficiency: 0.5,
    memoryEfficiency: 0.5,
    weightOnlyEfficiency: 0.25,
    overlap: 0.5,
    layerOverhead: 10e-3,
    allreduceLatency: 0.1,
    linkEfficiency: 0.5,
    prefixBandwidth: 1000
  } as const;
  it("a window and three steps of a prefill, the first bound by arithmetic, the others by memory", () => {
    // 48 tokens of which 12 are cached: before steps of 12 stand 12, 24 and 36
    const given = {...toy, seqLen: 48, cachedPrefixLen: 12, prefillChunkTokens: 12} as const;
    // reading, one layer of four past its window: 1000 + 128 * (p / 4 + 3/4 * 10) * 3 / 2 B at 500 B/s:
    //   3016, 3592 and 4168 B, which take 6.032, 7.184 and 8.336 s
    // arithmetic: 2 * 2000 * 12 * 3 = 144 kFLOP and 4 * 4 layers * 8 * 12 * 3 * ((p + 6.5) / 4 + 7.5):
    //   199 872, 213 696 and 227 520 FLOP, which take 6.246, 6.678 and 7.11 s
    // all-reduces, two a layer: 8 * (0.1 + 12 * 3 * 8 * 2 B / 500 B/s) = 10.016 s
    // longer of both and half of the shorter: 6.246 + 3.016, 7.184 + 3.339, 8.336 + 3.555
    // prefix: 128 B * 12 * 3 / 1000 B/s = 4.608 s
    const one = refined({...given, model: windowed});
    near(one.ttft, 9.262 + 10.523 + 11.891 + 3 * 10.057 + 4.608);
    // alone memory binds: 1672, 1864 and 2056 B and a third of the arithmetic; 8 * (0.1 + 192 / 500) = 3.872 s
    const alone = 3.344 + 2.082 / 2 + 3.728 + 2.226 / 2 + 4.112 + 2.37 / 2;
    near(one.ttftSingle, alone + 3 * (0.041 + 3.872) + 1.536);
    // without a window all layers look back: 1000 + 192 p B take 6.608, 11.216 and 15.824 s;
    // 144 kFLOP and 4608 * (p + 6.5) FLOP take 7.164, 8.892 and 10.62 s
    const wide = refined({...given, model: small});
    near(wide.ttft, 7.164 + 3.304 + 11.216 + 4.446 + 15.824 + 5.31 + 3 * 10.057 + 4.608);
  });
  it("a prompt that grows into its window, in one step", () => {
    // 40 tokens of which 4 are cached: of the 36 others the first six see 5 to 10 tokens of their window,
    // 45 in all, and thirty see 10; in the layer without a window (5 + 40) / 2 in the mean
    const given = {...toy, model: windowed, seqLen: 40, cachedPrefixLen: 4} as const;
    const attended = 22.5 / 4 + (3 / 4) * ((45 + 300) / 36);
    // 2 * 2000 * 36 * 3 FLOP and 4 * 4 * 8 * 36 * 3 a token attended to
    const arithmetic = (432_000 + 13_824 * attended) / 32_000;
    // all-reduces: 8 * (0.1 + 36 * 3 * 16 / 500); prefix: 128 * 4 * 3 / 1000
    const one = refined(given);
    near(one.ttft, arithmetic + (1000 + 128 * 4 * 1.5) / 500 / 2 + 0.041 + 28.448 + 1.536);
    near(
      one.ttftSingle,
      arithmetic / 3 + (1000 + 128 * 4 * 0.5) / 500 / 2 + 0.041 + 10.016 + 0.512
    );
    // nothing stands before a prompt of which nothing is cached
    expect(parts({...given, cachedPrefixLen: 0})["prefill.prefixTokens"]).toBe(0);
  });
});
