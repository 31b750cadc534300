import {recordType} from "../../registry/schema.js";
import {datacenter} from "./datacenter.js";
import {fabric} from "./fabric.js";
import {grid} from "./grid.js";
import {node} from "./node.js";

/** A cluster: how many of which node, the network between them, where it stands. */
export const fleet = recordType(
  "fleets",
  {
    node: {record: node, symbol: "", doc: "Server"},
    nodes: {unit: "node", symbol: "n", min: 1, max: 1e9, whole: true, label: "Nodes", doc: "Servers in the cluster"},
    fabric: {record: fabric, symbol: "", doc: "Network between nodes"},
    region: {record: grid, optional: true, symbol: "reg", doc: "Electricity of its region"},
    datacenter: {record: datacenter, optional: true, symbol: "dc", doc: "Building it stands in"},
    mtbf: {
      unit: "s",
      show: "h",
      symbol: "\\Theta_f",
      above: 0,
      min: 1e-3,
      max: 1e15,
      optional: true,
      wire: "mtbf_hours",
      doc: "Measured time between failures of the whole cluster"
    }
  },
  {noun: "fleet", hoist: "node"}
);
