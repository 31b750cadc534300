import type {AnyModel} from "../lib/graph/spec.js";
import {namesOf} from "./inputs.js";
import type {Given} from "./inputs.js";
import type {Names} from "./scenario-text.js";

/** What a page has a control for, as an address names it. */
export const controlled = {
  serving: ["model", "hardware", "tpSize", "precision", "batchSize", "seqLen", "itlTargetMs"],
  reliability: [
    "fleet",
    "fleet.nodes",
    "gpuMttfHours",
    "checkpointTimeS",
    "avgRecoveryTimeS",
    "intervalS",
    "durationDays"
  ],
  carbon: [
    "fleet",
    "fleet.nodes",
    "durationDays",
    "mfu",
    "datacenter",
    "datacenter.pueOverride",
    "embodiedFromRegistry",
    "against"
  ]
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Inputs that a page gives or lets a reader set: an equation must hold whatever they are. */
export function inputsSet(
  model: AnyModel,
  names: Names,
  given: Given,
  controls: readonly string[]
): readonly string[] {
  const settable = Object.entries(namesOf(model, names))
    .filter(([, name]) => controls.includes(name))
    .map(([id]) => id);
  return [...new Set([...Object.keys(given), ...settable])];
}
