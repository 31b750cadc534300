import {model} from "../model/model.js";
import {trainingMemoryInputs} from "./inputs/training-memory.js";
import {optimizers} from "./records/optimizer.js";
import {precisions} from "./records/precision.js";
import {trainingFootprint} from "./training-footprint.js";

/** What a training job needs of each accelerator's memory, part by part, and whether it fits. */
export const TrainingMemoryModel = model("TrainingMemoryModel", {
  doc: "Memory that a training job needs on each accelerator, part by part, and whether it fits.",
  question: "Does it fit to train, and what fills the memory?",
  inputs: trainingMemoryInputs,
  rules: {
    model: {that: "model.kind == 'transformer' || model.kind == 'sparse transformer'", says: "must be a transformer"},
    activationCheckpointing: {
      that: "activationCheckpointing != 'none' || has(model.heads)",
      says: "must be selective or full; {model} states no heads"
    },
    epSize: {that: {refined: "epSize == 1 || model.kind == 'sparse transformer'"}, says: "must be 1; {model} has no experts"}
  },
  uses: {rank: {of: trainingFootprint}},
  cells: {
    weights: {
      unit: "B",
      show: "GB",
      symbol: "M_w",
      label: "Weights",
      eq: "rank.weights",
      doc: "Weights on an accelerator",
      why: "Every parameter that the accelerator keeps, in the width of the number format."
    },
    gradients: {
      unit: "B",
      show: "GB",
      symbol: "M_g",
      label: "Gradients",
      eq: "rank.gradients",
      doc: "Gradients on an accelerator",
      why: "One for each trained parameter, until the optimizer has taken its step."
    },
    optimizerState: {
      unit: "B",
      show: "GB",
      symbol: "M_o",
      label: "Optimizer state",
      eq: "rank.optimizerState",
      doc: "What the optimizer keeps on an accelerator",
      why: "Adam keeps a 32-bit copy and two moments of each parameter, more than weights and gradients together."
    },
    activations: {
      unit: "B",
      show: "GB",
      symbol: "M_a",
      label: "Activations",
      eq: "rank.activations",
      doc: "Activations that an accelerator of the first stage keeps",
      why: "The only part that grows with the batch and the sequence."
    },
    communicationBuffers: {
      unit: "B",
      show: "GB",
      symbol: "M_c",
      label: "Buffers",
      eq: "rank.communicationBuffers",
      doc: "What is staged to be sent or was received",
      why: "Gradients, what stages hand on, and layers that are put together for a while."
    },
    totalMemory: {
      unit: "B",
      show: "GB",
      symbol: "M",
      label: "Memory needed",
      eq: "rank.totalMemory",
      doc: "Memory that an accelerator needs",
      why: "All five parts stand in device memory at the same time."
    },
    availableMemory: {
      unit: "B",
      show: "GB",
      symbol: "C",
      label: "Device memory",
      eq: "hardware.memoryCapacity",
      doc: "Memory that an accelerator has",
      why: "All of it; what the system keeps for itself is not counted."
    },
    memoryUtilization: {
      unit: "1",
      show: "%",
      symbol: "u",
      label: "Memory filled",
      eq: "totalMemory / availableMemory",
      doc: "Memory needed over memory there; above 100% it does not fit",
      why: "What is left is room for a larger batch or a longer sequence."
    },
    feasible: {
      flag: true,
      symbol: "\\text{fits}",
      label: "Fits",
      eq: "totalMemory <= availableMemory",
      doc: "An accelerator holds what it needs",
      why: "What does not fit does not run."
    },
    memoryShortfall: {
      unit: "B",
      show: "GB",
      symbol: "M_s",
      label: "Memory missing",
      optional: true,
      none: "It fits.",
      eq: "feasible ? none : totalMemory - availableMemory",
      doc: "Memory that an accelerator lacks",
      why: "What is needed beyond what there is."
    },
    paramsPerRank: {unit: "param", symbol: "P_r", eq: "rank.paramsPerRank", doc: "Parameters that an accelerator computes with"},
    microbatch: {unit: "1", symbol: "b", eq: "rank.microbatch", doc: "Samples that an accelerator takes through its layers at once"},
    inFlight: {
      unit: "1",
      symbol: "\\varphi",
      eq: {refined: "rank.inFlight"},
      doc: "Microbatches whose activations the first stage holds at once"
    },
    gatheredWeights: {
      unit: "B",
      show: "GB",
      symbol: "M_z",
      eq: {refined: "rank.gatheredWeights"},
      doc: "Weights of two layers, whole while they are used"
    },
    outputActivations: {
      unit: "B",
      show: "GB",
      symbol: "A_o",
      optional: true,
      none: "The model states no vocabulary.",
      eq: {refined: "rank.outputActivations"},
      doc: "Activations of the output layer on the last stage, which no total counts"
    },
    embeddingActivations: {
      unit: "B",
      show: "GB",
      symbol: "A_e",
      eq: {refined: "rank.embeddingActivations"},
      doc: "Activations of the embedding on the first stage, which no total counts"
    },
    precisionUsed: {choice: precisions, symbol: "p", wire: {name: "precision"}, eq: "precision", doc: "Number format, as read"},
    optimizerUsed: {choice: optimizers, symbol: "o", wire: {name: "optimizer"}, eq: "optimizer", doc: "Optimizer, as read"},
    checkpointingUsed: {
      choice: ["none", "selective", "full"],
      symbol: "\\text{ckpt}",
      wire: {name: "activation_checkpointing"},
      eq: "activationCheckpointing",
      doc: "What is computed again, as read"
    },
    dp: {unit: "1", symbol: "d", wire: {name: "parallelism.dp"}, eq: "dpSize", doc: "Copies of the model"},
    tp: {unit: "1", symbol: "t", wire: {name: "parallelism.tp"}, eq: "tpSize", doc: "Accelerators that share each layer"},
    pp: {unit: "1", symbol: "p", wire: {name: "parallelism.pp"}, eq: "ppSize", doc: "Stages that the layers are split into"},
    ep: {unit: "1", symbol: "e", wire: {name: "parallelism.ep"}, eq: "epSize", doc: "Accelerators that share the experts of a layer"}
  },
  outputs: [
    "feasible",
    "totalMemory",
    "availableMemory",
    "weights",
    "gradients",
    "optimizerState",
    "activations",
    "communicationBuffers",
    "memoryUtilization",
    "memoryShortfall",
    "paramsPerRank",
    "microbatch",
    "inFlight",
    "gatheredWeights",
    "outputActivations",
    "embeddingActivations",
    "precisionUsed",
    "optimizerUsed",
    "checkpointingUsed",
    "dp",
    "tp",
    "pp",
    "ep"
  ],
  trace: {
    parts: {
      say: "Weights {weights:GB}, gradients {gradients:GB}, optimizer {optimizerState:GB}, activations {activations:GB}, buffers {communicationBuffers:GB}."
    },
    zero: {when: "zeroStage > 0", say: "ZeRO stage {zeroStage:#}: {dpSize:#} copies split what they hold alike."},
    experts: {when: "epSize > 1", say: "Experts are split over {epSize:#} accelerators."},
    misfit: {when: "!feasible", say: "{totalMemory:GB} needed, {memoryShortfall:GB} more than {hardware.name} has."}
  }
});
