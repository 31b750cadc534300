import type {CellSpecs} from "../../graph/spec.js";

/** How many replicas, with how large a batch, and how full it is. */
export const capacityPoolCells = {
  meetingReplicas: {
    unit: "replica",
    symbol: "c_T",
    eq: {
      textbook: "fits ? leastReplicas(qps, slotTime, serviceTimeCv, baseRequestLatency, targetP99Latency, maxReplicas) : maxReplicas",
      refined:
        "fits ? leastPool(qps, promptTime, outputTokens, serviceTimeCv, targetP99Latency, targetUtilization, activeBatchSize, alone.computeTime, cacheTimePerRequest, weightTime, expertTime, idleExperts, fixedTime, linkTimePerRequest, alone.hidden, maxReplicas) : 0"
    },
    doc: "Fewest replicas that meet the target; in refined 0 where no number does"
  },
  stableReplicas: {
    unit: "replica",
    symbol: "c_s",
    eq: {
      refined: "min(maxReplicas, floor(qps * (promptTime + outputTokens * decodeTime / activeBatchSize) / targetUtilization) + 1)"
    },
    doc: "Fewest replicas that keep up with full batches"
  },
  decodeTime: {unit: "s", symbol: "t(N)", eq: {refined: "batching.stepTime"}, doc: "A decode step of a full batch"},
  emptyItl: {
    unit: "s",
    show: "ms",
    symbol: "t_1",
    eq: {refined: "alone.passTime + promptTime / outputTokens"},
    doc: "Time a token in an empty replica"
  },
  emptyLatency: {
    unit: "s",
    show: "ms",
    symbol: "L_1",
    eq: {refined: "promptTime + outputTokens * emptyItl"},
    doc: "Latency of a request in an empty replica",
    label: "Alone",
    source: "zhong-2024",
    why: "No number of replicas answers faster than one that is empty."
  },
  requiredReplicas: {
    unit: "replica",
    symbol: "c^*",
    eq: {
      textbook: "meetingReplicas",
      refined: "meetingReplicas > 0 ? meetingReplicas : emptyLatency > targetP99Latency && fits ? stableReplicas : maxReplicas"
    },
    doc: "Fewest replicas that meet the target, or that keep up where an empty replica is too slow; else the most",
    label: "Replicas",
    source: "zhong-2024",
    why: "Capacity sets how many keep up, the target how many must be idle at times."
  },
  batchCap: {
    unit: "request",
    symbol: "b",
    eq: {
      refined:
        "meetingReplicas > 0 ? bestBatchCap(qps, promptTime, outputTokens, serviceTimeCv, targetP99Latency, targetUtilization, activeBatchSize, alone.computeTime, cacheTimePerRequest, weightTime, expertTime, idleExperts, fixedTime, linkTimePerRequest, alone.hidden, requiredReplicas) : activeBatchSize"
    },
    doc: "Most requests that a replica should run together, the cap that needs the fewest replicas",
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
    eq: {
      refined:
        "loadedBatch(qps / requiredReplicas, promptTime, outputTokens, batchCap, alone.computeTime, cacheTimePerRequest, weightTime, expertTime, idleExperts, fixedTime, linkTimePerRequest, alone.hidden)"
    },
    doc: "Requests in a replica in the mean, at this traffic",
    label: "Batch at load",
    source: "little-1961",
    why: "As many as arrive while one is served, which takes the longer the more there are."
  }
} as const satisfies CellSpecs;
