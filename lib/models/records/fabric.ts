import {recordType} from "../../registry/schema.js";

/** A network between nodes. */
export const fabric = recordType(
  "fabrics",
  {
    topology: {text: true, optional: true, symbol: "\\text{topology}", doc: "How switches are wired"},
    bandwidth: {
      unit: "B/s",
      symbol: "W",
      above: 0,
      min: 1,
      max: 1e30,
      wire: "bandwidth_Bps",
      label: "Network port",
      doc: "Rate of one port, one way"
    },
    latency: {
      unit: "s",
      symbol: "\\alpha",
      min: 0,
      max: 1e6,
      optional: true,
      wire: "latency_s",
      label: "Network latency",
      doc: "Time of an empty message, one way"
    },
    oversubscription: {
      unit: "1",
      symbol: "r",
      min: 1,
      max: 1e6,
      default: 1,
      wire: "oversubscription_ratio",
      label: "Oversubscription",
      doc: "Rate into a switch over the rate out of it"
    }
  },
  {noun: "fabric"}
);
