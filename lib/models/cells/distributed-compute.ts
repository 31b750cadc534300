import type {CellSpecs} from "../../graph/spec.js";
import {embeddingCells} from "./embedding.js";

/** How the cluster is divided, and the arithmetic of one replica. */
export const computeCells = {
  accelerators: {
    unit: "device",
    symbol: "N",
    eq: "fleet.nodes * fleet.node.acceleratorsPerNode",
    label: "Accelerators",
    doc: "Accelerators in the cluster",
    why: "All of them train the one network."
  },
  replicaSize: {
    unit: "device",
    symbol: "R",
    eq: "tpSize * ppSize * epSize",
    label: "Ranks a replica",
    doc: "Accelerators that hold one copy of the network",
    why: "Layers, stages and experts are each shared by some accelerators; the product of the three holds a copy."
  },
  dataParallel: {
    unit: "1",
    symbol: "d",
    eq: "accelerators / replicaSize",
    wire: {name: "parallelism.dp"},
    label: "Replicas",
    doc: "Copies of the network, each with its own part of the batch",
    why: "What accelerators are left make further copies."
  },
  tensorParallel: {unit: "1", symbol: "t", eq: "tpSize", wire: {name: "parallelism.tp"}, doc: "Accelerators that share each layer"},
  pipelineParallel: {unit: "1", symbol: "p", eq: "ppSize", wire: {name: "parallelism.pp"}, doc: "Stages that the layers are cut into"},
  expertParallel: {
    unit: "1",
    symbol: "e",
    eq: "epSize",
    wire: {name: "parallelism.ep"},
    doc: "Accelerators that share the experts of a layer"
  },
  localBatch: {
    unit: "1",
    symbol: "B_l",
    eq: {textbook: "max(1, floor(batchSize / dataParallel))", refined: "ceil(batchSize / dataParallel)"},
    label: "Samples a replica",
    doc: "Samples of one step that the busiest replica takes",
    why: "A step waits for the replica with most samples; the textbook drops what does not divide."
  },
  rankBatch: {
    unit: "1",
    symbol: "B_r",
    eq: {refined: "localBatch / epSize"},
    doc: "Samples of one step that a rank takes: ranks that share experts share samples"
  },
  accumulation: {
    unit: "1",
    symbol: "G_e",
    eq: {refined: "min(gradientAccumulationSteps, max(1, floor(rankBatch)))"},
    doc: "Passes whose gradients are added up, no more than there are samples"
  },
  microbatches: {
    unit: "1",
    symbol: "m_e",
    eq: {textbook: "microbatchCount", refined: "max(1, min(microbatchCount, floor(max(1, floor(rankBatch)) / accumulation)))"},
    label: "Microbatches used",
    doc: "Pieces that a batch passes the pipeline in, each of one sample at least",
    why: "A piece of less than a sample cannot be computed."
  },
  passes: {
    unit: "1",
    symbol: "n_\\mu",
    eq: {refined: "accumulation * microbatches"},
    doc: "Pieces that a rank computes one after the other in a step"
  },
  isTransformer: {
    flag: true,
    symbol: "\\text{transformer}",
    eq: "model.kind == 'transformer' || model.kind == 'sparse transformer'",
    doc: "The network is a transformer"
  },
  layers: {unit: "layer", symbol: "L", eq: "model.layers ?? 1", doc: "Layers of the network; one where it states none"},
  layersPerStage: {unit: "layer", symbol: "\\ell", eq: "ceil(layers / ppSize)", doc: "Layers of the fullest pipeline stage"},
  chunks: {
    unit: "1",
    symbol: "v_e",
    eq: {textbook: "vStages", refined: "min(vStages, layersPerStage)"},
    doc: "Pieces of the pipeline on a stage, each of one layer at least"
  },
  hiddenSize: {unit: "1", symbol: "h", eq: "model.hiddenSize ?? assumedHiddenSize", doc: "Width of the residual stream"},
  isPerToken: {
    flag: true,
    symbol: "\\text{per token}",
    source: "judgement-flops-basis",
    eq: {
      textbook: "isTransformer",
      refined: "has(model.inferenceFlops) && has(model.flopsBasis) ? model.flopsBasis == 'token' : isTransformer"
    },
    doc: "The operations of one inference are those of a token"
  },
  tokensPerSample: {unit: "token", symbol: "\\tau", eq: "isPerToken ? seqLen : 1", doc: "Inferences that a sample takes"},
  inferenceFlops: {
    unit: "FLOP",
    show: "GFLOP",
    symbol: "F_{inf}",
    source: "judgement-two-flops-a-parameter",
    eq: "(model.inferenceFlops ?? 2[FLOP] * (model.activeParameters ?? model.parameters ?? 0)) * (model.denoisingSteps ?? 1)",
    doc: "Operations of one inference: stated, or two for each active parameter"
  },
  headFlops: {
    unit: "FLOP",
    show: "TFLOP",
    symbol: "F_V",
    label: "Output layer",
    source: "narayanan-2021",
    eq: {
      refined:
        "isTransformer && isPerToken && has(model.vocabularySize) ? min(inferenceFlops, 2[FLOP] * model.vocabularySize * hiddenSize) * tokensPerSample : 0"
    },
    doc: "Operations of the output layer on the way forward, for a sample",
    why: "The last stage scores every word of the vocabulary for every token."
  },
  ...embeddingCells,
  blockFlops: {
    unit: "FLOP",
    show: "TFLOP",
    symbol: "F_b",
    label: "Layers' weights",
    source: "narayanan-2021",
    eq: {refined: "max(0, inferenceFlops * tokensPerSample - (embeddingIsShared ? 1 : 2) * headFlops)"},
    doc: "Operations with the weights of the layers on the way forward, for a sample",
    why: "The input embedding is looked up, not multiplied with, unless it is the output layer as well."
  },
  attentionFlops: {
    unit: "FLOP",
    show: "TFLOP",
    symbol: "F_a",
    label: "Attention scores",
    source: "narayanan-2021",
    eq: {
      refined:
        "isTransformer && isPerToken ? 4[FLOP] * layers * pass.attentionWidth * seqLen * (attention == 'flash' ? (seqLen + 1) / 2 : seqLen) : 0"
    },
    doc: "Operations of scores and weighted values on the way forward, for a sample",
    why: "Grows with the square of the sequence; fused kernels leave out tokens that come later. The textbook leaves all of it out."
  },
  forwardFlops: {
    unit: "FLOP",
    show: "TFLOP",
    symbol: "F_1",
    eq: {textbook: "inferenceFlops * tokensPerSample", refined: "blockFlops + headFlops + attentionFlops"},
    label: "One sample forward",
    doc: "Operations of one sample on the way forward",
    source: "narayanan-2021",
    why: "Weights, attention and the output layer."
  },
  weightPasses: {
    unit: "1",
    symbol: "\\kappa",
    eq: {textbook: "3", refined: "isLora ? 2 : 3"},
    label: "Passes of weights",
    doc: "Work with the weights over that of the way forward",
    source: "hu-2021",
    why: "The way back costs twice the way forward: once for the activations, once for the weights; frozen weights need no gradients."
  },
  modelFlops: {
    unit: "FLOP",
    show: "PFLOP",
    symbol: "F_m",
    eq: {
      textbook: "weightPasses * forwardFlops * localBatch",
      refined: "(weightPasses * (blockFlops + headFlops) + 3 * attentionFlops) * localBatch"
    },
    label: "Work that counts",
    doc: "Operations of a replica's step that training needs",
    source: "chowdhery-palm-2022",
    why: "Forward and back; what is computed twice counts once."
  },
  headWork: {
    unit: "FLOP",
    show: "PFLOP",
    symbol: "F_{hV}",
    eq: {refined: "weightPasses * headFlops * localBatch"},
    doc: "Operations of the output layer in a replica's step"
  },
  layerWork: {
    unit: "FLOP",
    show: "PFLOP",
    symbol: "F_{hb}",
    source: "korthikanti-2022",
    eq: {
      refined:
        "((weightPasses + (activationRecomputation ? 1 : 0)) * blockFlops + (activationRecomputation || attention == 'unfused' ? 4 : 3) * attentionFlops) * localBatch"
    },
    doc: "Operations of the layers in a replica's step, with what is computed again: the whole layer, or its attention scores"
  },
  hardwareFlops: {
    unit: "FLOP",
    show: "PFLOP",
    symbol: "F_h",
    eq: {textbook: "(activationRecomputation ? 4 : 3) * forwardFlops * localBatch", refined: "layerWork + headWork"},
    label: "Work that is done",
    doc: "Operations that a replica executes in a step",
    source: "korthikanti-2022",
    why: "Activations that were not kept are computed once more on the way back."
  },
  peakFlopsActual: {
    unit: "FLOP/s",
    show: "TFLOP/s",
    symbol: "\\Pi^*",
    wire: {name: "node_profile.peak_flops_actual"},
    eq: "pass.peakFlops * efficiency",
    label: "Rate of kernels",
    doc: "Arithmetic rate that kernels reach on one accelerator",
    why: "The peak times the share of it that kernels reach."
  },
  headTime: {
    unit: "s",
    show: "ms",
    symbol: "T_V",
    eq: {refined: "headWork / (tpSize * epSize * peakFlopsActual)"},
    label: "Output layer",
    doc: "Time of the output layer, which the last stage has alone",
    source: "narayanan-2021",
    why: "Stages are alike but for the last, so the others wait for it."
  },
  computeTime: {
    unit: "s",
    show: "ms",
    symbol: "T_c",
    wire: {name: "node_profile.latency_compute"},
    eq: {textbook: "hardwareFlops / (replicaSize * peakFlopsActual)", refined: "layerWork / (replicaSize * peakFlopsActual) + headTime"},
    label: "Arithmetic",
    doc: "Time that a rank computes in a step",
    source: "narayanan-2021",
    why: "The work of a replica, shared by its ranks."
  }
} as const satisfies CellSpecs;
