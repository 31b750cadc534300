import {recordType} from "../../registry/schema.js";

/** A pod of accelerators with one fabric. */
export const pod = recordType(
  "pods",
  {
    chips: {unit: "1", symbol: "n", min: 1, whole: true, doc: "Chips in the pod"},
    memory: {unit: "B", symbol: "C", above: 0, optional: true, doc: "Memory of all chips"},
    power: {unit: "W", symbol: "P", above: 0, optional: true, doc: "Power of the pod"}
  },
  {noun: "pod"}
);
