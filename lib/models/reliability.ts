import {model} from "../model/model.js";
import {component} from "./records/component.js";
import {fleet} from "./records/fleet.js";

/** How often a synchronous job on a cluster is stopped, how often it should save, and what is left of its time. */
export const ReliabilityModel = model("ReliabilityModel", {
  doc: "Time between failures of a cluster, the best interval between checkpoints, and the share of time that is kept.",
  question: "How often will a cluster fail, and how often should it save?",
  inputs: {
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
      max: 1e12,
      label: "Chosen interval",
      wire: {name: "interval_s"},
      doc: "Time between checkpoints; Young's optimum where it is left out"
    },
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
  },
  cells: {
    accelerators: {
      unit: "device",
      symbol: "N",
      eq: "fleet.nodes * fleet.node.acceleratorsPerNode",
      label: "Accelerators",
      doc: "Accelerators in the cluster",
      why: "A synchronous job uses all of them at every step."
    },
    seriesPsus: {
      unit: "1",
      symbol: "n_p",
      label: "Supplies in series",
      eq: {
        textbook: "(fleet.node.psuRedundancy ?? 0) > 0 ? 0 : fleet.node.psusPerNode ?? assumedPsus",
        refined: "has(fleet.node.psusPerNode) && !((fleet.node.psuRedundancy ?? 0) > 0) ? fleet.node.psusPerNode : 0"
      },
      doc: "Power supplies whose single loss stops the node",
      why: "A spare supply takes over; a node that states no redundancy is taken to have one, where the textbook assumes none."
    },
    gpuFailureRate: {
      unit: "1/s",
      show: "1/h",
      symbol: "\\lambda_g",
      eq: "fleet.node.acceleratorsPerNode / gpuMttf",
      doc: "Failures of a node's accelerators in a time",
      label: "GPU failures",
      why: "Each accelerator can stop the node by itself."
    },
    nicFailureRate: {
      unit: "1/s",
      show: "1/h",
      symbol: "\\lambda_n",
      eq: "fleet.node.nicsPerNode / nicMttf",
      doc: "Failures of a node's network cards in a time",
      label: "Network failures",
      why: "Each network card can stop the node by itself."
    },
    psuFailureRate: {
      unit: "1/s",
      show: "1/h",
      symbol: "\\lambda_p",
      eq: "seriesPsus / psuMttf",
      doc: "Failures of a node's power supplies in a time",
      label: "Supply failures",
      why: "Only supplies without a spare stop the node."
    },
    nodeFailureRate: {
      unit: "1/s",
      show: "1/h",
      symbol: "\\lambda",
      eq: "gpuFailureRate + nicFailureRate + psuFailureRate",
      doc: "Failures of a node in a time",
      label: "Node failures",
      source: "barroso-2018",
      why: "Rates of independent parts add: the first to fail stops the node."
    },
    nodeMtbf: {
      unit: "s",
      show: "h",
      symbol: "\\Theta_n",
      eq: "1 / nodeFailureRate",
      label: "One node",
      doc: "Mean time between failures of a node",
      why: "The inverse of its failure rate, constant hazard assumed."
    },
    fleetMtbf: {
      unit: "s",
      show: "h",
      symbol: "\\Theta",
      label: "Between failures",
      eq: {textbook: "nodeMtbf / fleet.nodes", refined: "fleet.mtbf ?? nodeMtbf / fleet.nodes"},
      doc: "Mean time between failures of the cluster; the measured one where the fleet states it",
      why: "Every node must run, so the time between failures falls in proportion to their number."
    },
    failureProbability: {
      unit: "1",
      show: "%",
      symbol: "P_f",
      eq: {textbook: "1 - exp(-(jobDuration / fleetMtbf))", refined: "-expm1(-(jobDuration / fleetMtbf))"},
      doc: "Chance of at least one failure during the job",
      label: "Chance of failure",
      why: "Failures of a constant hazard are a Poisson process."
    },
    expectedFailures: {
      unit: "failure",
      symbol: "\\bar n",
      eq: "jobDuration / fleetMtbf",
      doc: "Mean number of failures during the job",
      label: "Failures in the run",
      why: "The mean; the actual number scatters by about its square root."
    },
    optimalCheckpointInterval: {
      unit: "s",
      show: "min",
      symbol: "\\tau^*",
      eq: "sqrt(2 * checkpointTime * fleetMtbf)",
      source: "young-1974",
      doc: "Interval between checkpoints that loses least, to first order (Young)",
      label: "Young's interval",
      why: "Saving more often costs writes, saving less often costs redone work; the two meet at a square root."
    },
    saveShare: {
      unit: "1",
      show: "%",
      symbol: "x",
      eq: "checkpointTime / (2 * fleetMtbf)",
      doc: "Half of a save over the time between failures; first order holds while it is small",
      label: "Save against failure",
      why: "Young's rule needs saves that are short against failures."
    },
    dalyInterval: {
      unit: "s",
      show: "min",
      symbol: "\\tau_D",
      source: "daly-2006",
      label: "Daly's interval",
      eq: "saveShare < 1 ? optimalCheckpointInterval * (1 + sqrt(saveShare) / 3 + saveShare / 9) - checkpointTime : fleetMtbf",
      doc: "Interval between checkpoints that loses least, to higher order (Daly)",
      why: "Counts failures during saves and during redone work, which Young leaves out."
    },
    chosenInterval: {
      unit: "s",
      show: "min",
      symbol: "\\tau",
      eq: {textbook: "optimalCheckpointInterval", refined: "interval ?? optimalCheckpointInterval"},
      doc: "Interval at which the job saves",
      label: "Interval in use",
      why: "Young's optimum, unless you choose another."
    },
    writeOverhead: {
      unit: "1",
      show: "%",
      symbol: "w",
      eq: "checkpointTime / chosenInterval",
      doc: "Time spent on saves over time between them",
      label: "Writing, first order",
      why: "One save for every interval."
    },
    reworkOverhead: {
      unit: "1",
      show: "%",
      symbol: "r",
      eq: "chosenInterval / (2 * fleetMtbf)",
      source: "young-1974",
      doc: "Work redone after failures over all time, to first order",
      label: "Redoing, first order",
      why: "A failure loses half an interval of work on average; the textbook leaves this out."
    },
    recoveryOverhead: {
      unit: "1",
      show: "%",
      symbol: "q",
      eq: "avgRecoveryTime / fleetMtbf",
      doc: "Time spent on restarts over all time, to first order",
      label: "Restarting, first order",
      why: "One restart for every failure."
    },
    firstOrderEfficiency: {
      unit: "1",
      show: "%",
      symbol: "\\gamma_1",
      eq: "max(0, 1 - writeOverhead - reworkOverhead - recoveryOverhead)",
      source: "young-1974",
      doc: "Share of time that is kept, to first order, redone work included",
      label: "Kept, first order",
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
      eq: {textbook: "max(0, 1 - writeOverhead - recoveryOverhead)", refined: "min(1, expectedEfficiency)"},
      doc: "Share of time that is kept",
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
    },
    wallTime: {
      unit: "s",
      show: "h",
      symbol: "T_w",
      optional: true,
      eq: "goodputRatio > 1e-9 ? jobDuration / goodputRatio : none",
      label: "Wall time",
      none: "Hardly any work is kept, so the job does not end.",
      doc: "Length of the job with all that failures add",
      why: "Lost time must be made up."
    },
    youngIsOff: {
      flag: true,
      symbol: "\\text{off}",
      eq: "abs(dalyInterval - optimalCheckpointInterval) > 0.05 * dalyInterval",
      doc: "Young's interval is more than a twentieth off Daly's",
      label: "Young is off"
    }
  },
  outputs: [
    "fleetMtbf",
    "failureProbability",
    "optimalCheckpointInterval",
    "expectedFailures",
    "goodputRatio",
    "nodeMtbf",
    "gpuFailureRate",
    "nicFailureRate",
    "psuFailureRate",
    "dalyInterval",
    "chosenInterval",
    "writeOverhead",
    "reworkOverhead",
    "recoveryOverhead",
    "firstOrderEfficiency",
    "expectedEfficiency",
    "lostShare",
    "writeShare",
    "reworkShare",
    "recoveryShare",
    "wallTime"
  ],
  trace: {
    failures: {say: "{accelerators:#} accelerators: a failure every {fleetMtbf:h}, {expectedFailures:#} expected in the run."},
    interval: {say: "Saving every {chosenInterval:min} keeps {goodputRatio:%} of the time."},
    young: {
      when: "youngIsOff",
      say: "A save of {checkpointTime} is not short against failures: Young's interval is {optimalCheckpointInterval:min}, Daly's {dalyInterval:min}."
    }
  }
});
