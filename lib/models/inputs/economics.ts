import type {InputSpecs} from "../../graph/spec.js";
import {prices} from "../records/figure.js";
import {grid} from "../records/grid.js";
import {powerInputs, runInputs} from "./fleet-energy.js";

/** What one may set of a cluster that costs money. */
export const economicsInputs = {
  ...runInputs,
  electricityPrice: {
    unit: "USD/J",
    show: "USD/kWh",
    symbol: "q",
    default: {of: prices, key: "Cloud.ElectricityPerKwh", field: "value"},
    optional: true,
    min: 0,
    max: 1,
    label: "Electricity price",
    wire: {name: "kwh_price", unit: "USD/kWh"},
    doc: "Price of electricity"
  },
  grid: {record: grid, symbol: "", optional: true, label: "Electricity", doc: "Grid that it draws from, where no place is given"},
  amortization: {
    unit: "s",
    show: "yr",
    symbol: "Y",
    default: {of: prices, key: "Capital.AcceleratorServiceLifeYears", field: "value"},
    above: 0,
    min: 1,
    max: 1e12,
    label: "Written off in",
    wire: {name: "amortization_years", unit: "yr"},
    doc: "Time over which the devices are paid for"
  },
  infrastructureMultiplier: {
    unit: "1",
    symbol: "\\kappa",
    default: 1,
    min: 0,
    max: 1e6,
    label: "Infrastructure",
    source: "mlsysim-api",
    doc: "Capital of everything over that of the devices"
  },
  maintenanceRatio: {
    unit: "1",
    show: "%",
    symbol: "\\mu",
    default: {of: prices, key: "Capital.AnnualMaintenanceRatio", field: "value"},
    min: 0,
    max: 1e3,
    label: "Maintenance",
    doc: "Maintenance of a year over capital"
  },
  nodePrice: {
    unit: "USD",
    symbol: "c_n",
    optional: true,
    min: 0,
    max: 1e12,
    label: "Node price",
    source: "barroso-2018",
    doc: "Price of a whole node; where it is given, capital is counted by node, not by device"
  },
  residualShare: {
    unit: "1",
    show: "%",
    symbol: "\\rho",
    default: 0,
    min: 0,
    max: 1,
    label: "Sold for",
    source: "mlsysim-api",
    doc: "Share of the capital that is got back at the end"
  },
  discountRate: {
    unit: "1",
    show: "%",
    symbol: "i",
    default: 0,
    min: 0,
    max: 10,
    label: "Interest",
    source: "mlsysim-api",
    doc: "Interest of a year on the capital; none is a straight line"
  },
  carbonPrice: {
    unit: "USD/kgCO2e",
    show: "USD/tCO2e",
    symbol: "p_c",
    optional: true,
    min: 0,
    max: 1e6,
    label: "Carbon price",
    wire: {name: "carbon_price_per_tonne", unit: "USD/tCO2e"},
    doc: "Price of emitted carbon"
  },
  utilization: {
    unit: "1",
    show: "%",
    symbol: "u",
    default: 1,
    above: 0,
    min: 1e-9,
    max: 1,
    label: "Time in use",
    source: "mlsysim-api",
    doc: "Share of the time that a job has the devices"
  },
  goodput: {
    unit: "1",
    show: "%",
    symbol: "\\gamma",
    default: 1,
    above: 0,
    min: 1e-9,
    max: 1,
    label: "Goodput",
    source: "mlsysim-api",
    doc: "Share of a job's time that failures leave, as ReliabilityModel tells it"
  },
  throughput: {
    unit: "1/s",
    symbol: "Q",
    optional: true,
    above: 0,
    min: 1e-12,
    max: 1e30,
    label: "Throughput",
    doc: "Units of work, such as samples or tokens, that the whole cluster does in a time while nothing is lost"
  },
  ...powerInputs
} as const satisfies InputSpecs;
