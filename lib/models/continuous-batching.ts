import {cappedExponentialScale, gammaPages, overflowRisk} from "../functions/lengths.js";
import {model} from "../model/model.js";
import {batchingCacheCells} from "./cells/batching-cache.js";
import {batchingPromptCells} from "./cells/batching-prompt.js";
import {forwardPass} from "./forward-pass.js";
import {continuousBatchingInputs} from "./inputs/continuous-batching.js";

/** How many requests a paged cache lets decode together, and how fast, against slots of full length. */
export const ContinuousBatchingModel = model("ContinuousBatchingModel", {
  doc: "Throughput of a batch that requests join and leave, with a paged cache and with slots of full length.",
  question: "How many requests run together, and how much do they write?",
  inputs: continuousBatchingInputs,
  functions: {cappedExponentialScale, gammaPages, overflowRisk},
  rules: {
    meanRequestTokens: {that: "!has(meanRequestTokens) || meanRequestTokens <= maxSeqLen", says: "must be at most {maxSeqLen}"},
    model: {that: "model.kind == 'transformer' || model.kind == 'sparse transformer'", says: "must be a transformer"},
    outputTokens: {
      that: "!has(outputTokens) || outputTokens < (meanRequestTokens ?? maxSeqLen)",
      says: "must be less than the mean tokens of a request"
    },
    sharedPrefixLen: {
      that: "sharedPrefixLen < (meanRequestTokens ?? maxSeqLen) - (outputTokens ?? 0)",
      says: "must be less than the mean tokens of a prompt"
    }
  },
  uses: {
    step: {of: forwardPass, with: {phase: "'decode'", newTokens: "1", context: "residentTokens", batchSize: "maxActiveRequests"}},
    slots: {of: forwardPass, with: {phase: "'decode'", newTokens: "1", context: "residentTokens", batchSize: "staticMaxActiveRequests"}},
    prompt: {
      of: forwardPass,
      with: {phase: "'prefill'", newTokens: "promptTokens - sharedPrefixLen", context: "promptTokens", batchSize: "1"}
    },
    longest: {of: forwardPass, with: {phase: "'prefill'", newTokens: "maxSeqLen", context: "maxSeqLen", batchSize: "maxBatchSize"}}
  },
  cells: {
    ...batchingCacheCells,
    stepTime: {
      unit: "s",
      show: "ms",
      symbol: "t(N)",
      eq: {
        textbook: "fits ? (step.storedBytes + maxActiveRequests * meanTokens * step.cacheTokenSize) / hardware.memoryBandwidth : 1000[s]",
        refined: "step.passTime + schedulerOverhead"
      },
      doc: "A decode step of the running requests",
      label: "Decode step",
      source: "pope-2022",
      why: "Weights once, the cache of each request, and the arithmetic of all; the textbook has the reading only."
    },
    slotsStepTime: {
      unit: "s",
      show: "ms",
      symbol: "t(N_s)",
      eq: {
        textbook: "(step.storedBytes + staticMaxActiveRequests * meanTokens * step.cacheTokenSize) / hardware.memoryBandwidth",
        refined: "slots.passTime + schedulerOverhead"
      },
      doc: "A decode step of as many requests as there are slots"
    },
    ...batchingPromptCells,
    itl: {
      unit: "s",
      symbol: "\\text{ITL}",
      show: "ms",
      optional: true,
      none: "No request fits.",
      eq: {textbook: "stepTime", refined: "feasible ? stepTime + maxActiveRequests * prefillPerToken : none"},
      doc: "Time between tokens, prefills of other requests included",
      label: "Time per token",
      source: "yu-2022",
      why: "Each step takes as long as the requests that decode in it, and the prompts that are read meanwhile."
    },
    throughput: {
      unit: "token/s",
      symbol: "X",
      eq: "has(itl) ? maxActiveRequests / itl : 0",
      doc: "Tokens that the running requests generate in a second",
      label: "Throughput",
      source: "yu-2022",
      why: "A token of each running request a step; without the number of generated tokens the prompts cost nothing, an upper bound."
    },
    staticThroughput: {
      unit: "token/s",
      symbol: "X_s",
      eq: {
        textbook: "staticMaxActiveRequests > 0 ? staticMaxActiveRequests / slotsStepTime : 0",
        refined: "staticMaxActiveRequests > 0 ? staticMaxActiveRequests / (slotsStepTime + staticMaxActiveRequests * prefillPerToken) : 0"
      },
      doc: "The same with slots of full length",
      label: "With slots",
      source: "kwon-2023",
      why: "Fewer requests share each read of the weights."
    },
    speedupVsStatic: {
      unit: "1",
      symbol: "X/X_s",
      infinite: "Not one slot of full length fits.",
      eq: "staticThroughput > 0 ? throughput / staticThroughput : throughput > 0 ? infinity : 1",
      doc: "Throughput in pages over that in slots",
      label: "Gain of pages",
      source: "kwon-2023",
      why: "Pages turn the unused end of slots into more requests."
    },
    ttft: {
      unit: "s",
      symbol: "\\text{TTFT}",
      show: "ms",
      optional: true,
      none: "No request fits.",
      eq: {textbook: "longest.passTime", refined: "feasible ? promptTime + stepTime : none"},
      doc: "Time to first token of a request that is let in",
      label: "First token",
      source: "yu-2022",
      why: "It waits for the step that runs, then its prompt is read; the textbook reads a full batch of the longest prompts."
    },
    worstCasePrefillTime: {
      unit: "s",
      symbol: "t_{p,max}",
      show: "ms",
      eq: {refined: "longest.passTime"},
      doc: "Prefill of a full batch of the longest prompts",
      label: "Worst prefill",
      source: "mlsysim-api",
      why: "No scheduler lets all of them in at once; the textbook takes it for the time to first token."
    },
    requestRate: {
      unit: "request/s",
      symbol: "X_r",
      optional: true,
      none: "How many tokens are generated is not said.",
      eq: {refined: "has(outputTokens) ? throughput / outputTokens : none"},
      doc: "Requests that are answered in a second",
      label: "Requests answered",
      source: "yu-2022",
      why: "Tokens in a second over tokens of an answer."
    },
    prefillShare: {
      unit: "1",
      symbol: "f_{pre}",
      show: "%",
      optional: true,
      none: "No request fits, or how many tokens are generated is not said.",
      eq: {refined: "has(outputTokens) && has(itl) ? maxActiveRequests * prefillPerToken / itl : none"},
      doc: "Share of the time that goes into prompts",
      label: "Time in prompts",
      source: "agrawal-2024",
      why: "What prompts take, decoding must do without."
    },
    mfu: {
      unit: "1",
      symbol: "\\text{MFU}",
      show: "%",
      optional: true,
      none: "No request fits.",
      source: "chowdhery-palm-2022",
      eq: {
        refined:
          "has(itl) ? (step.linearFlops + step.attentionFlops + (has(outputTokens) ? maxActiveRequests / outputTokens * promptFlops : 0)) / (tpSize * step.peakFlops * itl) : none"
      },
      doc: "Share of peak compute that decoding and prompts reach together (MFU)",
      label: "MFU",
      why: "Decoding reads more than it computes, so a larger batch computes more for the same reading."
    },
    memoryUse: {
      unit: "1",
      symbol: "u_m",
      show: "%",
      optional: true,
      none: "No request fits.",
      source: "yu-2022",
      eq: {
        refined: "has(itl) ? (step.memoryTime + (has(outputTokens) ? maxActiveRequests / outputTokens * promptReadTime : 0)) / itl : none"
      },
      doc: "Share of the time in which the memory of a device moves bytes",
      label: "Memory busy",
      why: "Decoding is mostly reading, prompts are mostly arithmetic."
    },
    decodeBound: {
      choice: ["Compute", "Memory"],
      symbol: "\\text{bound}_d",
      eq: {refined: "step.bound"},
      doc: "Roof that binds a decode step",
      label: "Decode bound",
      source: "williams-2009",
      why: "The longer of the two times is the one worth shortening."
    }
  },
  outputs: [
    "feasible",
    "throughput",
    "maxActiveRequests",
    "staticThroughput",
    "staticMaxActiveRequests",
    "meanTokens",
    "pagedInternalFragmentation",
    "staticInternalFragmentation",
    "pagedKvCacheSize",
    "staticKvCacheSize",
    "ttft",
    "itl",
    "speedupVsStatic",
    "requestRate",
    "prefillShare",
    "mfu",
    "memoryUse",
    "decodeBound",
    "worstCasePrefillTime",
    "preemptionRisk",
    "residentTokens"
  ],
  trace: {
    memory: {when: "fits", say: "Memory: weights leave {cacheBudget:GB} of a device for caches, {budgetTokens:#} tokens."},
    full: {when: "!fits", say: "Memory: {step.storedBytes:GB} of weights leave no room for a cache in {hardware.memoryCapacity:GB}."},
    batch: {
      when: "feasible",
      say: "Batching: {maxActiveRequests:#} requests run together, {staticMaxActiveRequests:#} with slots of full length."
    },
    cap: {
      when: "feasible && maxActiveRequests == maxBatchSize && staticMaxActiveRequests == maxBatchSize",
      say: "The cap of {maxBatchSize:#} requests binds both; pages gain nothing."
    },
    widened: {
      when: "step.weightsAreWidened",
      say: "Only the weights are in {precision}: {hardware.name} computes at its 16-bit rate, {step.peakFlops:TFLOP/s}."
    },
    rate: {
      when: "step.rateIsFallback",
      say: "{hardware.name} states no rate in {precision}; the arithmetic is taken to run at {step.peakFlops:TFLOP/s}."
    },
    bound: {
      when: "feasible && !has(outputTokens)",
      say: "Throughput is that of decoding alone, an upper bound: how many tokens are generated is not said."
    }
  }
});
