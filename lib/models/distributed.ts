import {model} from "../model/model.js";
import {computeCells} from "./cells/distributed-compute.js";
import {dataCells} from "./cells/distributed-data.js";
import {memoryCells} from "./cells/distributed-memory.js";
import {pipelineCells} from "./cells/distributed-pipeline.js";
import {profileCells} from "./cells/distributed-profile.js";
import {stepCells} from "./cells/distributed-step.js";
import {collective} from "./collective.js";
import {forwardPass, plainPass} from "./forward-pass.js";
import {distributedRules} from "./inputs/distributed-rules.js";
import {distributedInputs} from "./inputs/distributed.js";
import {fleetLinks} from "./links.js";
import {hardware} from "./records/hardware.js";
import {routing} from "./routing.js";
import {trainingFootprint} from "./training-footprint.js";

const links = {
  localBandwidth: "links.localBandwidth",
  localLatency: "links.localLatency",
  crossBandwidth: "links.crossBandwidth",
  crossLatency: "links.crossLatency"
} as const;
const dense = {...links, ranks: "dataRanks", ranksPerNode: "dataRanksPerNode"} as const;
const experts = {...links, ranksPerNode: "replicasPerNode"} as const;
const node = {...links, ranksPerNode: "fleet.node.acceleratorsPerNode"} as const;

/** One optimizer step of a network that is trained on a cluster: what computes, what exchanges, what waits. */
export const DistributedModel = model("DistributedModel", {
  doc: "Time of one optimizer step on a cluster, and what of it computes, exchanges and waits.",
  question: "How long does a training step take, and what of it is communication?",
  inputs: distributedInputs,
  rules: distributedRules,
  uses: {
    pass: {
      of: forwardPass,
      with: {
        ...plainPass, // communication is this model's own
        hardware: "accelerator",
        phase: "'prefill'",
        newTokens: "seqLen",
        context: "seqLen",
        batchSize: "localBatch",
        memoryEfficiency: "1"
      }
    },
    memory: {
      of: trainingFootprint,
      with: {
        batchSize: "localBatch * dataParallel",
        dpSize: "dataParallel",
        optimizer: "'adam'",
        sgdMomentum: "false",
        activationCheckpointing: "activationRecomputation ? 'full' : isTransformer ? 'selective' : 'none'",
        trainableFraction: "trainableShare",
        gradientAccumulationSteps: "livePasses",
        microbatchCount: "microbatches",
        vStages: "chunks"
      }
    },
    links: {of: fleetLinks, with: {congestion: "congestionFactor"}},
    routing: {of: routing, with: {imbalance: "moeRoutingImbalanceFactor", nodesSpanned: "exchange.nodesSpanned", capacityFactor: "none"}},
    reduce: {of: collective, with: {...dense, message: "gradientBytes"}},
    reduceExperts: {
      of: collective,
      with: {...experts, message: "expertGradientBytes", ranks: "expertGradientBytes > 0 ? dataParallel : 1"}
    },
    gather: {of: collective, with: {...dense, message: "denseShard * pass.elementSize"}},
    gatherExperts: {
      of: collective,
      with: {...experts, message: "expertShard * pass.elementSize", ranks: "expertShard > 0 ? dataParallel : 1"}
    },
    tensor: {of: collective, with: {...node, message: "activationMessage", ranks: "tpSize"}},
    exchange: {
      of: collective,
      with: {...links, message: "expertMessage", ranks: "epSize", ranksPerNode: "epRanksPerNode", crossShare: "routing.crossShare"}
    },
    handover: {of: collective, with: {...node, message: "boundaryMessage", ranks: "replicaSize"}}
  },
  cells: {
    accelerator: {record: hardware, symbol: "", eq: "fleet.node.accelerator", doc: "Accelerator of the cluster"},
    ...computeCells,
    ...memoryCells,
    ...dataCells,
    ...pipelineCells,
    ...profileCells,
    ...stepCells
  },
  outputs: [
    "stepLatency",
    "scalingEfficiency",
    "effectiveThroughput",
    "tokensPerSecond",
    "mfuTotal",
    "hfuTotal",
    "dpCommunicationLatency",
    "tpCommunicationLatency",
    "epCommunicationLatency",
    "communicationLatency",
    "exposedCommunication",
    "exposedDp",
    "dpPerMicrostep",
    "dpBestLatency",
    "dpBestAlgorithm",
    "p2pLatency",
    "pipelineBubbleLatency",
    "bubbleFraction",
    "optimizerTime",
    "stragglerLatency",
    "dataParallel",
    "tensorParallel",
    "pipelineParallel",
    "expertParallel",
    "replicaLatency",
    "computeTime",
    "memoryTime",
    "overhead",
    "replicaThroughput",
    "bottleneck",
    "arithmeticIntensity",
    "energy",
    "memoryFootprint",
    "peakFlopsActual",
    "peakBandwidthActual",
    "mfu",
    "hfu",
    "feasible",
    "offloadSpill",
    "offloadBandwidth",
    "overheadDominated"
  ],
  trace: {
    layout: {
      say: "{accelerators:#} accelerators: data parallel {dataParallel:#}, tensor parallel {tpSize:#}, pipeline {ppSize:#}, expert parallel {epSize:#}."
    },
    step: {
      say: "A step takes {stepLatency:ms}: {replicaLatency:ms} of it computes, {exposedCommunication:ms} exchanges, {pipelineBubbleLatency:ms} waits for the pipeline."
    },
    fits: {when: "feasible", say: "Memory: {memoryFootprint:GB} of {accelerator.memoryCapacity:GB} a rank; it fits."},
    misfit: {
      when: "!feasible",
      say: "Memory: {memoryFootprint:GB} a rank, {offloadSpill:GB} more than it has; what is missing goes over the link to the host, {offloadBandwidth:GB/s}."
    },
    samples: {
      when: "batchSize < dataParallel",
      say: "{batchSize:#} samples do not reach all {dataParallel:#} replicas; those without one wait."
    },
    microbatches: {
      when: "microbatches < microbatchCount",
      say: "{microbatchCount:#} microbatches are more than a replica has samples to fill; {microbatches:#} are used."
    },
    interleaving: {
      when: "vStages > 1 && ppSize > 1 && floor(microbatches / ppSize) * ppSize != microbatches",
      say: "Virtual stages take turns in groups of {ppSize:#} microbatches; {microbatches:#} is no multiple of it."
    },
    chunks: {
      when: "chunks < vStages",
      say: "A stage has {layersPerStage:#} layers, too few for {vStages:#} pieces; {chunks:#} are used."
    },
    accumulating: {
      when: "gradientAccumulationSteps > 1",
      say: "{gradientAccumulationSteps:#} passes are accumulated: what replicas exchange in one step does not become less, {dpPerMicrostep:ms} a pass."
    },
    sharedPipeline: {
      when: "zeroStage == 3 && ppSize > 1",
      say: "ZeRO stage 3 fetches the weights of a stage anew in each pass; with a pipeline it is seldom used."
    },
    cards: {
      when: "fleet.node.nicsPerNode < fleet.node.acceleratorsPerNode && fleet.nodes > 1",
      say: "{fleet.node.acceleratorsPerNode:#} accelerators of a node share {fleet.node.nicsPerNode:#} network cards."
    },
    rate: {
      when: "pass.rateIsFallback",
      say: "{accelerator.name} states no rate in {precision}; the arithmetic is taken to run at {pass.peakFlops:TFLOP/s}."
    },
    widened: {
      when: "pass.weightsAreWidened",
      say: "Only the weights are in {precision}: {accelerator.name} computes at its 16-bit rate, {pass.peakFlops:TFLOP/s}."
    }
  }
});
