import {model} from "../model/model.js";
import {clusterCells} from "./cells/checkpoint-cluster.js";
import {momentumCells} from "./cells/optimizer.js";
import {checkpointInputs} from "./inputs/checkpoint.js";
import {masterBytes, momentBytes} from "./records/optimizer.js";
import {ReliabilityModel} from "./reliability.js";

/** How large a saved state is, how long a save takes, and what share of the time training waits for it. */
export const CheckpointModel = model("CheckpointModel", {
  doc: "Size of a training job's saved state, the time to write it, and the share of the time that training waits.",
  question: "How long does a save take, and what does it cost?",
  inputs: checkpointInputs,
  tables: {masterBytes, momentBytes},
  rules: {
    asyncCheckpoint: {
      that: {refined: "!asyncCheckpoint || has(hostCopyBandwidth) || has(hardware.hostBandwidth)"},
      says: "needs {hostCopyBandwidth}; {hardware} states no link to a host"
    }
  },
  uses: {
    failures: {
      of: ReliabilityModel,
      with: {
        jobDuration: "checkpointInterval",
        checkpointTime: "blockingTime",
        avgRecoveryTime: "recoveryTime",
        interval: "checkpointInterval",
        youngTolerance: "0",
        assumedPsus: "0"
      }
    }
  },
  cells: {
    ...momentumCells,
    bytesPerParam: {
      unit: "B/param",
      symbol: "c",
      label: "Bytes a parameter",
      source: "rajbhandari-2020",
      eq: {
        textbook: "optimizer == 'adam' ? 14[B/param] : 4[B/param]",
        refined: "2[B/param] + trainableFraction * (masterBytes[optimizer] + momentBytes[optimizer] + momentumBytes)"
      },
      doc: "Bytes that a save keeps of a parameter: 16-bit weight, 32-bit copy, moments",
      why: "What the optimizer needs to go on is six times the weights; the textbook knows Adam alone and forgets the weights of all others."
    },
    checkpointSize: {
      unit: "B",
      show: "GB",
      symbol: "S",
      label: "Size of a save",
      eq: "bytesPerParam * model.parameters",
      doc: "Size of the saved state",
      why: "Every parameter once, however many copies of the model train."
    },
    writerBandwidth: {
      unit: "B/s",
      show: "GB/s",
      symbol: "w",
      label: "One writer",
      eq: "hardware.storageBandwidth ?? assumedBandwidth",
      doc: "Write bandwidth of one writer",
      why: "The storage of the device where its record states it."
    },
    writeBandwidth: {
      unit: "B/s",
      show: "GB/s",
      symbol: "W",
      label: "All writers",
      eq: "min(nWriters * writerBandwidth, filesystemLimit)",
      doc: "Write bandwidth of all writers",
      why: "Writers add up until the file system takes no more."
    },
    writeTime: {
      unit: "s",
      symbol: "T_w",
      label: "Writing",
      eq: "checkpointSize / writeBandwidth",
      doc: "Time to write one save",
      why: "A burst at the full bandwidth, nothing else on the file system."
    },
    copyTime: {
      unit: "s",
      symbol: "T_c",
      label: "Copy to host",
      optional: true,
      none: "The save is not in the background.",
      source: "mohan-2021",
      eq: {
        refined: "asyncCheckpoint ? checkpointSize / (nWriters * (hostCopyBandwidth ?? hardware.hostBandwidth)) : none"
      },
      doc: "Time to copy the state to host memory, each writer its part",
      why: "A snapshot in host memory is enough for training to go on."
    },
    stallTime: {
      unit: "s",
      symbol: "T_x",
      label: "Stall",
      source: "mohan-2021",
      eq: {refined: "asyncCheckpoint ? max(0, writeTime - checkpointInterval) : 0"},
      doc: "Time that a save waits for the one before it to be written",
      why: "A write in the background must end before the next begins."
    },
    blockingTime: {
      unit: "s",
      symbol: "T_b",
      label: "Training waits",
      source: "mohan-2021",
      eq: {textbook: "writeTime", refined: "(copyTime ?? writeTime) + stallTime"},
      doc: "Time that training waits for one save",
      why: "All of the write, or only the copy to host memory where the write goes on in the background."
    },
    mfuPenalty: {
      unit: "1",
      show: "%",
      symbol: "\\pi",
      label: "Time lost",
      eq: {textbook: "blockingTime / checkpointInterval", refined: "blockingTime / (checkpointInterval + blockingTime)"},
      doc: "Share of the time that training waits for saves",
      why: "A save comes on top of the interval of training; the textbook divides by the interval alone and can pass one."
    },
    maxBandwidthRequired: {
      unit: "B/s",
      show: "GB/s",
      symbol: "W_1",
      eq: "writerBandwidth",
      doc: "Write bandwidth of one writer, under the name that the reference gives it"
    },
    requiredBandwidth: {
      unit: "B/s",
      show: "GB/s",
      symbol: "W_{req}",
      label: "Bandwidth to have",
      eq: {refined: "checkpointSize / targetTime"},
      doc: "Write bandwidth that a save within the time aimed at needs",
      why: "What the storage would have to take for the save to be no bottleneck."
    },
    storageBottleneck: {
      flag: true,
      symbol: "\\text{slow}",
      label: "Storage is slow",
      eq: "writeTime > targetTime",
      doc: "A write takes longer than the time aimed at",
      why: "A minute in the textbook."
    },
    readTime: {
      unit: "s",
      symbol: "T_r",
      label: "Reading back",
      eq: {refined: "checkpointSize / (readBandwidth ?? writeBandwidth)"},
      doc: "Time to read the state back",
      why: "All of it must be there before a step can be made."
    },
    recoveryTime: {
      unit: "s",
      show: "min",
      symbol: "R",
      label: "Recovery",
      source: "recovery-time-assumptions",
      eq: {refined: "detectionTime + restartTime + readTime + warmUpTime"},
      doc: "Time from a failure until the job trains again, redone work not counted",
      why: "Noticing, starting anew, reading the state, warming up, one after the other."
    },
    ...clusterCells
  },
  outputs: [
    "checkpointSize",
    "writeTime",
    "maxBandwidthRequired",
    "storageBottleneck",
    "mfuPenalty",
    "bytesPerParam",
    "writeBandwidth",
    "blockingTime",
    "copyTime",
    "requiredBandwidth",
    "readTime",
    "recoveryTime",
    "fleetMtbf",
    "youngInterval",
    "goodputRatio",
    "lostShare",
    "savingShare",
    "redoneShare"
  ],
  trace: {
    save: {
      say: "A save is {checkpointSize:GB}, written in {writeTime} at {writeBandwidth:GB/s}; training waits {mfuPenalty:%} of the time."
    },
    slow: {when: "storageBottleneck", say: "Storage is a bottleneck: a write takes longer than {targetTime}."}
  }
});
