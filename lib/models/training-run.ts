import {model} from "../model/model.js";
import {billCells} from "./cells/training-run-bill.js";
import {stepCells} from "./cells/training-run-step.js";
import {CheckpointModel} from "./checkpoint.js";
import {DistributedModel} from "./distributed.js";
import {EconomicsModel} from "./economics.js";
import {distributedRules} from "./inputs/distributed-rules.js";
import {trainingRunInputs} from "./inputs/training-run.js";
import {hardware} from "./records/hardware.js";
import {ReliabilityModel} from "./reliability.js";

/** One training run from end to end: whether it fits, how fast a step is, what failures take, how long it lasts, what it costs. */
export const TrainingRunModel = model("TrainingRunModel", {
  doc: "A training run from its network and cluster to days, dollars, energy, carbon and water.",
  question: "How long does a training run take, and what does it cost?",
  inputs: trainingRunInputs,
  rules: {
    ...distributedRules,
    model: {
      that: "(model.kind == 'transformer' || model.kind == 'sparse transformer') && has(model.parameters) && has(model.layers)",
      says: "must be a transformer that states its parameters and layers"
    },
    trainingTokens: {
      that: "has(trainingTokens) || has(model.trainingTokens)",
      says: "must be given; {model} states no published training"
    },
    asyncCheckpoint: {
      that: {refined: "!asyncCheckpoint || has(hostCopyBandwidth) || has(fleet.node.accelerator.hostBandwidth)"},
      says: "needs {hostCopyBandwidth}; the device of {fleet} states no link to a host"
    }
  },
  uses: {
    step: {of: DistributedModel},
    save: {
      of: CheckpointModel,
      with: {
        hardware: "accelerator",
        optimizer: "'adam'",
        sgdMomentum: "false",
        trainableFraction: "step.trainableShare",
        nWriters: "writers",
        checkpointInterval: "chosenInterval"
      }
    },
    failures: {
      of: ReliabilityModel,
      with: {
        jobDuration: "trainingTime",
        checkpointTime: "saveTime",
        avgRecoveryTime: "recoveryTime",
        interval: "chosenInterval",
        youngTolerance: "0"
      }
    },
    cost: {
      of: EconomicsModel,
      with: {
        duration: "wallTime",
        mfu: "step.mfuTotal",
        utilization: "1",
        goodput: "failures.goodputRatio",
        throughput: "step.effectiveThroughput * seqLen"
      }
    }
  },
  cells: {
    accelerator: {record: hardware, symbol: "", eq: "fleet.node.accelerator", doc: "Accelerator of the cluster"},
    ...stepCells,
    tokens: {
      unit: "token",
      symbol: "D",
      eq: "trainingTokens ?? model.trainingTokens ?? 0",
      label: "Tokens",
      doc: "Tokens that the network is trained on",
      why: "Yours, or those of its published training."
    },
    steps: {
      unit: "1",
      symbol: "n_s",
      eq: "tokens / (batchSize * seqLen)",
      label: "Steps",
      doc: "Optimizer steps, the last one in part",
      why: "Each takes a batch of sequences."
    },
    trainingTime: {
      unit: "s",
      show: "day",
      symbol: "T",
      eq: "steps * stepLatency",
      label: "Without failures",
      doc: "Time that the steps take",
      why: "What the run would last if nothing failed and nothing were saved."
    },
    writers: {
      unit: "1",
      symbol: "n_w",
      eq: "nWriters ?? fleet.nodes",
      label: "Writers",
      doc: "Processes that write a save",
      why: "Each node writes its part, unless you say otherwise."
    },
    saveTime: {
      unit: "s",
      symbol: "\\delta",
      label: "Save blocks",
      source: "mohan-2021",
      eq: {textbook: "save.writeTime", refined: "save.copyTime ?? save.writeTime"},
      doc: "Time that training waits for one save",
      why: "The write, or the copy to host memory where the write goes on in the background."
    },
    recoveryTime: {
      unit: "s",
      show: "min",
      symbol: "R",
      label: "Recovery",
      source: "recovery-time-assumptions",
      eq: {textbook: "avgRecoveryTime ?? detectionTime + restartTime + warmUpTime", refined: "avgRecoveryTime ?? save.recoveryTime"},
      doc: "Time from a failure until the job trains again, redone work not counted",
      why: "Noticing, starting anew, reading the state, warming up; the textbook reads it in no time."
    },
    chosenInterval: {
      unit: "s",
      show: "min",
      symbol: "\\tau",
      label: "Save every",
      source: "young-1974",
      eq: {
        textbook: "failures.optimalCheckpointInterval",
        refined: "max(asyncCheckpoint ? save.writeTime : 0, interval ?? failures.optimalCheckpointInterval)"
      },
      doc: "Time between saves",
      why: "Young's optimum for this save on this cluster, but never before the last save is written."
    },
    checkpointSize: {
      unit: "B",
      show: "GB",
      symbol: "S",
      eq: "save.checkpointSize",
      doc: "Size of a save",
      label: "Size of a save",
      why: "Every parameter once, with what the optimizer needs to go on."
    },
    storageBottleneck: {
      flag: true,
      symbol: "\\text{slow}",
      eq: "save.storageBottleneck",
      doc: "A write takes longer than the time aimed at",
      label: "Storage is slow",
      why: "The writers together, or the file system that takes from them."
    },
    fleetMtbf: {
      unit: "s",
      show: "h",
      symbol: "\\Theta",
      eq: "failures.fleetMtbf",
      doc: "Mean time between failures of the cluster",
      label: "Between failures",
      why: "Every node must run, so it falls in proportion to their number."
    },
    goodputRatio: {
      unit: "1",
      show: "%",
      symbol: "\\gamma",
      eq: "failures.goodputRatio",
      doc: "Share of time that is kept",
      label: "Goodput",
      why: "What is left after saves, redone work and restarts."
    },
    wallTime: {
      unit: "s",
      show: "day",
      symbol: "T_w",
      optional: true,
      none: "No work is kept, so the run does not end.",
      eq: "failures.wallTime",
      doc: "Length of the run with all that failures add",
      label: "Length of the run",
      why: "Lost time must be made up."
    },
    expectedFailures: {
      unit: "failure",
      symbol: "\\bar n",
      label: "Failures",
      optional: true,
      none: "No work is kept, so the run does not end.",
      eq: "wallTime / fleetMtbf",
      doc: "Mean number of failures until the run ends",
      why: "Lost time must be made up, and it fails meanwhile too."
    },
    deviceTime: {
      unit: "s",
      show: "h",
      symbol: "T_g",
      label: "GPU-hours",
      optional: true,
      none: "No work is kept, so the run does not end.",
      eq: "step.accelerators * wallTime",
      doc: "Time of all accelerators together",
      why: "What a cloud would bill."
    },
    ...billCells
  },
  outputs: [
    "feasible",
    "memoryFootprint",
    "memoryAvailable",
    "stepLatency",
    "mfu",
    "steps",
    "trainingTime",
    "fleetMtbf",
    "checkpointSize",
    "saveTime",
    "storageBottleneck",
    "recoveryTime",
    "chosenInterval",
    "goodputRatio",
    "wallTime",
    "expectedFailures",
    "deviceTime",
    "tco",
    "capex",
    "totalOpex",
    "capexKnown",
    "costPerUsefulGpuHour",
    "costPerToken",
    "totalEnergy",
    "overheadEnergy",
    "carbonFootprint",
    "waterUsage",
    "pue",
    "region"
  ],
  trace: {
    misfit: {
      when: "!feasible",
      say: "Memory: {memoryFootprint:GB} a rank of {memoryAvailable:GB}; what is missing goes over the link to the host, all that follows is with it."
    },
    time: {
      say: "{steps:#} steps of {stepLatency} are {trainingTime:day}; failures keep {goodputRatio:%} of the time, so it lasts {wallTime:day}."
    },
    cost: {say: "It costs {tco}, takes {totalEnergy:MWh} and emits {carbonFootprint:tCO2e} in {region}."},
    unknown: {when: "!capexKnown", say: "{fleet.node.accelerator.name} states no price: the cost is of running alone."}
  }
});
