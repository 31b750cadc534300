import type {CellSpecs} from "../../graph/spec.js";

/** How busy a device is with a batch, and what that costs. */
export const nodeUseCells = {
  mfu: {
    unit: "1",
    show: "%",
    symbol: "\\text{MFU}",
    eq: "min(1, batchOps / (latency * pass.peakFlops))",
    doc: "Share of peak compute that is reached (MFU)",
    label: "MFU",
    source: "chowdhery-palm-2022",
    why: "Never above the efficiency that kernels reach."
  },
  hfu: {
    unit: "1",
    show: "%",
    symbol: "\\text{HFU}",
    eq: "mfu",
    doc: "Share of peak compute that the hardware is busy with (HFU); nothing is computed twice here",
    label: "HFU",
    source: "chowdhery-palm-2022",
    why: "It differs from MFU where a training run computes activations again."
  },
  memoryUse: {
    unit: "1",
    show: "%",
    symbol: "u_m",
    eq: {refined: "latencyMemory / latency"},
    doc: "Share of the time in which memory moves bytes",
    label: "Memory busy",
    why: "Memory draws power while it moves bytes, also where arithmetic waits."
  },
  energy: {
    unit: "J",
    symbol: "E",
    optional: true,
    none: "The device states no power limit.",
    label: "Energy",
    source: "barroso-2007",
    eq: {
      textbook: "(hardware.powerLimit ?? 0) * (idlePower + (1 - idlePower) * mfu) * latency",
      refined:
        "has(hardware.powerLimit) ? hardware.powerLimit * (idlePower + (1 - idlePower) * max(mfu, memoryPowerShare * memoryUse)) * latency : none"
    },
    doc: "Energy of the device for the batch",
    why: "Power grows with use, from what an idle device draws up to its limit; the textbook bills a busy memory as idle."
  },
  overheadDominated: {
    flag: true,
    symbol: "\\text{dominated}",
    eq: "latencyOverhead > max(latencyCompute, latencyMemory)",
    doc: "Overhead is longer than both roofs",
    label: "Overhead rules",
    why: "Then neither a faster chip nor a faster memory helps; a larger batch does."
  },
  bindingTerm: {
    choice: ["Compute", "Memory", "Overhead"],
    symbol: "\\text{term}",
    eq: {refined: "overheadDominated ? 'Overhead' : bottleneck"},
    doc: "The longest of arithmetic, memory and overhead",
    label: "Longest term",
    why: "The roofline knows two roofs; small networks meet neither."
  }
} as const satisfies CellSpecs;
