import type {InputSpecs} from "../../graph/spec.js";
import {economicsInputs} from "./economics.js";
import {servingCapacityInputs} from "./serving-capacity.js";
import {singleNodeInputs} from "./single-node.js";
import {sustainabilityInputs} from "./sustainability.js";

/** Where it stands, and what that costs, draws and emits. */
const billInputs = {
  duration: {
    ...economicsInputs.duration,
    default: "365 day",
    above: 0,
    min: 1,
    label: "Billed for",
    source: "mlsysim-api",
    doc: "Time that the traffic is served for; a year where it is left out"
  },
  datacenter: {...economicsInputs.datacenter, doc: "Where it stands; any building on its grid where it is left out"},
  grid: economicsInputs.grid,
  electricityPrice: economicsInputs.electricityPrice,
  amortization: economicsInputs.amortization,
  infrastructureMultiplier: economicsInputs.infrastructureMultiplier,
  maintenanceRatio: economicsInputs.maintenanceRatio,
  nodePrice: {
    ...economicsInputs.nodePrice,
    label: "Replica price",
    doc: "Price of the machine of a replica; where it is given, capital is counted by replica, not by device"
  },
  residualShare: economicsInputs.residualShare,
  discountRate: economicsInputs.discountRate,
  carbonPrice: economicsInputs.carbonPrice,
  embodiedCarbonPerDevice: sustainabilityInputs.embodiedCarbonPerDevice,
  embodiedFromRegistry: sustainabilityInputs.embodiedFromRegistry,
  embodiedLifetime: sustainabilityInputs.embodiedLifetime,
  embodiedUtilization: sustainabilityInputs.embodiedUtilization,
  idlePower: economicsInputs.idlePower,
  memoryPowerShare: singleNodeInputs.memoryPowerShare,
  fallbackPower: economicsInputs.fallbackPower,
  fallbackGrid: economicsInputs.fallbackGrid,
  fallbackPue: economicsInputs.fallbackPue
} as const satisfies InputSpecs;

/** What one may set of a network that is served, from its traffic to its bill. */
export const servingDeploymentInputs = {...servingCapacityInputs, ...billInputs} as const satisfies InputSpecs;
