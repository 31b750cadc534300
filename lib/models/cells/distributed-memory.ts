import type {CellSpecs} from "../../graph/spec.js";

/** What a rank holds and streams from memory, and what it takes when it does not fit. */
export const memoryCells = {
  parameters: {
    unit: "param",
    symbol: "P",
    eq: "model.parameters ?? (has(model.modelSize) ? model.modelSize / pass.elementSize : 0)",
    doc: "Parameters; those that its size makes room for, where only that is known"
  },
  expertParameters: {
    unit: "param",
    symbol: "P_x",
    eq: {refined: "has(model.parameters) ? routing.expertParameters : 0"},
    doc: "Parameters of all experts"
  },
  denseParameters: {
    unit: "param",
    symbol: "P_d",
    eq: {refined: "parameters - expertParameters"},
    doc: "Parameters that every token passes through"
  },
  denseShard: {
    unit: "param",
    symbol: "P_{dr}",
    eq: {refined: "denseParameters / (tpSize * ppSize)"},
    doc: "Parameters outside experts on a rank"
  },
  expertShard: {
    unit: "param",
    symbol: "P_{xr}",
    eq: {refined: "expertParameters / replicaSize"},
    doc: "Parameters of experts on a rank"
  },
  rankParameters: {
    unit: "param",
    symbol: "P_r",
    label: "On a rank",
    source: "rajbhandari-2022",
    eq: {textbook: "parameters / replicaSize", refined: "denseShard + expertShard"},
    doc: "Parameters that a rank computes with",
    why: "Ranks that share experts hold each a copy of the rest; the textbook divides that too."
  },
  loraParameters: {
    unit: "param",
    symbol: "P_a",
    source: "hu-2021",
    eq: {
      textbook: "8 * loraRank * layers * hiddenSize",
      refined: "min(parameters, loraRank * layers * (6 * hiddenSize + 2 * (model.kvHeads ?? pass.heads) * pass.headSize))"
    },
    doc: "Parameters of low-rank adapters on the four projections of attention"
  },
  trainableShare: {
    unit: "1",
    show: "%",
    symbol: "f",
    eq: "isLora ? min(1, loraParameters / parameters) : 1",
    doc: "Share of the parameters that is trained"
  },
  livePasses: {
    unit: "1",
    symbol: "G_m",
    eq: {textbook: "gradientAccumulationSteps * (ppSize > 1 ? max(1, floor(microbatches / ppSize)) : 1)", refined: "accumulation"},
    doc: "Parts of a batch whose activations are never held together; the textbook counts microbatches among them"
  },
  memoryFootprint: {
    unit: "B",
    show: "GB",
    symbol: "M",
    wire: {name: "node_profile.memory_footprint"},
    label: "Memory of a rank",
    source: "korthikanti-2022",
    eq: "isTransformer && has(model.parameters) && has(model.layers) ? memory.totalMemory : isLora && replicaSize == 1 ? 1.1 * parameters * pass.elementSize : parameters * (2 * pass.elementSize + 12[B]) / replicaSize",
    doc: "Memory that a rank needs",
    why: "Weights, gradients, the optimizer's state and activations must all fit."
  },
  feasible: {
    flag: true,
    symbol: "\\text{fits}",
    wire: {name: "node_profile.feasible"},
    eq: "memoryFootprint <= accelerator.memoryCapacity",
    label: "Fits",
    doc: "A rank's memory holds what it needs",
    why: "What does not fit is moved to the host and back."
  },
  offloadSpill: {
    unit: "B",
    show: "GB",
    symbol: "M_o",
    optional: true,
    none: "It fits.",
    wire: {name: "node_profile.offload_spill_bytes"},
    eq: "feasible ? none : memoryFootprint - accelerator.memoryCapacity",
    label: "Memory missing",
    doc: "Memory that a rank lacks, moved to the host",
    why: "What is needed beyond what there is."
  },
  hostBandwidth: {
    unit: "B/s",
    show: "GB/s",
    symbol: "\\beta_h",
    eq: "accelerator.hostBandwidth ?? fallbackHostBandwidth",
    doc: "Link of an accelerator to its host, one way"
  },
  memoryRate: {
    unit: "B/s",
    show: "TB/s",
    symbol: "\\beta",
    eq: "isTransformer || replicaSize > 1 ? accelerator.memoryBandwidth : has(accelerator.sramCapacity) && has(accelerator.sramBandwidth) && parameters * pass.elementSize <= accelerator.sramCapacity ? accelerator.sramBandwidth : accelerator.flashBandwidth ?? accelerator.memoryBandwidth",
    doc: "Rate of the memory that the weights stand in"
  },
  peakBandwidthActual: {
    unit: "B/s",
    show: "GB/s",
    symbol: "W_e",
    wire: {name: "node_profile.peak_bw_actual"},
    eq: {textbook: "feasible ? memoryRate : min(accelerator.memoryBandwidth, hostBandwidth)", refined: "memoryRate"},
    label: "Rate of memory",
    doc: "Rate at which memory traffic is charged",
    why: "The textbook charges all traffic at the link to the host as soon as a byte is missing."
  },
  offloadBandwidth: {
    unit: "B/s",
    show: "GB/s",
    symbol: "W_o",
    optional: true,
    none: "It fits.",
    wire: {name: "node_profile.offload_effective_bw"},
    eq: {textbook: "feasible ? none : peakBandwidthActual", refined: "feasible ? none : hostBandwidth"},
    doc: "Rate at which what does not fit is moved"
  },
  trafficBytes: {
    unit: "B",
    show: "GB",
    symbol: "V",
    label: "Memory traffic",
    source: "mlsysim-convention",
    eq: {
      textbook: "rankParameters * pass.elementSize * (1 + activationTraffic * localBatch)",
      refined: "rankParameters * pass.elementSize * (1 + activationTraffic * rankBatch)"
    },
    doc: "Bytes that a rank streams in a step: weights, and a share of them for each sample's activations",
    why: "A rule of thumb: training is seldom bound by memory."
  },
  memoryTime: {
    unit: "s",
    show: "ms",
    symbol: "T_m",
    wire: {name: "node_profile.latency_memory"},
    eq: {
      textbook: "trafficBytes / peakBandwidthActual",
      refined: "trafficBytes / peakBandwidthActual + 2 * (offloadSpill ?? 0) / hostBandwidth"
    },
    label: "Reading memory",
    doc: "Time to stream what a rank reads and writes",
    source: "williams-2009",
    why: "Traffic over bandwidth, and what does not fit goes to the host and back once a step."
  }
} as const satisfies CellSpecs;
