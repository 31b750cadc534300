import type {CellSpecs} from "../../graph/spec.js";

/** What replicas exchange once a step: gradients, and parameters where those are shared out too; and all exchanges together. */
export const dataCells = {
  gradientSize: {
    unit: "B",
    symbol: "\\beta_g",
    eq: "memory.gradientSize",
    doc: "Bytes of a gradient"
  },
  gradientBytes: {
    unit: "B",
    show: "GB",
    symbol: "M_g",
    label: "Gradients",
    source: "rajbhandari-2022",
    eq: {
      textbook: "parameters * gradientSize / (tpSize * ppSize) * (isLora ? loraGradientShare : 1)",
      refined: "gradientSize * (isLora ? loraParameters / (tpSize * ppSize) : denseShard)"
    },
    doc: "Gradients outside experts that a rank sums with its like",
    why: "A rank sums the gradients of what it holds; with adapters only theirs."
  },
  expertGradientBytes: {
    unit: "B",
    show: "GB",
    symbol: "M_{gx}",
    label: "Expert gradients",
    source: "rajbhandari-2022",
    eq: {refined: "isLora ? 0 : gradientSize * expertShard"},
    doc: "Gradients of experts that a rank sums with its like",
    why: "An expert is found once in each replica, so fewer ranks sum it."
  },
  dataRanks: {
    unit: "1",
    symbol: "n_d",
    source: "rajbhandari-2022",
    eq: {textbook: "dataParallel", refined: "dataParallel * epSize"},
    doc: "Ranks that hold the same parameters outside experts"
  },
  dataRanksPerNode: {
    unit: "1",
    symbol: "g",
    eq: {
      textbook: "max(1, floor(fleet.node.acceleratorsPerNode / replicaSize))",
      refined: "max(1, floor(fleet.node.acceleratorsPerNode / (tpSize * ppSize)))"
    },
    doc: "Those of them on one node"
  },
  replicasPerNode: {
    unit: "1",
    symbol: "g_x",
    eq: {refined: "max(1, floor(fleet.node.acceleratorsPerNode / replicaSize))"},
    doc: "Replicas on one node"
  },
  topology: {
    choice: ["ring", "tree", "double-tree", "hierarchical"],
    symbol: "\\text{topology}",
    eq: {refined: "topologyOverride ?? 'hierarchical'"},
    doc: "How gradients are summed"
  },
  reduceTime: {
    unit: "s",
    show: "ms",
    symbol: "T_{red}",
    label: "Summing gradients",
    source: "rajbhandari-2020",
    eq: {
      textbook: "reduce.hierarchical",
      refined:
        "zeroStage == 3 ? reduceScatterTime : topology == 'ring' ? reduce.ring + reduceExperts.ring : topology == 'tree' ? reduce.tree + reduceExperts.tree : topology == 'double-tree' ? reduce.doubleTree + reduceExperts.doubleTree : reduce.hierarchical + reduceExperts.hierarchical"
    },
    doc: "Time to sum the gradients of a step over the replicas",
    why: "Once a step, however many passes it has; up to ZeRO stage 2 it moves as much as plain data parallelism."
  },
  reduceScatterTime: {
    unit: "s",
    show: "ms",
    symbol: "T_{rs}",
    source: "rajbhandari-2020",
    eq: {refined: "topology == 'ring' ? (reduce.ring + reduceExperts.ring) / 2 : reduce.stage + reduceExperts.stage"},
    doc: "Time to sum gradients where each rank keeps a part of the sum only; trees cannot, so it goes by placement there"
  },
  gatherTime: {
    unit: "s",
    show: "ms",
    symbol: "T_{ag}",
    label: "Fetching weights",
    source: "rajbhandari-2020",
    eq: {
      refined:
        "zeroStage == 3 ? 2 * accumulation * (topology == 'ring' ? (gather.ring + gatherExperts.ring) / 2 : gather.stage + gatherExperts.stage) : 0"
    },
    doc: "Time to fetch shared-out parameters, forward and back, in each accumulated pass",
    why: "At ZeRO stage 3 no rank keeps the parameters, so each pass fetches them twice."
  },
  dpCommunicationLatency: {
    unit: "s",
    show: "ms",
    symbol: "T_{dp}",
    label: "Between replicas",
    source: "rajbhandari-2020",
    eq: {textbook: "reduceTime * congestionFactor / gradientAccumulationSteps", refined: "reduceTime + gatherTime"},
    doc: "Time that replicas exchange in a step, what hides of it included",
    why: "Gradients are summed once a step; the textbook divides that by the passes, which have been counted already."
  },
  dpPerMicrostep: {
    unit: "s",
    show: "ms",
    symbol: "T_{dp}/G",
    eq: {textbook: "dpCommunicationLatency", refined: "dpCommunicationLatency / gradientAccumulationSteps"},
    label: "Per pass",
    doc: "Exchange between replicas over the accumulated passes of a step",
    why: "What one pass would have to bear of it; a step bears all."
  },
  dpBestLatency: {
    unit: "s",
    show: "ms",
    symbol: "T_{best}",
    eq: {refined: "reduce.bestAllReduce + reduceExperts.bestAllReduce"},
    doc: "Time to sum the gradients by the faster of a flat ring and a double tree",
    label: "Ring or tree",
    source: "thakur-2005",
    why: "What a library that knows nothing of nodes would choose."
  },
  dpBestAlgorithm: {
    choice: ["ring", "double-tree"],
    symbol: "\\text{best}",
    eq: {refined: "reduce.bestAlgorithm"},
    doc: "The faster of a flat ring and a double tree for the gradients",
    label: "Faster algorithm",
    source: "thakur-2005",
    why: "Long messages want little traffic, short ones few steps."
  },
  backwardShare: {
    unit: "1",
    show: "%",
    symbol: "f_b",
    source: "chowdhery-palm-2022",
    eq: {refined: "hardwareFlops > 0 ? max(0, 1 - forwardFlops * localBatch / hardwareFlops) : 0"},
    doc: "Share of the arithmetic on the way back: two thirds, more with recomputation"
  },
  backwardWindow: {
    unit: "s",
    show: "ms",
    symbol: "T_{bwd}",
    label: "Way back",
    eq: {refined: "computeTime * backwardShare / passes"},
    doc: "Arithmetic of the last pass on the way back, behind which gradients can be summed",
    why: "Gradients are complete in the last pass only, so nothing else hides them."
  },
  exposedReduce: {
    unit: "s",
    show: "ms",
    symbol: "T^x_{red}",
    eq: {refined: "overlapComm ? max(reduceTime * (1 - overlapEfficiency), reduceTime - backwardWindow) : reduceTime"},
    doc: "Time to sum gradients that nothing hides"
  },
  exposedGather: {
    unit: "s",
    show: "ms",
    symbol: "T^x_{ag}",
    eq: {refined: "overlapComm ? max(gatherTime * (1 - overlapEfficiency), gatherTime - (computeTime - backwardWindow)) : gatherTime"},
    doc: "Time to fetch parameters that the rest of the arithmetic does not hide"
  },
  exposedDp: {
    unit: "s",
    show: "ms",
    symbol: "T^x_{dp}",
    label: "Not hidden",
    source: "rajbhandari-2020",
    eq: {
      textbook: "overlapComm ? dpCommunicationLatency * (1 - overlapEfficiency) : dpCommunicationLatency",
      refined: "exposedReduce + exposedGather"
    },
    doc: "Exchange between replicas that adds to the step",
    why: "No more can hide than there is arithmetic to hide behind; the textbook hides a fixed share."
  },
  optimizerShard: {
    unit: "param",
    symbol: "P_o",
    source: "rajbhandari-2020",
    eq: {
      refined:
        "isLora ? loraParameters / (tpSize * ppSize) / (zeroStage > 0 ? dataRanks : 1) : denseShard / (zeroStage > 0 ? dataRanks : 1) + expertShard / (zeroStage > 0 ? dataParallel : 1)"
    },
    doc: "Parameters that a rank updates"
  },
  optimizerTime: {
    unit: "s",
    show: "ms",
    symbol: "T_{opt}",
    label: "Optimizer",
    source: "rajbhandari-2020",
    eq: {refined: "optimizerTraffic * optimizerShard / accelerator.memoryBandwidth"},
    doc: "Time to update the parameters of a rank",
    why: "Each parameter's gradient, master copy and moments are read and written once; sharing the state shares this too."
  },
  communicationLatency: {
    unit: "s",
    show: "ms",
    symbol: "T_{comm}",
    eq: {
      textbook: "dpCommunicationLatency + tpCommunicationLatency + epCommunicationLatency",
      refined: "dpCommunicationLatency + tpCommunicationLatency + epCommunicationLatency + p2pLatency"
    },
    label: "Communication",
    doc: "Time of all exchanges of a step, what hides of them included",
    why: "Gradients between replicas, activations within and between layers, tokens between experts."
  },
  exposedCommunication: {
    unit: "s",
    show: "ms",
    symbol: "T^x_{comm}",
    eq: {
      textbook: "exposedDp + tpCommunicationLatency + epCommunicationLatency",
      refined: "exposedDp + tpCommunicationLatency + epCommunicationLatency + p2pLatency"
    },
    label: "Exposed exchanges",
    doc: "Time of all exchanges that adds to the step",
    why: "Only the exchange between replicas can hide behind arithmetic."
  }
} as const satisfies CellSpecs;
