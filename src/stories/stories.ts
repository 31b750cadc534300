import {distributed} from "./distributed.js";
import {moeRouting} from "./moe-routing.js";
import type {ModelStory} from "./story.js";
import {continuousBatching} from "./continuous-batching.js";
import {servingCapacity} from "./serving-capacity.js";
import {singleNode} from "./single-node.js";
import {trainingMemory} from "./training-memory.js";
import {weightStreaming} from "./weight-streaming.js";

/** The pages that the template makes, in the order of the map. */
export const stories: readonly ModelStory[] = [
  singleNode,
  continuousBatching,
  weightStreaming,
  servingCapacity,
  trainingMemory,
  distributed,
  moeRouting
];
