import type {InputSpecs} from "../../graph/spec.js";
import {hardware} from "../records/hardware.js";
import {workload} from "../records/workload.js";
import {continuousBatchingInputs, meanRequestTokens} from "./continuous-batching.js";
import {efficiency, engineInputs, pageSize, precision} from "./engine.js";
import {serviceTimeCv} from "./tail-latency.js";

/** What one may set of a pool of replicas that serves a network. */
export const servingCapacityInputs = {
  model: {record: workload, symbol: "", label: "Model", doc: "Network that is served"},
  hardware: {record: hardware, symbol: "", label: "Device", doc: "Accelerator of a replica"},
  qps: {unit: "request/s", symbol: "\\lambda", above: 0, min: 1e-9, max: 1e9, label: "Arrivals", doc: "Requests that arrive in a second"},
  targetP99Latency: {
    unit: "s",
    show: "ms",
    symbol: "T^*",
    above: 0,
    min: 1e-9,
    max: 1e9,
    label: "Answered within",
    wire: {name: "target_p99_latency_ms", unit: "ms"},
    doc: "Time in which 99 of 100 requests must be answered"
  },
  maxSeqLen: {
    unit: "token",
    symbol: "S_m",
    default: 2048,
    min: 1,
    max: 1e9,
    whole: true,
    label: "Longest request",
    source: "mlsysim-api",
    doc: "Most tokens of a request"
  },
  meanRequestTokens,
  outputTokens: {
    unit: "token",
    symbol: "S_o",
    default: 128,
    min: 1,
    max: 1e9,
    whole: true,
    label: "Generated tokens",
    source: "mlsysim-api",
    doc: "Tokens that are generated for a request"
  },
  maxBatchSize: {
    unit: "request",
    symbol: "B_m",
    default: 32,
    min: 1,
    max: 1e6,
    whole: true,
    label: "Largest batch",
    source: "mlsysim-api",
    doc: "Most requests that run together in a replica"
  },
  precision,
  efficiency,
  maxReplicas: {
    unit: "replica",
    symbol: "c_m",
    default: 1024,
    min: 1,
    max: 1e6,
    whole: true,
    label: "Most replicas",
    source: "mlsysim-api",
    doc: "Most replicas to consider"
  },
  serviceTimeCv,
  targetUtilization: {
    unit: "1",
    show: "%",
    symbol: "u^*",
    default: 1,
    above: 0,
    min: 1e-6,
    max: 1,
    label: "Use at most",
    source: "mlsysim-api",
    doc: "Share of its capacity that the pool may be used to; less leaves room for failures"
  },
  targetTtft: {
    unit: "s",
    show: "ms",
    symbol: "T_1^*",
    optional: true,
    above: 0,
    min: 1e-9,
    max: 1e9,
    label: "First token within",
    source: "zhong-2024",
    wire: {name: "target_ttft_ms", unit: "ms"},
    doc: "Time in which 99 of 100 requests must have their first token (TTFT), wait included"
  },
  targetItl: {
    unit: "s",
    show: "ms",
    symbol: "t^*",
    optional: true,
    above: 0,
    min: 1e-9,
    max: 1e9,
    label: "Next token within",
    source: "zhong-2024",
    wire: {name: "target_itl_ms", unit: "ms"},
    doc: "Time in which a full batch must write the next token of each request (ITL)"
  },
  lengthCv: {
    ...continuousBatchingInputs.lengthCv,
    doc: "Standard deviation of the lengths over their mean; a request holds its slot for as much more or less. Where it is left out, the service variation stands and lengths are exponential, cut off at the longest"
  },
  pageSize,
  ...engineInputs
} as const satisfies InputSpecs;
