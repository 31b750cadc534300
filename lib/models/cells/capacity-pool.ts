import type {CellSpecs} from "../../graph/spec.js";

/** What may keep a pool from meeting its targets. */
export const limits = ["Feasible", "Memory", "Base Latency", "Service Variation", "TTFT", "ITL", "Capacity", "Tail Latency"] as const;

/** How a decode step grows with its batch, as the search reads it. */
const step =
  "alone.computeTime, cacheTimePerRequest, weightTime, expertTime, idleExperts, fixedTime, linkTimePerRequest, alone.hidden" as const;
const request = "qps, promptTime, outputTokens, serviceCv, targetP99Latency" as const;
/** The pool that meets all targets, and what it would be without that of the first token, and of the tokens after it. */
const pool = `${request}, targetTtft ?? infinity, targetUtilization, batchLimit, ${step}` as const;
const anyFirst = `${request}, infinity, targetUtilization, batchLimit, ${step}` as const;
const anyNext = `${request}, targetTtft ?? infinity, targetUtilization, activeBatchSize, ${step}` as const;

/** How many replicas, with how large a batch, how full it is, and what keeps them from meeting the targets. */
export const capacityPoolCells = {
  serviceCv: {
    unit: "1",
    symbol: "C_s",
    eq: {textbook: "serviceTimeCv", refined: "lengthCv ?? serviceTimeCv"},
    doc: "Standard deviation of the time that a request takes its slot over its mean",
    label: "Spread of service",
    source: "yu-2022",
    why: "A request holds its slot for as many steps as its answer has tokens."
  },
  meetingReplicas: {
    unit: "replica",
    symbol: "c_T",
    eq: {
      textbook: "fits ? leastReplicas(qps, slotTime, serviceCv, baseRequestLatency, targetP99Latency, maxReplicas) : maxReplicas",
      refined: `fits && emptyItl <= (targetItl ?? infinity) ? leastPool(${pool}, maxReplicas) : 0`
    },
    doc: "Fewest replicas that meet the targets; in refined 0 where no number does"
  },
  stableReplicas: {
    unit: "replica",
    symbol: "c_s",
    eq: {
      refined: "min(maxReplicas, floor(qps * (promptTime + outputTokens * widest.passTime / batchLimit) / targetUtilization) + 1)"
    },
    doc: "Fewest replicas that keep up with full batches"
  },
  requiredReplicas: {
    unit: "replica",
    symbol: "c^*",
    eq: {
      textbook: "meetingReplicas",
      refined: "meetingReplicas > 0 ? meetingReplicas : fits && !attainable ? stableReplicas : maxReplicas"
    },
    doc: "Fewest replicas that meet the targets, or that keep up where an empty replica misses one; else the most",
    label: "Replicas",
    source: "zhong-2024",
    why: "Capacity sets how many keep up, the target how many must be idle at times."
  },
  batchCap: {
    unit: "request",
    symbol: "b",
    eq: {refined: `meetingReplicas > 0 ? bestBatchCap(${pool}, requiredReplicas) : batchLimit`},
    doc: "Most requests that a replica should run together: of the caps that need the fewest replicas, the one with the fewest late",
    label: "Batch cap",
    source: "yu-2022",
    why: "A larger batch serves more in a second, and each of its requests more slowly."
  },
  slotTime: {
    unit: "s",
    show: "ms",
    symbol: "s_x",
    label: "Slot time",
    source: "yu-2022",
    eq: {
      textbook: "perReplicaQpsCapacity > 0 ? 1 / perReplicaQpsCapacity : 1[s]",
      refined: "outputTokens * capped.passTime + batchCap * promptTime"
    },
    doc: "Time that a request takes a slot of a full batch; in textbook the whole replica",
    why: "Its tokens' steps, and the prompts that are read meanwhile: as many as there are slots."
  },
  slots: {
    unit: "replica",
    symbol: "c\\,b",
    eq: {textbook: "requiredReplicas", refined: "requiredReplicas * batchCap"},
    doc: "Requests that all replicas run together; in textbook a replica serves one"
  },
  perReplicaQpsCapacity: {
    unit: "request/s",
    symbol: "x",
    label: "Of one replica",
    source: "yu-2022",
    eq: {textbook: "fits ? batching.throughput / outputTokens : 0", refined: "fits ? batchCap / slotTime : 0"},
    doc: "Requests that one replica serves in a second",
    why: "Prompts take their part of the time; the textbook reads them for nothing."
  },
  loadBatch: {
    unit: "request",
    symbol: "B^*",
    eq: {refined: `loadedBatch(qps / requiredReplicas, promptTime, outputTokens, batchCap, ${step})`},
    doc: "Requests in a replica in the mean, at this traffic",
    label: "Batch at load",
    source: "little-1961",
    why: "As many as arrive while one is served, which takes the longer the more there are."
  },
  feasible: {
    flag: true,
    symbol: "\\text{feasible}",
    eq: {textbook: "fits && estimatedP99Latency <= targetP99Latency", refined: "fits && meetingReplicas > 0"},
    doc: "The targets are met",
    label: "Meets targets",
    source: "zhong-2024",
    why: "Of 100 requests 99 are answered in time, with no more than the most replicas."
  },
  bottleneck: {
    choice: limits,
    symbol: "\\text{limit}",
    label: "What binds",
    source: "mlsysim-api",
    eq: {
      textbook: "feasible ? 'Feasible' : !fits ? 'Memory' : tail.isStable ? 'Tail Latency' : 'Capacity'",
      refined: `feasible ? 'Feasible' : !fits ? 'Memory' : emptyP99Latency > targetP99Latency ? (emptyLatency > targetP99Latency ? 'Base Latency' : 'Service Variation') : emptyTtft > (targetTtft ?? infinity) ? 'TTFT' : emptyItl > (targetItl ?? infinity) ? 'ITL' : has(targetItl) && leastPool(${anyNext}, maxReplicas) > 0 ? 'ITL' : has(targetTtft) && leastPool(${anyFirst}, maxReplicas) > 0 ? 'TTFT' : tail.utilization < targetUtilization ? 'Tail Latency' : 'Capacity'`
    },
    doc: "What keeps the targets from being met",
    why: "Memory; then what no replica betters: an empty one that is too slow, answers that differ too much; then too few replicas."
  }
} as const satisfies CellSpecs;
