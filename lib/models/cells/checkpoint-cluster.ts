import type {CellSpecs} from "../../graph/spec.js";

/** What saving at an interval loses on a cluster that fails. */
export const clusterCells = {
  fleetMtbf: {
    unit: "s",
    show: "h",
    symbol: "\\Theta",
    label: "Between failures",
    optional: true,
    none: "No cluster is given.",
    eq: {refined: "failures.fleetMtbf"},
    doc: "Mean time between failures of the cluster",
    why: "Every node must run, so it falls in proportion to their number."
  },
  youngInterval: {
    unit: "s",
    show: "min",
    symbol: "\\tau^*",
    label: "Young's interval",
    optional: true,
    none: "No cluster is given.",
    source: "young-1974",
    eq: {refined: "failures.optimalCheckpointInterval"},
    doc: "Interval between saves that loses least on the cluster, to first order",
    why: "A save that blocks longer is worth making less often."
  },
  goodputRatio: {
    unit: "1",
    show: "%",
    symbol: "\\gamma",
    label: "Goodput",
    optional: true,
    none: "No cluster is given.",
    source: "daly-2006",
    eq: {refined: "failures.goodputRatio"},
    doc: "Share of time that is kept on the cluster at this interval",
    why: "What is left after saves, redone work and recoveries."
  },
  lostShare: {
    unit: "1",
    show: "%",
    symbol: "\\ell",
    label: "Lost in all",
    source: "daly-2006",
    eq: {textbook: "min(1, mfuPenalty)", refined: "failures.lostShare ?? mfuPenalty"},
    doc: "Share of time that is lost: to saves alone where no cluster is given",
    why: "Fewer saves cost less, and more work to redo; the textbook counts the saves alone."
  },
  savingShare: {
    unit: "1",
    show: "%",
    symbol: "\\ell_w",
    label: "Lost to saving",
    optional: true,
    none: "No cluster is given.",
    source: "daly-2006",
    eq: {refined: "failures.writeShare"},
    doc: "Share of time lost to saves",
    why: "Falls as one saves less often."
  },
  redoneShare: {
    unit: "1",
    show: "%",
    symbol: "\\ell_r",
    label: "Lost to redoing",
    optional: true,
    none: "No cluster is given.",
    source: "daly-2006",
    eq: {refined: "failures.reworkShare"},
    doc: "Share of time lost to work that is done again",
    why: "Half an interval for every failure."
  }
} as const satisfies CellSpecs;
