import {optimalDraftLength} from "../functions/speculation.js";
import {model} from "../model/model.js";
import {forwardPass} from "./forward-pass.js";
import {hardware} from "./records/hardware.js";
import {precisionInput} from "./records/precision.js";
import {workload} from "./records/workload.js";

/** Time to the first token and between tokens of a transformer, in one place or split over two. */
export const ServingModel = model("ServingModel", {
  doc: "Time to first token and between tokens of one batch, and the memory that it needs.",
  question: "How long until it answers, and how fast does it then write?",
  inputs: {
    model: {record: workload, symbol: "", label: "Model", doc: "Network that is served"},
    hardware: {record: hardware, symbol: "", label: "Device", doc: "Accelerator; the prefill one when decoding is elsewhere"},
    seqLen: {unit: "token", symbol: "S", min: 1, max: 1e9, whole: true, label: "Context", doc: "Prompt and generated tokens of a request"},
    batchSize: {
      unit: "request",
      symbol: "B",
      default: 1,
      min: 1,
      max: 1e9,
      whole: true,
      label: "Batch",
      doc: "Requests served together",
      source: "mlsysim-api"
    },
    precision: {...precisionInput, label: "Number format"},
    efficiency: {
      unit: "1",
      symbol: "\\eta",
      default: 0.5,
      above: 0,
      max: 1,
      label: "Compute efficiency",
      source: "mlsysim-api",
      doc: "Share of peak compute that kernels reach"
    },
    decodeHardware: {
      record: hardware,
      symbol: "dec",
      optional: true,
      label: "Decode device",
      doc: "Accelerator that decodes, when it is another"
    },
    networkBandwidth: {
      unit: "B/s",
      show: "GB/s",
      symbol: "\\beta_{net}",
      default: "100 GB/s",
      above: 0,
      max: 1e18,
      label: "Network",
      source: "mlsysim-api",
      doc: "Link from prefill to decode device"
    },
    draftModel: {record: workload, symbol: "draft", optional: true, label: "Draft model", doc: "Small network that drafts tokens"},
    draftAcceptanceRate: {
      unit: "1",
      show: "%",
      symbol: "\\alpha",
      default: 0.7,
      min: 0,
      max: 1,
      label: "Draft kept",
      source: "mlsysim-api",
      doc: "Chance that a drafted token is kept"
    },
    cachedPrefixLen: {
      unit: "token",
      symbol: "c",
      default: 0,
      min: 0,
      max: 1e9,
      whole: true,
      label: "Cached prefix",
      source: "mlsysim-api",
      doc: "Prompt tokens whose cache is there already"
    },
    prefillChunkTokens: {
      unit: "token",
      symbol: "q_c",
      optional: true,
      min: 1,
      max: 1e9,
      whole: true,
      label: "Chunk",
      doc: "Longest prefill step of a request"
    },
    speculativeLength: {
      unit: "token",
      symbol: "\\gamma",
      default: 4,
      min: 1,
      max: 1000,
      whole: true,
      label: "Drafted tokens",
      source: "mlsysim-api",
      doc: "Tokens drafted in a round"
    },
    memoryEfficiency: {
      unit: "1",
      symbol: "\\eta_\\beta",
      default: 0.8,
      above: 0,
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
    pageSize: {
      unit: "token",
      symbol: "p",
      default: 16,
      min: 1,
      max: 1e9,
      whole: true,
      label: "Cache page",
      source: "kwon-2023",
      doc: "Tokens of a page of the cache; memory is reserved in whole pages"
    }
  },
  functions: {optimalDraftLength},
  rules: {
    cachedPrefixLen: {that: "cachedPrefixLen < seqLen", says: "must be less than {seqLen}"},
    model: {that: "model.kind == 'transformer' || model.kind == 'sparse transformer'", says: "must be a transformer"},
    draftModel: {
      says: "must be a transformer",
      that: "!has(draftModel) || draftModel.kind == 'transformer' || draftModel.kind == 'sparse transformer'"
    }
  },
  uses: {
    prefill: {of: forwardPass, with: {phase: "'prefill'", context: "seqLen"}},
    chunk: {of: forwardPass, with: {phase: "'prefill'", context: "seqLen", newTokens: "chunkTokens"}},
    single: {of: forwardPass, with: {phase: "'prefill'", context: "seqLen", batchSize: "1"}},
    stall: {of: forwardPass, with: {phase: "'prefill'", context: "seqLen", newTokens: "chunkTokens", batchSize: "1"}},
    decode: {of: forwardPass, with: {phase: "'decode'", context: "seqLen", newTokens: "1", hardware: "decodeDevice"}},
    draft: {of: forwardPass, with: {phase: "'draft'", context: "seqLen", newTokens: "1", hardware: "decodeDevice", model: "draftModel"}},
    verify: {of: forwardPass, with: {phase: "'decode'", context: "seqLen", newTokens: "speculativeLength + 1", hardware: "decodeDevice"}}
  },
  cells: {
    decodeDevice: {record: hardware, symbol: "dec", eq: "decodeHardware ?? hardware", doc: "Accelerator that decodes"},
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
      eq: {textbook: "0", refined: "prefillChunks * cachedPrefixLen + chunkTokens * prefillChunks * (prefillChunks - 1) / 2"},
      doc: "Tokens of a request whose cache the steps of the prefill read, all steps together",
      why: "Each step attends to all steps before it."
    },
    prefillMemoryTime: {
      unit: "s",
      show: "ms",
      symbol: "t_{pm}",
      label: "Prefill memory",
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
    },
    kvCacheSize: {
      unit: "B",
      show: "GB",
      symbol: "K",
      eq: "decode.cacheBytes",
      doc: "Cache of the batch, cached prefix included",
      label: "KV cache",
      why: "Grows with both batch and context; nothing is shared between requests."
    },
    kvTransferTime: {
      unit: "s",
      symbol: "t_x",
      show: "ms",
      eq: "has(decodeHardware) ? kvCacheSize / networkBandwidth : 0",
      doc: "Moving the cache to the decode device",
      label: "Cache transfer",
      why: "Only a prefill on another device has to hand its cache over."
    },
    ttft: {
      unit: "s",
      symbol: "\\text{TTFT}",
      show: "ms",
      eq: "prefillTime + kvTransferTime",
      doc: "Time to first token of the whole batch",
      label: "Time to first token",
      why: "Reading the prompt is bound by compute, except when the prompt is very short."
    },
    singleMemoryTime: {
      unit: "s",
      show: "ms",
      symbol: "t_{1m}",
      doc: "Time to stream what the prefill of one request reads",
      eq: {
        refined:
          "(prefillChunks * stall.weightBytes + prefill.cacheTokenSize * prefixReads) / (hardware.memoryBandwidth * memoryEfficiency)"
      }
    },
    ttftSingle: {
      unit: "s",
      symbol: "\\text{TTFT}_1",
      show: "ms",
      label: "First token, alone",
      eq: {
        textbook: "single.computeTime + prefillChunks * hardware.dispatchTime + kvTransferTime / batchSize",
        refined:
          "max(single.computeTime, singleMemoryTime) + (1 - single.hidden) * min(single.computeTime, singleMemoryTime) + prefillChunks * single.overhead + kvTransferTime / batchSize"
      },
      doc: "Time to first token of a request that is prefilled alone",
      why: "A request that arrives alone does not wait for a batch to be read."
    },
    expectedTokens: {
      unit: "token",
      symbol: "E",
      doc: "Tokens that a round of speculation yields",
      label: "Tokens a round",
      source: "leviathan-2023",
      eq: "draftAcceptanceRate < 1 ? (1 - draftAcceptanceRate^(speculativeLength + 1)) / (1 - draftAcceptanceRate) : speculativeLength + 1",
      why: "Drafted tokens count up to the first that is rejected, and the verification adds one."
    },
    itl: {
      unit: "s",
      symbol: "\\text{ITL}",
      show: "ms",
      doc: "Time between tokens (inter-token latency)",
      label: "Time per token",
      source: "pope-2022",
      eq: {
        textbook: "has(draftModel) ? (speculativeLength * draft.passTime + decode.passTime) / expectedTokens : decode.passTime",
        refined: "has(draftModel) ? (speculativeLength * draft.passTime + verify.passTime) / expectedTokens : decode.passTime"
      },
      why: "Each step reads all weights once and the whole cache, then does its arithmetic."
    },
    optimalSpeculativeLength: {
      unit: "token",
      symbol: "\\gamma^*",
      optional: true,
      none: "There is no draft model.",
      source: "leviathan-2023",
      eq: {refined: "has(draftModel) ? optimalDraftLength(draftAcceptanceRate, draft.passTime / decode.passTime) : none"},
      doc: "Drafted tokens of a round, 1 to 16, that make a token cheapest",
      label: "Best draft length",
      why: "A longer draft is kept less often to its end."
    },
    modelWeightsSize: {
      unit: "B",
      show: "GB",
      symbol: "W",
      eq: "decode.storedBytes",
      doc: "Weights of the network",
      label: "Weights",
      why: "Every parameter is stored once, however many requests share it."
    },
    draftBytes: {
      unit: "B",
      show: "GB",
      symbol: "W_d",
      doc: "Memory of the draft network",
      label: "Draft memory",
      eq: {
        textbook: "has(draftModel) ? draft.storedBytes : 0",
        refined: "has(draftModel) ? draft.storedBytes + draft.cacheBytes : 0"
      },
      why: "A draft network keeps a cache of its own, which the textbook forgets."
    },
    reservedCacheSize: {
      unit: "B",
      show: "GB",
      symbol: "K_p",
      label: "Cache in pages",
      source: "kwon-2023",
      eq: {textbook: "kvCacheSize", refined: "decode.cacheTokenSize * ceil(seqLen / pageSize) * pageSize * batchSize"},
      doc: "Cache of the batch in whole pages",
      why: "The last page of a request is reserved whole."
    },
    totalMemoryRequired: {
      unit: "B",
      show: "GB",
      symbol: "M",
      eq: "modelWeightsSize + reservedCacheSize + draftBytes",
      doc: "Memory that decoding needs",
      label: "Memory needed",
      why: "Weights and cache must both sit in device memory."
    },
    memoryAvailable: {
      unit: "B",
      show: "GB",
      symbol: "C_u",
      label: "Usable memory",
      source: "kwon-2023",
      eq: {textbook: "decodeDevice.memoryCapacity", refined: "memoryFraction * decodeDevice.memoryCapacity"},
      doc: "Memory that weights and cache may fill",
      why: "The textbook lets a model fill the device; engines keep about a tenth for buffers and graphs."
    },
    prefillMemoryRequired: {
      unit: "B",
      show: "GB",
      symbol: "M_p",
      optional: true,
      none: "One device does both phases.",
      label: "Prefill memory needed",
      eq: {refined: "has(decodeHardware) ? modelWeightsSize + reservedCacheSize : none"},
      doc: "Memory that the prefill device needs, when decoding is elsewhere",
      why: "The prefill device must hold the weights and the cache it makes."
    },
    prefillFits: {
      flag: true,
      symbol: "\\text{fits}_p",
      label: "Prefill fits",
      eq: {textbook: "true", refined: "!has(prefillMemoryRequired) || prefillMemoryRequired <= memoryFraction * hardware.memoryCapacity"},
      doc: "The prefill device holds weights and cache"
    },
    feasible: {
      flag: true,
      symbol: "\\text{fits}",
      eq: "totalMemoryRequired <= memoryAvailable && prefillFits",
      doc: "The devices hold weights and cache",
      label: "Fits",
      why: "Above the usable share nothing runs, so nothing else on this page is real."
    },
    memoryUtilization: {
      unit: "1",
      symbol: "u_M",
      show: "%",
      eq: "totalMemoryRequired / decodeDevice.memoryCapacity",
      doc: "Memory needed over capacity; above 100% it does not fit",
      label: "Memory filled",
      why: "Above the usable share nothing runs, so nothing else on this page is real."
    },
    memoryShortfall: {
      unit: "B",
      show: "GB",
      symbol: "M_s",
      optional: true,
      none: "It fits.",
      label: "Memory missing",
      eq: {
        textbook: "feasible ? none : totalMemoryRequired - memoryAvailable",
        refined:
          "feasible ? none : max(totalMemoryRequired - memoryAvailable, has(prefillMemoryRequired) ? prefillMemoryRequired - memoryFraction * hardware.memoryCapacity : 0)"
      },
      doc: "Memory that the tighter device lacks",
      why: "What is needed beyond what may be filled."
    },
    promptCacheHitRatio: {
      unit: "1",
      symbol: "h_c",
      show: "%",
      eq: "cachedPrefixLen / seqLen",
      doc: "Share of the context found in the cache",
      label: "Cache hits"
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
      doc: "Roof that binds the prefill",
      eq: {refined: "prefillMemoryTime > prefill.computeTime ? 'Memory' : 'Compute'"}
    },
    decodeBound: {
      choice: ["Compute", "Memory"],
      symbol: "\\text{bound}_d",
      eq: {refined: "decode.bound"},
      doc: "Roof that binds decoding",
      label: "Decode bound"
    },
    mfuPrefill: {
      unit: "1",
      symbol: "\\text{MFU}",
      show: "%",
      label: "Prefill MFU",
      eq: {refined: "(prefill.linearFlops + prefill.attentionFlops) / (prefill.peakFlops * prefillTime)"},
      doc: "Share of peak compute that the prefill reaches (MFU)",
      why: "Never above the efficiency that kernels reach."
    },
    mbuDecode: {
      unit: "1",
      symbol: "\\text{MBU}",
      show: "%",
      label: "Decode MBU",
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
    "mbuDecode"
  ],
  trace: {
    fits: {when: "feasible", say: "Memory: {totalMemoryRequired:GB} of {decodeDevice.memoryCapacity:GB} needed; it fits."},
    misfit: {
      when: "!feasible",
      say: "Memory: {totalMemoryRequired:GB} needed, {memoryShortfall:GB} more than may be filled; the times below are what would be if it fitted."
    },
    chunks: {when: "has(prefillChunkTokens)", say: "Prefill: {prefillChunks} steps, each stalls decoding for up to {decodeStallBound:ms}."},
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
