import {recordType} from "../../registry/schema.js";

/** A way to cool a data centre. */
export const cooling = recordType(
  "cooling",
  {
    pue: {unit: "1", symbol: "\\text{PUE}", min: 1, doc: "Facility energy over IT energy"},
    wue: {
      unit: "m^3/J",
      show: "L/kWh",
      symbol: "\\text{WUE}",
      min: 0,
      doc: "Water evaporated on site for a unit of IT energy"
    }
  },
  {noun: "cooling"}
);
