import type {CellSpecs} from "../../graph/spec.js";

/** What one pass reads from memory: weights, or the experts that a batch touches, and the cache. */
export const trafficCells = {
  storedBytes: {
    unit: "B",
    show: "GB",
    symbol: "W",
    eq: "model.parameters * elementSize",
    doc: "All weights",
    label: "Weights",
    why: "Every parameter is stored once, however many requests share it."
  },
  untouchedExperts: {
    unit: "1",
    symbol: "u",
    optional: true,
    label: "Idle experts",
    none: "The model has no experts.",
    eq: {
      refined: "has(model.experts) && has(model.activeExperts) ? (1 - model.activeExperts / model.experts)^(newTokens * batchSize) : none"
    },
    doc: "Share of experts that no token of the batch visits, uniform routing",
    why: "Each token leaves out most experts; a batch leaves out few."
  },
  expertBytes: {
    unit: "B",
    show: "GB",
    symbol: "W_e",
    optional: true,
    none: "The model has no experts.",
    eq: {
      refined:
        "has(model.activeParameters) && has(model.experts) && has(model.activeExperts) && model.activeExperts < model.experts ? (model.parameters - model.activeParameters) / (1 - model.activeExperts / model.experts) * elementSize : none"
    },
    doc: "Weights of the experts, from what total and active parameters differ by"
  },
  weightBytes: {
    unit: "B",
    show: "GB",
    symbol: "W_r",
    label: "Weights read",
    eq: {
      textbook: "storedBytes",
      refined: "has(expertBytes) && has(untouchedExperts) ? max(0, storedBytes - expertBytes * untouchedExperts) : storedBytes"
    },
    doc: "Weights read in the pass",
    why: "A dense model reads all its weights each pass; a mixture of experts reads those its batch touches."
  },
  cacheTokenSize: {
    unit: "B/token",
    show: "kB/token",
    symbol: "\\kappa",
    label: "Cache per token",
    eq: "has(model.latentSize) && has(model.ropeSize) ? model.layers * (model.latentSize + model.ropeSize) * elementSize : 2 * model.layers * (model.kvHeads ?? heads) * headSize * elementSize",
    doc: "Cache of one token",
    why: "Each layer keeps one key and one value vector per key–value head for every token; a compressed cache (MLA) keeps one latent."
  },
  cacheBytes: {
    unit: "B",
    show: "GB",
    symbol: "K",
    eq: "cacheTokenSize * context * batchSize",
    doc: "Cache of the batch",
    label: "Cache",
    why: "Grows with both batch and context; nothing is shared between requests."
  },
  cacheReadBytes: {
    unit: "B",
    show: "GB",
    symbol: "K_r",
    label: "Cache read",
    source: "pope-2022",
    eq: {
      textbook: "cacheBytes",
      refined: "phase == 'prefill' ? cacheTokenSize * max(0, context - newTokens) * batchSize : cacheBytes"
    },
    doc: "Cache read in the pass",
    why: "A decode step reads all of it, a prefill only the prefix that was cached before."
  },
  trafficBytes: {
    unit: "B",
    show: "GB",
    symbol: "Q",
    eq: "weightBytes + cacheReadBytes",
    doc: "Bytes the pass streams from memory",
    label: "Memory traffic",
    why: "Weights once for the whole batch, the cache of each request."
  },
  memoryTime: {
    unit: "s",
    show: "ms",
    symbol: "t_m",
    label: "Reading memory",
    source: "gpt-fast",
    eq: {
      textbook: "trafficBytes / hardware.memoryBandwidth",
      refined: "trafficBytes / (hardware.memoryBandwidth * memoryEfficiency)"
    },
    doc: "Time at the memory roof",
    why: "Kernels reach about four fifths of the bandwidth on the datasheet; the textbook takes all of it."
  }
} as const satisfies CellSpecs;
