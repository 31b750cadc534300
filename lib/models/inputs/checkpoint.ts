import type {InputSpecs} from "../../graph/spec.js";
import {recoveryTimes} from "../records/figure.js";
import {fleet} from "../records/fleet.js";
import {hardware} from "../records/hardware.js";
import {momentumInput, optimizerInput} from "../records/optimizer.js";
import {workload} from "../records/workload.js";
import {componentInputs} from "./reliability.js";
import {footprintInputs} from "./training-memory.js";

/** What one may set of a job that saves its state. */
export const checkpointInputs = {
  model: {record: workload, symbol: "", label: "Model", doc: "Network that is trained"},
  hardware: {record: hardware, symbol: "", label: "Device", doc: "Accelerator whose storage is written to"},
  optimizer: optimizerInput,
  checkpointInterval: {
    unit: "s",
    show: "h",
    symbol: "I",
    default: "4 h",
    above: 0,
    min: 1e-9,
    max: 1e12,
    label: "Save every",
    source: "mlsysim-api",
    wire: {name: "checkpoint_interval_hours", unit: "h"},
    doc: "Time of training between two saves"
  },
  nWriters: {
    unit: "1",
    symbol: "n_w",
    default: 1,
    min: 1,
    max: 1e9,
    whole: true,
    label: "Writers",
    source: "mlsysim-api",
    doc: "Processes that write a part of the state each, at the same time"
  },
  filesystemLimit: {
    unit: "B/s",
    show: "GB/s",
    symbol: "W_{fs}",
    default: "500 GB/s",
    above: 0,
    min: 1,
    max: 1e30,
    label: "File system",
    source: "mlsysim-api",
    wire: {name: "filesystem_limit_gbs", unit: "GB/s"},
    doc: "The most that the file system takes from all writers"
  },
  assumedBandwidth: {
    unit: "B/s",
    show: "GB/s",
    symbol: "\\hat w",
    default: "1 GB/s",
    above: 0,
    min: 1,
    max: 1e30,
    source: "mlsysim-default",
    doc: "Write bandwidth of a device that states none"
  },
  targetTime: {
    unit: "s",
    symbol: "T_t",
    default: 60,
    above: 0,
    min: 1e-9,
    max: 1e12,
    label: "Write within",
    source: "mlsysim-default",
    wire: {name: "target_time_s"},
    doc: "Longest write that is no bottleneck"
  },
  sgdMomentum: momentumInput,
  trainableFraction: footprintInputs.trainableFraction,
  asyncCheckpoint: {
    flag: true,
    default: false,
    symbol: "\\text{async}",
    label: "In the background",
    source: "mohan-2021",
    doc: "Training waits for the copy to host memory only, which is written while it goes on"
  },
  hostCopyBandwidth: {
    unit: "B/s",
    show: "GB/s",
    symbol: "W_{d2h}",
    optional: true,
    above: 0,
    min: 1,
    max: 1e30,
    label: "Copy to host",
    source: "mohan-2021",
    doc: "Rate at which a writer copies to host memory; that of the device's host link where it is left out"
  },
  readBandwidth: {
    unit: "B/s",
    show: "GB/s",
    symbol: "W_r",
    optional: true,
    above: 0,
    min: 1,
    max: 1e30,
    label: "Read back",
    doc: "Rate at which the state is read back by all; that of the writes where it is left out"
  },
  fleet: {record: fleet, symbol: "", optional: true, label: "Cluster", doc: "Cluster that the job runs on, for how often it fails"},
  ...componentInputs,
  detectionTime: {
    unit: "s",
    symbol: "T_d",
    default: {of: recoveryTimes, key: "detection_time_s", field: "value"},
    min: 0,
    max: 1e12,
    label: "Detection",
    wire: {name: "detection_time_s"},
    doc: "Time until a failure is noticed"
  },
  restartTime: {
    unit: "s",
    symbol: "T_s",
    default: {of: recoveryTimes, key: "restart_time_s", field: "value"},
    min: 0,
    max: 1e12,
    label: "Restart",
    wire: {name: "restart_time_s"},
    doc: "Time until the processes run again"
  },
  warmUpTime: {
    unit: "s",
    symbol: "T_u",
    default: {of: recoveryTimes, key: "warmup_time_s", field: "value"},
    min: 0,
    max: 1e12,
    label: "Warm-up",
    wire: {name: "warmup_time_s"},
    doc: "Time until training is as fast as before"
  }
} as const satisfies InputSpecs;
