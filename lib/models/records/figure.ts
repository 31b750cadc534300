import {recordType} from "../../registry/schema.js";

const fields = {
  unit: {text: true, symbol: "\\text{unit}", doc: "Unit of the figure, in words"},
  value: {unit: "1", symbol: "x", doc: "The figure, in its own unit"},
  note: {text: true, optional: true, symbol: "\\text{note}", doc: "What it is"}
} as const;

/** Tables of single figures, one a row, each in its own unit. */
export const prices = recordType("pricing", fields, {noun: "price"});
export const recoveryTimes = recordType("recovery", fields, {noun: "recovery figure"});
export const storageFigures = recordType("storage-figures", fields, {noun: "storage figure"});
export const figures = recordType("figures", fields, {noun: "figure"});
