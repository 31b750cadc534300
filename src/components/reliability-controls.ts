import type {Registry} from "../lib/registry/registry.js";
import {clusterControls} from "./cluster-slider.js";
import {controlled} from "./controlled.js";
import {bound, panel, slider} from "./controls.js";
import type {Bound} from "./controls.js";
import type {ReliabilityAnswer} from "./reliability-answer.js";
import {hintsOf} from "./reliability-parts.js";
import {scenario} from "./scenario.js";

export interface ReliabilityControls {
  readonly node: HTMLElement;
  readonly update: (answer: ReliabilityAnswer) => void;
}

/** The cluster's size, and how often it fails and saves; `now` is the present answer. */
export function reliabilityControls(
  registry: Registry,
  now: () => ReliabilityAnswer
): ReliabilityControls {
  const {list, size, days} = clusterControls(registry, () => now().values);
  /** The interval in minutes: Young's where none is chosen. */
  const every = bound("intervalS", 60);
  const interval: Bound = {
    ...every,
    value: () =>
      every.isMoved() ? every.value() : Number((now().now.chosenInterval / 60).toPrecision(3))
  };

  const mttf = slider({
    of: bound("gpuMttfHours"),
    label: "One GPU fails every",
    unit: "h",
    word: "hours",
    min: 5000,
    max: 500_000,
    log: true
  });
  const save = slider({
    of: bound("checkpointTimeS"),
    label: "Save blocks for",
    unit: "s",
    word: "seconds",
    min: 1,
    max: 1800,
    log: true
  });
  const restart = slider({
    of: bound("avgRecoveryTimeS"),
    label: "Restart takes",
    unit: "s",
    word: "seconds",
    min: 10,
    max: 3600,
    log: true
  });
  const saves = slider({
    of: interval,
    label: "Save every",
    unit: "min",
    word: "minutes",
    min: 1,
    max: 1440,
    log: true,
    back: {words: "Young’s", run: () => void scenario.set({intervalS: undefined})}
  });
  const node = panel(controlled.reliability, [
    list,
    size.node,
    mttf.node,
    save.node,
    restart.node,
    saves.node,
    days.node
  ]);
  return {
    node,
    update(answer) {
      const hints = hintsOf(answer);
      size.limit(Infinity, hints.size);
      mttf.limit(Infinity, hints.mttf);
      save.limit(0.1 * answer.now.fleetMtbf, hints.save);
      restart.limit(Infinity, hints.restart);
      saves.limit(Infinity, hints.saves);
      days.limit(Infinity, hints.days);
      // how many are in a node, and the interval that is followed, are known only now
      size.sync();
      saves.sync();
    }
  };
}
