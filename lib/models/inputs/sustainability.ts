import type {InputSpecs} from "../../graph/spec.js";
import {powerInputs, runInputs} from "./fleet-energy.js";

/** What one may set of a cluster that draws power. */
export const sustainabilityInputs = {
  ...runInputs,
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
  ...powerInputs
} as const satisfies InputSpecs;
