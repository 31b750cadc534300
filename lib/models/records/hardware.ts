import {recordType} from "../../registry/schema.js";
import {precisions} from "./precision.js";

const sparsePrecisions = ["tf32", "fp16", "fp8", "int8", "fp4"] as const;

/** An accelerator. Rates are dense unless the name says sparse; bandwidths go one way. */
export const hardware = recordType(
  "hardware",
  {
    maker: {text: true, optional: true, symbol: "\\text{maker}", doc: "Who makes it"},
    releaseYear: {unit: "1", symbol: "y", optional: true, whole: true, doc: "Year of release"},
    class: {text: true, optional: true, symbol: "\\text{class}", doc: "Where it is used"},
    peakFlops16: {
      unit: "FLOP/s", symbol: "\\Pi_{16}", above: 0, label: "Peak compute, 16 bit",
      doc: "Dense peak rate in 16-bit arithmetic"
    },
    peakFlops: {
      unit: "FLOP/s", symbol: "\\Pi", above: 0, by: precisions, optional: true, label: "Peak compute",
      doc: "Dense peak rate in a precision, where stated"
    },
    sparsePeakFlops: {
      unit: "FLOP/s", symbol: "\\Pi_{sp}", above: 0, by: sparsePrecisions, optional: true,
      doc: "Peak rate with structured sparsity; no equation reads it"
    },
    memoryCapacity: {
      unit: "B", symbol: "C", above: 0, label: "Device memory", doc: "Capacity of the main memory"
    },
    memoryBandwidth: {
      unit: "B/s", symbol: "\\beta", above: 0, label: "Memory bandwidth", doc: "Peak bandwidth of the main memory"
    },
    hostBandwidth: {
      unit: "B/s", symbol: "\\beta_{host}", above: 0, optional: true, doc: "Link to the host, one way"
    },
    deviceBandwidth: {
      unit: "B/s", symbol: "\\beta_{nv}", above: 0, optional: true, doc: "Links to the other devices of a node, one way"
    },
    storageBandwidth: {
      unit: "B/s", symbol: "\\beta_{st}", above: 0, optional: true, doc: "Bandwidth of the local storage"
    },
    powerLimit: {
      unit: "W", symbol: "P_{tdp}", above: 0, optional: true, label: "Device power", doc: "Thermal design power"
    },
    dispatchTime: {
      unit: "s", show: "ms", symbol: "\\tau_d", min: 0, label: "Launch", doc: "Launch overhead of a pass"
    },
    unitCost: {unit: "USD", symbol: "c", min: 0, optional: true, doc: "Price of one device"},
    embodiedCarbon: {
      unit: "kgCO2e", symbol: "c_e", min: 0, optional: true, doc: "Carbon of making one device"
    }
  },
  {noun: "device"}
);
