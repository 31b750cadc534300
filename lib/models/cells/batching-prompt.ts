import type {CellSpecs} from "../../graph/spec.js";

/** What the prompts of requests that join a batch take. */
export const batchingPromptCells = {
  promptTime: {unit: "s", show: "ms", symbol: "t_p", eq: {refined: "prompt.passTime"}, doc: "Prefill of one request"},
  promptReadTime: {
    unit: "s",
    show: "ms",
    symbol: "t_{pm}",
    eq: {refined: "prompt.memoryTime"},
    doc: "Memory time of the prefill of one request"
  },
  promptFlops: {
    unit: "FLOP",
    show: "TFLOP",
    symbol: "F_p",
    eq: {refined: "prompt.linearFlops + prompt.attentionFlops"},
    doc: "Operations of the prefill of one request"
  },
  prefillPerToken: {
    unit: "s",
    show: "ms",
    symbol: "t_p / S_o",
    eq: {refined: "has(outputTokens) ? promptTime / outputTokens : 0"},
    doc: "Prefill time of a request, for each token that it generates",
    label: "Prefill a token",
    source: "yu-2022",
    why: "A request that leaves makes room for one whose prompt must be read first."
  }
} as const satisfies CellSpecs;
