import type {ModelStory} from "./story.js";
import {singleNode} from "./single-node.js";
import {trainingMemory} from "./training-memory.js";
import {weightStreaming} from "./weight-streaming.js";

/** The pages that the template makes, in the order of the map. */
export const stories: readonly ModelStory[] = [singleNode, weightStreaming, trainingMemory];
