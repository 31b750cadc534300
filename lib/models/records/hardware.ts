import {recordType} from "../../registry/schema.js";
import {precisions} from "./precision.js";

const sparsePrecisions = ["tf32", "fp16", "int8", "fp4"] as const;

/** An accelerator. Rates are dense unless the name says sparse; bandwidths go one way. */
export const hardware = recordType(
  "hardware",
  {
    maker: {text: true, optional: true, symbol: "\\text{maker}", doc: "Who makes it"},
    releaseYear: {unit: "1", symbol: "y", optional: true, whole: true, doc: "Year of release"},
    class: {text: true, optional: true, symbol: "\\text{class}", doc: "Where it is used"},
    peakFlops16: {
      unit: "FLOP/s",
      symbol: "\\Pi_{16}",
      above: 0,
      min: 1,
      max: 1e30,
      label: "16-bit peak",
      doc: "Dense peak rate in 16-bit arithmetic"
    },
    peakFlops: {
      unit: "FLOP/s",
      symbol: "\\Pi",
      above: 0,
      min: 1,
      max: 1e30,
      by: precisions,
      optional: true,
      label: "Peak compute",
      doc: "Dense peak rate in a precision, where stated"
    },
    sparsePeakFlops: {
      unit: "FLOP/s",
      symbol: "\\Pi_{sp}",
      above: 0,
      by: sparsePrecisions,
      optional: true,
      doc: "Peak rate with structured sparsity; no equation reads it"
    },
    memoryCapacity: {
      unit: "B",
      symbol: "C",
      above: 0,
      min: 1,
      max: 1e30,
      label: "Device memory",
      doc: "Capacity of the main memory"
    },
    memoryBandwidth: {
      unit: "B/s",
      symbol: "\\beta",
      above: 0,
      min: 1,
      max: 1e30,
      label: "Memory bandwidth",
      doc: "Peak bandwidth of the main memory"
    },
    hostBandwidth: {
      unit: "B/s",
      symbol: "\\beta_{host}",
      above: 0,
      min: 1,
      max: 1e30,
      optional: true,
      label: "Host link",
      doc: "Link to the host, one way"
    },
    deviceBandwidth: {
      unit: "B/s",
      symbol: "\\beta_{nv}",
      above: 0,
      min: 1,
      max: 1e30,
      optional: true,
      doc: "Links to the other devices of a node, one way"
    },
    storageBandwidth: {
      unit: "B/s",
      symbol: "\\beta_{st}",
      above: 0,
      min: 1,
      max: 1e30,
      optional: true,
      doc: "Bandwidth of the local storage"
    },
    fp4PeakFlops: {unit: "FLOP/s", symbol: "\\Pi_{fp4}", above: 0, optional: true, doc: "Dense peak rate in 4-bit floating point"},
    mxint4PeakFlops: {unit: "FLOP/s", symbol: "\\Pi_{mx4}", above: 0, optional: true, doc: "Dense peak rate in 4-bit block format"},
    sramCapacity: {unit: "B", symbol: "C_{sram}", above: 0, min: 1, max: 1e30, optional: true, doc: "Capacity of the on-chip memory"},
    sramBandwidth: {
      unit: "B/s",
      symbol: "\\beta_{sram}",
      above: 0,
      min: 1,
      max: 1e30,
      optional: true,
      doc: "Bandwidth of the on-chip memory"
    },
    flashCapacity: {unit: "B", symbol: "C_{fl}", above: 0, optional: true, doc: "Capacity of the flash memory"},
    flashBandwidth: {unit: "B/s", symbol: "\\beta_{fl}", above: 0, min: 1, max: 1e30, optional: true, doc: "Bandwidth of the flash memory"},
    l2Cache: {unit: "B", symbol: "C_{L2}", above: 0, optional: true, doc: "Second-level cache"},
    registerFile: {unit: "B", symbol: "C_{reg}", above: 0, optional: true, doc: "Register file of a processor"},
    sharedMemory: {unit: "B", symbol: "C_{sh}", above: 0, optional: true, doc: "Shared memory of a processor"},
    hbmStacks: {unit: "1", symbol: "n_{hbm}", min: 1, whole: true, optional: true, doc: "Stacks of high-bandwidth memory"},
    busWidth: {unit: "bit", symbol: "w", above: 0, optional: true, doc: "Width of the memory bus"},
    pinRate: {unit: "bit/s", symbol: "r_{pin}", above: 0, optional: true, doc: "Rate of one memory pin"},
    hostLink: {text: true, optional: true, symbol: "\\text{host}", doc: "Name of the link to the host"},
    deviceLink: {text: true, optional: true, symbol: "\\text{link}", doc: "Name of the links to other devices"},
    deviceLinkLatency: {
      unit: "s",
      symbol: "\\alpha_{nv}",
      min: 0,
      max: 1e6,
      optional: true,
      label: "Device latency",
      doc: "Time of an empty message between devices"
    },
    storageCapacity: {unit: "B", symbol: "C_{st}", above: 0, optional: true, doc: "Capacity of the local storage"},
    powerMin: {unit: "W", symbol: "P_{min}", min: 0, optional: true, doc: "Least power in use"},
    powerMax: {unit: "W", symbol: "P_{max}", above: 0, optional: true, doc: "Most power in use"},
    unitCostMax: {unit: "USD", symbol: "c_{max}", min: 0, optional: true, doc: "Upper price of one device"},
    dieArea: {unit: "m^2", symbol: "A_{die}", above: 0, optional: true, doc: "Area of the die"},
    transistors: {unit: "1", symbol: "n_t", above: 0, optional: true, doc: "Transistors"},
    batteryCapacity: {unit: "J", symbol: "E_b", above: 0, optional: true, doc: "Energy of the battery"},
    accelerators: {unit: "1", symbol: "n_a", min: 1, whole: true, optional: true, doc: "Accelerators in the box"},
    dieBandwidth: {unit: "B/s", symbol: "\\beta_{die}", above: 0, optional: true, doc: "Bandwidth between the dies of a package"},
    processors: {unit: "1", symbol: "n_{sm}", min: 1, whole: true, optional: true, doc: "Streaming multiprocessors"},
    clockRate: {unit: "Hz", symbol: "f", above: 0, optional: true, doc: "Clock rate"},
    powerLimit: {
      unit: "W",
      symbol: "P_{tdp}",
      above: 0,
      max: 1e12,
      optional: true,
      label: "Device power",
      doc: "Thermal design power"
    },
    dispatchTime: {
      unit: "s",
      show: "ms",
      symbol: "\\tau_d",
      min: 0,
      max: 1e6,
      label: "Launch",
      doc: "Launch overhead of a pass"
    },
    unitCost: {unit: "USD", symbol: "c", min: 0, max: 1e12, optional: true, label: "Device price", doc: "Price of one device"},
    embodiedCarbon: {
      unit: "kgCO2e",
      symbol: "c_e",
      min: 0,
      max: 1e12,
      optional: true,
      doc: "Carbon of making one device"
    }
  },
  {noun: "device"}
);
