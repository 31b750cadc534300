import {describe, expect, it} from "vitest";
import {SingleNodeModel} from "../../lib/models/single-node.js";
import {startOf} from "../../src/build/pages.js";
import {storyAnswer} from "../../src/components/story-answer.js";
import {singleNode} from "../../src/stories/single-node.js";
import {registry} from "../registry.js";

/** The longest part at a batch size, by the model. */
const longest = (given: object, batchSize: number): string | undefined =>
  SingleNodeModel.solve({model: "Llama3_8B", hardware: "H100", ...given, batchSize}, {registry})
    .bindingTerm;

const {model, hardware} = startOf(SingleNodeModel);
const rules = (given: object) =>
  singleNode.chart.rules!(
    storyAnswer(
      singleNode,
      {model, hardware, batchSize: 1, ...given},
      {registry, goal: () => NaN, worth: () => 1}
    )
  );

describe("the page of one device", () => {
  it.each([
    {},
    {model: "ResNet50", hardware: "A100"},
    {model: "ResNet50", hardware: "H100"},
    {model: "GPT2_Small", hardware: "H100"},
    {model: "AnomalyDetector", hardware: "ESP32_S3"}
  ])("names the batch from which on another part takes longest: %j", (given) => {
    const found = rules(given);
    expect(found.length).toBeGreaterThan(0);
    for (const {at, words} of found) {
      expect(longest(given, at - 1)).not.toBe(longest(given, at));
      expect(words).toContain(String(at));
    }
  });
  it("finds the ridge where it can be worked out by hand", () => {
    // 8.03e9 * 2 FLOP over 494.5 TFLOP/s is 32.48 us a token; 16.06e9 B over 2.68 TB/s is 5.993 ms a batch and
    // 20 * 32 * 4096 * 2 B over 2.68 TB/s is 1.956 us a token: 5993 / (32.48 - 1.956) = 196.3
    expect(rules({})).toEqual([{at: 197, words: "arithmetic from 197"}]);
  });
  it("names none where one part takes longest at every batch", () => {
    expect(rules({model: "Llama3_70B"})).toEqual([]);
  });
});
