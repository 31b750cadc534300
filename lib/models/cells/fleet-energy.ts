import type {CellSpecs} from "../../graph/spec.js";

/** Where a fleet's electricity comes from, where the caller names no place. */
export const homeGrid = "fleet.datacenter.grid ?? fleet.region ?? fallbackGrid";
/** Facility energy over IT energy where the fleet stands. */
export const homePue =
  "fleet.datacenter.pueOverride ?? (has(fleet.datacenter) ? fleet.datacenter.grid.pue : fleet.region.pue ?? fallbackPue)";

/**
 * Power, energy, carbon and water of a fleet that runs for some time. The model or part that holds these cells says
 * which `grid` it draws from and at which `pue`.
 */
export const fleetEnergyCells = {
  accelerators: {
    unit: "device",
    symbol: "N",
    eq: "fleet.nodes * fleet.node.acceleratorsPerNode",
    label: "Accelerators",
    doc: "Accelerators in the cluster",
    why: "All of them are switched on for the whole run."
  },
  region: {text: true, symbol: "\\text{region}", eq: "grid.name", doc: "Where the electricity comes from"},
  powerLimit: {
    unit: "W",
    symbol: "P_{tdp}",
    eq: "fleet.node.accelerator.powerLimit ?? fallbackPower",
    doc: "Power limit of one device",
    label: "Power limit",
    why: "The most that a device may draw."
  },
  devicePower: {
    unit: "W",
    symbol: "P_d",
    eq: "powerLimit * (idlePower + (1 - idlePower) * mfu)",
    doc: "Power of one device",
    label: "One device",
    source: "barroso-2007",
    why: "Power grows with use, from what an idle device draws up to its limit."
  },
  itPower: {
    unit: "W",
    show: "MW",
    symbol: "P_{it}",
    eq: "accelerators * devicePower",
    doc: "Power of all devices",
    label: "All devices",
    why: "Only accelerators count here; hosts and switches are left out."
  },
  itEnergy: {
    unit: "J",
    show: "kWh",
    symbol: "E_{it}",
    eq: "itPower * duration",
    doc: "Energy of the devices",
    label: "IT energy",
    why: "Power times time."
  },
  totalEnergy: {
    unit: "J",
    show: "kWh",
    symbol: "E_f",
    eq: "pue * itEnergy",
    doc: "Energy of the facility",
    label: "Facility energy",
    why: "Cooling and power delivery come on top of every kilowatt-hour of computing."
  },
  overheadEnergy: {
    unit: "J",
    show: "kWh",
    symbol: "E_o",
    eq: "(pue - 1) * itEnergy",
    doc: "Energy of cooling and power delivery",
    label: "Cooling and power",
    why: "The tax of the building: nothing is computed with it."
  },
  operationalCarbon: {
    unit: "kgCO2e",
    show: "kgCO2e",
    symbol: "C_o",
    eq: "totalEnergy * grid.carbonIntensity",
    doc: "Carbon of the electricity",
    label: "From electricity",
    why: "Location-based: the mean of the grid, whatever contracts say."
  },
  computingCarbon: {
    unit: "kgCO2e",
    show: "kgCO2e",
    symbol: "C_{it}",
    eq: "itEnergy * grid.carbonIntensity",
    doc: "Carbon of the electricity of the devices",
    label: "From computing",
    why: "The part of the electricity that computes."
  },
  overheadCarbon: {
    unit: "kgCO2e",
    show: "kgCO2e",
    symbol: "C_{ov}",
    eq: "overheadEnergy * grid.carbonIntensity",
    doc: "Carbon of the electricity of cooling and power delivery",
    label: "From the building",
    why: "The tax of the building, at the same intensity."
  },
  waterUsage: {
    unit: "m^3",
    show: "L",
    symbol: "V",
    label: "Water",
    source: "green-grid-wue",
    eq: {textbook: "totalEnergy * grid.wue", refined: "itEnergy * grid.wue"},
    doc: "Water evaporated on site",
    why: "The Green Grid divides water by IT energy, so refined multiplies IT energy. A figure by energy of the whole site, as LBNL states its US mean, then comes out low by the PUE. The textbook multiplies facility energy."
  }
} as const satisfies CellSpecs;
