import type {InputSpecs} from "../../graph/spec.js";
import {figures} from "../records/figure.js";
import {fleet} from "../records/fleet.js";
import {network} from "../records/workload.js";
import {powerInputs} from "./fleet-energy.js";
import {linkInputs} from "./links.js";
import {moeRoutingInputs} from "./moe-routing.js";
import {servingInputs} from "./serving.js";
import {footprintInputs} from "./training-memory.js";

const degree = {unit: "1", default: 1, min: 1, max: 1e9, whole: true, source: "mlsysim-api"} as const;

/** How the work is laid out over the cluster. */
const layoutInputs = {
  tpSize: {...degree, symbol: "t", label: "Tensor parallel", doc: "Accelerators that share each layer"},
  ppSize: {...degree, symbol: "p", label: "Pipeline stages", doc: "Stages that the layers are cut into"},
  epSize: moeRoutingInputs.epSize,
  vStages: {...degree, symbol: "v", max: 1e6, label: "Virtual stages", doc: "Pieces of the pipeline on each stage, taken in turn"},
  microbatchCount: {...degree, symbol: "m", label: "Microbatches", doc: "Pieces that a batch passes the pipeline in"},
  topologyOverride: {
    choice: ["ring", "tree", "double-tree", "hierarchical"],
    optional: true,
    symbol: "\\text{topology}",
    label: "All-reduce by",
    doc: "How gradients are summed; by placement, first within nodes, where it is left out"
  },
  zeroStage: {
    ...footprintInputs.zeroStage,
    doc: "What replicas share: 1 the optimizer's state, 2 gradients too, 3 parameters too"
  },
  gradientAccumulationSteps: {...degree, symbol: "G", label: "Accumulation", doc: "Passes whose gradients are added up before a step"}
} as const satisfies InputSpecs;

/** What is trained, and how. */
const workInputs = {
  model: {record: network, symbol: "", label: "Model", doc: "Network that is trained"},
  fleet: {record: fleet, symbol: "", label: "Cluster", doc: "Cluster that trains it, all of it"},
  batchSize: {...degree, symbol: "B", label: "Batch", doc: "Samples of one optimizer step, over the whole cluster"},
  seqLen: {...degree, unit: "token", symbol: "s", default: 2048, label: "Sequence", doc: "Tokens of a sample"},
  precision: {...servingInputs.precision, doc: "Number format of weights and arithmetic"},
  efficiency: servingInputs.efficiency,
  isLora: {
    flag: true,
    symbol: "\\text{LoRA}",
    default: false,
    label: "LoRA",
    source: "mlsysim-api",
    doc: "Only low-rank adapters are trained, the weights stay as they are"
  },
  loraRank: {
    unit: "1",
    symbol: "r",
    default: {of: figures, key: "distributed._LORA_RANK", field: "value"},
    min: 1,
    max: 1e6,
    whole: true,
    label: "LoRA rank",
    doc: "Rank of the adapters"
  },
  activationRecomputation: {
    flag: true,
    symbol: "\\text{recompute}",
    default: false,
    label: "Recomputation",
    source: "mlsysim-api",
    doc: "Layers are computed again on the way back instead of kept"
  },
  attention: {
    ...footprintInputs.attention,
    doc: "Whether all scores are computed and written out, or a fused kernel leaves out those of later tokens"
  },
  sequenceParallel: footprintInputs.sequenceParallel,
  gradientDtype: footprintInputs.gradientDtype
} as const satisfies InputSpecs;

/** What slows a step down, and what hides of it. */
const lossInputs = {
  overlapComm: {
    flag: true,
    symbol: "\\text{overlap}",
    default: false,
    label: "Overlap",
    source: "mlsysim-api",
    doc: "Gradients are summed while the way back is still computed"
  },
  overlapEfficiency: {
    unit: "1",
    show: "%",
    symbol: "\\eta_o",
    default: 0.85,
    min: 0,
    max: 1,
    label: "Hidden share",
    source: "mlsysim-api",
    doc: "Share of the gradients' sum that hides where there is compute to hide behind"
  },
  congestionFactor: {
    unit: "1",
    symbol: "c",
    default: 1,
    min: 1,
    max: 1e6,
    label: "Congestion",
    source: "mlsysim-api",
    doc: "How much slower the network between nodes is than its rate"
  },
  stragglerFactor: {
    unit: "1",
    symbol: "\\sigma_0",
    default: 1,
    min: 1,
    max: 1e6,
    label: "Straggler",
    source: "mlsysim-api",
    doc: "Time of the slowest worker over that of the others"
  },
  stepTimeCv: {
    unit: "1",
    symbol: "c_v",
    optional: true,
    min: 0,
    max: 1e3,
    label: "Scatter of steps",
    source: "gumbel-normal-maximum",
    doc: "Standard deviation of a worker's step over its mean; the slowest of all is then expected from it"
  },
  moeRoutingImbalanceFactor: moeRoutingInputs.routingImbalanceFactor,
  nodeLimit: moeRoutingInputs.nodeLimit,
  inNetworkReduction: {
    flag: true,
    symbol: "\\text{sharp}",
    default: false,
    label: "Adding switches",
    source: "nccl-tests-212",
    doc: "Switches within a node add up what passes through them (NVLink SHARP)"
  }
} as const satisfies InputSpecs;

/** Constants of the model, each with its source. */
const constantInputs = {
  layerOverhead: {...servingInputs.layerOverhead, doc: "Framework overhead of a layer and pass"},
  activationTraffic: {
    unit: "1",
    symbol: "f_a",
    default: {of: figures, key: "engine.activation_traffic_fraction", field: "value"},
    min: 0,
    max: 1e3,
    doc: "Memory traffic of a sample's activations over that of the weights"
  },
  optimizerTraffic: {
    unit: "B/param",
    symbol: "b_o",
    default: 30,
    min: 0,
    max: 1e3,
    source: "rajbhandari-2020",
    doc: "Bytes that an optimizer step reads and writes for a parameter: 16 and 14 in mixed precision with Adam"
  },
  loraGradientShare: {
    unit: "1",
    symbol: "f_g",
    default: {of: figures, key: "distributed.lora_gradient_fraction", field: "value"},
    min: 0,
    max: 1,
    doc: "Share of the gradients that the textbook sends with LoRA"
  },
  communicationBufferFraction: footprintInputs.communicationBufferFraction,
  idlePower: powerInputs.idlePower,
  assumedHeads: servingInputs.assumedHeads,
  assumedHiddenSize: servingInputs.assumedHiddenSize,
  ...linkInputs
} as const satisfies InputSpecs;

/** What one may set of a training run on a cluster. */
export const distributedInputs = {...workInputs, ...layoutInputs, ...lossInputs, ...constantInputs} as const;
