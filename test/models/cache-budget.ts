import {model} from "../../lib/model/model.js";
import {forwardPass, plainPass} from "../../lib/models/forward-pass.js";
import {servingInputs} from "../../lib/models/inputs/serving.js";
import {hardware} from "../../lib/models/records/hardware.js";
import {workload} from "../../lib/models/records/workload.js";

/** A model more, as somebody would add it: nothing outside this file knows of it. */
export const CacheBudgetModel = model("CacheBudgetModel", {
  doc: "Requests whose cache fits beside the weights, and how fast all of them are read.",
  question: "How many conversations does a device remember?",
  inputs: {
    model: {record: workload, symbol: "", doc: "Network that answers"},
    hardware: {record: hardware, symbol: "", doc: "Device that remembers"},
    seqLen: servingInputs.seqLen,
    precision: servingInputs.precision,
    sharedPrefix: {
      unit: "token",
      symbol: "c",
      optional: true,
      min: 0,
      max: 1e9,
      whole: true,
      doc: "Tokens that all requests have in common",
      wire: {name: "shared_prefix_tokens"}
    },
    memoryFraction: servingInputs.memoryFraction,
    memoryEfficiency: servingInputs.memoryEfficiency,
    isSwapped: {
      flag: true,
      symbol: "s",
      default: false,
      source: "kwon-2023",
      doc: "Whether caches may move to the host"
    }
  },
  rules: {
    sharedPrefix: {that: "(sharedPrefix ?? 0) < seqLen", says: "must be less than {seqLen}"},
    model: {
      that: "model.kind == 'transformer' || model.kind == 'sparse transformer'",
      says: "must be a transformer"
    }
  },
  uses: {
    pass: {
      of: forwardPass,
      with: {
        ...plainPass,
        phase: "'decode'",
        newTokens: "1",
        context: "seqLen",
        batchSize: "1",
        efficiency: "1",
        layerOverhead: "0",
        assumedHeads: "32",
        assumedHiddenSize: "4096"
      }
    }
  },
  cells: {
    usableMemory: {
      unit: "B",
      show: "GB",
      symbol: "C_u",
      label: "Usable memory",
      source: "kwon-2023",
      eq: {
        textbook: "hardware.memoryCapacity",
        refined: "memoryFraction * hardware.memoryCapacity"
      },
      doc: "Memory that may be filled",
      why: "Engines keep a tenth for themselves."
    },
    freeMemory: {
      unit: "B",
      show: "GB",
      symbol: "C_f",
      label: "Free memory",
      eq: "max(0, usableMemory - pass.storedBytes)",
      doc: "Memory beside the weights",
      why: "What the weights leave."
    },
    prefixBytes: {
      unit: "B",
      show: "GB",
      symbol: "K_c",
      eq: "pass.cacheTokenSize * (sharedPrefix ?? 0)",
      doc: "Cache that is kept once"
    },
    ownTokens: {
      unit: "token",
      symbol: "s_o",
      eq: "seqLen - (sharedPrefix ?? 0)",
      doc: "Tokens of a request alone"
    },
    requestBytes: {
      unit: "B",
      show: "GB",
      symbol: "K_1",
      label: "One request",
      eq: "pass.cacheTokenSize * ownTokens",
      doc: "Cache of one request",
      why: "Each layer keeps a key and a value for every token."
    },
    deviceRequests: {
      unit: "request",
      symbol: "N_d",
      optional: true,
      none: "The network keeps no cache.",
      label: "On the device",
      eq: "requestBytes > 0 ? floor(max(0, freeMemory - prefixBytes) / requestBytes) : none",
      doc: "Requests that the device holds",
      why: "The free memory, shared out."
    },
    requests: {
      unit: "request",
      symbol: "N",
      optional: true,
      none: "The network keeps no cache.",
      label: "Remembered",
      eq: {textbook: "deviceRequests", refined: "isSwapped ? 2 * deviceRequests : deviceRequests"},
      doc: "Requests that are remembered",
      why: "A host has about as much memory for them as the device."
    },
    isFull: {
      flag: true,
      symbol: "\\text{full}",
      label: "Full",
      eq: "usableMemory < pass.storedBytes + prefixBytes + requestBytes",
      doc: "Not even one request fits",
      why: "Then the device does not answer."
    },
    filledShare: {
      unit: "1",
      show: "%",
      symbol: "u",
      label: "Filled",
      eq: "isFull ? 1 : min(1, (pass.storedBytes + prefixBytes + (deviceRequests ?? 0) * requestBytes) / usableMemory)",
      doc: "Share of the usable memory that is filled",
      why: "Whole requests leave a rest."
    },
    readTime: {
      unit: "s",
      show: "ms",
      symbol: "t",
      label: "Reading all",
      source: "gpt-fast",
      eq: {
        textbook: "(freeMemory + pass.storedBytes) / hardware.memoryBandwidth",
        refined: "(freeMemory + pass.storedBytes) / (hardware.memoryBandwidth * memoryEfficiency)"
      },
      doc: "Time to read weights and a full cache once",
      why: "No step of a full device is faster."
    },
    holds: {
      choice: ["Weights", "Cache"],
      symbol: "h",
      label: "Most is",
      eq: "pass.storedBytes > freeMemory ? 'Weights' : 'Cache'",
      doc: "What fills most of the memory",
      why: "Small networks leave room to remember."
    },
    device: {text: true, symbol: "d", eq: "hardware.name", doc: "Device that remembers"}
  },
  outputs: [
    "requests",
    "usableMemory",
    "freeMemory",
    "requestBytes",
    "isFull",
    "filledShare",
    "readTime",
    "holds",
    "device"
  ],
  trace: {
    full: {when: "isFull", say: "{hardware.name} does not hold {model.name} and a request."},
    room: {
      when: "!isFull",
      say: "Beside {pass.storedBytes:GB} of weights, {freeMemory:GB} remember."
    }
  }
});
