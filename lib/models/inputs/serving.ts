import type {InputSpecs} from "../../graph/spec.js";
import {efficiency, engineInputs, pageSize, precision} from "./engine.js";
import {hardware} from "../records/hardware.js";
import {workload} from "../records/workload.js";

/** What one may set of a served network. */
export const servingInputs = {
  model: {record: workload, symbol: "", label: "Model", doc: "Network that is served"},
  hardware: {record: hardware, symbol: "", label: "Device", doc: "Accelerator; the prefill one when decoding is elsewhere"},
  seqLen: {unit: "token", symbol: "S", min: 1, max: 1e9, whole: true, label: "Context", doc: "Prompt and generated tokens of a request"},
  batchSize: {
    unit: "request",
    symbol: "B",
    default: 1,
    min: 1,
    max: 1e9,
    whole: true,
    label: "Batch",
    doc: "Requests served together",
    source: "mlsysim-api"
  },
  precision,
  efficiency,
  decodeHardware: {
    record: hardware,
    symbol: "dec",
    optional: true,
    label: "Decode device",
    doc: "Accelerator that decodes, when it is another"
  },
  networkBandwidth: {
    unit: "B/s",
    show: "GB/s",
    symbol: "\\beta_{net}",
    default: "100 GB/s",
    above: 0,
    min: 1,
    max: 1e18,
    label: "Network",
    source: "mlsysim-api",
    doc: "Link from prefill to decode device"
  },
  draftModel: {record: workload, symbol: "draft", optional: true, label: "Draft model", doc: "Small network that drafts tokens"},
  draftAcceptanceRate: {
    unit: "1",
    show: "%",
    symbol: "\\alpha",
    default: 0.7,
    min: 0,
    max: 1,
    label: "Draft kept",
    source: "mlsysim-api",
    doc: "Chance that a drafted token is kept"
  },
  cachedPrefixLen: {
    unit: "token",
    symbol: "c",
    default: 0,
    min: 0,
    max: 1e9,
    whole: true,
    label: "Cached prefix",
    source: "mlsysim-api",
    doc: "Prompt tokens whose cache is there already"
  },
  prefillChunkTokens: {
    unit: "token",
    symbol: "q_c",
    optional: true,
    min: 1,
    max: 1e9,
    whole: true,
    label: "Chunk",
    doc: "Longest prefill step of a request"
  },
  speculativeLength: {
    unit: "token",
    symbol: "\\gamma",
    default: 4,
    min: 1,
    max: 1000,
    whole: true,
    label: "Drafted tokens",
    source: "mlsysim-api",
    doc: "Tokens drafted in a round"
  },
  outputTokens: {
    unit: "token",
    symbol: "S_o",
    default: 0,
    min: 0,
    max: 1e9,
    whole: true,
    label: "Generated tokens",
    source: "mlsysim-api",
    doc: "Tokens of the context that are generated; the prompt is the rest of it"
  },
  kvTransferOverlap: {
    unit: "1",
    symbol: "o",
    show: "%",
    default: 0,
    min: 0,
    max: 1,
    label: "Transfer overlap",
    source: "mlsysim-api",
    doc: "Share of the cache that is sent layer by layer while the prefill goes on"
  },
  prefixBandwidth: {
    unit: "B/s",
    show: "GB/s",
    symbol: "\\beta_c",
    optional: true,
    above: 0,
    min: 1,
    max: 1e18,
    label: "Prefix link",
    doc: "Link over which a cached prefix comes; it is on the device where this is left out"
  },
  pageSize,
  ...engineInputs
} as const satisfies InputSpecs;
