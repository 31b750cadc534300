import type {InputSpecs} from "../../graph/spec.js";
import {hardware} from "../records/hardware.js";
import {workload} from "../records/workload.js";
import {activationPasses} from "./activation-passes.js";
import {servingInputs} from "./serving.js";

/** What one may set of a network that a wafer runs. */
export const weightStreamingInputs = {
  model: {record: workload, symbol: "", label: "Model", doc: "Network that runs"},
  hardware: {record: hardware, symbol: "", label: "Wafer", doc: "Device with all of its memory on the chip"},
  seqLen: servingInputs.seqLen,
  batchSize: servingInputs.batchSize,
  precision: servingInputs.precision,
  efficiency: servingInputs.efficiency,
  phase: {
    choice: ["decode", "prefill"],
    default: "decode",
    symbol: "\\phi",
    label: "Phase",
    source: "mlsysim-api",
    doc: "Whether each request generates a token or reads its whole context"
  },
  placement: {
    choice: ["streaming", "resident"],
    default: "streaming",
    symbol: "\\text{place}",
    label: "Placement",
    source: "mlsysim-api",
    doc: "Whether weights stream in layer by layer, or stay on as many wafers as hold them"
  },
  memoryHeadroom: {
    unit: "1",
    symbol: "c_M",
    default: 1.1,
    min: 1,
    max: 1e3,
    label: "Headroom",
    source: "mlsysim-calibration",
    doc: "Memory over the cache alone, as the textbook has it"
  },
  fallbackInjectionBandwidth: {
    unit: "B/s",
    show: "GB/s",
    symbol: "\\hat\\beta_i",
    default: "100 GB/s",
    above: 0,
    min: 1,
    max: 1e30,
    label: "Link assumed",
    source: "mlsysim-calibration",
    doc: "Link to the weight store of a device that states none"
  },
  activationPasses,
  denseFraction: {
    unit: "1",
    symbol: "\\delta",
    default: 1,
    above: 0,
    min: 1e-9,
    max: 1,
    label: "Dense share",
    source: "tomshardware-wse3",
    doc: "Share of the stated peak that holds for dense work; the maker of the CS-3 does not say whether its 125 PFLOP/s count sparsity"
  },
  layerLatency: {
    unit: "s/layer",
    show: "µs/layer",
    symbol: "\\tau_{lat}",
    default: "17 µs/layer",
    min: 0,
    max: 1e3,
    label: "Layer latency",
    source: "judgement-wafer-layer",
    doc: "Shortest time of a layer whose weights stay on the wafer"
  },
  hopTime: {
    unit: "s",
    show: "µs",
    symbol: "t_{hop}",
    default: 0,
    min: 0,
    max: 1e3,
    label: "Hop",
    source: "judgement-wafer-layer",
    doc: "Time from one wafer to the next"
  },
  assumedHeads: servingInputs.assumedHeads,
  assumedHiddenSize: servingInputs.assumedHiddenSize
} as const satisfies InputSpecs;
