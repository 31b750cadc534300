import type {CellSpecs} from "../../graph/spec.js";
import {embeddingCells} from "./embedding.js";

/** What one pass works out: multiply-adds with the weights, and attention. */
export const workCells = {
  heads: {unit: "1", symbol: "h", eq: "model.heads ?? assumedHeads", doc: "Query heads"},
  evenHeadSize: {
    unit: "1",
    symbol: "\\lfloor d/h \\rfloor",
    eq: "floor((model.hiddenSize ?? assumedHiddenSize) / heads)",
    doc: "Width over heads"
  },
  headSize: {unit: "1", symbol: "d_h", eq: "model.headSize ?? evenHeadSize", doc: "Width of a head"},
  attentionWidth: {
    unit: "1",
    symbol: "d_a",
    label: "Attention width",
    source: "deepseek-v3-2024",
    eq: {
      textbook: "heads * evenHeadSize",
      refined:
        "has(model.latentSize) && has(model.ropeSize) ? heads * ((phase == 'prefill' ? headSize : model.latentSize) + model.ropeSize / 2) : heads * headSize"
    },
    doc: "Width that attention works on, the mean of scores and weighted values",
    why: "With a compressed cache (MLA) a decode step attends in the latent space, which is wider than the heads."
  },
  matmulParameters: {
    unit: "param",
    symbol: "P_m",
    label: "Active parameters",
    eq: {textbook: "model.parameters", refined: "model.activeParameters ?? model.parameters"},
    doc: "Parameters a token is multiplied with",
    source: "pope-2022",
    why: "A mixture of experts multiplies a token with a few of its experts only; the textbook counts them all."
  },
  ...embeddingCells,
  tableParameters: {
    unit: "param",
    symbol: "V d",
    eq: {
      refined:
        "embeddingLookup && has(model.vocabularySize) ? min(matmulParameters / (embeddingIsShared ? 1 : 2), model.vocabularySize * (model.hiddenSize ?? assumedHiddenSize)) : 0"
    },
    doc: "Parameters of a table of embeddings, where they are counted apart",
    label: "Embedding table",
    source: "pope-2022",
    why: "The first layer reads one row of it a token, the last multiplies with all of it."
  },
  linearFlops: {
    unit: "FLOP",
    show: "TFLOP",
    symbol: "F_l",
    eq: {
      textbook: "2[FLOP] * matmulParameters * newTokens * batchSize",
      refined:
        "2[FLOP] * ((matmulParameters - (embeddingIsShared ? 1 : 2) * tableParameters) * newTokens + tableParameters * (phase == 'prefill' ? 1 : newTokens)) * batchSize"
    },
    label: "Weight work",
    doc: "Multiply-adds with the weights",
    why: "Each parameter takes a multiplication and an addition for every token."
  },
  causalTokens: {
    unit: "token",
    symbol: "\\bar s_c",
    eq: {refined: "max(1, context - (newTokens - 1) / 2)"},
    doc: "Mean tokens at or before a new token"
  },
  windowedTokens: {
    unit: "token",
    symbol: "\\bar s_w",
    optional: true,
    none: "The model has no sliding window.",
    source: "jiang-mistral-2023",
    eq: {
      refined:
        "!has(model.slidingWindow) ? none : context <= model.slidingWindow ? causalTokens : context - newTokens >= model.slidingWindow ? model.slidingWindow : ((max(0, context - newTokens) + 1 + model.slidingWindow) * (model.slidingWindow - max(0, context - newTokens)) / 2 + model.slidingWindow * (context - model.slidingWindow)) / (context - max(0, context - newTokens))"
    },
    doc: "Mean tokens of a sliding window that a new token attends to"
  },
  attendedTokens: {
    unit: "token",
    symbol: "\\bar s",
    eq: {
      textbook: "context",
      refined: "has(windowedTokens) ? (1 - slidingShare) * causalTokens + slidingShare * windowedTokens : causalTokens"
    },
    doc: "Mean tokens a new token attends to",
    label: "Attended tokens",
    why: "Attention is causal: an early token of a prompt sees only what stands before it."
  },
  attentionFlops: {
    unit: "FLOP",
    show: "TFLOP",
    symbol: "F_a",
    eq: "4[FLOP/layer] * model.layers * attentionWidth * newTokens * attendedTokens * batchSize",
    doc: "Multiply-adds of scores and weighted values",
    label: "Attention work",
    why: "Grows with the square of the prompt: every new token looks at those before it."
  }
} as const satisfies CellSpecs;
