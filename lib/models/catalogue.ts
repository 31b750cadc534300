// Every model of one question, one line each; those that join some are in `joined.ts`. The package, the command line
// and the tests read both lists.
export {CheckpointModel} from "./checkpoint.js";
export {ContinuousBatchingModel} from "./continuous-batching.js";
export {DistributedModel} from "./distributed.js";
export {EconomicsModel} from "./economics.js";
export {MoERoutingModel} from "./moe-routing.js";
export {ReliabilityModel} from "./reliability.js";
export {ServingCapacityModel} from "./serving-capacity.js";
export {ServingModel} from "./serving.js";
export {SingleNodeModel} from "./single-node.js";
export {SustainabilityModel} from "./sustainability.js";
export {TailLatencyModel} from "./tail-latency.js";
export {TrainingMemoryModel} from "./training-memory.js";
export {WeightStreamingModel} from "./weight-streaming.js";
