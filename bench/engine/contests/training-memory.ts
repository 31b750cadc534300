import {TrainingMemoryModel} from "../../../lib/models/training-memory.js";
import {
  trainingMemoryRefined,
  trainingMemorySweepRefined,
  trainingMemorySweepTextbook,
  trainingMemoryTextbook
} from "../by-hand/training-memory.js";
import {trainingMemoryJob} from "../jobs.js";
import type {TrainingMemoryCall} from "../jobs.js";
import {contestOf, evenly, kept} from "./contest.js";
import type {Contest} from "./contest.js";

const trainingMemory: TrainingMemoryCall = {
  model: "Llama3_70B",
  hardware: "H100",
  batchSize: 1024,
  seqLen: 4096,
  precision: "bf16",
  optimizer: "adam",
  activationCheckpointing: "selective",
  tpSize: 8,
  ppSize: 4,
  dpSize: 16,
  epSize: 1,
  zeroStage: 1,
  gradientAccumulationSteps: 1,
  trainableFraction: 1,
  communicationBufferFraction: 0.05,
  sequenceParallel: true,
  microbatchCount: null,
  vStages: 1,
  gradientDtype: "same",
  attention: "unfused",
  mlpWidth: null,
  sgdMomentum: false,
  assumedHiddenSize: 4096
};
/** With parts that the plain one has not. */
const trainingMemoryFull: TrainingMemoryCall = {
  ...trainingMemory,
  activationCheckpointing: "full",
  zeroStage: 3,
  microbatchCount: 16,
  vStages: 2,
  gradientDtype: "fp32",
  mlpWidth: 28_672
};
const plain: TrainingMemoryCall = {
  ...trainingMemory,
  precision: "fp16",
  seqLen: 2048,
  zeroStage: 0
};
const {model, hardware, batchSize, tpSize, ppSize, dpSize} = trainingMemory;

export const trainingMemoryContest: Contest = contestOf({
  model: TrainingMemoryModel,
  varied: "batchSize",
  read: ["totalMemory", "memoryUtilization"],
  job: trainingMemoryJob,
  byHand: {
    textbook: (job) => (value) => {
      job.batchSize = value;
      const {totalMemory, memoryUtilization} = kept(trainingMemoryTextbook(job));
      return totalMemory + memoryUtilization;
    },
    refined: (job) => (value) => {
      job.batchSize = value;
      const {totalMemory, memoryUtilization} = kept(trainingMemoryRefined(job));
      return totalMemory + memoryUtilization;
    }
  },
  solve: {
    textbook: (given, options) => (value) => {
      given.batchSize = value;
      const {totalMemory, memoryUtilization} = kept(TrainingMemoryModel.solve(given, options));
      return totalMemory + memoryUtilization;
    },
    refined: (given, options) => (value) => {
      given.batchSize = value;
      const {totalMemory, memoryUtilization} = kept(TrainingMemoryModel.solve(given, options));
      return totalMemory + memoryUtilization;
    }
  },
  entries: [
    ["6 inputs, 2 records", 5, plain, {model, hardware, batchSize, tpSize, ppSize, dpSize}],
    ["24 inputs, 2 records", 5, trainingMemory, trainingMemory],
    ["24 inputs, more parts", 5, trainingMemoryFull, trainingMemoryFull]
  ],
  sweep: {
    call: trainingMemory,
    axes: [
      ["batchSize", evenly(100, 16, 16)],
      ["seqLen", evenly(10_000, 64, 1)]
    ],
    outputs: ["totalMemory", "activations", "memoryUtilization"],
    limit: {textbook: 1.2, refined: 1.2},
    loop: {textbook: trainingMemorySweepTextbook, refined: trainingMemorySweepRefined}
  }
});
