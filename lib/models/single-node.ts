import {model} from "../model/model.js";
import {nodeMemoryCells} from "./cells/single-node-memory.js";
import {nodeUseCells} from "./cells/single-node-use.js";
import {forwardPass, plainPass} from "./forward-pass.js";
import {singleNodeInputs} from "./inputs/single-node.js";
import {bytesPerElement} from "./records/precision.js";

/** The iron law on one device: work over the compute roof, bytes over the memory roof, and what neither explains. */
export const SingleNodeModel = model("SingleNodeModel", {
  doc: "Time, throughput, energy and memory of one batch of any network on one device, by the roofline.",
  question: "What holds a network back on this device: arithmetic, memory or overhead?",
  inputs: singleNodeInputs,
  tables: {bytesPerElement},
  rules: {
    model: {that: "has(model.parameters) || has(model.modelSize)", says: "must state parameters or a model size"},
    hardware: {
      that: "!raiseErrors || feasible",
      says: "must hold the model",
      memory: {required: "memoryFootprint", available: "memoryAvailable"}
    }
  },
  uses: {
    pass: {
      of: forwardPass,
      with: {...plainPass, phase: "'decode'", newTokens: "1", context: "1", assumedHeads: "none", assumedHiddenSize: "none"}
    }
  },
  cells: {
    steps: {
      unit: "1",
      symbol: "n_d",
      eq: "model.denoisingSteps ?? 1",
      doc: "Passes through the network for a sample; more than one where it denoises"
    },
    opsPerSample: {
      unit: "FLOP",
      show: "GFLOP",
      symbol: "F_1",
      label: "Work of a sample",
      eq: "(model.inferenceFlops ?? (has(model.parameters) ? 2[FLOP] * (model.activeParameters ?? model.parameters) : 0)) * steps",
      doc: "Operations of one sample, as stated, or two for each parameter that it passes through",
      source: "judgement-two-flops-a-parameter",
      why: "Each parameter takes a multiplication and an addition for every token."
    },
    workUnit: {
      choice: ["token", "sequence", "input"],
      symbol: "\\text{sample}",
      optional: true,
      none: "The record does not say what one inference is.",
      eq: "model.flopsBasis",
      doc: "What one sample is: a token, a sequence or an input"
    },
    batchOps: {
      unit: "FLOP",
      show: "GFLOP",
      symbol: "F",
      eq: "batchSize * opsPerSample",
      doc: "Operations of the batch",
      label: "Work",
      why: "All samples of the batch do the same work."
    },
    peakFlopsActual: {
      unit: "FLOP/s",
      show: "TFLOP/s",
      symbol: "\\Pi^*",
      eq: "pass.peakFlops * efficiency",
      doc: "Rate that the arithmetic reaches",
      label: "Compute reached",
      why: "Kernels reach a share of the datasheet's peak."
    },
    latencyCompute: {
      unit: "s",
      show: "ms",
      symbol: "t_c",
      eq: "batchOps / peakFlopsActual",
      doc: "Time at the compute roof",
      label: "Arithmetic",
      source: "williams-2009",
      why: "Work over the rate that kernels reach."
    },
    ...nodeMemoryCells,
    arithmeticIntensity: {
      unit: "FLOP/B",
      symbol: "I",
      eq: "batchOps / memoryTraffic",
      doc: "Operations for each byte that is moved",
      label: "Intensity",
      source: "williams-2009",
      why: "A network left of the ridge waits for memory, right of it for arithmetic."
    },
    ridgePoint: {
      unit: "FLOP/B",
      symbol: "I^*",
      eq: "pass.peakFlops / hardware.memoryBandwidth",
      doc: "Intensity at which both roofs of the datasheet meet",
      label: "Ridge",
      source: "williams-2009",
      why: "A property of the device alone."
    },
    effectiveRidge: {
      unit: "FLOP/B",
      symbol: "I^*_{\\eta}",
      eq: "peakFlopsActual / peakBwActual",
      doc: "Intensity at which both roofs meet as they are reached",
      label: "Ridge reached",
      source: "williams-2009",
      why: "Moves right where weights come from far away, left where kernels compute badly."
    },
    bottleneck: {
      choice: ["Compute", "Memory"],
      symbol: "\\text{bound}",
      eq: "latencyMemory > latencyCompute ? 'Memory' : 'Compute'",
      doc: "The roof that binds",
      label: "Bound",
      source: "williams-2009",
      why: "The longer of the two times is the one worth shortening."
    },
    layerTime: {
      unit: "s/layer",
      show: "µs/layer",
      symbol: "\\tau_l",
      eq: {textbook: "layerOverhead", refined: "has(kernelsPerLayer) ? kernelsPerLayer * kernelLaunchTime : layerOverhead"},
      doc: "Overhead of a layer"
    },
    latencyOverhead: {
      unit: "s",
      show: "ms",
      symbol: "t_o",
      label: "Overhead",
      eq: {
        textbook: "hardware.dispatchTime + (model.layers ?? 1) * layerTime",
        refined: "steps * (hardware.dispatchTime + (model.layers ?? 1) * layerTime)"
      },
      doc: "Launches and framework",
      why: "Launching kernels costs about ten microseconds a layer, whatever the batch."
    },
    latency: {
      unit: "s",
      show: "ms",
      symbol: "t",
      label: "One batch",
      source: "williams-2009",
      eq: {
        textbook: "max(latencyCompute, latencyMemory) + latencyOverhead",
        refined: "max(latencyCompute, latencyMemory) + (1 - overlap) * min(latencyCompute, latencyMemory) + latencyOverhead"
      },
      doc: "Time of the batch",
      why: "The longer of arithmetic and memory, the other hides behind it; overhead comes on top."
    },
    throughput: {
      unit: "1/s",
      symbol: "X",
      eq: "batchSize / latency",
      doc: "Samples in a second",
      label: "Throughput",
      why: "A larger batch shares one read of the weights and one round of launches."
    },
    ...nodeUseCells
  },
  outputs: [
    "latency",
    "latencyCompute",
    "latencyMemory",
    "latencyOverhead",
    "throughput",
    "bottleneck",
    "arithmeticIntensity",
    "energy",
    "memoryFootprint",
    "peakFlopsActual",
    "peakBwActual",
    "mfu",
    "hfu",
    "feasible",
    "offloadSpillBytes",
    "offloadEffectiveBw",
    "overheadDominated",
    "memoryPath",
    "ridgePoint",
    "effectiveRidge",
    "workUnit",
    "memoryAvailable",
    "bindingTerm"
  ],
  trace: {
    fits: {when: "feasible", say: "Memory: {memoryFootprint:GB} of {memoryAvailable:GB} on {hardware.name}; it fits."},
    misfit: {
      when: "!feasible",
      say: "Memory: {memoryFootprint:GB} needed, {memoryAvailable:GB} on {hardware.name}; {offloadSpillBytes:GB} stay on the host."
    },
    path: {when: "feasible && memoryPath != 'hbm'", say: "Weights are read from {memoryPath} at {deviceBandwidth:GB/s}."},
    rough: {
      when: "activationsAreRough",
      say: "The record states no activations to count: each sample moves {activationShare:%} of the weights."
    },
    widened: {
      when: "pass.weightsAreWidened",
      say: "Only the weights are in {precision}: {hardware.name} computes at its 16-bit rate, {pass.peakFlops:TFLOP/s}."
    },
    rate: {
      when: "pass.rateIsFallback",
      say: "{hardware.name} states no rate in {precision}; the arithmetic is taken to run at {pass.peakFlops:TFLOP/s}."
    },
    idle: {
      when: "!has(model.parameters) && !has(model.inferenceFlops)",
      say: "{model.name} states neither parameters nor operations: arithmetic counts for nothing."
    }
  }
});
