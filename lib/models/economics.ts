import {capitalRecovery} from "../functions/finance.js";
import {model} from "../model/model.js";
import {homeGrid, homePue} from "./cells/fleet-energy.js";
import {fleetEnergy} from "./fleet-energy.js";
import {economicsInputs} from "./inputs/economics.js";
import {grid} from "./records/grid.js";

/** What a cluster costs to own and to run for some time, and what a useful hour or a unit of work of it costs. */
export const EconomicsModel = model("EconomicsModel", {
  doc: "Capital, electricity and maintenance of a cluster that runs for some time, and the cost of an hour and of a unit of work.",
  question: "What does a cluster cost, and what does a useful hour of it?",
  inputs: economicsInputs,
  functions: {capitalRecovery},
  uses: {running: {of: fleetEnergy, with: {grid: "electricity"}}},
  cells: {
    electricity: {record: grid, symbol: "", eq: `datacenter.grid ?? grid ?? ${homeGrid}`, doc: "Electricity in use"},
    pue: {
      unit: "1",
      symbol: "\\text{PUE}",
      label: "PUE",
      doc: "Facility energy over IT energy",
      eq: `datacenter.pueOverride ?? (has(datacenter) ? datacenter.grid.pue : grid.pue ?? ${homePue})`,
      why: "The building's own where it is stated, else what is usual on its grid."
    },
    region: {text: true, symbol: "\\text{region}", eq: "running.region", doc: "Where the electricity comes from"},
    itEnergy: {unit: "J", show: "kWh", symbol: "E_{it}", eq: "running.itEnergy", doc: "Energy of the devices"},
    totalEnergy: {unit: "J", show: "kWh", symbol: "E_f", eq: "running.totalEnergy", doc: "Energy of the facility"},
    overheadEnergy: {
      unit: "J",
      show: "kWh",
      symbol: "E_o",
      eq: "running.overheadEnergy",
      doc: "Energy of cooling and power delivery"
    },
    carbonFootprint: {
      unit: "kgCO2e",
      show: "kgCO2e",
      symbol: "C",
      eq: "running.operationalCarbon",
      doc: "Carbon of the electricity"
    },
    waterUsage: {
      unit: "m^3",
      show: "L",
      symbol: "V",
      eq: "running.waterUsage",
      label: "Water",
      doc: "Water evaporated on site",
      why: "That of the cells that the page on carbon has."
    },
    opexEnergy: {
      unit: "USD",
      symbol: "O_e",
      eq: "totalEnergy * electricityPrice",
      label: "Electricity",
      doc: "Cost of the electricity",
      why: "The facility pays for cooling and power delivery too."
    },
    capexKnown: {
      flag: true,
      symbol: "\\text{known}",
      label: "Price is known",
      eq: {textbook: "has(fleet.node.accelerator.unitCost)", refined: "has(nodePrice) || has(fleet.node.accelerator.unitCost)"},
      doc: "The price of the hardware is known",
      why: "Without it the total is of running alone."
    },
    unitCost: {
      unit: "USD",
      symbol: "c_u",
      label: "Device price",
      eq: "fleet.node.accelerator.unitCost ?? 0",
      doc: "Price of one device, nothing where it is not known",
      why: "That of the device's record."
    },
    hardwareCost: {
      unit: "USD",
      symbol: "K_h",
      label: "Hardware",
      source: "barroso-2018",
      eq: {
        textbook: "unitCost * running.accelerators",
        refined: "has(nodePrice) ? nodePrice * fleet.nodes : unitCost * running.accelerators"
      },
      doc: "Price of the hardware",
      why: "Devices alone, unless the price of a whole node is given."
    },
    totalCapex: {
      unit: "USD",
      symbol: "K",
      label: "Capital",
      eq: "hardwareCost * infrastructureMultiplier",
      doc: "Capital of the cluster",
      why: "The multiplier stands for network, hosts and building."
    },
    yearlyShare: {
      unit: "1",
      show: "%",
      symbol: "a",
      label: "Paid in a year",
      source: "barroso-2018",
      eq: {
        textbook: "1[yr] / amortization",
        refined: "(1 - residualShare) * capitalRecovery(discountRate, amortization / 1[yr]) + residualShare * discountRate"
      },
      doc: "Share of the capital that a year pays for",
      why: "A straight line, or equal payments with interest; what is got back at the end bears interest alone."
    },
    capex: {
      unit: "USD",
      symbol: "K_T",
      label: "Capital used",
      eq: "totalCapex * yearlyShare * (duration / 1[yr])",
      doc: "Capital that the time pays for",
      why: "A run is charged for the part of the devices' life that it takes."
    },
    opexMaintenance: {
      unit: "USD",
      symbol: "O_m",
      label: "Upkeep",
      source: "barroso-datacenter-economics",
      eq: "maintenanceRatio * totalCapex * (duration / 1[yr])",
      doc: "Cost of maintenance",
      why: "A share of the whole capital every year."
    },
    carbonCost: {
      unit: "USD",
      symbol: "O_c",
      label: "Carbon",
      eq: {refined: "has(carbonPrice) ? carbonPrice * carbonFootprint : 0"},
      doc: "Cost of the emitted carbon",
      why: "Nothing, unless a price is given."
    },
    totalOpex: {
      unit: "USD",
      symbol: "O",
      label: "Running",
      eq: {textbook: "opexEnergy + opexMaintenance", refined: "opexEnergy + opexMaintenance + carbonCost"},
      doc: "Cost of running",
      why: "Electricity and maintenance, with carbon where it has a price."
    },
    tco: {
      unit: "USD",
      symbol: "\\text{TCO}",
      label: "All in all",
      eq: "capex + totalOpex",
      doc: "Total cost of ownership for the time",
      why: "What is paid for having it and for running it."
    },
    costPerGpuHour: {
      unit: "USD/s",
      show: "USD/h",
      symbol: "c_h",
      label: "A GPU-hour",
      optional: true,
      none: "Nothing has run.",
      eq: {refined: "duration > 0 ? tco / (running.accelerators * duration) : none"},
      doc: "Cost of one device for an hour",
      why: "All costs over all devices and hours, used or not."
    },
    usefulShare: {
      unit: "1",
      show: "%",
      symbol: "u\\gamma",
      label: "Useful",
      eq: {refined: "utilization * goodput"},
      doc: "Share of the time that brings work forward",
      why: "Time without a job and time lost to failures are paid for too."
    },
    costPerUsefulGpuHour: {
      unit: "USD/s",
      show: "USD/h",
      symbol: "c_g",
      label: "A useful hour",
      optional: true,
      none: "Nothing has run.",
      eq: {refined: "costPerGpuHour / usefulShare"},
      doc: "Cost of one device for an hour that brings work forward",
      why: "Hours that are lost make the others dearer."
    },
    costPerUnit: {
      unit: "USD",
      symbol: "c_1",
      label: "A unit of work",
      optional: true,
      none: "No throughput is given, or nothing has run.",
      eq: {refined: "has(throughput) ? costPerUsefulGpuHour * running.accelerators / throughput : none"},
      doc: "Cost of a unit of work: a sample, a token",
      why: "Twice the throughput at the same power is half the cost."
    }
  },
  outputs: [
    "capex",
    "opexEnergy",
    "opexMaintenance",
    "totalOpex",
    "tco",
    "itEnergy",
    "totalEnergy",
    "overheadEnergy",
    "carbonFootprint",
    "waterUsage",
    "pue",
    "region",
    "totalCapex",
    "capexKnown",
    "carbonCost",
    "costPerGpuHour",
    "costPerUsefulGpuHour",
    "costPerUnit"
  ],
  trace: {
    cost: {say: "{running.accelerators:#} devices: {capex} for having them, {opexEnergy} for electricity, {opexMaintenance} for upkeep."},
    unknown: {when: "!capexKnown", say: "{fleet.node.accelerator.name} states no price: the total is of running alone."}
  }
});
