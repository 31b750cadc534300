import {part} from "../model/model.js";
import {workCells} from "./cells/pass-work.js";
import {rateCells} from "./cells/rate.js";
import {trafficCells} from "./cells/pass-traffic.js";
import {hardware} from "./records/hardware.js";
import {bytesPerElement, precisionInput, precisions} from "./records/precision.js";
import {workload} from "./records/workload.js";

/** Where no device shares a layer with another nothing crosses a link between them; every parameter multiplies. */
export const plainPass = {
  tpSize: "1",
  allreduceLatency: "none",
  linkEfficiency: "none",
  assumedLinkBandwidth: "none",
  embeddingLookup: "false"
} as const;

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
    tpSize: {unit: "device", symbol: "n", doc: "Devices that share each layer"},
    allreduceLatency: {unit: "s", symbol: "\\alpha_{AR}", doc: "Time of an all-reduce of nothing"},
    linkEfficiency: {unit: "1", symbol: "\\eta_{link}", doc: "Share of the bandwidth between devices that an all-reduce reaches"},
    assumedLinkBandwidth: {unit: "B/s", symbol: "\\hat\\beta_{link}", doc: "Link between devices that state none"},
    kvPrecision: {
      choice: precisions,
      optional: true,
      symbol: "p_{kv}",
      doc: "Number format of the cache, where it is not that of the weights"
    },
    quantGroupSize: {unit: "1", symbol: "g", optional: true, doc: "Weights in int4 that share a 16-bit scale"},
    weightOnlyEfficiency: {
      unit: "1",
      symbol: "\\eta_w",
      optional: true,
      doc: "Share of peak bandwidth at which weights are read that must be widened"
    },
    embeddingLookup: {flag: true, symbol: "\\text{lookup}", doc: "Embeddings are looked up; the last token of a prompt scores alone"},
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
      eq: {
        textbook: "bytesPerElement[precision]",
        refined:
          "has(quantGroupSize) && precision == 'int4' ? bytesPerElement[precision] + bytesPerElement['fp16'] / quantGroupSize : bytesPerElement[precision]"
      },
      label: "Bytes a parameter",
      source: "gpt-fast",
      doc: "Bytes of one weight, with its part of a scale where weights share one",
      why: "Storage width of a weight; set by the number format."
    },
    ...rateCells,
    ...workCells,
    computeTime: {
      unit: "s",
      show: "ms",
      symbol: "t_c",
      eq: {
        textbook: "(linearFlops + attentionFlops) / (peakFlops * efficiency)",
        refined: "(linearFlops + attentionFlops) / (tpSize * peakFlops * efficiency)"
      },
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
    growingShare: {
      unit: "1",
      symbol: "g",
      eq: {refined: "has(model.slidingWindow) && context > model.slidingWindow ? 1 - slidingShare : 1"},
      doc: "Share of the layers in which a longer context is more to attend to"
    },
    linkBandwidth: {
      unit: "B/s",
      show: "GB/s",
      symbol: "\\beta_{nv}",
      eq: {refined: "hardware.deviceBandwidth ?? hardware.hostBandwidth ?? assumedLinkBandwidth"},
      doc: "Link between the devices of a replica, one way; the host's where they have none of their own"
    },
    linkTime: {
      unit: "s",
      show: "ms",
      symbol: "t_{tp}",
      label: "All-reduces",
      source: "pope-2022",
      eq: {
        refined:
          "tpSize > 1 ? 2 * model.layers * (allreduceLatency + 2 * (tpSize - 1) / tpSize * newTokens * batchSize * (model.hiddenSize ?? assumedHiddenSize) * bytesPerElement['fp16'] / (linkBandwidth * linkEfficiency)) : 0"
      },
      doc: "All-reduces between the devices that share each layer, two a layer, in 16 bit",
      why: "Devices that split a layer must add up what each has worked out, twice a layer."
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
        refined: "max(computeTime, memoryTime) + (1 - hidden) * min(computeTime, memoryTime) + overhead + linkTime"
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
