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
export const forwardPass = part("forwardPass", {
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
    memoryEfficiency: {unit: "1", symbol: "\\eta_\\beta", default: 0.8, doc: "Share of peak bandwidth that kernels reach"},
    layerOverhead: {unit: "s/layer", symbol: "\\tau_L", default: "10 µs/layer", doc: "Framework overhead of a layer"}
  },
  tables: {bytesPerElement},
  cells: {
    elementSize: {unit: "B", symbol: "b", eq: "bytesPerElement[precision]", doc: "Bytes of one weight or cached value"},
    peakFlops: {
      unit: "FLOP/s", symbol: "\\Pi", eq: "hardware.peakFlops[precision] ?? hardware.peakFlops16",
      doc: "Peak rate in the precision, or the 16-bit rate where none is stated"
    },
    heads: {unit: "1", symbol: "h", eq: "model.heads ?? 32", doc: "Query heads"},
    evenHeadSize: {unit: "1", symbol: "\\lfloor d/h \\rfloor", eq: "floor((model.hiddenSize ?? 4096) / heads)", doc: "Width over heads"},
    headSize: {unit: "1", symbol: "d_h", eq: "model.headSize ?? evenHeadSize", doc: "Width of a head"},
    attentionWidth: {
      unit: "1", symbol: "d_a", eq: {textbook: "heads * evenHeadSize", refined: "heads * headSize"},
      doc: "Width that attention works on"
    },
    matmulParameters: {
      unit: "param", symbol: "P_m",
      eq: {textbook: "model.parameters", refined: "model.activeParameters ?? model.parameters"},
      doc: "Parameters a token is multiplied with"
    },
    linearFlops: {
      unit: "FLOP", symbol: "F_l", eq: "2[FLOP] * matmulParameters * newTokens * batchSize",
      doc: "Multiply-adds with the weights"
    },
    attendedTokens: {
      unit: "token", symbol: "\\bar s", eq: {textbook: "context", refined: "context - (newTokens - 1) / 2"},
      doc: "Mean tokens a new token attends to"
    },
    attentionFlops: {
      unit: "FLOP", symbol: "F_a",
      eq: "4[FLOP/layer] * model.layers * attentionWidth * newTokens * attendedTokens * batchSize",
      doc: "Scores and weighted values"
    },
    computeTime: {
      unit: "s", symbol: "t_c", eq: "(linearFlops + attentionFlops) / (peakFlops * efficiency)",
      doc: "Time at the compute roof"
    },
    storedBytes: {unit: "B", symbol: "W", eq: "model.parameters * elementSize", doc: "All weights"},
    untouchedExperts: {
      unit: "1", symbol: "u", optional: true,
      eq: {
        refined:
          "has(model.experts) && has(model.activeExperts) ? (1 - model.activeExperts / model.experts)^(newTokens * batchSize) : none"
      },
      doc: "Share of experts that no token of the batch visits, uniform routing"
    },
    expertBytes: {
      unit: "B", symbol: "W_e", optional: true,
      eq: {
        refined:
          "has(model.activeParameters) && has(model.experts) && has(model.activeExperts) ? (model.parameters - model.activeParameters) / (1 - model.activeExperts / model.experts) * elementSize : none"
      },
      doc: "Weights of the experts"
    },
    weightBytes: {
      unit: "B", symbol: "W_r",
      eq: {textbook: "storedBytes", refined: "has(expertBytes) && has(untouchedExperts) ? storedBytes - expertBytes * untouchedExperts : storedBytes"},
      doc: "Weights read in the pass"
    },
    cacheTokenSize: {
      unit: "B/token", symbol: "\\kappa",
      eq: "has(model.latentSize) && has(model.ropeSize) ? model.layers * (model.latentSize + model.ropeSize) * elementSize : 2 * model.layers * (model.kvHeads ?? heads) * headSize * elementSize",
      doc: "Cache of one token"
    },
    cacheBytes: {unit: "B", symbol: "K", eq: "cacheTokenSize * context * batchSize", doc: "Cache of the batch"},
    trafficBytes: {
      unit: "B", symbol: "Q", eq: "phase == 'prefill' ? weightBytes : weightBytes + cacheBytes",
      doc: "Bytes the pass streams from memory"
    },
    memoryTime: {
      unit: "s", symbol: "t_m",
      eq: {
        textbook: "trafficBytes / hardware.memoryBandwidth",
        refined: "trafficBytes / (hardware.memoryBandwidth * memoryEfficiency)"
      },
      doc: "Time at the memory roof"
    },
    overhead: {
      unit: "s", symbol: "t_o",
      eq: {
        textbook: "phase == 'prefill' ? hardware.dispatchTime : phase == 'decode' ? model.layers * layerOverhead : 0",
        refined: "hardware.dispatchTime + model.layers * layerOverhead"
      },
      doc: "Launches and framework"
    },
    passTime: {
      unit: "s", symbol: "t",
      eq: {
        textbook: "(phase == 'prefill' ? computeTime : memoryTime) + overhead",
        refined: "(phase == 'prefill' ? max(computeTime, memoryTime) : computeTime + memoryTime) + overhead"
      },
      doc: "Duration of the pass: roofline for prefill, serial for decode"
    },
    bound: {
      choice: ["Compute", "Memory"], symbol: "\\text{bound}", eq: "memoryTime > computeTime ? 'Memory' : 'Compute'",
      doc: "The roof that binds"
    }
  }
});
