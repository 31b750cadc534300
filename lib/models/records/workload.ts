import {recordType} from "../../registry/schema.js";
import type {Values} from "../../registry/schema.js";

const kinds = ["transformer", "sparse transformer", "CNN", "SSM", "diffusion", "embodied", "other"] as const;

/** What the operations of one inference count for. */
const bases = ["token", "sequence", "input"] as const;

const atMost = (values: Values, field: string, other: string): boolean => {
  const [a, b] = [values[field], values[other]];
  return typeof a !== "number" || typeof b !== "number" || a <= b;
};

/** A network; fields that some architectures lack are optional. */
export const workload = recordType(
  "models",
  {
    kind: {choice: kinds, symbol: "\\text{kind}", doc: "Architecture"},
    architecture: {text: true, optional: true, symbol: "\\text{arch}", doc: "Architecture in words"},
    releaseYear: {unit: "1", symbol: "y", optional: true, whole: true, doc: "Year of release"},
    modelSize: {unit: "B", symbol: "W_0", above: 0, min: 1, max: 1e30, optional: true, doc: "Size of the stored weights, where stated"},
    vocabularySize: {unit: "1", symbol: "V", min: 1, max: 1e9, whole: true, optional: true, doc: "Entries of the vocabulary"},
    tiedEmbeddings: {
      flag: true,
      symbol: "\\text{tied}",
      optional: true,
      doc: "Input and output share one table of embeddings"
    },
    contextLength: {unit: "token", symbol: "S_{max}", min: 1, whole: true, optional: true, doc: "Longest context it was made for"},
    inferenceFlops: {
      unit: "FLOP",
      symbol: "F_1",
      above: 0,
      min: 1,
      max: 1e30,
      optional: true,
      label: "Operations stated",
      doc: "Operations of one inference, per flopsBasis"
    },
    flopsBasis: {
      choice: bases,
      optional: true,
      symbol: "\\text{basis}",
      doc: "What inferenceFlops counts for: a token, a sequence, an input"
    },
    inferenceEnergy: {unit: "J", symbol: "E_1", above: 0, optional: true, doc: "Energy of one inference"},
    denoisingSteps: {unit: "1", symbol: "n_d", min: 1, max: 1e6, whole: true, optional: true, doc: "Steps of a diffusion model"},
    resolution: {unit: "1", symbol: "r", min: 1, optional: true, doc: "Pixels on a side"},
    stateSize: {unit: "1", symbol: "n_s", min: 1, whole: true, optional: true, doc: "State of a state-space model"},
    widthMultiplier: {unit: "1", symbol: "w", above: 0, optional: true, doc: "Width against the published network"},
    embeddingEntries: {unit: "1", symbol: "n_e", min: 1, optional: true, doc: "Rows of the embedding tables"},
    actionChunkHorizon: {unit: "1", symbol: "h_a", min: 1, whole: true, optional: true, doc: "Actions of one chunk"},
    actionSize: {unit: "1", symbol: "d_a", min: 1, whole: true, optional: true, doc: "Width of an action"},
    trainingFlops: {unit: "FLOP", symbol: "F_t", above: 0, optional: true, doc: "Operations of the published training"},
    trainingTokens: {
      unit: "token",
      symbol: "D",
      above: 0,
      min: 1,
      max: 1e18,
      optional: true,
      label: "Published tokens",
      doc: "Tokens of the published training"
    },
    trainingAccelerators: {unit: "1", symbol: "N_t", min: 1, whole: true, optional: true, doc: "Accelerators of the published training"},
    trainingTime: {unit: "s", show: "day", symbol: "T_t", above: 0, optional: true, doc: "Length of the published training"},
    trainingDeviceDays: {unit: "1", symbol: "T_d", above: 0, optional: true, doc: "Device days of the published training"},
    trainingEnergy: {unit: "J", show: "MWh", symbol: "E_t", above: 0, optional: true, doc: "Energy of the published training"},
    trainingHardware: {text: true, optional: true, symbol: "\\text{hw}", doc: "Devices of the published training"},
    trainingCarbon: {unit: "kgCO2e", symbol: "C_t", min: 0, optional: true, doc: "Carbon of the published training"},
    trainingDatasetSize: {text: true, optional: true, symbol: "\\text{data}", doc: "Size of the training data, in words"},
    parametersMin: {unit: "param", symbol: "P_{min}", above: 0, optional: true, doc: "Lower guess of the parameters"},
    parametersMax: {unit: "param", symbol: "P_{max}", above: 0, optional: true, doc: "Upper guess of the parameters"},
    parameters: {unit: "param", symbol: "P", above: 0, min: 1, max: 1e18, blank: true, label: "Parameters", doc: "All parameters"},
    activeParameters: {
      unit: "param",
      symbol: "P_{act}",
      above: 0,
      min: 1,
      max: 1e18,
      optional: true,
      label: "Active parameters",
      doc: "Parameters a token passes through"
    },
    layers: {unit: "layer", symbol: "L", min: 1, max: 1e6, whole: true, blank: true, label: "Layers", doc: "Layers"},
    hiddenSize: {unit: "1", symbol: "d", min: 1, max: 1e9, whole: true, optional: true, doc: "Width of the residual stream"},
    heads: {unit: "1", symbol: "h", min: 1, max: 1e6, whole: true, optional: true, doc: "Query heads"},
    kvHeads: {unit: "1", symbol: "h_{kv}", min: 1, max: 1e6, whole: true, optional: true, doc: "Key and value heads"},
    headSize: {
      unit: "1",
      symbol: "d_h",
      min: 1,
      max: 1e6,
      whole: true,
      optional: true,
      doc: "Width of a head, where it is not width over heads"
    },
    latentSize: {
      unit: "1",
      symbol: "r_{kv}",
      min: 1,
      max: 1e9,
      whole: true,
      optional: true,
      doc: "Width of the compressed cache (MLA)"
    },
    ropeSize: {
      unit: "1",
      symbol: "d_r",
      min: 1,
      max: 1e9,
      whole: true,
      optional: true,
      doc: "Width of the position part of the cache (MLA)"
    },
    slidingWindow: {
      unit: "token",
      symbol: "w",
      min: 1,
      max: 1e9,
      whole: true,
      optional: true,
      doc: "Tokens that a layer with a sliding window attends to and keeps"
    },
    slidingLayers: {
      unit: "layer",
      symbol: "L_w",
      min: 1,
      max: 1e6,
      whole: true,
      optional: true,
      doc: "Layers with a sliding window; all of them where there is a window and this is left out"
    },
    experts: {unit: "1", symbol: "E", min: 1, max: 1e9, whole: true, optional: true, doc: "Experts of a layer"},
    activeExperts: {unit: "1", symbol: "k", min: 1, max: 1e9, whole: true, optional: true, doc: "Experts a token visits"},
    activations: {
      unit: "1",
      symbol: "N_a",
      min: 1,
      max: 1e30,
      optional: true,
      label: "Layer outputs",
      doc: "Values that the convolutions of a network put out for one input"
    }
  },
  {
    noun: "model",
    rules: [
      {field: "activeParameters", says: "must be at most {parameters}", that: (v) => atMost(v, "activeParameters", "parameters")},
      {field: "slidingLayers", says: "must be at most {layers}", that: (v) => atMost(v, "slidingLayers", "layers")},
      {field: "activeExperts", says: "must be at most {experts}", that: (v) => atMost(v, "activeExperts", "experts")}
    ]
  }
);

/** A field that a row may leave out, as one that nobody need state. */
function asked<const F extends {readonly blank: true}>({blank, ...field}: F): Omit<F, "blank"> & {readonly optional: true} {
  return {...field, optional: blank};
}

/** Any network, also one of which only the size is known; equations ask whether parameters and layers are stated. */
export const network = recordType(
  "models",
  {...workload.fields, parameters: asked(workload.fields.parameters), layers: asked(workload.fields.layers)},
  {noun: workload.noun, rules: workload.rules}
);
