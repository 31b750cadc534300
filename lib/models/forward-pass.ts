import {part} from "../model/model.js";
import {hardware} from "./records/hardware.js";
import {bytesPerElement, precisionInput} from "./records/precision.js";
import {workload} from "./records/workload.js";

/**
 * One pass of new tokens through a transformer, for a batch of requests.
 *
 * The textbook pass is either compute (prefill) or memory traffic (decode, draft). The refined
 * pass has both: causal attention, active parameters, the experts a batch touches, a derated memory.
 */
export const forwardPass = part("ForwardPass", {
  doc: "One pass of new tokens through a transformer, for a batch of requests.",
  inputs: {
    model: {record: workload, symbol: "", doc: "Network"},
    hardware: {record: hardware, symbol: "", doc: "Accelerator"},
    precision: precisionInput,
    phase: {choice: ["prefill", "decode", "draft"], symbol: "\\phi", doc: "What the pass is for"},
    newTokens: {unit: "token", symbol: "q", doc: "Tokens a request puts through the pass"},
    context: {unit: "token", symbol: "s", doc: "Tokens each of them may attend to"},
    batchSize: {unit: "request", symbol: "B", doc: "Requests in the pass"},
    efficiency: {unit: "1", symbol: "\\eta", doc: "Share of peak compute that kernels reach"},
    memoryEfficiency: {unit: "1", symbol: "\\eta_\\beta", doc: "Share of peak bandwidth that kernels reach"},
    layerOverhead: {unit: "s/layer", symbol: "\\tau_L", doc: "Framework overhead of a layer"},
    overlap: {
      unit: "1",
      symbol: "\\omega",
      optional: true,
      doc: "Share of the shorter of compute and memory time that hides behind the longer"
    }
  },
  tables: {bytesPerElement},
  cells: {
    elementSize: {
      unit: "B",
      symbol: "b",
      eq: "bytesPerElement[precision]",
      label: "Bytes a parameter",
      doc: "Bytes of one weight or cached value",
      why: "Storage width of a weight and of a cached value; set by the number format."
    },
    peakFlops: {
      unit: "FLOP/s",
      show: "TFLOP/s",
      symbol: "\\Pi",
      label: "Peak compute",
      eq: {
        textbook: "hardware.peakFlops[precision] ?? hardware.peakFlops16",
        refined:
          "precision == 'int4' ? hardware.peakFlops16 : hardware.peakFlops[precision] ?? (precision == 'fp32' ? hardware.peakFlops16 / 2 : hardware.peakFlops16)"
      },
      doc: "Dense peak rate that the arithmetic runs at",
      why: "The rate in the number format; weights in a format without a unit of its own are widened and run at the 16-bit rate, fp32 at half of it."
    },
    rateIsFallback: {
      flag: true,
      symbol: "\\text{fallback}",
      doc: "The device states no rate for the number format",
      eq: "precision != 'fp16' && precision != 'bf16' && (precision == 'int4' || !has(hardware.peakFlops[precision]))"
    },
    heads: {unit: "1", symbol: "h", eq: "model.heads ?? 32", doc: "Query heads; 32 where the model states none", source: "mlsysim-api"},
    evenHeadSize: {
      unit: "1",
      symbol: "\\lfloor d/h \\rfloor",
      eq: "floor((model.hiddenSize ?? 4096) / heads)",
      source: "mlsysim-api",
      doc: "Width over heads; a width of 4096 where the model states none"
    },
    headSize: {unit: "1", symbol: "d_h", eq: "model.headSize ?? evenHeadSize", doc: "Width of a head"},
    attentionWidth: {
      unit: "1",
      symbol: "d_a",
      label: "Attention width",
      eq: {
        textbook: "heads * evenHeadSize",
        refined:
          "has(model.latentSize) && has(model.ropeSize) ? heads * ((phase == 'prefill' ? headSize : model.latentSize) + model.ropeSize / 2) : heads * headSize"
      },
      doc: "Width that attention works on, the mean of scores and weighted values",
      why: "With a compressed cache (MLA) a decode step attends in the latent space, which is wider than the heads."
    },
    matmulParameters: {
      unit: "param",
      symbol: "P_m",
      label: "Active parameters",
      eq: {textbook: "model.parameters", refined: "model.activeParameters ?? model.parameters"},
      doc: "Parameters a token is multiplied with",
      source: "pope-2022",
      why: "A mixture of experts multiplies a token with a few of its experts only; the textbook counts them all."
    },
    linearFlops: {
      unit: "FLOP",
      symbol: "F_l",
      eq: "2[FLOP] * matmulParameters * newTokens * batchSize",
      label: "Weight arithmetic",
      doc: "Multiply-adds with the weights",
      why: "Each parameter takes a multiplication and an addition for every token."
    },
    attendedTokens: {
      unit: "token",
      symbol: "\\bar s",
      eq: {textbook: "context", refined: "max(1, context - (newTokens - 1) / 2)"},
      doc: "Mean tokens a new token attends to",
      label: "Attended tokens",
      why: "Attention is causal: an early token of a prompt sees only what stands before it."
    },
    attentionFlops: {
      unit: "FLOP",
      symbol: "F_a",
      eq: "4[FLOP/layer] * model.layers * attentionWidth * newTokens * attendedTokens * batchSize",
      doc: "Multiply-adds of scores and weighted values",
      label: "Attention arithmetic",
      why: "Grows with the square of the prompt: every new token looks at those before it."
    },
    computeTime: {
      unit: "s",
      show: "ms",
      symbol: "t_c",
      eq: "(linearFlops + attentionFlops) / (peakFlops * efficiency)",
      doc: "Time at the compute roof",
      label: "Arithmetic",
      source: "williams-2009",
      why: "Work over the rate that kernels reach."
    },
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
      label: "Experts not visited",
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
        refined: "has(expertBytes) && has(untouchedExperts) ? storedBytes - expertBytes * untouchedExperts : storedBytes"
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
      eq: {
        textbook: "phase == 'prefill' ? 0 : cacheBytes",
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
    },
    overhead: {
      unit: "s",
      show: "ms",
      symbol: "t_o",
      label: "Overhead",
      eq: {
        textbook: "phase == 'prefill' ? hardware.dispatchTime : phase == 'decode' ? model.layers * layerOverhead : 0",
        refined: "hardware.dispatchTime + model.layers * layerOverhead"
      },
      doc: "Launches and framework",
      why: "Launching kernels costs about ten microseconds a layer, whatever the batch."
    },
    hidden: {
      unit: "1",
      symbol: "\\omega",
      eq: {textbook: "1", refined: "overlap ?? (phase == 'prefill' ? 1 : 0)"},
      label: "Overlap in use",
      source: "trtllm-perf",
      doc: "Share of the shorter of compute and memory time that hides behind the longer",
      why: "Measured engines overlap little when decoding, so the two times add."
    },
    passTime: {
      unit: "s",
      show: "ms",
      symbol: "t",
      label: "One pass",
      source: "yuan-2024",
      eq: {
        textbook: "(phase == 'prefill' ? computeTime : memoryTime) + overhead",
        refined: "max(computeTime, memoryTime) + (1 - hidden) * min(computeTime, memoryTime) + overhead"
      },
      doc: "Duration of the pass: roofline for prefill, serial for decode",
      why: "The longer of arithmetic and memory, plus what of the shorter does not hide behind it."
    },
    bound: {
      choice: ["Compute", "Memory"],
      symbol: "\\text{bound}",
      eq: "memoryTime > computeTime ? 'Memory' : 'Compute'",
      doc: "The roof that binds",
      label: "Bound"
    }
  }
});
