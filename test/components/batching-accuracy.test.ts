import {expect, it} from "vitest";
import {ContinuousBatchingModel} from "../../lib/models/continuous-batching.js";
import {continuousBatching} from "../../src/stories/continuous-batching.js";
import {registry} from "../registry.js";

// What the page on batching says of its accuracy, against what was published.

const gptj = {
  kind: "transformer",
  parameters: 6.05e9,
  layers: 28,
  hiddenSize: 4096,
  heads: 16,
  kvHeads: 16
};
const llama2 = {...gptj, parameters: 6.74e9, layers: 32, heads: 32, kvHeads: 32};

it("says of its throughput what TensorRT-LLM 0.6 published for one device", () => {
  // github.com/NVIDIA/TensorRT-LLM 138f96d, docs/source/performance.md: batch, input, output, tokens/s
  const published = [
    [gptj, "H100", 1024, 128, 128, 26_150],
    [gptj, "H100", 120, 128, 2048, 8011],
    [gptj, "H100", 64, 2048, 128, 2551],
    [gptj, "H100", 64, 2048, 2048, 3327],
    [llama2, "H100", 768, 128, 128, 19_694],
    [llama2, "H100", 112, 128, 2048, 6818],
    [llama2, "H100", 80, 2048, 128, 2244],
    [llama2, "H100", 48, 2048, 2048, 2740],
    [gptj, "A100", 512, 128, 128, 6374],
    [gptj, "A100", 60, 2048, 128, 670],
    [llama2, "A100", 384, 128, 128, 5586],
    [llama2, "A100", 60, 128, 2048, 1928],
    [llama2, "A100", 52, 2048, 128, 591]
  ] as const;
  const ratios = published.map(([model, hardware, maxBatchSize, input, outputTokens, rate]) => {
    const precision = hardware === "H100" ? "fp8" : "fp16";
    const {throughput, maxActiveRequests} = ContinuousBatchingModel.solve(
      {model, hardware, maxBatchSize, maxSeqLen: input + outputTokens, outputTokens, precision},
      {registry}
    );
    expect(maxActiveRequests).toBe(maxBatchSize);
    return rate / throughput;
  });
  const said = continuousBatching.cards.find(({cell}) => cell === "throughput")!.accuracy!;
  const [least, most] = [...said.matchAll(/1\.\d+/g)].map(([digits]) => Number(digits));
  expect(said).toMatch(/^Thirteen /);
  expect(published.length).toBe(13);
  expect(Math.min(...ratios)).toBeCloseTo(least!, 2);
  expect(Math.max(...ratios)).toBeCloseTo(most!, 2);
});
