import {part} from "../model/model.js";
import {fleetEnergyCells} from "./cells/fleet-energy.js";
import {powerInputs, runInputs} from "./inputs/fleet-energy.js";
import {grid} from "./records/grid.js";

/** Energy, carbon and water of a fleet on a grid that its host chooses: the cells of SustainabilityModel. */
export const fleetEnergy = part("FleetEnergy", {
  doc: "Energy, carbon and water of a fleet that runs for some time on a grid.",
  inputs: {
    fleet: runInputs.fleet,
    duration: runInputs.duration,
    mfu: runInputs.mfu,
    idlePower: powerInputs.idlePower,
    fallbackPower: powerInputs.fallbackPower,
    grid: {record: grid, symbol: "", doc: "Electricity in use"},
    pue: {unit: "1", symbol: "\\text{PUE}", doc: "Facility energy over IT energy"}
  },
  cells: fleetEnergyCells
});
