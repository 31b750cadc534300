import {describe, expect, it} from "vitest";
import {DistributedModel} from "../../lib/models/distributed.js";
import {MoERoutingModel} from "../../lib/models/moe-routing.js";
import {ServingModel} from "../../lib/models/serving.js";
import {SingleNodeModel} from "../../lib/models/single-node.js";
import {accuracy} from "../../src/components/serving-sentences.js";
import {accuracy as training} from "../../src/stories/distributed.js";
import {accuracy as routing} from "../../src/stories/moe-routing.js";
import {singleNode} from "../../src/stories/single-node.js";
import {registry} from "../registry.js";

// What pages say of their accuracy, against what was published.

const network = (parameters: number, layers: number, heads: number, kvHeads: number) => ({
  kind: "transformer",
  parameters,
  layers,
  hiddenSize: 4096,
  heads,
  kvHeads
});
const llama2 = network(6.74e9, 32, 32, 32);
const llama3 = network(8.03e9, 32, 32, 8);
const gptj = network(6.05e9, 28, 16, 16);

// github.com/meta-pytorch/gpt-fast, README: A100 80 GB, prompt 5, 200 tokens, tokens/s
const fast = [
  [llama2, 104.9],
  [llama3, 93.89]
] as const;

const solve = (model: object, hardware: string, seqLen: number) =>
  ServingModel.solve({model, hardware, seqLen}, {registry});
/** Least and most of the measured times over ours. */
const range = (ratios: readonly number[]): readonly [number, number] => [
  Math.min(...ratios),
  Math.max(...ratios)
];
const numbers = (sentence: string): readonly number[] =>
  [...sentence.matchAll(/\d+\.\d+/g)].map(([digits]) => Number(digits));

describe("the accuracy of the serving page", () => {
  it("of the first token is what TensorRT-LLM 0.6 published, low latency, fp16, A100, batch 1", () => {
    // github.com/NVIDIA/TensorRT-LLM 138f96d, docs/source/performance.md: input tokens, ms
    const published = [
      [gptj, 128, 12],
      [gptj, 2048, 129],
      [llama2, 128, 16],
      [llama2, 2048, 133]
    ] as const;
    const found = range(
      published.map(([model, tokens, ms]) => ms / 1e3 / solve(model, "A100", tokens).ttft)
    );
    const [least, most] = numbers(accuracy.ttft);
    expect(found[0]).toBeCloseTo(least!, 1);
    expect(found[1]).toBeCloseTo(most!, 1);
  });
  it("of each next one is what gpt-fast and llama.cpp published, 16 bit, batch 1", () => {
    // github.com/XiongjieDai/GPU-Benchmarks-on-LLM-Inference, README: tokens generated, tokens/s
    const slow = [
      ["A100", 1024, 53.18],
      ["A100", 8192, 50.52],
      ["H100_PCIe", 1024, 67.79],
      ["H100_PCIe", 8192, 63.55]
    ] as const;
    const [a, b, c, d] = numbers(accuracy.itl);
    const tuned = range(fast.map(([model, rate]) => 1 / rate / solve(model, "A100", 105).itl));
    expect(tuned[0]).toBeCloseTo(a!, 2);
    expect(tuned[1]).toBeCloseTo(b!, 2);
    const plain = range(
      slow.map(([device, tokens, rate]) => 1 / rate / solve(llama3, device, tokens / 2).itl)
    );
    expect(plain[0]).toBeCloseTo(c!, 1);
    expect(plain[1]).toBeCloseTo(d!, 1);
  });
});

describe("the accuracy of the distributed page", () => {
  it("is that of Megatron-LM's ten runs", () => {
    // arXiv 2104.04473, table 1: layers, width, heads, tensor, pipeline, GPUs, batch, TFLOP/s a GPU;
    // vocabulary 51200, 2048 tokens, activations recomputed; scores are counted in full there
    const published = [
      [1.7, 24, 2304, 24, 1, 1, 32, 512, 137],
      [3.6, 30, 3072, 32, 2, 1, 64, 512, 138],
      [7.5, 36, 4096, 32, 4, 1, 128, 512, 142],
      [18.4, 40, 6144, 48, 8, 1, 256, 1024, 135],
      [39.1, 48, 8192, 64, 8, 2, 512, 1536, 138],
      [76.1, 60, 10240, 80, 8, 4, 1024, 1792, 140],
      [145.6, 80, 12288, 96, 8, 8, 1536, 2304, 148],
      [310.1, 96, 16384, 128, 8, 16, 1920, 2160, 155],
      [529.6, 105, 20480, 128, 8, 35, 2520, 2520, 163],
      [1008, 128, 25600, 160, 8, 64, 3072, 3072, 163]
    ] as const;
    const found = range(
      published.map(([billions, layers, hiddenSize, heads, tpSize, ppSize, gpus, batch, rate]) => {
        const {hfuTotal, feasible} = DistributedModel.solve(
          {
            model: {
              kind: "transformer",
              parameters: billions * 1e9,
              layers,
              hiddenSize,
              heads,
              vocabularySize: 51_200
            },
            fleet: {from: "Lab_64_A100", nodes: gpus / 8},
            batchSize: batch,
            seqLen: 2048,
            tpSize,
            ppSize,
            microbatchCount: batch,
            activationRecomputation: true,
            attention: "unfused"
          },
          {registry}
        );
        expect(feasible).toBe(true);
        return (rate * 1e12) / (hfuTotal * 312e12);
      })
    );
    const [least, most] = numbers(training);
    expect(found[0]).toBeCloseTo(least!, 1);
    expect(found[1]).toBeCloseTo(most!, 1);
  });
});

describe("the accuracy of the expert routing page", () => {
  it("is that of DeepEP's kernels for few tokens", () => {
    // github.com/deepseek-ai/DeepEP, README, low-latency kernels: 128 tokens a rank, 7168 wide, 8 experts
    // a token, dispatch in 8 bits, H800 with 400 Gb/s cards: ranks, µs
    const published = [
      [16, 118],
      [64, 173],
      [128, 192],
      [256, 194]
    ] as const;
    const found = range(
      published.map(([epSize, micros]) => {
        const {allToAllLatency} = MoERoutingModel.solve(
          {
            model: "DeepSeek_V3",
            fleet: "DgxH100SuperPodSU",
            batchSize: epSize,
            seqLen: 128,
            precision: "fp8",
            epSize
          },
          {registry}
        );
        return (micros * 1e-6) / allToAllLatency!;
      })
    );
    const [least, most] = numbers(routing);
    expect(found[0]).toBeCloseTo(least!, 1);
    expect(found[1]).toBeCloseTo(most!, 1);
  });
});

describe("the accuracy of the page of one device", () => {
  it("of a token is what gpt-fast published, 16 bit, batch 1", () => {
    const found = range(
      fast.map(([model, rate]) => {
        const {latency} = SingleNodeModel.solve({model, hardware: "A100"}, {registry});
        return 1 / rate / latency;
      })
    );
    const said = singleNode.cards.find(({cell}) => cell === "latency")!.accuracy!;
    const [least, most] = numbers(said);
    expect(found[0]).toBeCloseTo(least!, 2);
    expect(found[1]).toBeCloseTo(most!, 2);
  });
});
