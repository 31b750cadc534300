import type {CellSpecs} from "../../graph/spec.js";

/** What a network on one device keeps in memory, what it moves, and from where. */
export const nodeMemoryCells = {
  weightBytes: {
    unit: "B",
    show: "GB",
    symbol: "W",
    eq: "has(model.modelSize) && (precision == 'fp16' || precision == 'bf16') ? model.modelSize : pass.storedBytes ?? model.modelSize ?? 0",
    doc: "All weights; the stated size in 16 bits, or where parameters are not stated",
    label: "Weights",
    why: "Every parameter is stored once, in the width of the number format."
  },
  weightsRead: {
    unit: "B",
    show: "GB",
    symbol: "W_r",
    label: "Weights read",
    source: "shazeer-2017",
    eq: {
      textbook: "weightBytes",
      refined: "steps * weightBytes * (max(pass.weightBytes, pass.matmulParameters * pass.elementSize) / pass.storedBytes ?? 1)"
    },
    doc: "Weights that the batch reads",
    why: "A mixture of experts reads the experts that its batch touches, and every denoising step reads all again; the textbook reads all once."
  },
  positions: {
    unit: "1",
    symbol: "n_p",
    label: "Positions a sample",
    eq: {
      refined: "has(model.parameters) ? max(1, opsPerSample / steps / (2[FLOP] * (model.activeParameters ?? model.parameters))) : 1"
    },
    doc: "Positions of a sample that pass through the weights: 1 for a token, about a hundred for a sequence",
    why: "What a sample computes, over what one position computes."
  },
  activationsAreRough: {
    flag: true,
    symbol: "\\text{rough}",
    doc: "The network states neither its activations nor layers and width, so their bytes are a share of the weights",
    eq: {textbook: "true", refined: "!has(model.activations) && !(has(model.layers) && has(model.hiddenSize))"}
  },
  activationSize: {
    unit: "B",
    symbol: "b_a",
    eq: {
      refined: "pass.weightsAreWidened || !has(model.activations) ? max(pass.elementSize, bytesPerElement['fp16']) : pass.elementSize"
    },
    doc: "Bytes of one activation; at least 16 bits in a residual stream and where weights are widened"
  },
  activationBytes: {
    unit: "B",
    show: "GB",
    symbol: "A",
    label: "Activations moved",
    source: "yuan-2024",
    eq: {
      textbook: "activationShare * weightBytes * batchSize",
      refined:
        "steps * batchSize * (has(model.activations) ? 2 * model.activations * activationSize : has(model.layers) && has(model.hiddenSize) ? activationPasses * model.layers * model.hiddenSize * positions * activationSize : activationShare * weightBytes)"
    },
    doc: "Activations that the batch writes and reads",
    why: "Grows with the batch and the width of the network, not with its weights; the textbook takes a tenth of the weights for every sample."
  },
  memoryTraffic: {
    unit: "B",
    show: "GB",
    symbol: "Q",
    eq: "weightsRead + activationBytes",
    doc: "Bytes that the batch moves",
    label: "Memory traffic",
    why: "Weights once for the whole batch, activations for each sample."
  },
  liveBytes: {
    unit: "B",
    show: "GB",
    symbol: "A_l",
    label: "Activations alive",
    eq: {refined: "activationsAreRough ? 0 : activationBytes / steps / (model.layers ?? 1)"},
    doc: "Activations alive at once: those of a mean layer",
    why: "A layer needs what it reads and what it writes; what came before may go."
  },
  memoryFootprint: {
    unit: "B",
    show: "GB",
    symbol: "M",
    eq: {textbook: "weightBytes", refined: "weightBytes + liveBytes"},
    doc: "Memory that is needed",
    label: "Memory needed",
    why: "Weights and the activations of a layer; the textbook counts weights only."
  },
  memoryAvailable: {
    unit: "B",
    show: "GB",
    symbol: "C_u",
    label: "Usable memory",
    source: "kwon-2023",
    eq: {textbook: "hardware.memoryCapacity", refined: "memoryFraction * hardware.memoryCapacity"},
    doc: "Memory that a network may fill",
    why: "The textbook lets a model fill the device; engines keep about a tenth for buffers."
  },
  feasible: {
    flag: true,
    symbol: "\\text{fits}",
    eq: "memoryFootprint <= memoryAvailable",
    doc: "The device holds the network",
    label: "Fits",
    why: "What does not fit stays on the host and crosses the link at every pass."
  },
  offloadSpillBytes: {
    unit: "B",
    show: "GB",
    symbol: "M_s",
    optional: true,
    none: "It fits.",
    eq: "feasible ? none : memoryFootprint - memoryAvailable",
    doc: "Bytes left on the host",
    label: "Left on the host",
    why: "What is needed beyond what may be filled."
  },
  memoryPath: {
    choice: ["offload", "sram", "flash", "hbm"],
    symbol: "\\text{path}",
    label: "Memory path",
    eq: "!feasible ? 'offload' : has(hardware.sramCapacity) && has(hardware.sramBandwidth) && memoryFootprint <= hardware.sramCapacity ? 'sram' : has(hardware.flashBandwidth) ? 'flash' : 'hbm'",
    doc: "Where the weights are read from",
    why: "A small network stays in on-chip memory, one that is too large reaches over to the host."
  },
  deviceBandwidth: {
    unit: "B/s",
    show: "GB/s",
    symbol: "\\beta_d",
    label: "Device bandwidth",
    eq: "memoryPath == 'sram' ? hardware.sramBandwidth ?? hardware.memoryBandwidth : memoryPath == 'flash' ? hardware.flashBandwidth ?? hardware.memoryBandwidth : hardware.memoryBandwidth",
    doc: "Peak bandwidth of the device's memory that holds the weights",
    why: "On-chip memory is faster than the main memory, flash slower."
  },
  hostBandwidth: {
    unit: "B/s",
    show: "GB/s",
    symbol: "\\beta_h",
    label: "Host bandwidth",
    eq: {
      textbook: "min(hardware.memoryBandwidth, hardware.hostBandwidth ?? fallbackHostBandwidth)",
      refined: "min(hardware.memoryBandwidth * memoryEfficiency, hardware.hostBandwidth ?? fallbackHostBandwidth)"
    },
    doc: "Bandwidth from the host, one way",
    why: "The link, or the memory that it ends in where that is slower."
  },
  hostBytes: {
    unit: "B",
    show: "GB",
    symbol: "Q_h",
    label: "Host traffic",
    source: "sheng-2023",
    eq: {refined: "weightsRead * min(1, (offloadSpillBytes ?? 0) / weightBytes)"},
    doc: "Weights that cross the link from the host",
    why: "Only what does not fit has to cross; the textbook sends everything over the link."
  },
  deviceReadTime: {
    unit: "s",
    show: "ms",
    symbol: "t_d",
    label: "Device reading",
    source: "gpt-fast",
    eq: {refined: "(memoryTraffic - hostBytes) / (deviceBandwidth * memoryEfficiency)"},
    doc: "Time to move what stays on the device",
    why: "Kernels reach about four fifths of the bandwidth on the datasheet; the textbook takes all of it."
  },
  hostReadTime: {
    unit: "s",
    show: "ms",
    symbol: "t_h",
    label: "Host reading",
    source: "sheng-2023",
    eq: {refined: "hostBytes / hostBandwidth"},
    doc: "Time to fetch what lies on the host",
    why: "The link is tens of times slower than device memory."
  },
  latencyMemory: {
    unit: "s",
    show: "ms",
    symbol: "t_m",
    label: "Moving bytes",
    source: "williams-2009",
    eq: {
      textbook: "memoryTraffic / peakBwActual",
      refined: "max(deviceReadTime, hostReadTime) + (1 - hostOverlap) * min(deviceReadTime, hostReadTime)"
    },
    doc: "Time at the memory roof",
    why: "Bytes over the bandwidth of where they lie, one place after the other."
  },
  peakBwActual: {
    unit: "B/s",
    show: "GB/s",
    symbol: "\\beta^*",
    label: "Bandwidth reached",
    eq: {textbook: "memoryPath == 'offload' ? hostBandwidth : deviceBandwidth", refined: "memoryTraffic / latencyMemory"},
    doc: "Bandwidth that all traffic together sees",
    why: "Between the device's bandwidth and the link's, by what each of them carries."
  },
  offloadEffectiveBw: {
    unit: "B/s",
    show: "GB/s",
    symbol: "\\beta_{off}",
    optional: true,
    none: "It fits.",
    eq: "feasible ? none : peakBwActual",
    doc: "Bandwidth that all traffic together sees, where some of it crosses the link",
    label: "Offload bandwidth",
    why: "The link holds everything up, once anything crosses it."
  }
} as const satisfies CellSpecs;
