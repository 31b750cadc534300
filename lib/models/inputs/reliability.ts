import type {InputSpecs} from "../../graph/spec.js";
import {component} from "../records/component.js";
import {fleet} from "../records/fleet.js";

/** How long the parts of a server last. */
export const componentInputs = {
  gpuMttf: {
    unit: "s",
    show: "h",
    symbol: "\\theta_g",
    default: {of: component, key: "Gpu", field: "mttf"},
    min: 1,
    max: 1e15,
    label: "One GPU fails",
    wire: {name: "gpu_mttf_hours", unit: "h"},
    doc: "Mean time to failure of one accelerator"
  },
  nicMttf: {
    unit: "s",
    show: "h",
    symbol: "\\theta_n",
    default: {of: component, key: "Nic", field: "mttf"},
    min: 1,
    max: 1e15,
    label: "One network card",
    wire: {name: "nic_mttf_hours", unit: "h"},
    doc: "Mean time to failure of one network card"
  },
  psuMttf: {
    unit: "s",
    show: "h",
    symbol: "\\theta_p",
    default: {of: component, key: "Psu", field: "mttf"},
    min: 1,
    max: 1e15,
    label: "One power supply",
    wire: {name: "psu_mttf_hours", unit: "h"},
    doc: "Mean time to failure of one power supply"
  }
} as const satisfies InputSpecs;

/** What one may set of a cluster that fails. */
export const reliabilityInputs = {
  fleet: {record: fleet, symbol: "", label: "Cluster", doc: "Cluster that the job runs on, all of it"},
  jobDuration: {
    unit: "s",
    show: "h",
    symbol: "T",
    min: 0,
    max: 1e12,
    label: "Length of run",
    wire: {name: "job_duration_hours", unit: "h"},
    doc: "Wall-clock length of the job, without what failures add"
  },
  checkpointTime: {
    unit: "s",
    symbol: "\\delta",
    default: 60,
    above: 0,
    min: 1e-9,
    max: 1e12,
    label: "Save blocks",
    wire: {name: "checkpoint_time_s"},
    doc: "Time that one save blocks the job; for a save in the background only the part that blocks",
    source: "mlsysim-api"
  },
  avgRecoveryTime: {
    unit: "s",
    symbol: "R",
    default: 300,
    min: 0,
    max: 1e12,
    label: "Restart",
    wire: {name: "avg_recovery_time_s"},
    doc: "Time from a failure until the job trains again, redone work not counted",
    source: "mlsysim-api"
  },
  interval: {
    unit: "s",
    symbol: "\\tau_s",
    optional: true,
    above: 0,
    min: 1e-9,
    max: 1e12,
    label: "Chosen interval",
    wire: {name: "interval_s"},
    doc: "Time between checkpoints; Young's optimum where it is left out"
  },
  ...componentInputs,
  youngTolerance: {
    unit: "1",
    show: "%",
    symbol: "\\epsilon",
    default: 0.05,
    min: 0,
    max: 1,
    source: "judgement-young-tolerance",
    doc: "How far Young's interval may be off Daly's before trace says so"
  },
  assumedPsus: {
    unit: "1",
    symbol: "\\hat n_{psu}",
    default: 2,
    min: 0,
    max: 1e6,
    whole: true,
    source: "mlsysim-api",
    doc: "Power supplies without a spare that the textbook assumes of a node that states none"
  }
} as const satisfies InputSpecs;
