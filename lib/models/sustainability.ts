import {model} from "../model/model.js";
import {fleetEnergyCells, homeGrid, homePue} from "./cells/fleet-energy.js";
import {sustainabilityInputs} from "./inputs/sustainability.js";
import {grid} from "./records/grid.js";

/** Energy, carbon and water of a cluster that runs for some time in some place. */
export const SustainabilityModel = model("SustainabilityModel", {
  doc: "Energy, carbon and water of a cluster that runs for some time in some place.",
  question: "How much carbon does a run emit, and how much of it is the place?",
  inputs: sustainabilityInputs,
  cells: {
    grid: {
      record: grid,
      symbol: "",
      eq: `datacenter.grid ?? ${homeGrid}`,
      doc: "Electricity in use"
    },
    pue: {
      unit: "1",
      symbol: "\\text{PUE}",
      label: "PUE",
      doc: "Facility energy over IT energy",
      eq: `datacenter.pueOverride ?? (has(datacenter) ? datacenter.grid.pue : ${homePue})`,
      why: "The building's own where it is stated, else what is usual on its grid."
    },
    ...fleetEnergyCells,
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
