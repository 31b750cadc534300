import {recordType} from "../../registry/schema.js";
import {grid} from "./grid.js";

/** A building on a grid; `grid:<key>` stands for one that is as usual there. */
export const datacenter = recordType(
  "datacenters",
  {
    grid: {record: grid, symbol: "", doc: "Electricity it draws"},
    pueOverride: {
      unit: "1",
      symbol: "\\text{PUE}_d",
      min: 1,
      max: 1e6,
      optional: true,
      label: "Building's PUE",
      doc: "Facility energy over IT energy of this building"
    }
  },
  {noun: "datacenter", shorthand: "grid"}
);
