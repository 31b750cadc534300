import {bestBatchCap, largestCap, leastPool, leastReplicas, loadedBatch} from "../functions/pool.js";
import {sojournQuantile} from "../functions/queueing.js";
import {model} from "../model/model.js";
import {capacityLimitCells} from "./cells/capacity-limits.js";
import {capacityLoadCells} from "./cells/capacity-load.js";
import {capacityPoolCells} from "./cells/capacity-pool.js";
import {capacityStepCells} from "./cells/capacity-step.js";
import {ContinuousBatchingModel} from "./continuous-batching.js";
import {forwardPass} from "./forward-pass.js";
import {servingCapacityRules} from "./inputs/serving-capacity-rules.js";
import {servingCapacityInputs} from "./inputs/serving-capacity.js";
import {TailLatencyModel} from "./tail-latency.js";

const misfit = "A replica does not hold the model and the cache of one request.";
const late = "The queue grows without end, or a replica does not hold the model.";

/** Replicas that a rate of requests and a latency target need, and the batch that they run. */
export const ServingCapacityModel = model("ServingCapacityModel", {
  doc: "Replicas that a rate of requests and a latency target need.",
  question: "How many replicas does this traffic need?",
  inputs: servingCapacityInputs,
  functions: {leastReplicas, leastPool, bestBatchCap, largestCap, loadedBatch, sojournQuantile},
  rules: servingCapacityRules,
  uses: {
    batching: {
      of: ContinuousBatchingModel,
      with: {schedulerOverhead: "0", sharedPrefixLen: "0", staticExternalFragmentation: "0"}
    },
    prefill: {of: forwardPass, with: {phase: "'prefill'", newTokens: "wholeTokens", context: "wholeTokens", batchSize: "activeBatchSize"}},
    decode: {of: forwardPass, with: {phase: "'decode'", newTokens: "1", context: "wholeTokens", batchSize: "activeBatchSize"}},
    alone: {of: forwardPass, with: {phase: "'decode'", newTokens: "1", context: "batching.residentTokens", batchSize: "1"}},
    pair: {of: forwardPass, with: {phase: "'decode'", newTokens: "1", context: "batching.residentTokens", batchSize: "2"}},
    widest: {of: forwardPass, with: {phase: "'decode'", newTokens: "1", context: "batching.residentTokens", batchSize: "batchLimit"}},
    capped: {of: forwardPass, with: {phase: "'decode'", newTokens: "1", context: "batching.residentTokens", batchSize: "batchCap"}},
    loaded: {
      of: forwardPass,
      with: {phase: "'decode'", newTokens: "1", context: "batching.residentTokens", batchSize: "max(1, loadBatch)"}
    },
    tail: {
      of: TailLatencyModel,
      with: {
        arrivalRate: "qps",
        serviceLatency: "slotTime",
        numReplicas: "slots",
        serviceTimeCv: "serviceCv",
        arrivalCv: "1",
        fanout: "1"
      }
    }
  },
  cells: {
    qpsTarget: {unit: "request/s", symbol: "\\lambda", eq: "qps", doc: "Requests that arrive in a second"},
    latencyTarget: {
      unit: "s",
      show: "ms",
      symbol: "T^*",
      eq: "targetP99Latency",
      doc: "Time in which 99 of 100 requests must be answered",
      wire: {name: "target_p99_latency"}
    },
    wholeTokens: {
      unit: "token",
      symbol: "\\lfloor \\bar S \\rfloor",
      eq: "max(1, floor(batching.meanTokens))",
      doc: "Mean tokens of a request, whole"
    },
    activeBatchSize: {
      unit: "request",
      symbol: "N",
      eq: "max(1, batching.maxActiveRequests)",
      doc: "Requests that a replica can run together",
      label: "Room for",
      source: "kwon-2023",
      why: "What the cache holds, and no more than the largest batch."
    },
    ...capacityStepCells,
    fits: {
      flag: true,
      symbol: "\\text{fits}",
      eq: {
        textbook: "batching.feasible && totalMemoryRequired <= memoryAvailable",
        refined: "batching.feasible"
      },
      doc: "A replica holds the model and a cache",
      label: "Fits",
      source: "kwon-2023",
      why: "A replica that holds no request serves none."
    },
    ...capacityLimitCells,
    ...capacityPoolCells,
    ...capacityLoadCells,
    ttft: {
      unit: "s",
      symbol: "\\text{TTFT}",
      show: "ms",
      eq: {textbook: "prefill.passTime", refined: "promptTime + itl"},
      doc: "Time to first token of a request that is let in",
      label: "First token",
      source: "yu-2022",
      why: "It waits for the step that runs, then its prompt is read; the textbook reads a full batch of prompts."
    },
    itl: {
      unit: "s",
      symbol: "\\text{ITL}",
      show: "ms",
      eq: {textbook: "decode.passTime", refined: "loaded.passTime + max(1, loadBatch) * promptTime / outputTokens"},
      doc: "Time between tokens at this traffic",
      label: "Time per token",
      source: "little-1961",
      why: "A batch is as large as the traffic makes it, not always full."
    },
    ttftP99: {
      unit: "s",
      symbol: "\\text{TTFT}_{.99}",
      show: "ms",
      infinite: late,
      eq: {refined: "queueWaitP99 + promptTime + itlFull"},
      doc: "Time to first token that 99 of 100 requests stay below, batches taken as full",
      label: "99% first token",
      source: "zhong-2024",
      why: "Who waits for a slot waits for the first token too."
    },
    itlFull: {
      unit: "s",
      symbol: "\\text{ITL}_b",
      show: "ms",
      eq: {refined: "slotTime / outputTokens"},
      doc: "Time between tokens in a full batch",
      label: "Token, full batch",
      source: "yu-2022",
      why: "The step of a full batch, and the prompts that are read between steps."
    },
    baseRequestLatency: {
      unit: "s",
      symbol: "L_0",
      show: "ms",
      eq: {textbook: "ttft + outputTokens * itl", refined: "promptTime + outputTokens * itl"},
      doc: "Mean latency of a request that need not wait for a slot",
      label: "Without a queue",
      source: "zhong-2024",
      why: "Its prompt, and then its tokens one by one."
    },
    queueWaitP99: {
      unit: "s",
      symbol: "w_{.99}",
      show: "ms",
      infinite: late,
      eq: "fits ? tail.p99Wait : infinity",
      doc: "Wait for a slot that 99 of 100 requests stay below",
      label: "99% wait",
      source: "kleinrock-1975",
      why: "A replica is as many servers as its batch has slots; the textbook takes it for one."
    },
    estimatedP99Latency: {
      unit: "s",
      symbol: "L_{.99}",
      show: "ms",
      infinite: late,
      eq: {textbook: "baseRequestLatency + queueWaitP99", refined: "fits ? promptTime + tail.p99Latency : infinity"},
      doc: "Latency that 99 of 100 requests stay below, batches taken as full",
      label: "99% latency",
      source: "kleinrock-1975",
      why: "Long answers are late as well as long waits; the textbook adds the mean answer to the slowest wait."
    },
    qpsCapacity: {
      unit: "request/s",
      symbol: "X",
      eq: "requiredReplicas * perReplicaQpsCapacity",
      doc: "Requests that all replicas serve in a second",
      label: "Capacity",
      why: "Replicas share nothing, so their capacities add."
    },
    utilization: {
      unit: "1",
      symbol: "u",
      show: "%",
      infinite: misfit,
      eq: "fits ? qps / qpsCapacity : infinity",
      doc: "Arrivals over capacity",
      label: "Use",
      why: "Above 100% the queue grows without end."
    },
    requiredAccelerators: {
      unit: "device",
      symbol: "n\\,c^*",
      eq: {refined: "requiredReplicas * tpSize"},
      doc: "Devices of all replicas",
      label: "Devices",
      source: "pope-2022",
      why: "Each replica is as many devices as share its layers."
    }
  },
  outputs: [
    "feasible",
    "requiredReplicas",
    "qpsTarget",
    "qpsCapacity",
    "perReplicaQpsCapacity",
    "utilization",
    "latencyTarget",
    "estimatedP99Latency",
    "baseRequestLatency",
    "queueWaitP99",
    "activeBatchSize",
    "ttft",
    "itl",
    "bottleneck",
    "batchCap",
    "loadBatch",
    "requiredAccelerators",
    "ttftP99",
    "itlFull",
    "totalMemoryRequired",
    "memoryAvailable",
    "servedRate",
    "mfu",
    "memoryUse"
  ],
  trace: {
    misfit: {when: "!fits", say: "Memory: {decode.storedBytes:GB} of weights and a cache do not fit {hardware.name}."},
    widened: {
      when: "decode.weightsAreWidened",
      say: "Only the weights are in {precision}: {hardware.name} computes at its 16-bit rate, {decode.peakFlops:TFLOP/s}."
    },
    rate: {
      when: "decode.rateIsFallback",
      say: "{hardware.name} states no rate in {precision}; the arithmetic is taken to run at {decode.peakFlops:TFLOP/s}."
    },
    pool: {
      when: "fits",
      say: "Capacity: {requiredReplicas:#} replicas serve {qpsCapacity:#} requests a second, {qps:#} arrive; 99% latency {estimatedP99Latency:ms} for a target of {targetP99Latency:ms} ({bottleneck})."
    }
  }
});
