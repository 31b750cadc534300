import type {CellSpecs} from "../../graph/spec.js";

/** What a replica's memory holds, and how busy the pool's devices are at this traffic. */
export const capacityLoadCells = {
  totalMemoryRequired: {
    unit: "B",
    show: "GB",
    symbol: "M",
    label: "Memory needed",
    source: "kwon-2023",
    eq: {
      textbook: "decode.storedBytes + decode.cacheBytes",
      refined: "alone.storedBytes / tpSize + alone.cacheTokenSize * activeBatchSize * batching.pagedTokens / alone.cacheShards"
    },
    doc: "Weights, and the cache of as many requests as there is room for, at least one, on each device",
    why: "Weights and cache must both sit in device memory."
  },
  memoryAvailable: {
    unit: "B",
    show: "GB",
    symbol: "C_u",
    label: "Usable memory",
    source: "kwon-2023",
    eq: {textbook: "hardware.memoryCapacity", refined: "memoryFraction * hardware.memoryCapacity"},
    doc: "Memory that weights and cache may fill on each device",
    why: "The textbook lets a model fill the device; engines keep about a tenth for buffers and graphs."
  },
  servedRate: {
    unit: "request/s",
    symbol: "\\lambda_s",
    eq: "min(qps, qpsCapacity)",
    doc: "Requests that are answered in a second",
    label: "Served",
    why: "What arrives, and no more than the replicas can serve."
  },
  requestFlops: {
    unit: "FLOP",
    show: "TFLOP",
    symbol: "F_r",
    label: "Work of a request",
    source: "pope-2022",
    eq: {
      textbook:
        "(prefill.linearFlops + prefill.attentionFlops + outputTokens * (decode.linearFlops + decode.attentionFlops)) / activeBatchSize",
      refined: "batching.promptFlops + outputTokens * (alone.linearFlops + alone.attentionFlops)"
    },
    doc: "Operations of a prompt and of the tokens that answer it",
    why: "A batch shares reading, not arithmetic, so a request's work does not depend on it."
  },
  mfu: {
    unit: "1",
    show: "%",
    symbol: "\\text{MFU}",
    label: "MFU",
    source: "chowdhery-palm-2022",
    eq: {
      textbook: "min(1, servedRate * requestFlops / (requiredReplicas * decode.peakFlops))",
      refined: "min(1, servedRate * requestFlops / (requiredReplicas * tpSize * alone.peakFlops))"
    },
    doc: "Share of the devices' peak compute that requests take (MFU)",
    why: "Decoding waits for memory, and a pool is not always busy; the textbook reads prompts in no time and may exceed what kernels reach."
  },
  memoryUse: {
    unit: "1",
    show: "%",
    symbol: "u_m",
    label: "Memory busy",
    source: "little-1961",
    eq: {
      refined: "min(1, servedRate / requiredReplicas * (batching.promptReadTime + outputTokens * loaded.memoryTime / max(1, loadBatch)))"
    },
    doc: "Share of the time in which the memory of a device moves bytes",
    why: "Each step reads the weights for all its requests at once."
  }
} as const satisfies CellSpecs;
