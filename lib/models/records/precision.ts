import type {Table} from "../../graph/spec.js";

export const precisions = ["fp32", "tf32", "fp16", "bf16", "fp8", "int8", "int4"] as const;

/** Storage width of an element. */
export const bytesPerElement = {
  by: precisions,
  unit: "B",
  symbol: "b",
  doc: "Bytes of one stored element",
  values: {fp32: 4, tf32: 4, fp16: 2, bf16: 2, fp8: 1, int8: 1, int4: 0.5}
} as const satisfies Table;

export const precisionInput = {
  choice: precisions,
  default: "fp16",
  ignoreCase: true,
  symbol: "p",
  doc: "Number format of weights, cache and arithmetic"
} as const;
