import type {CellSpecs} from "../../graph/spec.js";

/** A step as the sum of its parts, what the slowest worker adds to it, and what the cluster gets done in it. */
export const stepCells = {
  stragglerRatio: {
    unit: "1",
    symbol: "\\sigma",
    eq: {
      textbook: "max(1, stragglerFactor)",
      refined: "has(stepTimeCv) ? max(stragglerFactor, 1 + stepTimeCv * sqrt(2 * ln(dataParallel))) : stragglerFactor"
    },
    label: "Slowest worker",
    doc: "Time of the slowest worker over that of the others",
    source: "gumbel-normal-maximum",
    why: "All wait for the slowest, and the more there are, the slower that is."
  },
  evenStep: {
    unit: "s",
    show: "ms",
    symbol: "T_0",
    eq: {
      textbook: "replicaLatency + exposedCommunication + pipelineBubbleLatency",
      refined: "replicaLatency + exposedCommunication + pipelineBubbleLatency + optimizerTime"
    },
    label: "Step of equals",
    doc: "Time of a step if no worker were slower than the others",
    why: "What computes, what exchanges and is not hidden, what waits, and the optimizer."
  },
  stragglerLatency: {
    unit: "s",
    show: "ms",
    symbol: "T_\\sigma",
    eq: "evenStep * (stragglerRatio - 1)",
    label: "Waiting for one",
    doc: "Time that all wait for the slowest worker",
    why: "A synchronous step ends when its last worker does."
  },
  stepLatency: {
    unit: "s",
    show: "ms",
    symbol: "T_{step}",
    eq: "evenStep * stragglerRatio",
    label: "Step",
    doc: "Time of one optimizer step",
    why: "The sum of its parts, times what the slowest worker adds."
  },
  scalingEfficiency: {
    unit: "1",
    show: "%",
    symbol: "\\eta_s",
    eq: "replicaLatency / stepLatency",
    label: "Scaling",
    doc: "Share of a step in which a rank computes",
    why: "What exchanges, waiting and the optimizer leave."
  },
  effectiveThroughput: {
    unit: "1/s",
    symbol: "Q",
    eq: {textbook: "dataParallel * localBatch / stepLatency", refined: "batchSize / stepLatency"},
    label: "Samples a second",
    doc: "Samples that the cluster trains on in a second",
    why: "The batch over the time of its step; the textbook counts a sample for a replica that has none."
  }
} as const satisfies CellSpecs;
