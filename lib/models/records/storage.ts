import {recordType} from "../../registry/schema.js";

/** A place to keep data: a drive, a file system, a cloud volume. */
export const storage = recordType(
  "storage",
  {
    kind: {text: true, optional: true, symbol: "\\text{kind}", doc: "Device or subsystem"},
    capacity: {unit: "B", symbol: "C", above: 0, optional: true, doc: "Capacity"},
    bandwidth: {unit: "B/s", symbol: "\\beta", above: 0, optional: true, doc: "Bandwidth of large transfers"},
    latency: {unit: "s", symbol: "\\alpha", min: 0, optional: true, doc: "Time of one small access"},
    operations: {unit: "1/s", symbol: "r", above: 0, optional: true, doc: "Small accesses in a time"},
    media: {text: true, optional: true, symbol: "\\text{media}", doc: "What it is made of"},
    interface: {text: true, optional: true, symbol: "\\text{bus}", doc: "How it is attached"},
    durability: {text: true, optional: true, symbol: "\\text{keeps}", doc: "Whether it outlives the machine"},
    devicesPerNode: {unit: "1", symbol: "n", min: 1, whole: true, optional: true, doc: "Devices in a node"}
  },
  {noun: "storage"}
);
