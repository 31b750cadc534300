import type {CellSpecs} from "../../graph/spec.js";

/** What a training run costs, draws and emits until it ends. */
export const billCells = {
  tco: {unit: "USD", symbol: "\\text{TCO}", optional: true, none: "The run does not end.", eq: "cost.tco", doc: "Cost of the run"},
  capex: {
    unit: "USD",
    symbol: "K_T",
    optional: true,
    none: "The run does not end.",
    eq: "cost.capex",
    doc: "Capital that the run pays for"
  },
  totalOpex: {
    unit: "USD",
    symbol: "O",
    optional: true,
    none: "The run does not end.",
    eq: "cost.totalOpex",
    doc: "Cost of electricity and upkeep during the run"
  },
  capexKnown: {flag: true, symbol: "\\text{known}", eq: "cost.capexKnown", doc: "The price of the hardware is known"},
  costPerUsefulGpuHour: {
    unit: "USD/s",
    show: "USD/h",
    symbol: "c_g",
    optional: true,
    none: "The run does not end.",
    eq: {refined: "cost.costPerUsefulGpuHour"},
    doc: "Cost of one device for an hour that brings work forward"
  },
  costPerToken: {
    unit: "USD",
    symbol: "c_1",
    optional: true,
    none: "The run does not end.",
    eq: {refined: "cost.costPerUnit"},
    doc: "Cost of training on a token"
  },
  totalEnergy: {
    unit: "J",
    show: "MWh",
    symbol: "E_f",
    optional: true,
    none: "The run does not end.",
    eq: "cost.totalEnergy",
    doc: "Energy of the facility"
  },
  overheadEnergy: {
    unit: "J",
    show: "MWh",
    symbol: "E_o",
    optional: true,
    none: "The run does not end.",
    eq: "cost.overheadEnergy",
    doc: "Energy of cooling and power delivery"
  },
  carbonFootprint: {
    unit: "kgCO2e",
    show: "tCO2e",
    symbol: "C",
    optional: true,
    none: "The run does not end.",
    eq: "cost.carbonFootprint",
    doc: "Carbon of the electricity"
  },
  waterUsage: {
    unit: "m^3",
    show: "m^3",
    symbol: "V",
    optional: true,
    none: "The run does not end.",
    eq: "cost.waterUsage",
    doc: "Water evaporated on site"
  },
  pue: {unit: "1", symbol: "\\text{PUE}", eq: "cost.pue", doc: "Facility energy over IT energy"},
  region: {text: true, symbol: "\\text{region}", eq: "cost.region", doc: "Where the electricity comes from"}
} as const satisfies CellSpecs;
