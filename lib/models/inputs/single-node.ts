import type {InputSpecs} from "../../graph/spec.js";
import {hardware} from "../records/hardware.js";
import {network} from "../records/workload.js";
import {activationPasses} from "./activation-passes.js";
import {powerInputs} from "./fleet-energy.js";
import {servingInputs} from "./serving.js";

/** What one may set of a network on one device. */
export const singleNodeInputs = {
  model: {record: network, symbol: "", label: "Model", doc: "Network that runs"},
  hardware: {record: hardware, symbol: "", label: "Device", doc: "Device that it runs on"},
  batchSize: {
    unit: "1",
    symbol: "B",
    default: 1,
    min: 1,
    max: 1e9,
    whole: true,
    label: "Batch",
    doc: "Samples that run together: tokens, sequences or images, by what the network counts as one",
    source: "mlsysim-api"
  },
  precision: servingInputs.precision,
  efficiency: servingInputs.efficiency,
  raiseErrors: {
    flag: true,
    symbol: "\\text{raise}",
    default: false,
    source: "mlsysim-api",
    doc: "Reject a network that does not fit, instead of answering what would be"
  },
  memoryEfficiency: servingInputs.memoryEfficiency,
  memoryFraction: servingInputs.memoryFraction,
  layerOverhead: servingInputs.layerOverhead,
  overlap: {
    unit: "1",
    symbol: "\\omega",
    default: 1,
    min: 0,
    max: 1,
    label: "Overlap",
    source: "williams-2009",
    doc: "Share of the shorter of compute and memory time that hides behind the longer"
  },
  activationPasses,
  activationShare: {
    unit: "1",
    show: "%",
    symbol: "c_W",
    default: 0.1,
    min: 0,
    max: 1e3,
    label: "Rough activations",
    source: "mlsysim-api",
    doc: "Activation traffic of a sample over the weights, where a network states nothing to count it by"
  },
  fallbackHostBandwidth: {
    unit: "B/s",
    show: "GB/s",
    symbol: "\\hat\\beta_{host}",
    default: "64 GB/s",
    above: 0,
    min: 1,
    max: 1e30,
    label: "Host link assumed",
    source: "mlsysim-calibration",
    doc: "Link to the host of a device that states none"
  },
  hostOverlap: {
    unit: "1",
    symbol: "\\omega_h",
    default: 0,
    min: 0,
    max: 1,
    label: "Prefetch",
    source: "sheng-2023",
    doc: "Share of the shorter of host and device reading that hides behind the longer, 1 where weights are fetched ahead"
  },
  idlePower: powerInputs.idlePower,
  memoryPowerShare: {
    unit: "1",
    symbol: "\\kappa_m",
    default: 0.4,
    min: 0,
    max: 1,
    label: "Memory power",
    source: "judgement-memory-power",
    doc: "What a busy memory counts for in power, against busy arithmetic; not calibrated"
  },
  kernelsPerLayer: {
    unit: "1",
    symbol: "n_k",
    optional: true,
    min: 0,
    max: 1e6,
    label: "Kernels a layer",
    doc: "Kernels that are launched for a layer, to count the overhead of a layer by launches"
  },
  kernelLaunchTime: {
    unit: "s",
    show: "µs",
    symbol: "\\tau_k",
    default: "15 µs",
    min: 0,
    max: 1e3,
    label: "Kernel launch",
    source: "mlsysim-calibration",
    doc: "Launch of one kernel, where kernels are counted"
  }
} as const satisfies InputSpecs;
