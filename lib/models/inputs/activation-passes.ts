/** How often a fused transformer layer reads or writes its width for a token. */
export const activationPasses = {
  unit: "1/layer",
  symbol: "c_a",
  default: 20,
  above: 0,
  min: 1e-3,
  max: 1e6,
  label: "Activation passes",
  source: "judgement-activation-passes",
  doc: "Activation values of a layer for a token, in widths of the network: residual, norms, attention, gated feed-forward"
} as const;
