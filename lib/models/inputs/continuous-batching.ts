import type {InputSpecs} from "../../graph/spec.js";
import {hardware} from "../records/hardware.js";
import {workload} from "../records/workload.js";
import {efficiency, engineInputs, pageSize, precision} from "./engine.js";

export const meanRequestTokens = {
  unit: "token",
  symbol: "\\bar S_{in}",
  optional: true,
  above: 0,
  min: 1e-6,
  max: 1e9,
  label: "Mean request",
  doc: "Mean tokens of a request, prompt and answer; the longest where it is left out"
} as const;

/** What one may set of a batch that requests join and leave. */
export const continuousBatchingInputs = {
  model: {record: workload, symbol: "", label: "Model", doc: "Network that is served"},
  hardware: {record: hardware, symbol: "", label: "Device", doc: "Accelerator"},
  maxSeqLen: {unit: "token", symbol: "S_m", min: 1, max: 1e9, whole: true, label: "Longest request", doc: "Most tokens of a request"},
  meanRequestTokens,
  maxBatchSize: {
    unit: "request",
    symbol: "B_m",
    default: 1,
    min: 1,
    max: 1e9,
    whole: true,
    label: "Batch cap",
    source: "mlsysim-api",
    doc: "Most requests that run together"
  },
  pageSize,
  precision,
  efficiency,
  outputTokens: {
    unit: "token",
    symbol: "S_o",
    optional: true,
    min: 1,
    max: 1e9,
    whole: true,
    label: "Generated tokens",
    doc: "Tokens of a request that are generated; the rest is its prompt"
  },
  lengthCv: {
    unit: "1",
    symbol: "C_\\ell",
    optional: true,
    min: 0,
    max: 100,
    label: "Length variation",
    doc: "Standard deviation of the lengths over their mean; they are exponential, cut off at the longest, where it is left out"
  },
  schedulerOverhead: {
    unit: "s",
    show: "ms",
    symbol: "\\tau_s",
    default: 0,
    min: 0,
    max: 1e3,
    label: "Scheduler",
    source: "mlsysim-api",
    doc: "Time of the scheduler in each step"
  },
  sharedPrefixLen: {
    unit: "token",
    symbol: "c_s",
    default: 0,
    min: 0,
    max: 1e9,
    whole: true,
    label: "Shared prefix",
    source: "mlsysim-api",
    doc: "Tokens that all prompts begin with; kept once for all and not read again"
  },
  staticExternalFragmentation: {
    unit: "1",
    show: "%",
    symbol: "f_e",
    default: 0,
    min: 0,
    max: 1,
    label: "Lost to gaps",
    source: "mlsysim-api",
    doc: "Share of the cache that slots of full length lose to gaps between them"
  },
  ...engineInputs
} as const satisfies InputSpecs;
