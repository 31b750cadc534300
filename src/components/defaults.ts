import type {Scenario} from "./scenario-text.js";

/**
 * What every page starts from where a model has no default of its own, or where a page begins with a more
 * telling one. An address holds only what differs.
 */
export const defaults: Scenario = {
  model: "Llama3_8B",
  hardware: "H100",
  batchSize: 32,
  seqLen: 2048,
  fleet: "Production_2K",
  durationDays: 30,
  datacenter: "grid:US_Avg",
  mfu: 0.4,
  embodiedFromRegistry: true,
  itlTargetMs: 20,
  lostTargetPercent: 10,
  carbonTargetT: 500,
  stepTargetPercent: 30,
  daysTarget: 90,
  costTargetMillion: 50,
  tokenCostTarget: 1,
  tokenCarbonTargetKg: 0.1,
  against: "grid:Quebec"
};

/** Targets that pages compare with; their models do not take them. */
export const targets = [
  "itlTargetMs",
  "lostTargetPercent",
  "carbonTargetT",
  "targetP99LatencyMs",
  "rentTargetUsd",
  "stepTargetPercent",
  "daysTarget",
  "costTargetMillion",
  "tokenCostTarget",
  "tokenCarbonTargetKg"
] as const;

/** What an address may hold besides the inputs of models: targets, and a second place. */
export const goals = [...targets, "against"] as const;
