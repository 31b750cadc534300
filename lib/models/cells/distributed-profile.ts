import type {CellSpecs} from "../../graph/spec.js";

/** What one replica is like while it computes, and what of the peak is left of it over the whole cluster. */
export const profileCells = {
  replicaThroughput: {
    unit: "1/s",
    symbol: "X_r",
    wire: {name: "node_profile.throughput"},
    eq: "localBatch / replicaLatency",
    label: "Replica's rate",
    doc: "Samples a second of one replica, exchanges left out",
    why: "What a replica would do if it were alone."
  },
  bottleneck: {
    choice: ["Compute", "Memory"],
    symbol: "\\text{bound}",
    wire: {name: "node_profile.bottleneck"},
    eq: "memoryTime > computeTime ? 'Memory' : 'Compute'",
    label: "Bound",
    doc: "The roof that binds a rank",
    source: "williams-2009",
    why: "The longer of the two times is the one worth shortening."
  },
  arithmeticIntensity: {
    unit: "FLOP/B",
    symbol: "I",
    wire: {name: "node_profile.arithmetic_intensity"},
    eq: "hardwareFlops / replicaSize / trafficBytes",
    label: "Intensity",
    doc: "Operations of a rank for a byte that it streams",
    source: "williams-2009",
    why: "Above the ridge of the roofline arithmetic binds."
  },
  mfu: {
    unit: "1",
    show: "%",
    symbol: "\\text{MFU}_r",
    wire: {name: "node_profile.mfu"},
    eq: "min(1, modelFlops / (replicaLatency * replicaSize * pass.peakFlops))",
    label: "MFU, computing",
    doc: "Share of peak compute that a replica turns into training, exchanges left out (MFU)",
    source: "chowdhery-palm-2022",
    why: "Never above the share of the peak that kernels reach."
  },
  hfu: {
    unit: "1",
    show: "%",
    symbol: "\\text{HFU}_r",
    wire: {name: "node_profile.hfu"},
    eq: "min(1, hardwareFlops / (replicaLatency * replicaSize * pass.peakFlops))",
    label: "HFU, computing",
    doc: "Share of peak compute that a replica executes, exchanges left out (HFU)",
    source: "chowdhery-palm-2022",
    why: "Counts what is computed twice twice."
  },
  energy: {
    unit: "J",
    symbol: "E",
    optional: true,
    none: "The device states no power limit.",
    wire: {name: "node_profile.energy"},
    eq: {
      textbook: "(accelerator.powerLimit ?? 0) * (idlePower + (1 - idlePower) * hfu) * replicaSize * replicaLatency",
      refined:
        "has(accelerator.powerLimit) ? accelerator.powerLimit * (idlePower + (1 - idlePower) * hfu) * replicaSize * replicaLatency : none"
    },
    label: "Replica's energy",
    doc: "Energy of a replica while it computes a step",
    source: "barroso-2007",
    why: "Power grows with use, from what an idle device draws up to its limit."
  },
  overheadDominated: {
    flag: true,
    symbol: "\\text{overhead}",
    wire: {name: "node_profile.overhead_dominated"},
    eq: "overhead > max(computeTime, memoryTime)",
    doc: "Launching takes longer than arithmetic and memory do"
  },
  tokensPerSecond: {
    unit: "token/s",
    symbol: "X",
    optional: true,
    none: "The network does not read tokens.",
    eq: "isTransformer || isPerToken ? effectiveThroughput * seqLen : none",
    label: "Tokens a second",
    doc: "Tokens that the cluster trains on in a second",
    why: "Each sample is a sequence."
  },
  mfuTotal: {
    unit: "1",
    show: "%",
    symbol: "\\text{MFU}",
    eq: "min(1, modelFlops / localBatch * effectiveThroughput / (accelerators * pass.peakFlops))",
    label: "MFU",
    doc: "Share of the cluster's peak compute that becomes training (MFU)",
    source: "chowdhery-palm-2022",
    why: "The operations that training needs, over all that the cluster could do in the time."
  },
  hfuTotal: {
    unit: "1",
    show: "%",
    symbol: "\\text{HFU}",
    eq: "min(1, hardwareFlops / localBatch * effectiveThroughput / (accelerators * pass.peakFlops))",
    label: "HFU",
    doc: "Share of the cluster's peak compute that is executed (HFU)",
    source: "chowdhery-palm-2022",
    why: "Counts what is computed twice twice."
  }
} as const satisfies CellSpecs;
