import type {CellSpecs} from "../../graph/spec.js";

/** How a prompt is read: in one step or several, and how long that takes. */
export const prefillCells = {
  promptTokens: {
    unit: "token",
    symbol: "S_p",
    eq: {textbook: "seqLen", refined: "seqLen - outputTokens"},
    doc: "Tokens of a request that are there before the first is generated",
    label: "Prompt",
    source: "mlsysim-api",
    why: "The context is prompt and generated tokens; the textbook reads all of it as a prompt."
  },
  newTokens: {
    unit: "token",
    symbol: "q",
    eq: "max(1, promptTokens - cachedPrefixLen)",
    doc: "Tokens of a request that need prefill",
    label: "Tokens to prefill",
    why: "A cached prefix need not be computed again."
  },
  chunkTokens: {
    unit: "token",
    symbol: "q_1",
    eq: "min(prefillChunkTokens ?? newTokens, newTokens)",
    doc: "Tokens of a request in one prefill step",
    label: "Tokens a step",
    why: "Long prompts are cut so that running requests need not wait for all of it."
  },
  prefillChunks: {
    unit: "1",
    symbol: "N_c",
    eq: "has(prefillChunkTokens) ? ceil(newTokens / prefillChunkTokens) : 1",
    doc: "Steps of the prefill",
    label: "Prefill steps",
    source: "agrawal-2024",
    why: "Each step reads the weights once more."
  },
  lastTokens: {
    unit: "token",
    symbol: "q_n",
    eq: {refined: "newTokens - (prefillChunks - 1) * chunkTokens"},
    doc: "Tokens of a request in the last prefill step"
  },
  prefixSum: {
    unit: "token",
    symbol: "\\sum s_c",
    eq: {refined: "prefillChunks * cachedPrefixLen + chunkTokens * prefillChunks * (prefillChunks - 1) / 2"},
    doc: "Tokens of a request that stand before a step of the prefill, all steps together"
  },
  prefixReads: {
    unit: "token",
    symbol: "s_c",
    label: "Prefix read again",
    source: "agrawal-2024",
    eq: {
      refined:
        "has(model.slidingWindow) ? (1 - prefill.slidingShare) * prefixSum + prefill.slidingShare * min(prefixSum, prefillChunks * model.slidingWindow) : prefixSum"
    },
    doc: "Tokens of a request whose cache the steps of the prefill read, all steps together",
    why: "Each step attends to all steps before it."
  },
  prefillMemoryTime: {
    unit: "s",
    show: "ms",
    symbol: "t_{pm}",
    label: "Prefill reading",
    source: "agrawal-2024",
    eq: {
      refined:
        "has(prefillChunkTokens) ? (((prefillChunks - 1) * chunk.weightBytes + last.weightBytes) * prefill.weightSlowness / tpSize + prefill.cacheTokenSize * prefixReads * batchSize / prefill.cacheShards) / (hardware.memoryBandwidth * memoryEfficiency) : prefill.memoryTime"
    },
    doc: "Time to stream what the prefill reads",
    why: "Weights once a step, and the cache of what stands before the step."
  },
  earlierComputeTime: {
    unit: "s",
    show: "ms",
    symbol: "t_{ec}",
    eq: {refined: "prefill.computeTime - last.computeTime"},
    doc: "Arithmetic of all prefill steps but the last"
  },
  computeGrowth: {
    unit: "s",
    show: "ms",
    symbol: "\\Delta t_c",
    eq: {
      refined: "chunk.attentionFlops * chunkTokens / chunk.attendedTokens / (tpSize * chunk.peakFlops * efficiency) * chunk.growingShare"
    },
    doc: "What the arithmetic of a prefill step grows by from step to step"
  },
  earlierMemoryTime: {
    unit: "s",
    show: "ms",
    symbol: "t_{em}",
    eq: {refined: "prefillMemoryTime - last.memoryTime"},
    doc: "Memory time of all prefill steps but the last"
  },
  memoryGrowth: {
    unit: "s",
    show: "ms",
    symbol: "\\Delta t_m",
    eq: {
      refined:
        "chunk.cacheTokenSize * chunkTokens * batchSize / chunk.cacheShards / (hardware.memoryBandwidth * memoryEfficiency) * chunk.growingShare"
    },
    doc: "What the memory time of a prefill step grows by from step to step"
  },
  longerTime: {
    unit: "s",
    show: "ms",
    symbol: "t_{max}",
    eq: {refined: "sumOfLonger(earlierComputeTime, computeGrowth, earlierMemoryTime, memoryGrowth, prefillChunks - 1)"},
    doc: "The longer of arithmetic and memory time of each prefill step but the last, summed"
  },
  prefillTime: {
    unit: "s",
    show: "ms",
    symbol: "t_p",
    label: "Prefill",
    source: "yuan-2024",
    eq: {
      textbook: "prefill.computeTime + prefillChunks * hardware.dispatchTime",
      refined:
        "has(prefillChunkTokens) ? longerTime + (1 - prefill.hidden) * (earlierComputeTime + earlierMemoryTime - longerTime) + (prefillChunks - 1) * (prefill.overhead + chunk.linkTime) + last.passTime : max(prefill.computeTime, prefillMemoryTime) + (1 - prefill.hidden) * min(prefill.computeTime, prefillMemoryTime) + prefill.overhead + prefill.linkTime"
    },
    doc: "Prefill of the whole batch, the sum of its steps",
    why: "The whole prompt goes through the model at once, so this is a large matrix multiplication, with a floor at one read of the weights."
  },
  prefixLoadTime: {
    unit: "s",
    show: "ms",
    symbol: "t_c",
    label: "Prefix load",
    source: "mlsysim-api",
    eq: {refined: "has(prefixBandwidth) ? prefill.cacheTokenSize * cachedPrefixLen * batchSize / prefixBandwidth : 0"},
    doc: "Bringing the cached prefix to the device",
    why: "A prefix that is cached elsewhere must come first; the textbook finds it on the device."
  },
  prefillChunkTime: {
    unit: "s",
    symbol: "t_{ch}",
    show: "ms",
    optional: true,
    none: "The prefill is one step.",
    label: "Longest step",
    eq: "has(prefillChunkTokens) ? chunk.passTime : none",
    doc: "Longest step of the batch's prefill",
    why: "The last step attends to the most tokens."
  },
  decodeStallBound: {
    unit: "s",
    symbol: "t_{stall}",
    show: "ms",
    optional: true,
    none: "The prefill is one step.",
    label: "Decode waits",
    source: "agrawal-2024",
    eq: {textbook: "prefillChunkTime", refined: "has(prefillChunkTokens) ? stall.passTime : none"},
    doc: "Longest pause that a prefill causes in a running decode",
    why: "One request's step at a time joins the running batch; the textbook lets the whole batch's step in."
  }
} as const satisfies CellSpecs;
