import {recordType} from "../../registry/schema.js";

/** Failures counted on a published fleet in some time. */
export const incident = recordType(
  "incidents",
  {
    accelerators: {unit: "1", symbol: "N", min: 1, whole: true, doc: "Accelerators that were counted on"},
    nodes: {unit: "1", symbol: "n", min: 1, whole: true, doc: "Nodes that were counted on"},
    failures: {unit: "1", symbol: "k", above: 0, doc: "Failures counted, or that a published rate makes"},
    duration: {unit: "s", show: "h", symbol: "T", above: 0, doc: "Time that they were counted in"},
    note: {text: true, optional: true, symbol: "\\text{note}", doc: "What was counted"}
  },
  {noun: "fleet record"}
);
