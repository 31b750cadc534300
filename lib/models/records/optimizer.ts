import type {Table} from "../../graph/spec.js";

export const optimizers = ["adam", "adamw", "sgd", "none"] as const;

/** 32-bit copy of the weights that mixed precision updates. */
export const masterBytes = {
  by: optimizers,
  unit: "B/param",
  symbol: "\\omega_m",
  doc: "Bytes of the 32-bit copy of a weight",
  source: "rajbhandari-2020",
  values: {adam: 4, adamw: 4, sgd: 4, none: 0}
} as const satisfies Table;

/** Running means that an optimizer keeps: two for Adam, none for plain gradient descent. */
export const momentBytes = {
  by: optimizers,
  unit: "B/param",
  symbol: "\\omega_v",
  doc: "Bytes of the moments of a weight",
  source: "rajbhandari-2020",
  values: {adam: 8, adamw: 8, sgd: 0, none: 0}
} as const satisfies Table;

export const optimizerInput = {
  choice: optimizers,
  default: "adam",
  ignoreCase: true,
  symbol: "o",
  label: "Optimizer",
  source: "mlsysim-api",
  doc: "Optimizer; what it keeps beside the weights"
} as const;

export const momentumInput = {
  flag: true,
  default: false,
  symbol: "\\text{mom}",
  source: "rajbhandari-2020",
  doc: "Gradient descent keeps a momentum too, four bytes a weight"
} as const;
