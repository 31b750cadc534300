import type {CellSpecs} from "../../graph/spec.js";

/** What a rank keeps of the forward pass for the backward one, and what it stages to send. */
export const activationCells = {
  hiddenSize: {unit: "1", symbol: "h", eq: "model.hiddenSize ?? assumedHiddenSize", doc: "Width of the residual stream"},
  microbatch: {
    unit: "1",
    symbol: "b",
    label: "Samples at once",
    eq: {
      textbook: "ceil(batchSize / (denseRanks * gradientAccumulationSteps))",
      refined: "ceil(batchSize / (denseRanks * gradientAccumulationSteps * (microbatchCount ?? 1)))"
    },
    doc: "Samples that a rank takes through its layers at once",
    why: "The batch over all that share it; a pipeline cuts the rest into microbatches."
  },
  layersPerStage: {
    unit: "layer",
    symbol: "\\ell",
    label: "Layers on a stage",
    eq: "ceil(model.layers / ppSize)",
    doc: "Layers on the fullest stage",
    why: "Stages hold whole layers."
  },
  inFlight: {
    unit: "1",
    symbol: "\\varphi",
    label: "In flight",
    source: "narayanan-2021",
    eq: {
      refined: "has(microbatchCount) ? min(microbatchCount, ppSize * (vStages > 1 ? 1 + (ppSize - 1) / (ppSize * vStages) : 1)) : 1"
    },
    doc: "Microbatches whose activations the first stage holds at once",
    why: "The first stage waits for a microbatch to come back through all others, and starts one a stage meanwhile."
  },
  sequenceShare: {
    unit: "1",
    symbol: "t_s",
    source: "korthikanti-2022",
    eq: "sequenceParallel ? tpSize : 1",
    doc: "Accelerators that what tensor parallelism leaves whole is split over"
  },
  width: {
    unit: "B/layer",
    show: "MB",
    symbol: "w_h",
    label: "One tensor",
    eq: "seqLen * microbatch * hiddenSize * elementSize / 2",
    doc: "Bytes of a tensor of the model's width, at one byte an element for 16-bit formats",
    why: "All of a layer's activations are counted in it."
  },
  kvWidth: {
    unit: "1",
    symbol: "\\kappa",
    eq: {refined: "has(model.kvHeads) && has(model.heads) ? min(1, model.kvHeads / model.heads) : 1"},
    doc: "Width of keys and values over the model's"
  },
  blockBytes: {
    unit: "B/layer",
    show: "GB",
    symbol: "A_b",
    label: "A layer's tensors",
    source: "korthikanti-2022",
    eq: {
      textbook: "34 * width / sequenceShare",
      refined:
        "has(mlpWidth) ? width * (8 / sequenceShare + (4 + 4 * kvWidth + 8 * mlpWidth / hiddenSize) / tpSize) : width * (10 / sequenceShare + 24 / tpSize)"
    },
    doc: "Activations of a layer without attention scores",
    why: "Tensor parallelism splits 24 of 34 bytes, sequence parallelism the other ten; the textbook splits all or nothing."
  },
  scoreBytes: {
    unit: "B/layer",
    show: "GB",
    symbol: "A_s",
    label: "Attention scores",
    source: "korthikanti-2022",
    eq: {
      textbook: "has(model.heads) ? 5 * model.heads * seqLen^2 * microbatch * elementSize / 2 / sequenceShare : 0",
      refined:
        "has(model.heads) ? (attention == 'flash' ? 4[B] * seqLen : 5 * seqLen^2 * elementSize / 2) * model.heads * microbatch / tpSize : 0"
    },
    doc: "Attention scores of a layer, their dropout and softmax; one number a row with a fused kernel",
    why: "They grow with the square of the sequence, and heads are split over tensor parallelism."
  },
  keptBytes: {
    unit: "B/layer",
    show: "GB",
    symbol: "A_\\ell",
    label: "Kept of a layer",
    source: "korthikanti-2022",
    eq: {
      textbook:
        "activationCheckpointing == 'full' ? 2 * width / sequenceShare : blockBytes + (activationCheckpointing == 'none' ? scoreBytes : 0)",
      refined:
        "activationCheckpointing == 'full' ? 2 * width / sequenceShare : blockBytes + (activationCheckpointing == 'none' || attention == 'flash' ? scoreBytes : 0)"
    },
    doc: "Activations of a layer that are kept until the backward pass",
    why: "Selective recomputation drops the scores, full recomputation all but a layer's input."
  },
  recomputedBytes: {
    unit: "B",
    show: "GB",
    symbol: "A_r",
    label: "Layer in work",
    source: "korthikanti-2022",
    eq: {refined: "activationCheckpointing == 'full' ? blockBytes + scoreBytes : 0"},
    doc: "Activations of the one layer that is being computed again",
    why: "Full recomputation still needs a layer's activations while it works on it; the textbook forgets them."
  },
  activations: {
    unit: "B",
    show: "GB",
    symbol: "M_a",
    label: "Activations",
    source: "korthikanti-2022",
    eq: {textbook: "layersPerStage * keptBytes", refined: "layersPerStage * keptBytes * inFlight + recomputedBytes"},
    doc: "Activations that a rank of the first stage keeps",
    why: "Every layer of the stage, for every microbatch that is on its way."
  },
  gradientBucket: {
    unit: "B",
    show: "GB",
    symbol: "M_{gb}",
    eq: "communicationBufferFraction * gradients",
    doc: "Gradients that are staged to be sent"
  },
  pipelineBuffer: {
    unit: "B",
    show: "GB",
    symbol: "M_{pb}",
    source: "narayanan-2021",
    eq: {
      textbook: "ppSize > 1 ? 4 * width : 0",
      refined: "ppSize > 1 ? 4 * width / sequenceShare : 0"
    },
    doc: "What a stage receives and what it sends"
  },
  gatheredWeights: {
    unit: "B",
    show: "GB",
    symbol: "M_{z}",
    label: "Gathered layers",
    source: "rajbhandari-2020",
    eq: {
      refined: "zeroStage >= 3 && denseRanks > 1 ? min(2, layersPerStage) * elementSize * paramsPerRank * ppSize / model.layers : 0"
    },
    doc: "Weights of two layers, whole while they are used",
    why: "Split weights are put together layer by layer, the next while one is computed; the textbook forgets them."
  },
  communicationBuffers: {
    unit: "B",
    show: "GB",
    symbol: "M_c",
    label: "Buffers",
    eq: {textbook: "gradientBucket + pipelineBuffer", refined: "gradientBucket + pipelineBuffer + gatheredWeights"},
    doc: "What is staged to be sent or was received",
    why: "Gradients, what stages hand on, and layers that are put together for a while."
  },
  outputActivations: {
    unit: "B",
    show: "GB",
    symbol: "A_o",
    label: "Logits",
    optional: true,
    none: "The model states no vocabulary.",
    source: "korthikanti-2022",
    eq: {refined: "has(model.vocabularySize) ? 4[B] * seqLen * microbatch * (model.vocabularySize + hiddenSize) / tpSize : none"},
    doc: "Activations of the output layer on the last stage, which no total counts",
    why: "A 32-bit number for every entry of the vocabulary and every token."
  },
  embeddingActivations: {
    unit: "B",
    show: "GB",
    symbol: "A_e",
    label: "Embedding",
    source: "korthikanti-2022",
    eq: {refined: "1[B] * seqLen * microbatch * hiddenSize * ppSize / tpSize"},
    doc: "Activations of the embedding on the first stage, which no total counts",
    why: "One byte for every element and every microbatch on its way: what dropout kept."
  }
} as const satisfies CellSpecs;
