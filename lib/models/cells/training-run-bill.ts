import type {CellSpecs} from "../../graph/spec.js";

/** What a training run costs, draws and emits until it ends. */
export const billCells = {
  tco: {
    unit: "USD",
    symbol: "\\text{TCO}",
    optional: true,
    none: "The run does not end.",
    eq: "cost.tco",
    doc: "Cost of the run",
    label: "Cost",
    why: "Devices for as long as the run takes them, their upkeep and their electricity."
  },
  capex: {
    unit: "USD",
    symbol: "K_T",
    optional: true,
    none: "The run does not end.",
    eq: "cost.capex",
    doc: "Capital that the run pays for",
    label: "Capital used",
    why: "The part of the devices' life that the run takes."
  },
  totalOpex: {
    unit: "USD",
    symbol: "O",
    optional: true,
    none: "The run does not end.",
    eq: "cost.totalOpex",
    doc: "Cost of electricity and upkeep during the run",
    label: "Running",
    why: "Electricity and upkeep."
  },
  capexKnown: {flag: true, symbol: "\\text{known}", eq: "cost.capexKnown", doc: "The price of the hardware is known"},
  costPerUsefulGpuHour: {
    unit: "USD/s",
    show: "USD/h",
    symbol: "c_g",
    optional: true,
    none: "The run does not end.",
    eq: {refined: "cost.costPerUsefulGpuHour"},
    doc: "Cost of one device for an hour that brings work forward",
    label: "A useful hour",
    why: "Hours that are lost make the others dearer."
  },
  costPerToken: {
    unit: "USD",
    symbol: "c_1",
    optional: true,
    none: "The run does not end.",
    eq: {refined: "cost.costPerUnit"},
    doc: "Cost of training on a token",
    label: "Cost of a token",
    why: "Everything that is paid, over what is learnt from."
  },
  totalEnergy: {
    unit: "J",
    show: "MWh",
    symbol: "E_f",
    optional: true,
    none: "The run does not end.",
    eq: "cost.totalEnergy",
    doc: "Energy of the facility",
    label: "Energy",
    why: "Devices at this use, with cooling and power delivery."
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
    doc: "Carbon of the electricity",
    label: "Carbon",
    why: "The energy, times what the grid emits."
  },
  waterUsage: {
    unit: "m^3",
    show: "m^3",
    symbol: "V",
    optional: true,
    none: "The run does not end.",
    eq: "cost.waterUsage",
    doc: "Water evaporated on site",
    label: "Water",
    why: "What cools the devices."
  },
  pue: {unit: "1", symbol: "\\text{PUE}", eq: "cost.pue", doc: "Facility energy over IT energy"},
  region: {text: true, symbol: "\\text{region}", eq: "cost.region", doc: "Where the electricity comes from"}
} as const satisfies CellSpecs;
