import type {CellSpecs} from "../../graph/spec.js";

/** What a served network fills the memory of its devices with, and whether it fits. */
export const memoryCells = {
  modelWeightsSize: {
    unit: "B",
    show: "GB",
    symbol: "W",
    eq: "decode.storedBytes",
    doc: "Weights of the network",
    label: "Weights",
    why: "Every parameter is stored once, however many requests share it."
  },
  draftBytes: {
    unit: "B",
    show: "GB",
    symbol: "W_d",
    doc: "Memory of the draft network on a device",
    label: "Draft memory",
    eq: {
      textbook: "has(draftModel) ? draft.storedBytes : 0",
      refined: "has(draftModel) ? draft.storedBytes / tpSize + draft.cacheBytes * (seqLen / meanContext) / draft.cacheShards : 0"
    },
    why: "A draft network keeps a cache of its own, which the textbook forgets."
  },
  reservedCacheSize: {
    unit: "B",
    show: "GB",
    symbol: "K_p",
    label: "Cache in pages",
    source: "kwon-2023",
    eq: {textbook: "kvCacheSize", refined: "decode.cacheTokenSize * ceil(full.heldTokens / pageSize) * pageSize * batchSize"},
    doc: "Cache of the batch in whole pages",
    why: "The last page of a request is reserved whole."
  },
  totalMemoryRequired: {
    unit: "B",
    show: "GB",
    symbol: "M",
    eq: {
      textbook: "modelWeightsSize + reservedCacheSize + draftBytes",
      refined: "modelWeightsSize / tpSize + reservedCacheSize / decode.cacheShards + draftBytes"
    },
    doc: "Memory that decoding needs, on each device of a replica",
    label: "Memory needed",
    why: "Weights and cache must both sit in device memory."
  },
  memoryAvailable: {
    unit: "B",
    show: "GB",
    symbol: "C_u",
    label: "Usable memory",
    source: "kwon-2023",
    eq: {textbook: "decodeDevice.memoryCapacity", refined: "memoryFraction * decodeDevice.memoryCapacity"},
    doc: "Memory that weights and cache may fill",
    why: "The textbook lets a model fill the device; engines keep about a tenth for buffers and graphs."
  },
  prefillMemoryRequired: {
    unit: "B",
    show: "GB",
    symbol: "M_p",
    optional: true,
    none: "One device does both phases.",
    label: "Prefill memory",
    eq: {refined: "has(decodeHardware) ? modelWeightsSize / tpSize + reservedCacheSize / prefill.cacheShards : none"},
    doc: "Memory that the prefill device needs, when decoding is elsewhere",
    why: "The prefill device must hold the weights and the cache it makes."
  },
  prefillFits: {
    flag: true,
    symbol: "\\text{fits}_p",
    label: "Prefill fits",
    eq: {textbook: "true", refined: "!has(prefillMemoryRequired) || prefillMemoryRequired <= memoryFraction * hardware.memoryCapacity"},
    doc: "The prefill device holds weights and cache",
    why: "A prefill on another device still needs every weight; the textbook does not look."
  },
  feasible: {
    flag: true,
    symbol: "\\text{fits}",
    eq: "totalMemoryRequired <= memoryAvailable && prefillFits",
    doc: "The devices hold weights and cache",
    label: "Fits",
    why: "Above the usable share nothing runs, so nothing else on this page is real."
  },
  memoryUtilization: {
    unit: "1",
    symbol: "u_M",
    show: "%",
    eq: "totalMemoryRequired / decodeDevice.memoryCapacity",
    doc: "Memory needed over capacity; above 100% it does not fit",
    label: "Memory filled",
    why: "Counted against the whole device, so the last tenth is not to be filled."
  },
  memoryShortfall: {
    unit: "B",
    show: "GB",
    symbol: "M_s",
    optional: true,
    none: "It fits.",
    label: "Memory missing",
    eq: {
      textbook: "feasible ? none : totalMemoryRequired - memoryAvailable",
      refined:
        "feasible ? none : max(totalMemoryRequired - memoryAvailable, has(prefillMemoryRequired) ? prefillMemoryRequired - memoryFraction * hardware.memoryCapacity : 0)"
    },
    doc: "Memory that the tighter device lacks",
    why: "What is needed beyond what may be filled."
  }
} as const satisfies CellSpecs;
