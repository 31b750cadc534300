import {ServingModel} from "../../../lib/models/serving.js";
import {servingSweepRefined, servingSweepTextbook} from "../by-hand/serving-sweep.js";
import {servingRefined, servingTextbook} from "../by-hand/serving.js";
import {servingJob} from "../jobs.js";
import type {ServingCall} from "../jobs.js";
import {contestOf, evenly, kept} from "./contest.js";
import type {Contest} from "./contest.js";

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
/** Every record that it may take, and what goes with them. */
const more = {
  precision: "int8",
  efficiency: 0.4,
  decodeHardware: "H200",
  draftModel: "GPT2",
  draftAcceptanceRate: 0.6,
  cachedPrefixLen: 100,
  prefillChunkTokens: 512
} as const;
const servingFull: ServingCall = {...serving, ...more};
const {model, hardware, seqLen, batchSize} = serving;
const few = {model, hardware, seqLen, batchSize};

export const servingContest: Contest = contestOf({
  model: ServingModel,
  varied: "batchSize",
  read: ["ttft", "itl"],
  job: servingJob,
  byHand: {
    textbook: (job) => (value) => {
      job.batchSize = value;
      const {ttft, itl} = kept(servingTextbook(job));
      return ttft + itl;
    },
    refined: (job) => (value) => {
      job.batchSize = value;
      const {ttft, itl} = kept(servingRefined(job));
      return ttft + itl;
    }
  },
  solve: {
    textbook: (given, options) => (value) => {
      given.batchSize = value;
      const {ttft, itl} = kept(ServingModel.solve(given, options));
      return ttft + itl;
    },
    refined: (given, options) => (value) => {
      given.batchSize = value;
      const {ttft, itl} = kept(ServingModel.solve(given, options));
      return ttft + itl;
    }
  },
  entries: [
    ["4 inputs, 2 records", 4, serving, few],
    ["30 inputs, 2 records", 4, serving, serving],
    ["11 inputs, 4 records", 6, servingFull, {...few, ...more}],
    ["30 inputs, 4 records", 6, servingFull, servingFull]
  ],
  sweep: {
    call: serving,
    axes: [
      ["batchSize", evenly(100, 1, 1)],
      ["seqLen", evenly(10_000, 64, 1)]
    ],
    outputs: ["ttft", "itl", "memoryUtilization"],
    limit: {textbook: 1, refined: 1.2},
    loop: {textbook: servingSweepTextbook, refined: servingSweepRefined}
  }
});
