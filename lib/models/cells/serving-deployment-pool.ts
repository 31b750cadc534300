import type {CellSpecs} from "../../graph/spec.js";
import {limits} from "./capacity-pool.js";

const late = "The queue grows without end, or a replica does not hold the model.";
const misfit = "A replica does not hold the model and the cache of one request.";

/** What the pool of replicas answers: whether it fits, how fast it is, how many it takes. */
export const poolCells = {
  fits: {
    flag: true,
    symbol: "\\text{fits}",
    eq: "pool.fits",
    doc: "A replica holds the model and a cache",
    label: "Fits",
    why: "A replica that holds no request serves none."
  },
  memoryFootprint: {
    unit: "B",
    show: "GB",
    symbol: "M",
    eq: "pool.totalMemoryRequired",
    doc: "Memory that a device needs",
    label: "Memory needed",
    why: "Weights and cache must both sit in device memory."
  },
  memoryAvailable: {
    unit: "B",
    show: "GB",
    symbol: "C_u",
    eq: "pool.memoryAvailable",
    doc: "Memory that weights and cache may fill",
    label: "Usable memory",
    why: "Engines keep about a tenth for buffers and graphs."
  },
  activeBatchSize: {
    unit: "request",
    symbol: "N",
    eq: "pool.activeBatchSize",
    doc: "Requests that a replica can run together",
    label: "Room for",
    why: "What the cache holds, and no more than the largest batch."
  },
  ttft: {
    unit: "s",
    show: "ms",
    symbol: "\\text{TTFT}",
    eq: "pool.ttft",
    doc: "Time to first token of a request that is let in",
    label: "First token",
    why: "It waits for the step that runs, then its prompt is read."
  },
  itl: {
    unit: "s",
    show: "ms",
    symbol: "\\text{ITL}",
    eq: "pool.itl",
    doc: "Time between tokens at this traffic",
    label: "Time per token",
    why: "A batch is as large as the traffic makes it."
  },
  baseRequestLatency: {
    unit: "s",
    show: "ms",
    symbol: "L_0",
    eq: "pool.baseRequestLatency",
    doc: "Mean latency of a request that need not wait for a slot",
    label: "Without a queue",
    why: "Its prompt, and then its tokens one by one."
  },
  queueWaitP99: {
    unit: "s",
    show: "ms",
    symbol: "w_{.99}",
    infinite: late,
    eq: "pool.queueWaitP99",
    doc: "Wait for a slot that 99 of 100 requests stay below",
    label: "99% wait",
    why: "Slots are taken while others are served."
  },
  estimatedP99Latency: {
    unit: "s",
    show: "ms",
    symbol: "L_{.99}",
    infinite: late,
    eq: "pool.estimatedP99Latency",
    doc: "Latency that 99 of 100 requests stay below",
    label: "99% latency",
    why: "Long answers are late as well as long waits."
  },
  ttftP99: {
    unit: "s",
    show: "ms",
    symbol: "\\text{TTFT}_{.99}",
    infinite: late,
    eq: {refined: "pool.ttftP99"},
    doc: "Time to first token that 99 of 100 requests stay below",
    label: "99% first token",
    why: "Who waits for a slot waits for the first token too."
  },
  itlFull: {
    unit: "s",
    show: "ms",
    symbol: "\\text{ITL}_b",
    eq: {refined: "pool.itlFull"},
    doc: "Time between tokens in a full batch",
    label: "Token, full batch",
    why: "The step of a full batch, and the prompts that are read between steps."
  },
  feasible: {
    flag: true,
    symbol: "\\text{feasible}",
    eq: "pool.feasible",
    doc: "The targets are met",
    label: "Meets targets",
    why: "Of 100 requests 99 are answered in time."
  },
  bottleneck: {
    choice: limits,
    symbol: "\\text{limit}",
    eq: "pool.bottleneck",
    doc: "What keeps the targets from being met",
    label: "What binds",
    why: "Memory, then what no replica betters, then too few replicas."
  },
  requiredReplicas: {
    unit: "replica",
    symbol: "c^*",
    eq: "pool.requiredReplicas",
    doc: "Replicas that are run",
    label: "Replicas",
    why: "Capacity sets how many keep up, the target how many must be idle at times."
  },
  batchCap: {
    unit: "request",
    symbol: "b",
    eq: {refined: "pool.batchCap"},
    doc: "Most requests that a replica should run together",
    label: "Batch cap",
    why: "A larger batch serves more in a second, and each of its requests more slowly."
  },
  loadBatch: {
    unit: "request",
    symbol: "B^*",
    eq: {refined: "pool.loadBatch"},
    doc: "Requests in a replica in the mean",
    label: "Batch at load",
    why: "As many as arrive while one is served."
  },
  utilization: {
    unit: "1",
    show: "%",
    symbol: "u",
    infinite: misfit,
    eq: "pool.utilization",
    doc: "Arrivals over capacity",
    label: "Use",
    why: "Above 100% the queue grows without end."
  }
} as const satisfies CellSpecs;
