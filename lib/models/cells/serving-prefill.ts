import type {CellSpecs} from "../../graph/spec.js";

/** How a prompt is read: in one step or several, and how long that takes. */
export const prefillCells = {
  newTokens: {
    unit: "token",
    symbol: "q",
    eq: "max(1, seqLen - cachedPrefixLen)",
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
  prefixReads: {
    unit: "token",
    symbol: "s_c",
    label: "Prefix read again",
    source: "agrawal-2024",
    eq: {textbook: "0", refined: "prefillChunks * cachedPrefixLen + chunkTokens * prefillChunks * (prefillChunks - 1) / 2"},
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
        "(prefillChunks * chunk.weightBytes + prefill.cacheTokenSize * prefixReads * batchSize) / (hardware.memoryBandwidth * memoryEfficiency)"
    },
    doc: "Time to stream what the prefill reads",
    why: "Weights once a step, and the cache of what stands before the step."
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
        "max(prefill.computeTime, prefillMemoryTime) + (1 - prefill.hidden) * min(prefill.computeTime, prefillMemoryTime) + prefillChunks * prefill.overhead"
    },
    doc: "Prefill of the whole batch",
    why: "The whole prompt goes through the model at once, so this is a large matrix multiplication, with a floor at one read of the weights."
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
