import type {InputSpecs} from "../../graph/spec.js";
import {cooling} from "../records/cooling.js";
import {datacenter} from "../records/datacenter.js";
import {fleet} from "../records/fleet.js";
import {grid} from "../records/grid.js";
import {hardware} from "../records/hardware.js";

/** What one may set of a cluster that draws power. */
export const sustainabilityInputs = {
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
    source: "mlsysim-api",
    doc: "Take the carbon of making one device from its record, where it is stated"
  },
  embodiedLifetime: {
    unit: "s",
    show: "yr",
    symbol: "Y",
    default: "6 yr",
    above: 0,
    min: 1,
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
    min: 1e-9,
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
