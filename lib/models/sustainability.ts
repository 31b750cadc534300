import {model} from "../model/model.js";
import {cooling} from "./records/cooling.js";
import {datacenter} from "./records/datacenter.js";
import {fleet} from "./records/fleet.js";
import {grid} from "./records/grid.js";
import {hardware} from "./records/hardware.js";

/** Energy, carbon and water of a cluster that runs for some time in some place. */
export const SustainabilityModel = model("SustainabilityModel", {
  doc: "Energy, carbon and water of a cluster that runs for some time in some place.",
  question: "How much carbon does a run emit, and how much of it is the place?",
  inputs: {
    fleet: {record: fleet, symbol: "", label: "Cluster", doc: "Cluster that runs"},
    duration: {
      unit: "s",
      show: "day",
      symbol: "T",
      min: 0,
      max: 1e12,
      label: "Length of run",
      wire: {name: "duration_days", unit: "day"},
      doc: "Time that it runs"
    },
    datacenter: {
      record: datacenter,
      symbol: "",
      optional: true,
      label: "Place",
      doc: "Where it stands; the fleet's own place where it is left out"
    },
    mfu: {
      unit: "1",
      show: "%",
      symbol: "m",
      default: 1,
      min: 0,
      max: 1,
      label: "Compute use",
      source: "mlsysim-api",
      doc: "Share of peak compute that the devices do (MFU)"
    },
    embodiedCarbonPerDevice: {
      unit: "kgCO2e",
      show: "kgCO2e",
      symbol: "c_e",
      default: 0,
      min: 0,
      max: 1e12,
      label: "Making one device",
      source: "mlsysim-api",
      doc: "Carbon of making one device"
    },
    embodiedFromRegistry: {
      flag: true,
      symbol: "\\text{reg}",
      default: false,
      doc: "Take the carbon of making one device from its record, where it is stated"
    },
    embodiedLifetime: {
      unit: "s",
      show: "yr",
      symbol: "Y",
      default: "6 yr",
      above: 0,
      max: 1e12,
      label: "Life of a device",
      source: "luccioni-2022",
      doc: "Time that a device is in service",
      wire: {name: "embodied_lifetime_years", unit: "yr"}
    },
    embodiedUtilization: {
      unit: "1",
      show: "%",
      symbol: "u",
      default: 0.85,
      above: 0,
      max: 1,
      label: "Time in use",
      source: "luccioni-2022",
      doc: "Share of its life that a device is used"
    },
    idlePower: {
      unit: "1",
      show: "%",
      symbol: "i",
      default: 0.3,
      min: 0,
      max: 1,
      label: "Idle share",
      source: "barroso-2007",
      doc: "Share of its power limit that a device draws when it does nothing"
    },
    fallbackPower: {
      unit: "W",
      symbol: "\\hat P",
      default: {of: hardware, key: "H100", field: "powerLimit"},
      above: 0,
      max: 1e9,
      doc: "Power limit of a device that states none"
    },
    fallbackGrid: {record: grid, symbol: "fb", default: "US_Avg", doc: "Electricity of a fleet that states no place"},
    fallbackPue: {
      unit: "1",
      symbol: "\\hat{\\text{PUE}}",
      default: {of: cooling, key: "BestAir", field: "pue"},
      min: 1,
      max: 1e6,
      doc: "PUE of a fleet that states no place"
    }
  },
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
      label: "Cooling and delivery",
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
      why: "Water use effectiveness is stated per IT energy; the textbook multiplies it with facility energy."
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
    "overheadEnergy",
    "devicePower",
    "itPower"
  ],
  trace: {
    energy: {say: "{accelerators:#} devices draw {itPower:MW}; the building adds {overheadEnergy:kWh} to {itEnergy:kWh}."},
    carbon: {say: "{region}: {operationalCarbon} from electricity, {embodiedCarbon} from making the devices."}
  }
});
