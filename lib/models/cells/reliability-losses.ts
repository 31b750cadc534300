import type {CellSpecs} from "../../graph/spec.js";

/** Where the time of a cluster goes: saves, redone work, restarts, and what is kept. */
export const lossCells = {
  writeOverhead: {
    unit: "1",
    show: "%",
    symbol: "w",
    eq: "checkpointTime / chosenInterval",
    doc: "Time spent on saves over time between them",
    label: "Writing, roughly",
    source: "young-1974",
    why: "One save for every interval."
  },
  reworkOverhead: {
    unit: "1",
    show: "%",
    symbol: "r",
    eq: "chosenInterval / (2 * fleetMtbf)",
    source: "young-1974",
    doc: "Work redone after failures over all time, to first order",
    label: "Redoing, roughly",
    why: "A failure loses half an interval of work on average; the textbook leaves this out."
  },
  recoveryOverhead: {
    unit: "1",
    show: "%",
    symbol: "q",
    eq: "avgRecoveryTime / fleetMtbf",
    doc: "Time spent on restarts over all time, to first order",
    label: "Restarts, roughly",
    source: "young-1974",
    why: "One restart for every failure."
  },
  firstOrderEfficiency: {
    unit: "1",
    show: "%",
    symbol: "\\gamma_1",
    eq: "max(0, 1 - writeOverhead - reworkOverhead - recoveryOverhead)",
    source: "young-1974",
    doc: "Share of time that is kept, to first order, redone work included",
    label: "Kept, roughly",
    why: "The readable approximation of the exact share: three losses, each counted once."
  },
  expectedEfficiency: {
    unit: "1",
    show: "%",
    symbol: "\\gamma_D",
    source: "daly-2006",
    label: "Kept, exact",
    eq: "chosenInterval * exp(-(avgRecoveryTime / fleetMtbf)) / (fleetMtbf * expm1((chosenInterval + checkpointTime) / fleetMtbf))",
    doc: "Share of time that is kept, exact for failures of constant hazard (Daly)",
    why: "Counts that a failure can strike during a save, a restart and redone work too."
  },
  goodputRatio: {
    unit: "1",
    show: "%",
    symbol: "\\gamma",
    label: "Goodput",
    eq: {textbook: "max(0, 1 - writeOverhead - recoveryOverhead)", refined: "expectedEfficiency"},
    doc: "Share of time that is kept",
    source: "daly-2006",
    why: "What is left after saves, redone work and restarts; the textbook forgets redone work."
  },
  lostShare: {
    unit: "1",
    show: "%",
    symbol: "\\ell",
    eq: "1 - goodputRatio",
    doc: "Share of time that is lost",
    label: "Lost in all",
    why: "What goodput leaves."
  },
  firstOrderLoss: {
    unit: "1",
    show: "%",
    symbol: "\\ell_1",
    source: "young-1974",
    doc: "Sum of the first-order losses that this fidelity counts",
    eq: {textbook: "writeOverhead + recoveryOverhead", refined: "writeOverhead + reworkOverhead + recoveryOverhead"}
  },
  writeShare: {
    unit: "1",
    show: "%",
    symbol: "\\ell_w",
    eq: "lostShare * (writeOverhead / firstOrderLoss)",
    label: "Lost to writing",
    doc: "Share of time lost to saves, scaled so that the parts sum to the total",
    why: "Falls as one saves less often."
  },
  reworkShare: {
    unit: "1",
    show: "%",
    symbol: "\\ell_r",
    label: "Lost to redoing",
    source: "daly-2006",
    eq: {textbook: "0", refined: "lostShare * (reworkOverhead / firstOrderLoss)"},
    doc: "Share of time lost to redone work, scaled so that the parts sum to the total",
    why: "Grows as one saves less often."
  },
  recoveryShare: {
    unit: "1",
    show: "%",
    symbol: "\\ell_q",
    eq: "lostShare * (recoveryOverhead / firstOrderLoss)",
    label: "Lost to restarts",
    doc: "Share of time lost to restarts, scaled so that the parts sum to the total",
    why: "Does not depend on how often one saves."
  }
} as const satisfies CellSpecs;
