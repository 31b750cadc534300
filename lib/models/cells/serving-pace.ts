import type {CellSpecs} from "../../graph/spec.js";

/** How fast tokens follow each other, alone or in rounds of speculation. */
export const paceCells = {
  expectedTokens: {
    unit: "token",
    symbol: "E",
    optional: true,
    none: "There is no draft model.",
    doc: "Tokens that a round of speculation yields",
    label: "Tokens a round",
    source: "leviathan-2023",
    eq: "!has(draftModel) ? none : draftAcceptanceRate < 1 ? (1 - draftAcceptanceRate^(speculativeLength + 1)) / (1 - draftAcceptanceRate) : speculativeLength + 1",
    why: "Drafted tokens count up to the first that is rejected, and the verification adds one."
  },
  itl: {
    unit: "s",
    symbol: "\\text{ITL}",
    show: "ms",
    doc: "Time between tokens (inter-token latency)",
    label: "Time per token",
    source: "pope-2022",
    eq: {
      textbook:
        "has(draftModel) && has(expectedTokens) ? (speculativeLength * draft.passTime + decode.passTime) / expectedTokens : decode.passTime",
      refined:
        "has(draftModel) && has(expectedTokens) ? (speculativeLength * draft.passTime + verify.passTime) / expectedTokens : decode.passTime"
    },
    why: "Each step reads all weights once and the whole cache, then does its arithmetic."
  },
  worstItl: {
    unit: "s",
    symbol: "\\text{ITL}_{max}",
    show: "ms",
    optional: true,
    none: "A round of speculation yields several tokens.",
    eq: {refined: "has(draftModel) ? none : full.passTime"},
    doc: "Time of the last token, with the whole context before it",
    label: "Last token",
    source: "pope-2022",
    why: "The cache is longest at the end, so the last step reads the most."
  },
  prefillDecodeRatio: {
    unit: "1",
    symbol: "n_p : n_d",
    optional: true,
    none: "How many tokens are generated is not said.",
    eq: {refined: "outputTokens > 0 ? prefillTime / (outputTokens * itl) : none"},
    doc: "Prefill devices that keep one decode device busy",
    label: "Prefill a decode",
    source: "zhong-2024",
    why: "Each request needs both, so their numbers are as the times that it takes of them."
  },
  optimalSpeculativeLength: {
    unit: "token",
    symbol: "\\gamma^*",
    optional: true,
    none: "There is no draft model.",
    source: "leviathan-2023",
    eq: {refined: "has(draftModel) ? optimalDraftLength(draftAcceptanceRate, draft.passTime / decode.passTime) : none"},
    doc: "Drafted tokens of a round, 1 to 16, that make a token cheapest",
    label: "Best draft length",
    why: "A longer draft is kept less often to its end."
  }
} as const satisfies CellSpecs;
