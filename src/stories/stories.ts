import {checkpoint} from "./checkpoint.js";
import {servingDeployment} from "./serving-deployment.js";
import type {ModelStory} from "./story.js";
import {trainingRun} from "./training-run.js";
import {weightStreaming} from "./weight-streaming.js";

/** The pages that the template makes, in the order of the map. */
export const stories: readonly ModelStory[] = [
  weightStreaming,
  checkpoint,
  trainingRun,
  servingDeployment
];
