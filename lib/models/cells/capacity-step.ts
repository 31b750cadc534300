import type {CellSpecs} from "../../graph/spec.js";

/** A decode step by the requests in it: taken from the passes of one request and of two. */
export const capacityStepCells = {
  promptTime: {
    unit: "s",
    show: "ms",
    symbol: "t_p",
    label: "Prompt",
    source: "yu-2022",
    eq: {refined: "batching.promptTime"},
    doc: "Prefill of one request",
    why: "Whoever joins the batch has its prompt read first, while the others wait."
  },
  cacheTimePerRequest: {
    unit: "s",
    show: "ms",
    symbol: "t_k",
    eq: {refined: "alone.cacheReadBytes / alone.cacheShards / (hardware.memoryBandwidth * memoryEfficiency)"},
    doc: "Reading the cache of one request"
  },
  idleExperts: {
    unit: "1",
    symbol: "u",
    eq: {refined: "alone.untouchedExperts ?? 0"},
    doc: "Share of the experts that one request leaves idle"
  },
  expertTime: {
    unit: "s",
    show: "ms",
    symbol: "t_e",
    eq: {
      refined:
        "has(alone.untouchedExperts) && has(alone.expertBytes) ? alone.expertBytes * alone.weightSlowness / tpSize / (hardware.memoryBandwidth * memoryEfficiency) : 0"
    },
    doc: "Reading all experts"
  },
  weightTime: {
    unit: "s",
    show: "ms",
    symbol: "t_w",
    eq: {refined: "max(expertTime, alone.memoryTime - cacheTimePerRequest + expertTime * idleExperts)"},
    doc: "Reading all weights"
  },
  linkTimePerRequest: {
    unit: "s",
    show: "ms",
    symbol: "t_l",
    eq: {refined: "max(0, pair.linkTime - alone.linkTime)"},
    doc: "What a request adds to the links between devices"
  },
  fixedTime: {
    unit: "s",
    show: "ms",
    symbol: "t_0",
    eq: {refined: "alone.overhead + max(0, alone.linkTime - linkTimePerRequest)"},
    doc: "Part of a step that no request changes"
  }
} as const satisfies CellSpecs;
