import type {InputSpecs} from "../../graph/spec.js";
import {hardware} from "../records/hardware.js";
import {momentumInput, optimizerInput} from "../records/optimizer.js";
import {workload} from "../records/workload.js";
import {engineInputs, precision} from "./engine.js";

const degree = {unit: "1", default: 1, min: 1, max: 1e6, whole: true, source: "mlsysim-api"} as const;

/** What decides how much of a training job one accelerator holds. */
export const footprintInputs = {
  model: {record: workload, symbol: "", label: "Model", doc: "Network that is trained"},
  batchSize: {
    unit: "1",
    symbol: "B",
    min: 1,
    max: 1e9,
    whole: true,
    label: "Batch",
    doc: "Samples of one optimizer step, all accelerators together"
  },
  seqLen: {
    unit: "token",
    symbol: "s",
    default: 2048,
    min: 1,
    max: 1e9,
    whole: true,
    label: "Sequence",
    source: "mlsysim-api",
    doc: "Tokens of a sample"
  },
  precision: {...precision, doc: "Number format of weights, gradients and activations"},
  optimizer: optimizerInput,
  activationCheckpointing: {
    choice: ["none", "selective", "full"],
    default: "selective",
    symbol: "\\text{ckpt}",
    label: "Recomputation",
    source: "mlsysim-api",
    doc: "What is computed again in the backward pass instead of kept: nothing, attention scores, whole layers"
  },
  tpSize: {...degree, symbol: "t", label: "Tensor parallel", doc: "Accelerators that share each layer"},
  ppSize: {...degree, symbol: "p", label: "Pipeline stages", doc: "Stages that the layers are split into"},
  dpSize: {...degree, symbol: "d", label: "Data parallel", doc: "Copies of the model, experts included"},
  epSize: {...degree, symbol: "e", label: "Expert parallel", doc: "Accelerators that share the experts of a layer"},
  zeroStage: {
    unit: "1",
    symbol: "Z",
    default: 0,
    min: 0,
    max: 3,
    whole: true,
    label: "ZeRO stage",
    source: "mlsysim-api",
    doc: "What copies split among them: 1 the optimizer's state, 2 gradients too, 3 weights too"
  },
  gradientAccumulationSteps: {
    ...degree,
    symbol: "G",
    label: "Accumulation",
    doc: "Parts of a batch that are worked through one after the other"
  },
  trainableFraction: {
    unit: "1",
    show: "%",
    symbol: "f",
    default: 1,
    min: 0,
    max: 1,
    label: "Trained share",
    source: "mlsysim-api",
    doc: "Share of the parameters that is trained; less with adapters (LoRA)"
  },
  communicationBufferFraction: {
    unit: "1",
    show: "%",
    symbol: "c_b",
    default: 0.05,
    min: 0,
    max: 1,
    label: "Gradient bucket",
    source: "mlsysim-api",
    doc: "Share of the gradients that is staged to be sent"
  },
  sequenceParallel: {
    flag: true,
    default: true,
    symbol: "\\text{SP}",
    label: "Sequence parallel",
    source: "mlsysim-api",
    doc: "What tensor parallelism does not split is split along the sequence"
  },
  microbatchCount: {
    unit: "1",
    symbol: "m",
    optional: true,
    min: 1,
    max: 1e9,
    whole: true,
    label: "Microbatches",
    doc: "Microbatches of a pass through the pipeline; all of it at once where it is left out"
  },
  vStages: {...degree, symbol: "v", label: "Virtual stages", doc: "Pieces of the model on a stage, which microbatches visit in turn"},
  gradientDtype: {
    choice: ["same", "fp32"],
    default: "same",
    symbol: "\\text{grad}",
    label: "Gradient format",
    source: "mlsysim-api",
    doc: "Number format of the gradients: that of the weights, or 32-bit as Megatron keeps them"
  },
  attention: {
    choice: ["unfused", "flash"],
    default: "unfused",
    symbol: "\\text{attn}",
    label: "Attention kernel",
    source: "mlsysim-api",
    doc: "Whether the scores are written out, or a fused kernel keeps one number a row"
  },
  mlpWidth: {
    unit: "1",
    symbol: "w",
    optional: true,
    min: 1,
    max: 1e9,
    whole: true,
    label: "Gated MLP width",
    source: "shazeer-2020",
    doc: "Inner width of a gated feed-forward block (SwiGLU) without dropout; four times the model's, ungated, where it is left out"
  },
  sgdMomentum: momentumInput,
  assumedHiddenSize: {...engineInputs.assumedHiddenSize, symbol: "\\hat h"}
} as const satisfies InputSpecs;

/** What one may set of a training job on one kind of accelerator. */
export const trainingMemoryInputs = {
  ...footprintInputs,
  hardware: {record: hardware, symbol: "", label: "Device", doc: "Accelerator"}
} as const satisfies InputSpecs;
