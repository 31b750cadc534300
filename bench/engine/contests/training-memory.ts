import type {Fidelity} from "../../../lib/graph/spec.js";
import {TrainingMemoryModel} from "../../../lib/models/training-memory.js";
import type {Registry} from "../../../lib/registry/registry.js";
import {
  trainingMemoryRefined,
  trainingMemorySweepRefined,
  trainingMemorySweepTextbook,
  trainingMemoryTextbook
} from "../by-hand/training-memory.js";
import type {TrainingMemoryJob} from "../by-hand/training-memory.js";
import {trainingMemoryJob} from "../jobs.js";
import type {TrainingMemoryCall} from "../jobs.js";
import {evenly, last} from "./contest.js";
import type {Contest, Entry, Varying} from "./contest.js";

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

function entryOf(fidelity: Fidelity, registry: Registry) {
  const isTextbook = fidelity === "textbook";
  const options = {fidelity, registry} as const;
  return (
    title: string,
    limit: number,
    call: TrainingMemoryCall,
    given: Partial<TrainingMemoryCall>
  ): Entry => {
    const job: Varying<TrainingMemoryJob> = trainingMemoryJob(call, registry, isTextbook);
    const asked = given as Varying<TrainingMemoryCall>; // what it leaves out has a default
    return {
      title,
      limit,
      given: {...given},
      byHand: isTextbook
        ? (value) => {
            job.batchSize = value;
            const found = trainingMemoryTextbook(job);
            last.answer = found;
            return found.totalMemory + found.memoryUtilization;
          }
        : (value) => {
            job.batchSize = value;
            const found = trainingMemoryRefined(job);
            last.answer = found;
            return found.totalMemory + found.memoryUtilization;
          },
      solve: isTextbook
        ? (value) => {
            asked.batchSize = value;
            const found = TrainingMemoryModel.solve(asked, options);
            last.answer = found;
            return found.totalMemory + found.memoryUtilization;
          }
        : (value) => {
            asked.batchSize = value;
            const found = TrainingMemoryModel.solve(asked, options);
            last.answer = found;
            return found.totalMemory + found.memoryUtilization;
          }
    };
  };
}

const axes = {batchSize: evenly(100, 16, 16), seqLen: evenly(10_000, 64, 1)};
const {batchSize: _batchSize, seqLen: _seqLen, ...still} = trainingMemory;

export const trainingMemoryContest: Contest = {
  model: TrainingMemoryModel,
  varied: "batchSize",
  read: ["totalMemory", "memoryUtilization"],
  entries(fidelity, registry) {
    const entry = entryOf(fidelity, registry);
    const {model, hardware, batchSize, tpSize, ppSize, dpSize} = trainingMemory;
    const few = {model, hardware, batchSize, tpSize, ppSize, dpSize};
    return [
      entry("6 inputs, 2 records", 5, plain, few),
      entry("24 inputs, 2 records", 5, trainingMemory, {...trainingMemory}),
      entry("24 inputs, more parts", 5, trainingMemoryFull, {...trainingMemoryFull})
    ];
  },
  sweep: {
    axes,
    given: still,
    outputs: ["totalMemory", "activations", "memoryUtilization"],
    limit: () => 1.2,
    byHand(fidelity, registry) {
      const isTextbook = fidelity === "textbook";
      const job = trainingMemoryJob(trainingMemory, registry, isTextbook);
      const loop = isTextbook ? trainingMemorySweepTextbook : trainingMemorySweepRefined;
      return (columns) => loop(job, axes.batchSize, axes.seqLen, columns);
    }
  }
};
