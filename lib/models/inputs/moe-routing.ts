import type {InputSpecs} from "../../graph/spec.js";
import {fleet} from "../records/fleet.js";
import {workload} from "../records/workload.js";
import {efficiency} from "./engine.js";
import {linkInputs} from "./links.js";
import {servingInputs} from "./serving.js";

/** What one may set of tokens that are routed to experts. */
export const moeRoutingInputs = {
  model: {record: workload, symbol: "", label: "Model", doc: "Mixture of experts"},
  batchSize: {unit: "1", symbol: "B", min: 1, max: 1e9, whole: true, label: "Batch", doc: "Samples whose tokens are routed"},
  seqLen: {unit: "token", symbol: "s", min: 1, max: 1e9, whole: true, label: "Sequence", doc: "Tokens of a sample"},
  precision: {...servingInputs.precision, doc: "Number format of activations"},
  epSize: {
    unit: "1",
    symbol: "e",
    default: 1,
    min: 1,
    max: 1e9,
    whole: true,
    label: "Expert parallel",
    source: "mlsysim-api",
    doc: "Accelerators that share the experts of a layer"
  },
  routingImbalanceFactor: {
    unit: "1",
    symbol: "\\phi",
    default: 1,
    min: 1,
    max: 1e6,
    label: "Imbalance",
    source: "mlsysim-api",
    doc: "Tokens of the busiest expert over the mean"
  },
  fleet: {
    record: fleet,
    symbol: "",
    optional: true,
    label: "Cluster",
    doc: "Cluster whose links carry the tokens; without one there are no times"
  },
  capacityFactor: {
    unit: "1",
    symbol: "C_f",
    optional: true,
    min: 1,
    max: 1e6,
    label: "Capacity",
    source: "fedus-2022",
    doc: "Tokens that an expert takes at most, over the mean; what comes beyond is dropped"
  },
  nodeLimit: {
    unit: "1",
    symbol: "n_{max}",
    optional: true,
    min: 1,
    max: 1e6,
    whole: true,
    label: "Nodes a token",
    source: "deepseek-v3-2024",
    doc: "Nodes that one token may be sent to; copies for one node then cross once"
  },
  efficiency,
  assumedHiddenSize: servingInputs.assumedHiddenSize,
  fallbackLinkLatency: linkInputs.fallbackLinkLatency,
  fallbackFabricLatency: linkInputs.fallbackFabricLatency,
  fallbackHostBandwidth: linkInputs.fallbackHostBandwidth
} as const satisfies InputSpecs;
