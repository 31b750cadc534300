import {part} from "../model/model.js";
import {trafficCells} from "./cells/pass-traffic.js";
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
    assumedHeads: {unit: "1", symbol: "\\hat h", doc: "Query heads of a model that states none"},
    assumedHiddenSize: {unit: "1", symbol: "\\hat d", doc: "Width of a model that states none"},
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
          "weightsAreWidened ? hardware.peakFlops16 : hardware.peakFlops[precision] ?? (precision == 'fp32' ? hardware.peakFlops16 / 2 : hardware.peakFlops16)"
      },
      doc: "Dense peak rate that the arithmetic runs at",
      source: "gpt-fast",
      why: "The rate in the number format; weights in a format without a unit of its own are widened and run at the 16-bit rate, fp32 at half of it."
    },
    weightsAreWidened: {
      flag: true,
      symbol: "\\text{widened}",
      source: "gpt-fast",
      doc: "Weights are stored in a format that the device does not compute in",
      eq: {
        textbook: "false",
        refined: "precision == 'int4' || (precision == 'fp8' || precision == 'int8') && !has(hardware.peakFlops[precision])"
      }
    },
    rateIsFallback: {
      flag: true,
      symbol: "\\text{fallback}",
      doc: "The device states no rate for the number format, and computes in it all the same",
      eq: "precision != 'fp16' && precision != 'bf16' && !weightsAreWidened && !has(hardware.peakFlops[precision])"
    },
    heads: {unit: "1", symbol: "h", eq: "model.heads ?? assumedHeads", doc: "Query heads"},
    evenHeadSize: {
      unit: "1",
      symbol: "\\lfloor d/h \\rfloor",
      eq: "floor((model.hiddenSize ?? assumedHiddenSize) / heads)",
      doc: "Width over heads"
    },
    headSize: {unit: "1", symbol: "d_h", eq: "model.headSize ?? evenHeadSize", doc: "Width of a head"},
    attentionWidth: {
      unit: "1",
      symbol: "d_a",
      label: "Attention width",
      source: "deepseek-v3-2024",
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
      show: "TFLOP",
      symbol: "F_l",
      eq: "2[FLOP] * matmulParameters * newTokens * batchSize",
      label: "Weight work",
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
      show: "TFLOP",
      symbol: "F_a",
      eq: "4[FLOP/layer] * model.layers * attentionWidth * newTokens * attendedTokens * batchSize",
      doc: "Multiply-adds of scores and weighted values",
      label: "Attention work",
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
    ...trafficCells,
    overhead: {
      unit: "s",
      show: "ms",
      symbol: "t_o",
      label: "Overhead",
      source: "gpt-fast",
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
      eq: {refined: "overlap ?? (phase == 'prefill' ? 1 : 0)"},
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
      label: "Bound",
      source: "williams-2009",
      why: "The longer of the two times is the one worth shortening."
    }
  }
});
