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
  against: "grid:Quebec"
};

/** What pages compare with that no model takes: a target, a second place. */
export const goals = ["itlTargetMs", "against"] as const;
