import {checkpoint} from "./checkpoint.js";
import {continuousBatching} from "./continuous-batching.js";
import {distributed} from "./distributed.js";
import {economics} from "./economics.js";
import {moeRouting} from "./moe-routing.js";
import {servingCapacity} from "./serving-capacity.js";
import {servingDeployment} from "./serving-deployment.js";
import {singleNode} from "./single-node.js";
import {tailLatency} from "./tail-latency.js";
import {trainingMemory} from "./training-memory.js";
import {trainingRun} from "./training-run.js";
import {weightStreaming} from "./weight-streaming.js";
import type {ModelStory} from "./story.js";

/** The pages that the template makes, in the order of the map. */
export const stories: readonly ModelStory[] = [
  singleNode,
  continuousBatching,
  weightStreaming,
  servingCapacity,
  tailLatency,
  trainingMemory,
  distributed,
  moeRouting,
  checkpoint,
  economics,
  trainingRun,
  servingDeployment
];
