import type {CellSpecs} from "../../graph/spec.js";
import {expertCells} from "./experts.js";

/** Parameters of a rank, and the weights, gradients and optimizer state that go with them. */
export const stateCells = {
  elementSize: {unit: "B", symbol: "\\beta", eq: "bytesPerElement[precision]", doc: "Bytes of one weight or activation"},
  ...expertCells,
  denseRanks: {
    unit: "1",
    symbol: "d_e",
    source: "rajbhandari-2022",
    eq: {textbook: "dpSize", refined: "dpSize * epSize"},
    doc: "Ranks that hold the same parameters outside experts",
    label: "Copies of the rest",
    why: "Accelerators that share experts hold a copy of everything else each, and take samples of their own."
  },
  denseOnRank: {
    unit: "param",
    symbol: "P_d",
    source: "shoeybi-2019",
    eq: {
      textbook: "model.parameters / (tpSize * ppSize * epSize)",
      refined: "(model.parameters - expertParameters) / (tpSize * ppSize)"
    },
    doc: "Parameters outside experts that a rank computes with"
  },
  expertsOnRank: {
    unit: "param",
    symbol: "P_e",
    source: "rajbhandari-2022",
    eq: {textbook: "0", refined: "expertParameters / (tpSize * ppSize * epSize)"},
    doc: "Parameters of experts that a rank computes with"
  },
  paramsPerRank: {
    unit: "param",
    symbol: "P_r",
    label: "On a rank",
    eq: "denseOnRank + expertsOnRank",
    doc: "Parameters that a rank computes with",
    why: "Tensor, pipeline and expert parallelism divide them; the textbook divides those outside experts by experts too."
  },
  paramsPerShard: {
    unit: "param",
    symbol: "P_s",
    label: "On a shard",
    source: "rajbhandari-2020",
    eq: "denseOnRank / denseRanks + expertsOnRank / dpSize",
    doc: "Parameters of a rank, split among all that hold the same",
    why: "Ranks that hold the same need not each keep it."
  },
  weights: {
    unit: "B",
    show: "GB",
    symbol: "M_w",
    label: "Weights",
    source: "rajbhandari-2020",
    eq: "elementSize * (zeroStage >= 3 ? paramsPerShard : paramsPerRank)",
    doc: "Weights on a rank",
    why: "Split among copies from ZeRO stage 3 on."
  },
  gradientSize: {
    unit: "B",
    symbol: "\\beta_g",
    source: "korthikanti-2022",
    eq: {textbook: "elementSize", refined: "gradientDtype == 'fp32' ? 4[B] : max(elementSize, 2[B])"},
    doc: "Bytes of one gradient",
    label: "Bytes a gradient",
    why: "Sums of gradients need 16 bits at least, whatever the weights are stored in; the textbook lets them shrink."
  },
  gradients: {
    unit: "B",
    show: "GB",
    symbol: "M_g",
    label: "Gradients",
    source: "rajbhandari-2020",
    eq: "gradientSize * trainableFraction * (zeroStage >= 2 ? paramsPerShard : paramsPerRank)",
    doc: "Gradients on a rank",
    why: "Split among copies from ZeRO stage 2 on."
  },
  optimizerBytes: {
    unit: "B/param",
    symbol: "\\omega",
    label: "Bytes of state",
    source: "rajbhandari-2020",
    eq: {
      textbook: "masterBytes[optimizer] + momentBytes[optimizer]",
      refined: "(elementSize >= 4[B] ? 0 : masterBytes[optimizer]) + momentBytes[optimizer] + momentumBytes"
    },
    doc: "Bytes that the optimizer keeps of a parameter",
    why: "A 32-bit copy and two moments for Adam; weights that are 32-bit need no copy, which the textbook adds all the same."
  },
  optimizerState: {
    unit: "B",
    show: "GB",
    symbol: "M_o",
    label: "Optimizer state",
    source: "rajbhandari-2020",
    eq: "optimizerBytes * trainableFraction * (zeroStage >= 1 ? paramsPerShard : paramsPerRank)",
    doc: "What the optimizer keeps on a rank",
    why: "Most of what Adam needs, and the first to be split among copies."
  }
} as const satisfies CellSpecs;
