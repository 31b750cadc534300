import {economics} from "./economics.js";
import type {ModelStory} from "./story.js";
import {tailLatency} from "./tail-latency.js";
import {weightStreaming} from "./weight-streaming.js";

/** The pages that the template makes, in the order of the map. */
export const stories: readonly ModelStory[] = [weightStreaming, tailLatency, economics];
