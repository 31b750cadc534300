import type {CellSpecs} from "../../graph/spec.js";

/** What no number of replicas can better: a request alone in one, and the largest batch whose tokens come in time. */
export const capacityLimitCells = {
  batchLimit: {
    unit: "request",
    symbol: "b_m",
    eq: {
      refined:
        "has(targetItl) ? max(1, largestCap(targetItl, promptTime, outputTokens, activeBatchSize, alone.computeTime, cacheTimePerRequest, weightTime, expertTime, idleExperts, fixedTime, linkTimePerRequest, alone.hidden)) : activeBatchSize"
    },
    doc: "Most requests that a replica may run together, by its room and the target of the time between tokens",
    label: "Batch limit",
    source: "zhong-2024",
    why: "A full batch makes every request wait longer for its next token."
  },
  emptyItl: {
    unit: "s",
    show: "ms",
    symbol: "t_1",
    eq: {refined: "alone.passTime + promptTime / outputTokens"},
    doc: "Time a token in an empty replica"
  },
  emptyTtft: {
    unit: "s",
    show: "ms",
    symbol: "\\text{TTFT}_1",
    eq: {refined: "promptTime + emptyItl"},
    doc: "Time to first token in an empty replica"
  },
  emptyLatency: {
    unit: "s",
    show: "ms",
    symbol: "L_1",
    eq: {refined: "promptTime + outputTokens * emptyItl"},
    doc: "Mean latency of a request in an empty replica",
    label: "Alone",
    source: "zhong-2024",
    why: "No number of replicas answers faster than one that is empty."
  },
  emptyP99Latency: {
    unit: "s",
    show: "ms",
    symbol: "L_{1,.99}",
    eq: {refined: "promptTime + sojournQuantile(tail.p99Beyond, 0, 0[s], outputTokens * emptyItl, serviceCv)"},
    doc: "Latency that 99 of 100 requests stay below in empty replicas",
    label: "Alone, 99%",
    source: "kleinrock-1975",
    why: "Without any queue the long answers are late all the same."
  },
  attainable: {
    flag: true,
    symbol: "\\text{attainable}",
    eq: {
      refined: "emptyP99Latency <= targetP99Latency && emptyTtft <= (targetTtft ?? infinity) && emptyItl <= (targetItl ?? infinity)"
    },
    doc: "An empty replica meets every target",
    label: "Replicas help",
    source: "zhong-2024",
    why: "Where a replica that is empty misses a target, more of them do not help."
  }
} as const satisfies CellSpecs;
