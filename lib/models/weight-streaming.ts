import {model} from "../model/model.js";
import {waferTimeCells} from "./cells/weight-streaming-time.js";
import {forwardPass, plainPass} from "./forward-pass.js";
import {weightStreamingInputs} from "./inputs/weight-streaming.js";

/** A network whose cache stays on a wafer while its weights stream in, layer by layer. */
export const WeightStreamingModel = model("WeightStreamingModel", {
  doc: "Rate of a transformer on a wafer: the cache stays in its memory, the weights stream in layer by layer.",
  question: "Can weights stream in as fast as a wafer computes with them?",
  inputs: weightStreamingInputs,
  rules: {
    model: {that: "model.kind == 'transformer' || model.kind == 'sparse transformer'", says: "must be a transformer"}
  },
  uses: {
    pass: {
      of: forwardPass,
      with: {...plainPass, phase: "phase", newTokens: "newTokens", context: "seqLen", memoryEfficiency: "none", layerOverhead: "none"}
    }
  },
  cells: {
    newTokens: {
      unit: "token",
      symbol: "q",
      eq: "phase == 'prefill' ? seqLen : 1",
      doc: "Tokens that a request puts through the layers",
      label: "Tokens a request",
      why: "Reading puts the whole context through, generating one token."
    },
    kvBytes: {
      unit: "B",
      show: "GB",
      symbol: "K",
      eq: {
        textbook: "2 * seqLen * (model.kvHeads ?? pass.heads) * pass.evenHeadSize * model.layers * batchSize * pass.elementSize",
        refined: "pass.cacheBytes"
      },
      doc: "Cache of the batch",
      label: "KV cache",
      why: "Each layer keeps a key and a value for every token; the textbook knows no compressed cache (MLA)."
    },
    activationBytes: {
      unit: "B",
      show: "GB",
      symbol: "A",
      label: "Activations",
      source: "yuan-2024",
      eq: {refined: "activationPasses * batchSize * newTokens * (model.hiddenSize ?? assumedHiddenSize) * pass.elementSize"},
      doc: "Activations of a layer that stay on the wafer",
      why: "A prefill holds the whole prompt in flight; the textbook adds a tenth to the cache whatever the phase."
    },
    residentWeights: {
      unit: "B",
      show: "GB",
      symbol: "W_w",
      eq: {refined: "placement == 'resident' ? pass.storedBytes : 0"},
      doc: "Weights that stay on the wafers"
    },
    waferMemoryRequired: {
      unit: "B",
      show: "GB",
      symbol: "M",
      eq: {textbook: "memoryHeadroom * kvBytes", refined: "residentWeights + kvBytes + activationBytes"},
      doc: "Memory that is needed on the wafer",
      label: "Memory needed",
      why: "Streamed weights pass through; cache and activations stay."
    },
    wafers: {
      unit: "1",
      symbol: "w",
      eq: {textbook: "1", refined: "placement == 'resident' ? max(1, ceil(waferMemoryRequired / hardware.memoryCapacity)) : 1"},
      doc: "Wafers in use: as many as hold everything where weights stay, else one",
      label: "Wafers",
      why: "A wafer holds tens of gigabytes, so that large networks need several."
    },
    feasible: {
      flag: true,
      symbol: "\\text{fits}",
      label: "Fits",
      eq: {
        textbook: "waferMemoryRequired < hardware.memoryCapacity",
        refined: "waferMemoryRequired <= wafers * hardware.memoryCapacity * (1 + 1e-12)"
      },
      doc: "The wafer holds what must stay on it",
      why: "What is exactly full fits; a float's rounding does not decide."
    },
    waferMemoryUtilization: {
      unit: "1",
      show: "%",
      symbol: "u_M",
      eq: {
        textbook: "waferMemoryRequired / hardware.memoryCapacity",
        refined:
          "feasible ? min(1, waferMemoryRequired / (wafers * hardware.memoryCapacity)) : waferMemoryRequired / hardware.memoryCapacity"
      },
      doc: "Memory needed over capacity; above 100% it does not fit",
      label: "Memory filled",
      why: "The cache grows with batch and context until it fills the wafer."
    },
    ...waferTimeCells,
    throughput: {
      unit: "token/s",
      symbol: "X",
      eq: "feasible ? batchSize * newTokens / passTime : 0",
      doc: "Tokens in a second: generated ones when decoding, prompt tokens in a prefill",
      label: "Throughput",
      why: "All requests of the batch share one stream of the weights."
    },
    optimalBatchSize: {
      unit: "request",
      symbol: "B^*",
      label: "Balanced batch",
      eq: {
        textbook: "max(1, floor(pass.elementSize * pass.peakFlops * efficiency / (2[FLOP] * injectionBandwidth)))",
        refined:
          "max(1, floor(pass.storedBytes / pass.matmulParameters * pass.peakFlops * denseFraction * efficiency / (2[FLOP] * injectionBandwidth)))"
      },
      doc: "Requests of a decode step that compute for as long as their weights stream in",
      why: "Below it the wafer waits for weights, above it weights wait for the wafer; a mixture of experts streams more than it computes with."
    },
    memoryBatchSize: {
      unit: "request",
      symbol: "B_M",
      label: "Batch that fits",
      eq: {
        refined:
          "floor(max(0, wafers * hardware.memoryCapacity * (1 + 1e-12) - residentWeights) / ((kvBytes + activationBytes) / batchSize))"
      },
      doc: "Requests whose cache and activations the wafers hold",
      why: "The balanced batch is often far larger than what fits."
    },
    usableBatchSize: {
      unit: "request",
      symbol: "B_u",
      label: "Best batch",
      eq: {refined: "min(optimalBatchSize, memoryBatchSize)"},
      doc: "The balanced batch, or what fits",
      why: "No batch beyond it helps: the wafer computes all the time, or is full."
    }
  },
  outputs: [
    "feasible",
    "throughput",
    "bottleneck",
    "layerComputeTime",
    "layerInjectionTime",
    "optimalBatchSize",
    "waferMemoryUtilization",
    "passTime",
    "waferMemoryRequired",
    "kvBytes",
    "wafers",
    "memoryBatchSize",
    "usableBatchSize"
  ],
  trace: {
    fits: {when: "feasible", say: "Memory: {waferMemoryRequired:GB} needed, {hardware.memoryCapacity:GB} on {hardware.name}; it fits."},
    misfit: {
      when: "!feasible",
      say: "Memory: {waferMemoryRequired:GB} needed, {hardware.memoryCapacity:GB} on {hardware.name}; nothing runs."
    },
    several: {when: "wafers > 1", say: "Weights and cache stay on {wafers:#} wafers."},
    widened: {
      when: "pass.weightsAreWidened",
      say: "Only the weights are in {precision}: {hardware.name} computes at its 16-bit rate, {pass.peakFlops:PFLOP/s}."
    },
    rate: {
      when: "pass.rateIsFallback",
      say: "{hardware.name} states no rate in {precision}; the arithmetic is taken to run at {pass.peakFlops:PFLOP/s}."
    }
  }
});
