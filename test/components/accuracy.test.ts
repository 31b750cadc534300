import {describe, expect, it} from "vitest";
import {ServingModel} from "../../lib/models/serving.js";
import {SingleNodeModel} from "../../lib/models/single-node.js";
import {accuracy} from "../../src/components/serving-sentences.js";
import {singleNode} from "../../src/stories/single-node.js";
import {registry} from "../registry.js";

// What the serving page says of its accuracy, against what was published.

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
