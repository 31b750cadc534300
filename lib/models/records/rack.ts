import {recordType} from "../../registry/schema.js";

const power = (doc: string) => ({unit: "W", symbol: "P", min: 0, optional: true, doc}) as const;

/** A rack: nodes, and where its power goes. */
export const rack = recordType(
  "racks",
  {
    kind: {text: true, optional: true, symbol: "\\text{kind}", doc: "A system or what a facility allows"},
    node: {text: true, optional: true, symbol: "\\text{node}", doc: "Key of the node that it holds"},
    nodesPerRack: {unit: "1", symbol: "n", min: 1, whole: true, optional: true, doc: "Nodes in the rack"},
    totalPower: power("Power of the whole rack"),
    nonAcceleratorPower: power("Power of all but accelerators"),
    hostPower: power("Power of the hosts"),
    switchPower: power("Power of the switches between accelerators"),
    networkPower: power("Power of the network"),
    conversionLossPower: power("Power lost in conversion"),
    coolingAllocationPower: power("Power of cooling"),
    coolingType: {text: true, optional: true, symbol: "\\text{cooling}", doc: "How it is cooled"}
  },
  {noun: "rack"}
);
