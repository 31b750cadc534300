import type {InputSpecs} from "../../graph/spec.js";
import {precisionInput, precisions} from "../records/precision.js";

/** Share of peak compute; every model that computes has it. */
export const efficiency = {
  unit: "1",
  symbol: "\\eta",
  default: 0.5,
  above: 0,
  min: 1e-9,
  max: 1,
  label: "Compute efficiency",
  source: "mlsysim-api",
  doc: "Share of peak compute that kernels reach"
} as const;

/** Number format, where one sets it. */
export const precision = {...precisionInput, label: "Number format", source: "mlsysim-api"} as const;

export const pageSize = {
  unit: "token",
  symbol: "p",
  default: 16,
  min: 1,
  max: 1e9,
  whole: true,
  label: "Cache page",
  source: "kwon-2023",
  doc: "Tokens of a page of the cache; memory is reserved in whole pages"
} as const;

/** What one may set of the engine that runs a network, whatever it serves. */
export const engineInputs = {
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
  tpSize: {
    unit: "device",
    symbol: "n",
    default: 1,
    min: 1,
    max: 1e4,
    whole: true,
    label: "Devices a replica",
    source: "pope-2022",
    doc: "Devices that share each layer (tensor parallelism)"
  },
  allreduceLatency: {
    unit: "s",
    show: "µs",
    symbol: "\\alpha_{AR}",
    default: "10 µs",
    min: 0,
    max: 1e3,
    label: "All-reduce start",
    source: "gpt-fast",
    doc: "Time of an all-reduce of nothing"
  },
  linkEfficiency: {
    unit: "1",
    symbol: "\\eta_{link}",
    default: 0.8,
    above: 0,
    min: 1e-9,
    max: 1,
    label: "Link share",
    source: "gpt-fast",
    doc: "Share of the bandwidth between devices that an all-reduce reaches"
  },
  assumedLinkBandwidth: {
    unit: "B/s",
    show: "GB/s",
    symbol: "\\hat\\beta_{link}",
    default: "64 GB/s",
    above: 0,
    min: 1,
    max: 1e18,
    source: "mlsysim-api",
    doc: "Link between devices that state none, one way"
  },
  kvPrecision: {
    choice: precisions,
    optional: true,
    ignoreCase: true,
    symbol: "p_{kv}",
    label: "Cache format",
    doc: "Number format of the cache; that of the weights where it is left out"
  },
  quantGroupSize: {
    unit: "1",
    symbol: "g",
    optional: true,
    min: 1,
    max: 1e9,
    whole: true,
    label: "Weights a scale",
    source: "gpt-fast",
    doc: "Weights in int4 that share a 16-bit scale; scales are not counted where it is left out"
  },
  weightOnlyEfficiency: {
    unit: "1",
    symbol: "\\eta_w",
    optional: true,
    above: 0,
    min: 1e-9,
    max: 1,
    label: "Narrow weights",
    source: "gpt-fast",
    doc: "Share of peak bandwidth at which weights are read that must be widened; as other kernels where it is left out"
  },
  embeddingLookup: {
    flag: true,
    symbol: "\\text{lookup}",
    default: false,
    label: "Embedding lookup",
    source: "pope-2022",
    doc: "Embeddings are looked up, not multiplied with, and of a prompt the last token alone is scored; of models that state their vocabulary"
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
