import {describe, expect, it} from "vitest";
import {explain} from "../../lib/model/explain.js";
import {fromWire, toWire} from "../../lib/model/wire.js";
import {hardware} from "../../lib/models/records/hardware.js";
import {workload} from "../../lib/models/records/workload.js";
import {genericTests} from "../generic/all.js";
import type {Case} from "../generic/oracle.js";
import {registry} from "../registry.js";
import {CacheBudgetModel} from "./cache-budget.js";

const samples = [
  {model: "Llama3_8B", hardware: "H100", seqLen: 4096},
  {model: "Llama3_70B", hardware: "B200", seqLen: 2048, sharedPrefix: 1000, isSwapped: true},
  {model: "Mixtral_8x7B", hardware: "H200", seqLen: 1, precision: "int8"},
  {model: "GPT3", hardware: "T4", seqLen: 64}
];

/** The textbook's answer, worked out apart from the definition. */
function byHand(key: string, device: string, tokens: number, prefix: number): Case["outputs"] {
  const {parameters, layers, hiddenSize, heads, kvHeads} = registry.row(workload, key)!
    .values as Record<string, number>; // numbers of a transformer
  const row = registry.row(hardware, device)!.values as Record<string, number>; // likewise
  const [capacity, bandwidth] = [row["memoryCapacity"]!, row["memoryBandwidth"]!];
  const perToken = 2 * layers! * (kvHeads ?? heads!) * (hiddenSize! / heads!) * 2;
  const weights = parameters! * 2;
  const free = Math.max(0, capacity - weights);
  const one = perToken * (tokens - prefix);
  const room = Math.max(0, free - perToken * prefix);
  return {
    requests: Math.floor(room / one),
    usable_memory: {value: capacity},
    free_memory: {value: free},
    request_bytes: {value: one},
    is_full: capacity < weights + perToken * prefix + one,
    read_time: {value: (free + weights) / bandwidth}
  };
}

const cases: readonly Case[] = [
  ...["Llama3_8B", "Llama2_70B", "GPT2", "OPT_13B"].flatMap((model) =>
    ["H100", "A100", "T4", "MI325X"].flatMap((device) =>
      [1, 7, 512, 2048, 4096, 32_768, 131_072].map((tokens): Case => {
        const prefix = tokens >> 2;
        return {
          id: `${model} ${device} ${tokens}`,
          inputs: {model, hardware: device, seq_len: tokens, shared_prefix_tokens: prefix},
          outputs: byHand(model, device, tokens, prefix)!
        };
      })
    )
  ),
  ...[0, -1, 1.5, "many", null, NaN].map((tokens): Case => {
    const inputs = {model: "GPT2", hardware: "H100", seq_len: tokens};
    return {id: `of ${tokens} tokens`, inputs, error: {message: "no such context"}};
  })
];

describe("a fourteenth model", () => {
  it("needs its definition only", () => {
    const wire = {model: "Llama3_8B", hardware: "H100", seq_len: 4096, shared_prefix_tokens: 96};
    const outputs = toWire(
      CacheBudgetModel,
      CacheBudgetModel.solve(fromWire(CacheBudgetModel, wire) as never, {registry})
    );
    // 0.9 · 85.899e9 - 16.06e9 = 61.249e9 B; 131,072 B a token: 4000 of a request, 96 shared
    expect(outputs["requests"]).toBe(
      Math.floor((61_249_411_328 - 96 * 131_072) / (4000 * 131_072))
    );
    const steps = explain(
      CacheBudgetModel,
      {model: "GPT2", hardware: "H100", seqLen: 1},
      {registry}
    );
    expect(steps.find(({name}) => name === "freeMemory")?.substituted).toMatch(/^max\(0, /);
  });
  it("is refused in the caller's words", () => {
    const given = {model: "GPT2", hardware: "H100", seqLen: 5, sharedPrefix: 5};
    expect(() => CacheBudgetModel.solve(given, {registry})).toThrow(
      "CacheBudgetModel: invalid sharedPrefix; must be less than seqLen: 5 token"
    );
  });
});

genericTests({model: CacheBudgetModel, samples}, cases);
