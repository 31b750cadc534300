import {optimalDraftLength} from "../functions/speculation.js";
import {sumOfLonger} from "../functions/steps.js";
import {model} from "../model/model.js";
import {aloneCells} from "./cells/serving-alone.js";
import {memoryCells} from "./cells/serving-memory.js";
import {prefillCells} from "./cells/serving-prefill.js";
import {paceCells} from "./cells/serving-pace.js";
import {forwardPass} from "./forward-pass.js";
import {servingInputs} from "./inputs/serving.js";
import {hardware} from "./records/hardware.js";

/** Time to the first token and between tokens of a transformer, in one place or split over two. */
export const ServingModel = model("ServingModel", {
  doc: "Time to first token and between tokens of one batch, and the memory that it needs.",
  question: "How long until it answers, and how fast does it then write?",
  inputs: servingInputs,
  functions: {optimalDraftLength, sumOfLonger},
  rules: {
    outputTokens: {that: "outputTokens < seqLen", says: "must be less than {seqLen}"},
    cachedPrefixLen: {that: "cachedPrefixLen < seqLen", says: "must be less than {seqLen}"},
    model: {that: "model.kind == 'transformer' || model.kind == 'sparse transformer'", says: "must be a transformer"},
    draftModel: {
      says: "must be a transformer",
      that: "!has(draftModel) || draftModel.kind == 'transformer' || draftModel.kind == 'sparse transformer'"
    }
  },
  uses: {
    prefill: {of: forwardPass, with: {phase: "'prefill'", context: "promptTokens"}},
    chunk: {of: forwardPass, with: {phase: "'prefill'", context: "promptTokens", newTokens: "chunkTokens"}},
    single: {of: forwardPass, with: {phase: "'prefill'", context: "promptTokens", batchSize: "1"}},
    last: {of: forwardPass, with: {phase: "'prefill'", context: "promptTokens", newTokens: "lastTokens"}},
    lastAlone: {of: forwardPass, with: {phase: "'prefill'", context: "promptTokens", newTokens: "lastTokens", batchSize: "1"}},
    stall: {of: forwardPass, with: {phase: "'prefill'", context: "promptTokens", newTokens: "chunkTokens", batchSize: "1"}},
    decode: {of: forwardPass, with: {phase: "'decode'", context: "meanContext", newTokens: "1", hardware: "decodeDevice"}},
    full: {of: forwardPass, with: {phase: "'decode'", context: "seqLen", newTokens: "1", hardware: "decodeDevice"}},
    draft: {
      of: forwardPass,
      with: {phase: "'draft'", context: "meanContext", newTokens: "1", hardware: "decodeDevice", model: "draftModel"}
    },
    verify: {
      of: forwardPass,
      with: {phase: "'decode'", context: "meanContext", newTokens: "speculativeLength + 1", hardware: "decodeDevice"}
    }
  },
  cells: {
    decodeDevice: {record: hardware, symbol: "dec", eq: "decodeHardware ?? hardware", doc: "Accelerator that decodes"},
    ...prefillCells,
    meanContext: {
      unit: "token",
      symbol: "\\bar S",
      eq: {textbook: "seqLen", refined: "promptTokens + outputTokens / 2"},
      doc: "Tokens that a decode step finds before it, in the mean over the answer",
      label: "Mean context",
      source: "mlsysim-api",
      why: "The context grows by a token a step; the textbook takes its end."
    },
    kvCacheSize: {
      unit: "B",
      show: "GB",
      symbol: "K",
      eq: "full.cacheBytes",
      doc: "Cache of the batch, cached prefix included",
      label: "KV cache",
      why: "Grows with both batch and context; nothing is shared between requests."
    },
    kvTransferTime: {
      unit: "s",
      symbol: "t_x",
      show: "ms",
      source: "mlsysim-api",
      eq: {
        textbook: "has(decodeHardware) ? kvCacheSize / networkBandwidth : 0",
        refined:
          "has(decodeHardware) ? (1 - kvTransferOverlap) * prefill.cacheBytes / networkBandwidth + kvTransferOverlap * max(prefill.cacheBytes / (model.layers * networkBandwidth), prefill.cacheBytes / networkBandwidth - prefillTime) : 0"
      },
      doc: "Moving the prompt's cache to the decode device, as far as it is waited for",
      label: "Cache transfer",
      why: "Only a prefill on another device has to hand its cache over."
    },
    ttft: {
      unit: "s",
      symbol: "\\text{TTFT}",
      show: "ms",
      eq: {textbook: "prefillTime + kvTransferTime", refined: "prefillTime + kvTransferTime + prefixLoadTime"},
      source: "mlsysim-api",
      doc: "Time to first token of the whole batch",
      label: "First token",
      why: "Reading the prompt is bound by compute, except when the prompt is very short."
    },
    ...aloneCells,
    ...paceCells,
    ...memoryCells,
    promptCacheHitRatio: {
      unit: "1",
      symbol: "h_c",
      show: "%",
      eq: "cachedPrefixLen / seqLen",
      doc: "Share of the context found in the cache",
      label: "Cache hits",
      why: "What is found need not be read from the prompt again."
    },
    tokensPerSecond: {
      unit: "token/s",
      symbol: "X",
      eq: "batchSize / itl",
      doc: "Tokens of the batch in a second",
      label: "Throughput",
      why: "All requests of the batch receive one token a step."
    },
    prefillBound: {
      choice: ["Compute", "Memory"],
      symbol: "\\text{bound}_p",
      label: "Prefill bound",
      source: "williams-2009",
      doc: "Roof that binds the prefill",
      eq: {refined: "prefillMemoryTime > prefill.computeTime ? 'Memory' : 'Compute'"},
      why: "The longer of the two times is the one worth shortening."
    },
    decodeBound: {
      choice: ["Compute", "Memory"],
      symbol: "\\text{bound}_d",
      eq: {refined: "decode.bound"},
      doc: "Roof that binds decoding",
      label: "Decode bound",
      source: "williams-2009",
      why: "The longer of the two times is the one worth shortening."
    },
    mfuPrefill: {
      unit: "1",
      symbol: "\\text{MFU}",
      show: "%",
      label: "Prefill MFU",
      source: "chowdhery-palm-2022",
      eq: {refined: "(prefill.linearFlops + prefill.attentionFlops) / (tpSize * prefill.peakFlops * prefillTime)"},
      doc: "Share of peak compute that the prefill reaches (MFU)",
      why: "Never above the efficiency that kernels reach."
    },
    mbuDecode: {
      unit: "1",
      symbol: "\\text{MBU}",
      show: "%",
      label: "Decode MBU",
      source: "gpt-fast",
      eq: {refined: "decode.trafficBytes / (decodeDevice.memoryBandwidth * decode.passTime)"},
      doc: "Share of peak bandwidth that a decode step reaches (MBU)",
      why: "Never above the share that kernels reach."
    }
  },
  outputs: [
    "feasible",
    "ttft",
    "itl",
    "kvCacheSize",
    "modelWeightsSize",
    "totalMemoryRequired",
    "memoryUtilization",
    "promptCacheHitRatio",
    "prefillChunks",
    "prefillChunkTime",
    "decodeStallBound",
    "memoryShortfall",
    "memoryAvailable",
    "tokensPerSecond",
    "ttftSingle",
    "kvTransferTime",
    "expectedTokens",
    "optimalSpeculativeLength",
    "prefillBound",
    "decodeBound",
    "mfuPrefill",
    "mbuDecode",
    "worstItl",
    "prefillDecodeRatio",
    "prefixLoadTime"
  ],
  trace: {
    fits: {when: "feasible", say: "Memory: {totalMemoryRequired:GB} of {decodeDevice.memoryCapacity:GB} needed; it fits."},
    misfit: {
      when: "!feasible",
      say: "Memory: {totalMemoryRequired:GB} needed, {memoryShortfall:GB} more than may be filled; the times below are what would be if it fitted."
    },
    chunks: {when: "has(prefillChunkTokens)", say: "Prefill: {prefillChunks} steps, each stalls decoding for up to {decodeStallBound:ms}."},
    widened: {
      when: "prefill.weightsAreWidened",
      say: "Only the weights are in {precision}: {hardware.name} computes at its 16-bit rate, {prefill.peakFlops:TFLOP/s}."
    },
    decodeWidened: {
      when: "has(decodeHardware) && decode.weightsAreWidened",
      say: "Only the weights are in {precision}: {decodeHardware.name} decodes at its 16-bit rate, {decode.peakFlops:TFLOP/s}."
    },
    rate: {
      when: "prefill.rateIsFallback",
      say: "{hardware.name} states no rate in {precision}; the arithmetic is taken to run at {prefill.peakFlops:TFLOP/s}."
    },
    decodeRate: {
      when: "has(decodeHardware) && decode.rateIsFallback",
      say: "{decodeHardware.name} states no rate in {precision}; decoding is taken to run at {decode.peakFlops:TFLOP/s}."
    }
  }
});
