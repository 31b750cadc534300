import type {CellSpecs} from "../../graph/spec.js";

/** What one optimizer step of the run answers. */
export const stepCells = {
  memoryFootprint: {
    unit: "B",
    show: "GB",
    symbol: "M",
    eq: "step.memoryFootprint",
    doc: "Memory that a rank needs",
    label: "Memory of a rank",
    why: "Weights, gradients, the optimizer's state and activations, as the layout divides them."
  },
  memoryAvailable: {
    unit: "B",
    show: "GB",
    symbol: "C",
    eq: "accelerator.memoryCapacity",
    doc: "Memory that a rank has",
    label: "Memory there is",
    why: "That of one accelerator."
  },
  feasible: {
    flag: true,
    symbol: "\\text{fits}",
    eq: "step.feasible",
    doc: "A rank's memory holds what it needs",
    label: "Fits",
    why: "What does not fit goes to the host and back at every step."
  },
  stepLatency: {
    unit: "s",
    show: "ms",
    symbol: "T_{step}",
    eq: "step.stepLatency",
    doc: "Time of one optimizer step",
    label: "One step",
    why: "Arithmetic, what is exchanged in the open, and the wait for the pipeline."
  },
  mfu: {
    unit: "1",
    show: "%",
    symbol: "\\text{MFU}",
    eq: "step.mfuTotal",
    doc: "Share of the cluster's peak compute that becomes training",
    label: "MFU",
    why: "Kernels reach a share of the peak, and a step does more than compute."
  }
} as const satisfies CellSpecs;
