import type {CellSpecs} from "../../graph/spec.js";

/** How many requests the cache holds, in pages and in slots of full length. */
export const batchingCacheCells = {
  meanTokens: {
    unit: "token",
    symbol: "\\bar S",
    eq: "meanRequestTokens ?? maxSeqLen",
    doc: "Mean tokens of a request",
    label: "Mean request",
    why: "Prompt and answer together, at the end of the answer.",
    wire: {name: "mean_request_tokens"}
  },
  promptTokens: {
    unit: "token",
    symbol: "S_p",
    eq: {refined: "has(outputTokens) ? max(1, meanTokens - outputTokens) : meanTokens"},
    doc: "Tokens of a request that are there before the first is generated"
  },
  residentTokens: {
    unit: "token",
    symbol: "\\bar S_d",
    source: "kwon-2023",
    eq: {
      textbook: "meanTokens",
      refined: "has(outputTokens) ? min(maxSeqLen, promptTokens + outputTokens / 2) : meanTokens"
    },
    doc: "Tokens of a request while it decodes, in the mean over its answer",
    label: "Tokens in cache",
    why: "A request fills its cache token by token; in the mean over its answer half of it is there."
  },
  cacheBudget: {
    unit: "B",
    show: "GB",
    symbol: "M_{kv}",
    label: "Cache budget",
    source: "kwon-2023",
    eq: {
      textbook: "max(0, hardware.memoryCapacity - step.storedBytes)",
      refined:
        "max(0, memoryFraction * hardware.memoryCapacity - step.storedBytes / tpSize - step.cacheTokenSize * sharedPrefixLen / step.cacheShards)"
    },
    doc: "Memory of a device that is left for the caches of requests",
    why: "What the weights leave; engines keep about a tenth for buffers and graphs."
  },
  fits: {flag: true, symbol: "\\text{fits}", eq: "cacheBudget > 0", doc: "The weights leave room for a cache"},
  budgetTokens: {
    unit: "token",
    symbol: "N_t",
    eq: {
      textbook: "!fits ? 0 : step.cacheTokenSize > 0 ? cacheBudget / step.cacheTokenSize : maxBatchSize * (maxSeqLen + pageSize)",
      refined:
        "!fits ? 0 : step.cacheTokenSize > 0 ? cacheBudget * step.cacheShards / step.cacheTokenSize : maxBatchSize * (maxSeqLen + pageSize)"
    },
    doc: "Tokens that the budget holds",
    label: "Tokens of budget",
    why: "The budget over the cache of one token; a model without a cache is bound by the cap alone."
  },
  staticMaxActiveRequests: {
    unit: "request",
    symbol: "N_s",
    source: "kwon-2023",
    eq: {
      textbook: "min(floor(budgetTokens / maxSeqLen), maxBatchSize)",
      refined: "min(floor((1 - staticExternalFragmentation) * budgetTokens / maxSeqLen), maxBatchSize)"
    },
    doc: "Requests that slots of full length hold",
    label: "Slots",
    why: "Each slot is as long as the longest request may be."
  },
  staticInternalFragmentation: {
    unit: "1",
    symbol: "f_s",
    show: "%",
    eq: "fits ? 1 - meanTokens / maxSeqLen : 0",
    doc: "Share of a slot that its request does not use",
    label: "Slot unused",
    why: "Most requests are shorter than the longest."
  },
  lengthScale: {
    unit: "token",
    symbol: "\\mu",
    optional: true,
    none: "Every request is as long as the longest.",
    eq: "residentTokens < maxSeqLen ? cappedExponentialScale(residentTokens, maxSeqLen) : none",
    doc: "Scale of the lengths: exponential, cut off at the longest"
  },
  expectedBlocks: {
    unit: "1",
    symbol: "E_b",
    source: "kwon-2023",
    eq: {
      textbook:
        "has(lengthScale) ? expm1(-ceil(maxSeqLen / pageSize) * pageSize / lengthScale) / expm1(-pageSize / lengthScale) : ceil(maxSeqLen / pageSize)",
      refined:
        "has(lengthCv) ? gammaPages(residentTokens, maxSeqLen, pageSize, lengthCv) : has(lengthScale) ? expm1(-ceil(maxSeqLen / pageSize) * pageSize / lengthScale) / expm1(-pageSize / lengthScale) : ceil(maxSeqLen / pageSize)"
    },
    doc: "Mean pages of a request",
    label: "Pages a request",
    why: "A request takes a page whole when it reaches it."
  },
  pagedTokens: {
    unit: "token",
    symbol: "T_p",
    eq: {
      textbook: "pageSize * expectedBlocks",
      refined: "max(pageSize, pageSize * expectedBlocks * (step.heldTokens / residentTokens) - sharedPrefixLen)"
    },
    doc: "Tokens of its own that a request has pages for"
  },
  pagedInternalFragmentation: {
    unit: "1",
    symbol: "f_p",
    show: "%",
    eq: {
      textbook: "fits ? max(0, 1 - meanTokens / pagedTokens) : 0",
      refined: "fits ? max(0, 1 - max(0, step.heldTokens - sharedPrefixLen) / pagedTokens) : 0"
    },
    doc: "Share of the pages that requests do not use",
    label: "Pages unused",
    source: "kwon-2023",
    why: "Only the last page of a request is not full."
  },
  poolTokens: {unit: "token", symbol: "N_p", eq: "floor(budgetTokens / pageSize) * pageSize", doc: "Tokens of the pool of whole pages"},
  maxActiveRequests: {
    unit: "request",
    symbol: "N",
    eq: "min(floor(poolTokens / pagedTokens + 1e-9), maxBatchSize)",
    doc: "Requests that decode together; 1e-9 guards the count against rounding",
    label: "Running requests",
    source: "kwon-2023",
    why: "As many as the pages hold, and no more than the cap."
  },
  preemptionRisk: {
    unit: "1",
    symbol: "p_x",
    show: "%",
    optional: true,
    none: "How much lengths vary is not said.",
    eq: {
      refined:
        "has(lengthCv) ? overflowRisk(poolTokens, maxActiveRequests, min(pagedTokens, max(0, step.heldTokens - sharedPrefixLen)), lengthCv) : none"
    },
    doc: "Chance that the requests that run together outgrow the pool",
    label: "Outgrows pool",
    source: "kwon-2023",
    why: "Requests are let in before their length is known; one of them must then be put off."
  },
  pagedKvCacheSize: {
    unit: "B",
    show: "GB",
    symbol: "K_p",
    eq: {
      textbook: "step.cacheTokenSize * maxActiveRequests * pagedTokens",
      refined: "maxActiveRequests > 0 ? step.cacheTokenSize * (maxActiveRequests * pagedTokens + sharedPrefixLen) : 0"
    },
    doc: "Cache in pages",
    label: "Cache in pages",
    source: "kwon-2023",
    why: "What the running requests have pages for."
  },
  staticKvCacheSize: {
    unit: "B",
    show: "GB",
    symbol: "K_s",
    eq: "step.cacheTokenSize * staticMaxActiveRequests * maxSeqLen",
    doc: "Cache in slots of full length",
    label: "Cache in slots",
    why: "Every slot is reserved whole."
  },
  feasible: {
    flag: true,
    symbol: "\\text{feasible}",
    eq: "maxActiveRequests > 0",
    doc: "At least one request runs",
    label: "Runs",
    why: "Weights and the cache of one request must fit."
  }
} as const satisfies CellSpecs;
