import type {Control, ModelStory, SliderControl} from "../stories/story.js";
import {mostAccelerators} from "./cluster.js";

/** What a story's chart runs over. */
export interface StoryAxis {
  readonly range: SliderControl;
  /** whether it is the size of the cluster, in accelerators */
  readonly isCluster: boolean;
}

/** The axis of a story's chart: one of its sliders, or its cluster's size. */
export function axisOf({controls, chart}: ModelStory): StoryAxis {
  const isIt = (one: Control): one is SliderControl =>
    one.kind === "slider" && one.input === chart.x;
  if (chart.x !== "fleet") return {range: controls.find(isIt)!, isCluster: false}; // test/components/stories.test.ts holds it
  const powers = controls.some((one) => one.kind === "cluster" && one.powers);
  const range = {kind: "slider", input: "fleet", min: 8, max: mostAccelerators, log: true} as const;
  return {range: powers ? {...range, powers} : range, isCluster: true};
}
