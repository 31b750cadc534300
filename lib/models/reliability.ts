import {model} from "../model/model.js";
import {lossCells} from "./cells/reliability-losses.js";
import {reliabilityInputs} from "./inputs/reliability.js";

/** How often a synchronous job on a cluster is stopped, how often it should save, and what is left of its time. */
export const ReliabilityModel = model("ReliabilityModel", {
  doc: "Time between failures of a cluster, the best interval between checkpoints, and the share of time that is kept.",
  question: "How often will a cluster fail, and how often should it save?",
  inputs: reliabilityInputs,
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
      label: "Expected failures",
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
      label: "Save vs failures",
      source: "daly-2006",
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
    ...lossCells,
    wallTime: {
      unit: "s",
      show: "h",
      symbol: "T_w",
      optional: true,
      eq: "lostShare < 1 ? jobDuration / goodputRatio : none",
      label: "Wall time",
      none: "No work is kept, so the job does not end.",
      doc: "Length of the job with all that failures add",
      why: "Lost time must be made up."
    },
    youngIsOff: {
      flag: true,
      symbol: "\\text{off}",
      eq: "abs(dalyInterval - optimalCheckpointInterval) > youngTolerance * dalyInterval",
      doc: "Young's interval is further off Daly's than is tolerated",
      label: "Young is off",
      source: "judgement-young-tolerance",
      why: "Where a save is not short against failures, the square root saves too seldom."
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
