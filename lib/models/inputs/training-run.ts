import type {InputSpecs} from "../../graph/spec.js";
import {workload} from "../records/workload.js";
import {checkpointInputs} from "./checkpoint.js";
import {distributedInputs} from "./distributed.js";
import {economicsInputs} from "./economics.js";
import {componentInputs, reliabilityInputs} from "./reliability.js";

/** How much is trained, and how it is saved. */
const jobInputs = {
  trainingTokens: {
    unit: "token",
    symbol: "D",
    optional: true,
    above: 0,
    min: 1,
    max: 1e18,
    label: "Tokens to train on",
    doc: "Tokens that the network is trained on; those of its published training where they are left out"
  },
  nWriters: {
    unit: "1",
    symbol: "n_w",
    optional: true,
    min: 1,
    max: 1e9,
    whole: true,
    label: "Writers",
    doc: "Processes that write a part of the state each, at the same time; one a node where it is left out"
  },
  avgRecoveryTime: {
    unit: "s",
    symbol: "R_g",
    optional: true,
    min: 0,
    max: 1e12,
    label: "Restart",
    wire: {name: "avg_recovery_time_s"},
    doc: "Time from a failure until the job trains again; worked out from its parts where it is left out"
  },
  interval: {...reliabilityInputs.interval, doc: "Time between saves; what loses least where it is left out"},
  filesystemLimit: checkpointInputs.filesystemLimit,
  assumedBandwidth: checkpointInputs.assumedBandwidth,
  targetTime: checkpointInputs.targetTime,
  asyncCheckpoint: checkpointInputs.asyncCheckpoint,
  hostCopyBandwidth: checkpointInputs.hostCopyBandwidth,
  readBandwidth: checkpointInputs.readBandwidth,
  detectionTime: checkpointInputs.detectionTime,
  restartTime: checkpointInputs.restartTime,
  warmUpTime: checkpointInputs.warmUpTime,
  ...componentInputs,
  assumedPsus: reliabilityInputs.assumedPsus
} as const satisfies InputSpecs;

/** Where it runs, and what that costs. */
const costInputs = {
  datacenter: economicsInputs.datacenter,
  grid: economicsInputs.grid,
  electricityPrice: economicsInputs.electricityPrice,
  amortization: economicsInputs.amortization,
  infrastructureMultiplier: economicsInputs.infrastructureMultiplier,
  maintenanceRatio: economicsInputs.maintenanceRatio,
  nodePrice: economicsInputs.nodePrice,
  residualShare: economicsInputs.residualShare,
  discountRate: economicsInputs.discountRate,
  carbonPrice: economicsInputs.carbonPrice,
  fallbackPower: economicsInputs.fallbackPower,
  fallbackGrid: economicsInputs.fallbackGrid,
  fallbackPue: economicsInputs.fallbackPue
} as const satisfies InputSpecs;

/** What one may set of a training run from its network to its bill. */
export const trainingRunInputs = {
  ...distributedInputs,
  model: {record: workload, symbol: "", label: "Model", doc: "Network that is trained"},
  ...jobInputs,
  ...costInputs
} as const satisfies InputSpecs;
