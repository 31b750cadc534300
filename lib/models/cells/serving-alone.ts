import type {CellSpecs} from "../../graph/spec.js";

/** The first token of one request that is read alone. */
export const aloneCells = {
  singleMemoryTime: {
    unit: "s",
    show: "ms",
    symbol: "t_{1m}",
    source: "agrawal-2024",
    doc: "Time to stream what the prefill of one request reads",
    eq: {
      refined:
        "has(prefillChunkTokens) ? (((prefillChunks - 1) * stall.weightBytes + lastAlone.weightBytes) * prefill.weightSlowness / tpSize + prefill.cacheTokenSize * prefixReads / prefill.cacheShards) / (hardware.memoryBandwidth * memoryEfficiency) : single.memoryTime"
    }
  },
  earlierMemoryAlone: {
    unit: "s",
    show: "ms",
    symbol: "t_{1em}",
    eq: {refined: "singleMemoryTime - lastAlone.memoryTime"},
    doc: "Memory time of all prefill steps of one request but the last"
  },
  longerAlone: {
    unit: "s",
    show: "ms",
    symbol: "t_{1max}",
    eq: {
      refined:
        "sumOfLonger(earlierComputeTime / batchSize, computeGrowth / batchSize, earlierMemoryAlone, memoryGrowth / batchSize, prefillChunks - 1)"
    },
    doc: "The longer of arithmetic and memory time of each prefill step of one request but the last, summed"
  },
  ttftSingle: {
    unit: "s",
    symbol: "\\text{TTFT}_1",
    show: "ms",
    label: "First token, alone",
    source: "yuan-2024",
    eq: {
      textbook: "single.computeTime + prefillChunks * hardware.dispatchTime + kvTransferTime / batchSize",
      refined:
        "(has(prefillChunkTokens) ? longerAlone + (1 - single.hidden) * (earlierComputeTime / batchSize + earlierMemoryAlone - longerAlone) + (prefillChunks - 1) * (single.overhead + stall.linkTime) + lastAlone.passTime : max(single.computeTime, singleMemoryTime) + (1 - single.hidden) * min(single.computeTime, singleMemoryTime) + single.overhead + single.linkTime) + kvTransferTime / batchSize + prefixLoadTime / batchSize"
    },
    doc: "Time to first token of a request that is prefilled alone",
    why: "A request that arrives alone does not wait for a batch to be read."
  }
} as const satisfies CellSpecs;
