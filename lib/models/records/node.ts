import {recordType} from "../../registry/schema.js";
import {hardware} from "./hardware.js";

/** One server: accelerators, the links between them, network cards, power supplies. */
export const node = recordType(
  "nodes",
  {
    accelerator: {record: hardware, symbol: "", doc: "Accelerator"},
    acceleratorsPerNode: {
      unit: "device",
      max: 1e6,
      symbol: "A",
      min: 1,
      whole: true,
      label: "GPUs per node",
      doc: "Accelerators in a node"
    },
    deviceBandwidth: {
      unit: "B/s",
      symbol: "W_i",
      above: 0,
      min: 1,
      max: 1e30,
      optional: true,
      wire: "intra_node_bw_Bps",
      label: "Device link",
      doc: "Link of one accelerator to the others of its node, one way"
    },
    nicsPerNode: {
      unit: "1",
      symbol: "n_{nic}",
      min: 0,
      max: 1e6,
      whole: true,
      default: 1,
      label: "Network cards",
      doc: "Network cards in a node"
    },
    psusPerNode: {
      unit: "1",
      symbol: "n_{psu}",
      min: 1,
      max: 1e6,
      whole: true,
      optional: true,
      label: "Power supplies",
      doc: "Power supplies in a node"
    },
    psuRedundancy: {
      unit: "1",
      symbol: "r_{psu}",
      min: 0,
      max: 1e6,
      whole: true,
      optional: true,
      label: "Spare supplies",
      doc: "Power supplies that may fail without stopping the node"
    },
    psuRating: {unit: "W", symbol: "P_{psu}", above: 0, optional: true, doc: "Rating of one power supply"},
    hostMemory: {unit: "B", symbol: "C_h", above: 0, optional: true, doc: "Memory of the host"},
    hostCpu: {text: true, optional: true, symbol: "\\text{cpu}", doc: "Processors of the host"},
    hostCpuCores: {unit: "1", symbol: "n_c", min: 1, whole: true, optional: true, doc: "Cores of the host"},
    hostMemoryBandwidth: {unit: "B/s", symbol: "\\beta_h", above: 0, optional: true, doc: "Memory bandwidth of the host"},
    nvswitches: {unit: "1", symbol: "n_{sw}", min: 0, whole: true, optional: true, doc: "Switches between the accelerators"},
    nvlinksPerAccelerator: {unit: "1", symbol: "n_{nv}", min: 0, whole: true, optional: true, doc: "Links of one accelerator"},
    mass: {unit: "kg", symbol: "m", above: 0, optional: true, doc: "Mass of a node"},
    maxPower: {unit: "W", symbol: "P_{max}", above: 0, optional: true, doc: "Rated power of a node"}
  },
  {
    noun: "node",
    rules: [
      {
        field: "psuRedundancy",
        says: "must be less than {psusPerNode}",
        that: ({psuRedundancy, psusPerNode}) => Number(psuRedundancy ?? 0) < Number(psusPerNode ?? Infinity)
      }
    ]
  }
);
