import {expect, it} from "vitest";
import {TrainingRunModel} from "../../lib/models/training-run.js";
import {given} from "../../src/build/pages.js";
import {trainingRun} from "../../src/stories/training-run.js";
import {registry} from "../registry.js";

it("the page of a training run opens with Llama 3.1 405B, and says how far it is from what Meta states", () => {
  // github.com/meta-llama/llama-models 1b28708, models/llama3_1/MODEL_CARD.md: 30.84M GPU hours, H100-80GB
  const published = 30.84e6 * 3600;
  const given405 = given(TrainingRunModel) as Parameters<typeof TrainingRunModel.solve>[0]; // checked by the model
  const ratio = TrainingRunModel.solve(given405, {registry}).deviceTime! / published;
  const said = trainingRun.cards.find(({cell}) => cell === "wallTime")!.accuracy!;
  expect(said).toContain("30.84 million");
  expect(Number(/takes (\d\.\d+) times/.exec(said)![1])).toBeCloseTo(ratio, 2);
});
