import type {CellSpecs} from "../../graph/spec.js";

const misfit = "A replica does not hold the model, so nothing is served.";

/** What serving costs, draws and emits: in all, by time, by token. */
export const deploymentBillCells = {
  tco: {
    unit: "USD",
    symbol: "\\text{TCO}",
    optional: true,
    none: misfit,
    eq: "fits ? cost.tco : none",
    doc: "Cost of serving",
    label: "Cost",
    why: "Devices for the time, their upkeep and their electricity."
  },
  capex: {unit: "USD", symbol: "K_T", optional: true, none: misfit, eq: "fits ? cost.capex : none", doc: "Capital that the time pays for"},
  totalOpex: {
    unit: "USD",
    symbol: "O",
    optional: true,
    none: misfit,
    eq: "fits ? cost.totalOpex : none",
    doc: "Cost of electricity and upkeep"
  },
  capexKnown: {flag: true, symbol: "\\text{known}", eq: "cost.capexKnown", doc: "The price of the hardware is known"},
  totalEnergy: {
    unit: "J",
    show: "MWh",
    symbol: "E_f",
    optional: true,
    none: misfit,
    eq: "fits ? climate.totalEnergy : none",
    doc: "Energy of the facility",
    label: "Energy",
    why: "Devices at this use, with cooling and power delivery."
  },
  overheadEnergy: {
    unit: "J",
    show: "MWh",
    symbol: "E_o",
    optional: true,
    none: misfit,
    eq: "fits ? climate.overheadEnergy : none",
    doc: "Energy of cooling and power delivery"
  },
  carbonFootprint: {
    unit: "kgCO2e",
    show: "tCO2e",
    symbol: "C",
    optional: true,
    none: misfit,
    eq: "fits ? climate.carbonFootprint : none",
    doc: "Carbon of electricity and devices",
    label: "Carbon",
    why: "Electricity, and the part of the devices' life that the time takes."
  },
  embodiedCarbon: {
    unit: "kgCO2e",
    show: "tCO2e",
    symbol: "C_e",
    optional: true,
    none: misfit,
    eq: "fits ? climate.embodiedCarbon : none",
    doc: "Carbon of making the devices, for the part of their life that the time takes",
    label: "Making the devices",
    why: "Their life is shared among the years that they serve."
  },
  waterUsage: {
    unit: "m^3",
    show: "m^3",
    symbol: "V",
    optional: true,
    none: misfit,
    eq: "fits ? climate.waterUsage : none",
    doc: "Water evaporated on site"
  },
  devicePower: {
    unit: "W",
    symbol: "P_d",
    eq: "climate.devicePower",
    doc: "Power of one device",
    label: "Power of a device",
    why: "An idle device draws nearly a third of its limit."
  },
  costRate: {
    unit: "USD/s",
    show: "USD/h",
    symbol: "\\dot{\\text{TCO}}",
    label: "Cost of an hour",
    optional: true,
    none: misfit,
    eq: "has(tco) ? tco / duration : none",
    doc: "Cost of serving by time",
    why: "Replicas are paid for by the hour, whether requests come or not."
  },
  facilityPower: {
    unit: "W",
    show: "kW",
    symbol: "P_f",
    label: "Power",
    optional: true,
    none: misfit,
    eq: "has(totalEnergy) ? totalEnergy / duration : none",
    doc: "Power of the facility",
    why: "Devices at this traffic, with cooling and power delivery."
  },
  carbonRate: {
    unit: "kgCO2e/s",
    show: "kgCO2e/h",
    symbol: "\\dot C",
    label: "Carbon of an hour",
    optional: true,
    none: misfit,
    eq: "has(carbonFootprint) ? carbonFootprint / duration : none",
    doc: "Carbon of serving by time",
    why: "Electricity, and the part of the devices that an hour uses up."
  },
  waterRate: {
    unit: "m^3/s",
    show: "L/h",
    symbol: "\\dot V",
    label: "Water of an hour",
    optional: true,
    none: misfit,
    eq: "has(waterUsage) ? waterUsage / duration : none",
    doc: "Water evaporated on site by time",
    why: "What cools the devices."
  },
  costPerToken: {
    unit: "USD/token",
    show: "USD/Mtoken",
    symbol: "c_1",
    label: "Cost of a token",
    optional: true,
    none: misfit,
    eq: "has(tco) ? tco / tokens : none",
    doc: "Cost of a generated token, with its part of the prompt",
    why: "A pool that is half empty costs as much as a full one, for half the tokens."
  },
  costPerRequest: {
    unit: "USD/request",
    symbol: "c_r",
    label: "Cost of a request",
    optional: true,
    none: misfit,
    eq: "has(costPerToken) ? costPerToken * outputTokens : none",
    doc: "Cost of answering a request",
    why: "All that is paid, over all that is answered."
  },
  energyPerToken: {
    unit: "J/token",
    show: "kWh/Mtoken",
    symbol: "e_1",
    label: "Energy of a token",
    optional: true,
    none: misfit,
    eq: "has(totalEnergy) ? totalEnergy / tokens : none",
    doc: "Energy of the facility for a generated token",
    why: "An idle device draws nearly a third of its limit for no token at all."
  },
  carbonPerToken: {
    unit: "kgCO2e/token",
    show: "kgCO2e/Mtoken",
    symbol: "g_1",
    label: "Carbon of a token",
    optional: true,
    none: misfit,
    eq: "has(carbonFootprint) ? carbonFootprint / tokens : none",
    doc: "Carbon of a generated token",
    why: "The grid counts as much as the pool."
  },
  waterPerToken: {
    unit: "m^3/token",
    show: "L/Mtoken",
    symbol: "v_1",
    label: "Water of a token",
    optional: true,
    none: misfit,
    eq: "has(waterUsage) ? waterUsage / tokens : none",
    doc: "Water evaporated on site for a generated token",
    why: "Water follows the energy of the devices."
  },
  pue: {unit: "1", symbol: "\\text{PUE}", eq: "climate.pue", doc: "Facility energy over IT energy"},
  region: {text: true, symbol: "\\text{region}", eq: "climate.region", doc: "Where the electricity comes from"}
} as const satisfies CellSpecs;
