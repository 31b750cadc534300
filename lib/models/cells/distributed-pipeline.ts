import type {CellSpecs} from "../../graph/spec.js";

/** What a pipeline costs beside its arithmetic: exchanges within layers and between stages, launches, and waiting. */
export const pipelineCells = {
  exchangesPerLayer: {
    unit: "1",
    symbol: "n_x",
    source: "shoeybi-2019",
    eq: {textbook: "4", refined: "activationRecomputation ? 6 : 4"},
    doc: "Exchanges of activations in a layer and pass: two forward, two back, two more where the layer is computed again"
  },
  activationMessage: {
    unit: "B",
    show: "MB",
    symbol: "M_{tp}",
    label: "Activations",
    source: "shoeybi-2019",
    eq: {
      textbook: "localBatch * seqLen * hiddenSize * pass.elementSize",
      refined: "rankBatch / passes * seqLen * hiddenSize * pass.elementSize"
    },
    doc: "Activations that ranks of a layer sum at once",
    why: "Every token has a vector as wide as the network; a pass sums those of its samples."
  },
  tpCommunicationLatency: {
    unit: "s",
    show: "ms",
    symbol: "T_{tp}",
    label: "Within layers",
    source: "shoeybi-2019",
    eq: {
      textbook: "exchangesPerLayer * layersPerStage * tensor.ring * congestionFactor",
      refined: "exchangesPerLayer * layersPerStage * passes * tensor.hierarchical"
    },
    doc: "Time that ranks which share layers exchange in a step",
    why: "Nothing can be computed until the sum is there, so it hides behind nothing."
  },
  boundaryMessage: {
    unit: "B",
    show: "MB",
    symbol: "M_{pp}",
    source: "narayanan-2021",
    eq: {refined: "activationMessage / tpSize"},
    doc: "Activations that a rank hands to the next stage: each rank of a layer its part"
  },
  p2pLatency: {
    unit: "s",
    show: "ms",
    symbol: "T_{pp}",
    label: "Between stages",
    source: "narayanan-2021",
    eq: {
      refined: "ppSize > 1 ? accumulation * (microbatches + (ppSize - 1) / chunks) * 2 * chunks * handover.pointToPoint : 0"
    },
    doc: "Time to hand activations on and their gradients back, in a step",
    why: "Cutting stages into more pieces shortens the wait and hands over more often; the textbook leaves this out."
  },
  overhead: {
    unit: "s",
    show: "ms",
    symbol: "T_o",
    wire: {name: "node_profile.latency_overhead"},
    label: "Overhead",
    source: "mlsysim-convention",
    eq: {
      textbook: "accelerator.dispatchTime + layerOverhead * 3 * layers",
      refined: "passes * (accelerator.dispatchTime + layerOverhead * 3 * layersPerStage)"
    },
    doc: "Launches and framework, forward and twice that back",
    why: "A stage launches its own layers only, once for each pass."
  },
  replicaLatency: {
    unit: "s",
    show: "ms",
    symbol: "T_r",
    wire: {name: "node_profile.latency"},
    eq: "max(computeTime, memoryTime) + overhead",
    label: "Computing",
    doc: "Time that a rank works in a step, exchanges left out",
    source: "williams-2009",
    why: "The longer of arithmetic and memory, and what launching takes."
  },
  bubbleFraction: {
    unit: "1",
    show: "%",
    symbol: "b_f",
    source: "narayanan-2021",
    eq: "(ppSize - 1) / (chunks * microbatches + ppSize - 1)",
    label: "Bubble",
    doc: "Share of a pipelined pass in which a stage waits",
    why: "The last stage waits for the first piece to arrive, the first for the last to come back; more pieces make that matter less."
  },
  pipelineBubbleLatency: {
    unit: "s",
    show: "ms",
    symbol: "T_b",
    label: "Waiting",
    source: "narayanan-2021",
    eq: {
      textbook: "replicaLatency * (ppSize - 1) / (chunks * microbatches)",
      refined: "(replicaLatency - headTime + tpCommunicationLatency + epCommunicationLatency) * (ppSize - 1) / (chunks * microbatches)"
    },
    doc: "Time that a stage waits while the pipeline fills and drains",
    why: "What waits is a whole stage, exchanges within its layers included, which the textbook forgets."
  },
  expertMessage: {
    unit: "B",
    show: "MB",
    symbol: "M_{ep}",
    label: "Routed tokens",
    source: "lepikhin-2020",
    eq: {
      textbook: "localBatch * seqLen * hiddenSize * pass.elementSize * routing.topK * moeRoutingImbalanceFactor",
      refined: "activationMessage / tpSize * routing.topK * routing.hotLoad"
    },
    doc: "Copies of tokens that the busiest rank of a pass exchanges at once",
    why: "Each token travels to every expert that it visits, and the busiest rank sets the pace; the textbook counts the tokens of all ranks on one."
  },
  epRanksPerNode: {
    unit: "1",
    symbol: "g_e",
    eq: "max(1, floor(fleet.node.acceleratorsPerNode / tpSize))",
    doc: "Ranks on one node that can share experts"
  },
  epCommunicationLatency: {
    unit: "s",
    show: "ms",
    symbol: "T_{ep}",
    label: "Between experts",
    source: "lepikhin-2020",
    eq: {
      textbook: "exchange.allToAll * congestionFactor",
      refined: "exchangesPerLayer * layersPerStage * passes * exchange.allToAll"
    },
    doc: "Time that ranks which share experts exchange in a step",
    why: "Tokens go out and come back in every layer, forward and back; the textbook counts one of these."
  }
} as const satisfies CellSpecs;
