import type {InputSpecs} from "../../graph/spec.js";
import {fabric} from "../records/fabric.js";
import {figures} from "../records/figure.js";

/** What stands for what the links of a cluster do not state. */
export const linkInputs = {
  fallbackLinkLatency: {
    unit: "s",
    show: "µs",
    symbol: "\\hat\\alpha_i",
    default: {of: figures, key: "Hardware.Tech.Interconnect.NVLink.latency", field: "value"},
    min: 0,
    max: 1e6,
    doc: "Time of an empty message between devices of a node that state none"
  },
  fallbackFabricLatency: {
    unit: "s",
    show: "µs",
    symbol: "\\hat\\alpha_x",
    default: {of: fabric, key: "InfiniBand_NDR", field: "latency"},
    min: 0,
    max: 1e6,
    doc: "Time of an empty message over a network that states none"
  },
  fallbackHostBandwidth: {
    unit: "B/s",
    show: "GB/s",
    symbol: "\\hat\\beta_{host}",
    default: {of: figures, key: "FALLBACK_PCIE_BANDWIDTH_GB_S", field: "value"},
    min: 1,
    max: 1e30,
    doc: "Link to the host of a device that states none"
  }
} as const satisfies InputSpecs;
