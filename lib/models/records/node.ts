import {recordType} from "../../registry/schema.js";
import {hardware} from "./hardware.js";

/** One server: accelerators, the links between them, network cards, power supplies. */
export const node = recordType("nodes", {
  accelerator: {record: hardware, symbol: "", doc: "Accelerator"},
  acceleratorsPerNode: {
    unit: "device", symbol: "A", min: 1, whole: true, label: "GPUs per node", doc: "Accelerators in a node"
  },
  deviceBandwidth: {
    unit: "B/s", symbol: "W_i", above: 0, optional: true, wire: "intra_node_bw_Bps",
    doc: "Link of one accelerator to the others of its node, one way"
  },
  nicsPerNode: {unit: "1", symbol: "n_{nic}", min: 0, whole: true, default: 1, label: "Network cards", doc: "Network cards in a node"},
  psusPerNode: {unit: "1", symbol: "n_{psu}", min: 1, whole: true, default: 2, label: "Power supplies", doc: "Power supplies in a node"},
  psuRedundancy: {
    unit: "1", symbol: "r_{psu}", min: 0, whole: true, default: 0, label: "Spare supplies",
    doc: "Power supplies that may fail without stopping the node"
  },
  maxPower: {unit: "W", symbol: "P_{max}", above: 0, optional: true, doc: "Rated power of a node"}
}, {
  noun: "node",
  rules: [{
    field: "psuRedundancy",
    says: "must be less than {psusPerNode}",
    that: ({psuRedundancy, psusPerNode}) => Number(psuRedundancy) < Number(psusPerNode)
  }]
});
