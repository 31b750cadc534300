import {model} from "../model/model.js";
import {forwardPass} from "./forward-pass.js";
import {hardware} from "./records/hardware.js";
import {precisionInput} from "./records/precision.js";
import {workload} from "./records/workload.js";

/** Time to the first token and between tokens of a transformer, in one place or split over two. */
export const ServingModel = model("ServingModel", {
  question: "How long until it answers, and how fast does it then write?",
  doc: "Time to first token and between tokens of one batch.",
  inputs: {
    model: {record: workload, symbol: "", doc: "Network that is served"},
    hardware: {record: hardware, symbol: "", doc: "Accelerator; the prefill one when decoding is elsewhere"},
    seqLen: {unit: "token", symbol: "S", min: 1, whole: true, doc: "Prompt and generated tokens"},
    batchSize: {unit: "request", symbol: "B", default: 1, min: 1, whole: true, doc: "Requests served together"},
    precision: precisionInput,
    efficiency: {unit: "1", symbol: "\\eta", default: 0.5, above: 0, max: 1, doc: "Share of peak compute that kernels reach"},
    decodeHardware: {record: hardware, symbol: "dec", optional: true, doc: "Accelerator that decodes, when it is another"},
    networkBandwidth: {unit: "B/s", symbol: "\\beta_{net}", default: "100 GB/s", above: 0, doc: "Link from prefill to decode"},
    draftModel: {record: workload, symbol: "draft", optional: true, doc: "Small network that drafts tokens"},
    draftAcceptanceRate: {unit: "1", symbol: "\\alpha", default: 0.7, min: 0, max: 1, doc: "Chance that a drafted token is kept"},
    cachedPrefixLen: {unit: "token", symbol: "c", default: 0, min: 0, whole: true, doc: "Prompt tokens already in the cache"},
    prefillChunkTokens: {unit: "token", symbol: "q_c", optional: true, min: 1, whole: true, doc: "Longest prefill step"},
    speculativeLength: {unit: "token", symbol: "\\gamma", default: 4, min: 1, whole: true, doc: "Tokens drafted in a round"},
    memoryEfficiency: {unit: "1", symbol: "\\eta_\\beta", default: 0.8, above: 0, max: 1, doc: "Share of peak bandwidth reached"},
    memoryFraction: {unit: "1", symbol: "\\varphi", default: 0.9, above: 0, max: 1, doc: "Share of the memory that may be used"}
  },
  rules: {
    cachedPrefixLen: {that: "cachedPrefixLen < seqLen", says: "must be less than seqLen"},
    model: {
      that: "model.kind == 'transformer' || model.kind == 'sparse transformer'",
      says: "must be a transformer"
    },
    draftModel: {
      says: "must be a transformer",
      that: "!has(draftModel) || draftModel.kind == 'transformer' || draftModel.kind == 'sparse transformer'"
    }
  },
  uses: {
    prefill: {of: forwardPass, with: {phase: "'prefill'", context: "seqLen"}},
    chunk: {of: forwardPass, with: {phase: "'prefill'", context: "seqLen", newTokens: "min(prefillChunkTokens, newTokens)"}},
    decode: {of: forwardPass, with: {phase: "'decode'", context: "seqLen", newTokens: "1", hardware: "decodeDevice"}},
    draft: {
      of: forwardPass,
      with: {phase: "'draft'", context: "seqLen", newTokens: "1", hardware: "decodeDevice", model: "draftModel"}
    },
    verify: {
      of: forwardPass,
      with: {phase: "'decode'", context: "seqLen", newTokens: "speculativeLength + 1", hardware: "decodeDevice"}
    }
  },
  cells: {
    decodeDevice: {record: hardware, symbol: "dec", eq: "decodeHardware ?? hardware", doc: "Accelerator that decodes"},
    newTokens: {unit: "token", symbol: "q", eq: "max(1, seqLen - cachedPrefixLen)", doc: "Tokens that need prefill"},
    prefillChunks: {
      unit: "1", symbol: "N_c", eq: "has(prefillChunkTokens) ? ceil(newTokens / prefillChunkTokens) : 1",
      doc: "Steps of the prefill"
    },
    prefillChunkTime: {unit: "s", symbol: "t_{ch}", show: "ms", optional: true, eq: "chunk.passTime", doc: "Longest step of the prefill"},
    decodeStallBound: {
      unit: "s", symbol: "t_{stall}", show: "ms", optional: true, eq: "prefillChunkTime",
      doc: "Longest pause that a prefill causes in a running decode"
    },
    prefillTime: {
      unit: "s", symbol: "t_p", show: "ms",
      eq: {
        textbook: "prefill.computeTime + prefillChunks * hardware.dispatchTime",
        refined: "prefill.passTime + (prefillChunks - 1) * prefill.overhead"
      },
      doc: "Prefill of the whole batch"
    },
    kvCacheSize: {unit: "B", symbol: "K", eq: "decode.cacheBytes", doc: "Cache of the batch, cached prefix included"},
    kvTransferTime: {
      unit: "s", symbol: "t_x", show: "ms", eq: "has(decodeHardware) ? kvCacheSize / networkBandwidth : 0",
      doc: "Moving the cache to the decode accelerator"
    },
    ttft: {unit: "s", symbol: "\\text{TTFT}", show: "ms", eq: "prefillTime + kvTransferTime", doc: "Time to first token"},
    expectedTokens: {
      unit: "token", symbol: "E", doc: "Tokens that a round of speculation yields",
      eq: "draftAcceptanceRate < 1 ? (1 - draftAcceptanceRate^(speculativeLength + 1)) / (1 - draftAcceptanceRate) : speculativeLength + 1"
    },
    itl: {
      unit: "s", symbol: "\\text{ITL}", show: "ms", doc: "Time between tokens",
      eq: {
        textbook: "has(draftModel) ? (speculativeLength * draft.passTime + decode.passTime) / expectedTokens : decode.passTime",
        refined: "has(draftModel) ? (speculativeLength * draft.passTime + verify.passTime) / expectedTokens : decode.passTime"
      }
    },
    modelWeightsSize: {unit: "B", symbol: "W", eq: "decode.storedBytes", doc: "Weights of the network"},
    draftBytes: {
      unit: "B", symbol: "W_d", doc: "Memory of the draft network",
      eq: {
        textbook: "has(draftModel) ? draft.storedBytes : 0",
        refined: "has(draftModel) ? draft.storedBytes + draft.cacheBytes : 0"
      }
    },
    totalMemoryRequired: {unit: "B", symbol: "M", eq: "modelWeightsSize + kvCacheSize + draftBytes", doc: "Memory that decoding needs"},
    memoryAvailable: {
      unit: "B", symbol: "C",
      eq: {textbook: "decodeDevice.memoryCapacity", refined: "memoryFraction * decodeDevice.memoryCapacity"},
      doc: "Memory that decoding may use"
    },
    feasible: {flag: true, symbol: "\\text{fits}", eq: "totalMemoryRequired <= memoryAvailable", doc: "The decode accelerator holds it"},
    memoryUtilization: {
      unit: "1", symbol: "u_M", show: "%", eq: "totalMemoryRequired / decodeDevice.memoryCapacity",
      doc: "Memory needed over capacity"
    },
    memoryShortfall: {
      unit: "B", symbol: "M_s", optional: true, eq: "feasible ? none : totalMemoryRequired - memoryAvailable",
      doc: "What does not fit"
    },
    promptCacheHitRatio: {unit: "1", symbol: "h", show: "%", eq: "cachedPrefixLen / seqLen", doc: "Share of the context found in the cache"},
    tokensPerSecond: {unit: "token/s", symbol: "X", eq: "batchSize / itl", doc: "Tokens of the batch"},
    decodeBound: {choice: ["Compute", "Memory"], symbol: "\\text{bound}", eq: {refined: "decode.bound"}, doc: "Roof that binds decoding"}
  },
  outputs: [
    "feasible", "ttft", "itl", "kvCacheSize", "modelWeightsSize", "totalMemoryRequired", "memoryUtilization",
    "memoryShortfall", "promptCacheHitRatio", "prefillChunks", "prefillChunkTime", "decodeStallBound", "tokensPerSecond",
    "decodeBound"
  ],
  trace: {
    fits: {when: "feasible", say: "Memory: {totalMemoryRequired} of {decodeDevice.memoryCapacity} needed; it fits."},
    misfit: {when: "!feasible", say: "Memory: {totalMemoryRequired} needed, {memoryShortfall} more than {memoryAvailable}."},
    chunks: {when: "has(prefillChunkTokens)", say: "Prefill: {prefillChunks} steps, each stalls decoding for up to {decodeStallBound:ms}."}
  }
});
