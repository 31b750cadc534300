import {recordType} from "../../registry/schema.js";

/** A part of a node that fails by itself. */
export const component = recordType("components", {
  mttf: {unit: "s", show: "h", symbol: "\\theta", above: 0, doc: "Mean time to failure of one"}
}, {noun: "component"});
