import type {InputSpecs} from "../../graph/spec.js";
import {hardware} from "../records/hardware.js";
import {precisionInput} from "../records/precision.js";
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
  precision: {...precisionInput, label: "Number format", source: "mlsysim-api"},
  efficiency: {
    unit: "1",
    symbol: "\\eta",
    default: 0.5,
    above: 0,
    min: 1e-9,
    max: 1,
    label: "Compute efficiency",
    source: "mlsysim-api",
    doc: "Share of peak compute that kernels reach"
  },
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
  memoryEfficiency: {
    unit: "1",
    symbol: "\\eta_\\beta",
    default: 0.8,
    above: 0,
    min: 1e-9,
    max: 1,
    label: "Bandwidth share",
    source: "gpt-fast",
    doc: "Share of peak bandwidth that kernels reach"
  },
  memoryFraction: {
    unit: "1",
    symbol: "\\varphi",
    default: 0.9,
    above: 0,
    min: 1e-9,
    max: 1,
    label: "Memory share",
    source: "kwon-2023",
    doc: "Share of the memory that weights and cache may fill"
  },
  layerOverhead: {
    unit: "s/layer",
    show: "µs/layer",
    symbol: "\\tau_L",
    default: "10 µs/layer",
    min: 0,
    max: 1e3,
    label: "Layer overhead",
    source: "mlsysim-api",
    doc: "Framework overhead of a layer; 40 µs for compiled PyTorch"
  },
  overlap: {
    unit: "1",
    symbol: "\\omega",
    optional: true,
    min: 0,
    max: 1,
    label: "Overlap",
    source: "trtllm-perf",
    doc: "Share of the shorter of compute and memory time that hides behind the longer; 1 for prefill and 0 for decode where it is left out"
  },
  pageSize: {
    unit: "token",
    symbol: "p",
    default: 16,
    min: 1,
    max: 1e9,
    whole: true,
    label: "Cache page",
    source: "kwon-2023",
    doc: "Tokens of a page of the cache; memory is reserved in whole pages"
  },
  assumedHeads: {
    unit: "1",
    symbol: "\\hat h",
    default: 32,
    min: 1,
    max: 1e6,
    whole: true,
    source: "mlsysim-api",
    doc: "Query heads of a model that states none"
  },
  assumedHiddenSize: {
    unit: "1",
    symbol: "\\hat d",
    default: 4096,
    min: 1,
    max: 1e9,
    whole: true,
    source: "mlsysim-api",
    doc: "Width of a model that states none"
  }
} as const satisfies InputSpecs;
