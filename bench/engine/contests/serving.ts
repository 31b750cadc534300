import type {Fidelity} from "../../../lib/graph/spec.js";
import {ServingModel} from "../../../lib/models/serving.js";
import type {Registry} from "../../../lib/registry/registry.js";
import {servingSweepRefined, servingSweepTextbook} from "../by-hand/serving-sweep.js";
import {servingRefined, servingTextbook} from "../by-hand/serving.js";
import type {ServingJob} from "../by-hand/serving.js";
import {servingJob} from "../jobs.js";
import type {ServingCall} from "../jobs.js";
import {evenly, last} from "./contest.js";
import type {Contest, Entry, Varying} from "./contest.js";

const serving: ServingCall = {
  model: "Llama3_8B",
  hardware: "H100",
  seqLen: 2048,
  batchSize: 8,
  precision: "fp16",
  efficiency: 0.5,
  decodeHardware: null,
  networkBandwidth: 1e11,
  draftModel: null,
  draftAcceptanceRate: 0.7,
  cachedPrefixLen: 0,
  prefillChunkTokens: null,
  speculativeLength: 4,
  outputTokens: 0,
  kvTransferOverlap: 0,
  prefixBandwidth: null,
  pageSize: 16,
  memoryEfficiency: 0.8,
  memoryFraction: 0.9,
  layerOverhead: 1e-5,
  overlap: null,
  tpSize: 1,
  allreduceLatency: 1e-5,
  linkEfficiency: 0.8,
  assumedLinkBandwidth: 64e9,
  kvPrecision: null,
  quantGroupSize: null,
  weightOnlyEfficiency: null,
  embeddingLookup: false,
  assumedHeads: 32,
  assumedHiddenSize: 4096
};
/** With every record that it may take. */
const servingFull: ServingCall = {
  ...serving,
  decodeHardware: "H200",
  draftModel: "GPT2",
  cachedPrefixLen: 100,
  prefillChunkTokens: 512,
  precision: "int8",
  efficiency: 0.4,
  draftAcceptanceRate: 0.6
};

function entryOf(fidelity: Fidelity, registry: Registry) {
  const isTextbook = fidelity === "textbook";
  const options = {fidelity, registry} as const;
  return (title: string, limit: number, call: ServingCall, given: Partial<ServingCall>): Entry => {
    const job: Varying<ServingJob> = servingJob(call, registry, isTextbook);
    const asked = given as Varying<ServingCall>; // what it leaves out has a default
    return {
      title,
      limit,
      given: {...given},
      byHand: isTextbook
        ? (value) => {
            job.batchSize = value;
            const found = servingTextbook(job);
            last.answer = found;
            return found.ttft + found.itl;
          }
        : (value) => {
            job.batchSize = value;
            const found = servingRefined(job);
            last.answer = found;
            return found.ttft + found.itl;
          },
      solve: isTextbook
        ? (value) => {
            asked.batchSize = value;
            const found = ServingModel.solve(asked, options);
            last.answer = found;
            return found.ttft + found.itl;
          }
        : (value) => {
            asked.batchSize = value;
            const found = ServingModel.solve(asked, options);
            last.answer = found;
            return found.ttft + found.itl;
          }
    };
  };
}

const axes = {batchSize: evenly(100, 1, 1), seqLen: evenly(10_000, 64, 1)};
const {batchSize: _batchSize, seqLen: _seqLen, ...still} = serving;

export const servingContest: Contest = {
  model: ServingModel,
  varied: "batchSize",
  read: ["ttft", "itl"],
  entries(fidelity, registry) {
    const entry = entryOf(fidelity, registry);
    const {model, hardware, seqLen, batchSize} = serving;
    const few = {model, hardware, seqLen, batchSize};
    return [
      entry("4 inputs, 2 records", 4, serving, few),
      entry("30 inputs, 2 records", 4, serving, {...serving}),
      entry("11 inputs, 4 records", 6, servingFull, {
        ...few,
        precision: "int8",
        efficiency: 0.4,
        decodeHardware: "H200",
        draftModel: "GPT2",
        draftAcceptanceRate: 0.6,
        cachedPrefixLen: 100,
        prefillChunkTokens: 512
      }),
      entry("30 inputs, 4 records", 6, servingFull, {...servingFull})
    ];
  },
  sweep: {
    axes,
    given: still,
    outputs: ["ttft", "itl", "memoryUtilization"],
    limit: (fidelity) => (fidelity === "textbook" ? 1 : 1.2),
    byHand(fidelity, registry) {
      const isTextbook = fidelity === "textbook";
      const job = servingJob(serving, registry, isTextbook);
      const loop = isTextbook ? servingSweepTextbook : servingSweepRefined;
      return (columns) => loop(job, axes.batchSize, axes.seqLen, columns);
    }
  }
};
