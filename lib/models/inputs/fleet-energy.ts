import type {InputSpecs} from "../../graph/spec.js";
import {cooling} from "../records/cooling.js";
import {datacenter} from "../records/datacenter.js";
import {fleet} from "../records/fleet.js";
import {grid} from "../records/grid.js";
import {hardware} from "../records/hardware.js";

/** Which cluster runs, for how long, where and how busy. */
export const runInputs = {
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
  }
} as const satisfies InputSpecs;

/** What stands for what a record does not state, and what an idle device draws. */
export const powerInputs = {
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
  fallbackGrid: {record: grid, symbol: "fb", default: "US_Avg", source: "mlsysim-api", doc: "Electricity of a fleet that states no place"},
  fallbackPue: {
    unit: "1",
    symbol: "\\hat{\\text{PUE}}",
    default: {of: cooling, key: "BestAir", field: "pue"},
    min: 1,
    max: 1e6,
    doc: "PUE of a fleet that states no place"
  }
} as const satisfies InputSpecs;
