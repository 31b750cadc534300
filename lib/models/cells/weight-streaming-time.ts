import type {CellSpecs} from "../../graph/spec.js";

/** What a layer takes on a wafer, and a pass through all of them. */
export const waferTimeCells = {
  layerParams: {
    unit: "param/layer",
    symbol: "P_L",
    eq: "model.parameters / model.layers",
    doc: "Parameters of a layer",
    label: "Layer parameters",
    why: "All parameters, spread evenly over the layers."
  },
  layerWeightBytes: {
    unit: "B/layer",
    show: "GB/layer",
    symbol: "W_L",
    label: "Layer weights",
    source: "shazeer-2017",
    eq: {textbook: "layerParams * pass.elementSize", refined: "pass.weightBytes / model.layers"},
    doc: "Weights of a layer that the batch needs",
    why: "A mixture of experts streams the experts that its batch touches; the textbook streams all."
  },
  injectionBandwidth: {
    unit: "B/s",
    show: "GB/s",
    symbol: "\\beta_i",
    eq: "hardware.hostBandwidth ?? fallbackInjectionBandwidth",
    doc: "Bandwidth from the weight store to the wafer, one way",
    label: "Injection",
    why: "Weights come in over ordinary network links, thousands of times slower than the wafer's memory."
  },
  layerInjectionTime: {
    unit: "s",
    show: "ms",
    symbol: "t_i",
    label: "Layer streaming",
    eq: {
      textbook: "layerWeightBytes / injectionBandwidth",
      refined: "placement == 'resident' ? 0 : layerWeightBytes / injectionBandwidth"
    },
    doc: "Time to stream in the weights of a layer",
    why: "Weights of a layer over the link; nothing where they stay on the wafer."
  },
  layerFlops: {
    unit: "FLOP",
    show: "TFLOP",
    symbol: "F_L",
    label: "Layer work",
    source: "pope-2022",
    eq: {
      textbook:
        "2[FLOP] * layerParams * newTokens * batchSize + (phase == 'prefill' ? 2[FLOP] * (model.kvHeads ?? pass.heads) * pass.evenHeadSize * seqLen^2 * batchSize : 0)",
      refined: "(pass.linearFlops + pass.attentionFlops) / model.layers"
    },
    doc: "Operations of a layer",
    why: "Weights and attention of all query heads; the textbook lets key heads attend, and only in a prefill."
  },
  cacheReadTime: {
    unit: "s",
    show: "µs",
    symbol: "t_K",
    label: "Cache reading",
    eq: {refined: "pass.cacheReadBytes / model.layers / hardware.memoryBandwidth"},
    doc: "Time to read a layer's cache from the memory of the wafer",
    why: "Every request reads its own keys and values; on a wafer that is quick."
  },
  layerComputeTime: {
    unit: "s",
    show: "ms",
    symbol: "t_c",
    label: "Layer computing",
    eq: {
      textbook: "layerFlops / (pass.peakFlops * efficiency) + hardware.dispatchTime",
      refined: "layerFlops / (pass.peakFlops * denseFraction * efficiency) + cacheReadTime + hardware.dispatchTime"
    },
    doc: "Time to compute a layer",
    why: "Work over the rate that kernels reach, and a launch."
  },
  layerReadTime: {
    unit: "s",
    show: "µs",
    symbol: "t_W",
    eq: {refined: "placement == 'resident' ? layerWeightBytes / hardware.memoryBandwidth : 0"},
    doc: "Time to read the weights of a layer from the memory of the wafer, where they stay there"
  },
  layerFloor: {
    unit: "s",
    show: "µs",
    symbol: "t_f",
    eq: {refined: "placement == 'resident' ? layerLatency : 0"},
    doc: "Shortest time of a layer, where weights stay on the wafer"
  },
  layerTime: {
    unit: "s",
    show: "ms",
    symbol: "t_L",
    label: "One layer",
    eq: {
      textbook: "max(layerComputeTime, layerInjectionTime)",
      refined: "max(max(layerComputeTime, layerInjectionTime), max(layerReadTime, layerFloor))"
    },
    doc: "Time from one layer to the next",
    why: "The next layer streams in while this one computes, so the longer of the two counts."
  },
  bottleneck: {
    choice: ["Compute-Bound", "Interconnect-Bandwidth-Bound", "Memory-Bandwidth-Bound", "Latency-Bound"],
    symbol: "\\text{bound}",
    label: "Bound",
    eq: {
      textbook: "layerComputeTime >= layerInjectionTime ? 'Compute-Bound' : 'Interconnect-Bandwidth-Bound'",
      refined:
        "layerComputeTime >= layerTime ? 'Compute-Bound' : layerInjectionTime >= layerTime ? 'Interconnect-Bandwidth-Bound' : layerReadTime >= layerTime ? 'Memory-Bandwidth-Bound' : 'Latency-Bound'"
    },
    doc: "What a layer waits for longest",
    why: "The longest of its times is the one worth shortening."
  },
  passTime: {
    unit: "s",
    show: "ms",
    symbol: "t",
    label: "One pass",
    eq: {
      textbook: "model.layers * layerTime",
      refined:
        "(model.layers - 1) * layerTime + (placement == 'resident' ? layerTime + (wafers - 1) * hopTime : layerInjectionTime + layerComputeTime)"
    },
    doc: "Time of all layers",
    why: "Nothing hides the first layer's way in; the textbook forgets it."
  }
} as const satisfies CellSpecs;
