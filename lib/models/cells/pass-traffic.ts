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
  streamedBytes: {
    unit: "B",
    show: "GB",
    symbol: "W_s",
    eq: {refined: "embeddingIsShared ? storedBytes : storedBytes - tableParameters * elementSize"},
    doc: "Weights that a pass may read whole: a table that is looked up is read by the row"
  },
  weightBytes: {
    unit: "B",
    show: "GB",
    symbol: "W_r",
    label: "Weights read",
    eq: {
      textbook: "storedBytes",
      refined: "has(expertBytes) && has(untouchedExperts) ? max(0, streamedBytes - expertBytes * untouchedExperts) : streamedBytes"
    },
    doc: "Weights read in the pass",
    why: "A dense model reads all its weights each pass; a mixture of experts reads those its batch touches."
  },
  cacheElementSize: {
    unit: "B",
    symbol: "b_{kv}",
    label: "Bytes cached",
    source: "kwon-2023",
    eq: {
      textbook: "elementSize",
      refined: "has(kvPrecision) ? bytesPerElement[kvPrecision] : has(quantGroupSize) ? bytesPerElement[precision] : elementSize"
    },
    doc: "Bytes of one cached value",
    why: "The cache may be kept in fewer bits than the weights; the textbook keeps it in as many."
  },
  cacheShards: {
    unit: "device",
    symbol: "n_{kv}",
    label: "Cache split",
    source: "pope-2022",
    eq: {textbook: "1", refined: "has(model.latentSize) && has(model.ropeSize) ? 1 : min(tpSize, model.kvHeads ?? heads)"},
    doc: "Devices of a replica that a token's cache is spread over",
    why: "Heads are split over devices; a compressed cache (MLA) has none to split, so each device holds all of it."
  },
  slidingShare: {
    unit: "1",
    symbol: "f_w",
    eq: {textbook: "0", refined: "has(model.slidingWindow) ? min(1, (model.slidingLayers ?? model.layers) / model.layers) : 0"},
    doc: "Share of the layers that attend to a sliding window"
  },
  heldTokens: {
    unit: "token",
    symbol: "s_h",
    label: "Tokens kept",
    source: "jiang-mistral-2023",
    eq: {
      textbook: "context",
      refined: "has(model.slidingWindow) ? (1 - slidingShare) * context + slidingShare * min(context, model.slidingWindow) : context"
    },
    doc: "Tokens of a request that the cache keeps, the mean over layers",
    why: "A layer with a sliding window forgets what lies before it."
  },
  cacheTokenSize: {
    unit: "B/token",
    show: "kB/token",
    symbol: "\\kappa",
    label: "Cache per token",
    eq: "has(model.latentSize) && has(model.ropeSize) ? model.layers * (model.latentSize + model.ropeSize) * cacheElementSize : 2 * model.layers * (model.kvHeads ?? heads) * headSize * cacheElementSize",
    doc: "Cache of one token",
    why: "Each layer keeps one key and one value vector per key–value head for every token; a compressed cache (MLA) keeps one latent."
  },
  cacheBytes: {
    unit: "B",
    show: "GB",
    symbol: "K",
    eq: "cacheTokenSize * heldTokens * batchSize",
    doc: "Cache of the batch",
    label: "Cache",
    why: "Grows with both batch and context; nothing is shared between requests."
  },
  prefixTokens: {
    unit: "token",
    symbol: "s_p",
    eq: {
      refined:
        "has(model.slidingWindow) ? (1 - slidingShare) * max(0, context - newTokens) + slidingShare * min(max(0, context - newTokens), model.slidingWindow) : max(0, context - newTokens)"
    },
    doc: "Tokens before the new ones that the pass looks back at, the mean over layers"
  },
  cacheReadBytes: {
    unit: "B",
    show: "GB",
    symbol: "K_r",
    label: "Cache read",
    source: "pope-2022",
    eq: {
      textbook: "cacheBytes",
      refined: "phase == 'prefill' ? cacheTokenSize * prefixTokens * batchSize : cacheBytes"
    },
    doc: "Cache read in the pass",
    why: "A decode step reads all of it, a prefill only the prefix that was cached before."
  },
  trafficBytes: {
    unit: "B",
    show: "GB",
    symbol: "Q",
    eq: {textbook: "weightBytes + cacheReadBytes", refined: "weightBytes / tpSize + cacheReadBytes / cacheShards"},
    doc: "Bytes the pass streams from the memory of a device",
    label: "Memory traffic",
    why: "Weights once for the whole batch, the cache of each request."
  },
  weightSlowness: {
    unit: "1",
    symbol: "\\eta_\\beta / \\eta_w",
    source: "gpt-fast",
    eq: {refined: "has(weightOnlyEfficiency) && weightsAreWidened ? memoryEfficiency / weightOnlyEfficiency : 1"},
    doc: "Time of reading weights that must be widened, over that of reading as many other bytes"
  },
  memoryTime: {
    unit: "s",
    show: "ms",
    symbol: "t_m",
    label: "Reading memory",
    source: "gpt-fast",
    eq: {
      textbook: "trafficBytes / hardware.memoryBandwidth",
      refined:
        "has(weightOnlyEfficiency) ? (weightBytes * weightSlowness / tpSize + cacheReadBytes / cacheShards) / (hardware.memoryBandwidth * memoryEfficiency) : trafficBytes / (hardware.memoryBandwidth * memoryEfficiency)"
    },
    doc: "Time at the memory roof",
    why: "Kernels reach about four fifths of the bandwidth on the datasheet; the textbook takes all of it."
  }
} as const satisfies CellSpecs;
