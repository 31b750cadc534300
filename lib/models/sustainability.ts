import {model} from "../model/model.js";
import {sustainabilityInputs} from "./inputs/sustainability.js";
import {grid} from "./records/grid.js";

/** Energy, carbon and water of a cluster that runs for some time in some place. */
export const SustainabilityModel = model("SustainabilityModel", {
  doc: "Energy, carbon and water of a cluster that runs for some time in some place.",
  question: "How much carbon does a run emit, and how much of it is the place?",
  inputs: sustainabilityInputs,
  cells: {
    accelerators: {
      unit: "device",
      symbol: "N",
      eq: "fleet.nodes * fleet.node.acceleratorsPerNode",
      label: "Accelerators",
      doc: "Accelerators in the cluster",
      why: "All of them are switched on for the whole run."
    },
    grid: {
      record: grid,
      symbol: "",
      eq: "datacenter.grid ?? fleet.datacenter.grid ?? fleet.region ?? fallbackGrid",
      doc: "Electricity in use"
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
    pue: {
      unit: "1",
      symbol: "\\text{PUE}",
      label: "PUE",
      doc: "Facility energy over IT energy",
      eq: "datacenter.pueOverride ?? (has(datacenter) ? datacenter.grid.pue : fleet.datacenter.pueOverride ?? (has(fleet.datacenter) ? fleet.datacenter.grid.pue : fleet.region.pue ?? fallbackPue))",
      why: "The building's own where it is stated, else what is usual on its grid."
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
    lifetimesUsed: {
      unit: "1",
      symbol: "f_Y",
      eq: {textbook: "1", refined: "duration / (embodiedLifetime * embodiedUtilization)"},
      label: "Lives used",
      doc: "Lives of a device that the run uses up",
      source: "luccioni-2022",
      why: "A device outlives the run; the textbook charges it whole, even for a day."
    },
    embodiedPerDevice: {
      unit: "kgCO2e",
      symbol: "c_d",
      label: "Making a device",
      eq: "embodiedFromRegistry ? fleet.node.accelerator.embodiedCarbon ?? embodiedCarbonPerDevice : embodiedCarbonPerDevice",
      doc: "Carbon of making one device, as used",
      why: "Your number, or that of the device's record."
    },
    embodiedCarbon: {
      unit: "kgCO2e",
      show: "kgCO2e",
      symbol: "C_e",
      eq: "accelerators * embodiedPerDevice * lifetimesUsed",
      doc: "Carbon of making the devices",
      label: "From making",
      why: "Charged for the part of their life that the run takes."
    },
    carbonFootprint: {
      unit: "kgCO2e",
      show: "kgCO2e",
      symbol: "C",
      eq: "operationalCarbon + embodiedCarbon",
      doc: "Carbon of electricity and devices",
      label: "Carbon",
      why: "Two sources that no grid can trade against each other."
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
  },
  outputs: [
    "itEnergy",
    "totalEnergy",
    "carbonFootprint",
    "waterUsage",
    "pue",
    "region",
    "embodiedCarbon",
    "operationalCarbon",
    "computingCarbon",
    "overheadCarbon",
    "overheadEnergy",
    "devicePower",
    "itPower"
  ],
  trace: {
    energy: {say: "{accelerators:#} devices draw {itPower:MW}; the building adds {overheadEnergy:kWh} to {itEnergy:kWh}."},
    carbon: {say: "{region}: {operationalCarbon} from electricity, {embodiedCarbon} from making the devices."}
  }
});
