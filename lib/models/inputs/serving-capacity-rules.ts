/** What must hold between inputs wherever a pool of replicas is sized. */
export const servingCapacityRules = {
  meanRequestTokens: {that: "!has(meanRequestTokens) || meanRequestTokens <= maxSeqLen", says: "must be at most {maxSeqLen}"},
  outputTokens: {that: "outputTokens <= maxSeqLen", says: "must be at most {maxSeqLen}"},
  model: {that: "model.kind == 'transformer' || model.kind == 'sparse transformer'", says: "must be a transformer"}
} as const;
