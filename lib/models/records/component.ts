import {recordType} from "../../registry/schema.js";

/** A part of a node that fails by itself. */
export const component = recordType(
  "components",
  {
    mttf: {unit: "s", show: "h", symbol: "\\theta", above: 0, doc: "Mean time to failure of one"},
    softErrorRate: {unit: "1", symbol: "\\lambda_s", min: 0, optional: true, doc: "Soft errors, FIT per Mbit"}
  },
  {noun: "component"}
);
