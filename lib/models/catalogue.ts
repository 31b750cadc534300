// Every model, one line each: the package, the command line and the tests read this list.
export {ContinuousBatchingModel} from "./continuous-batching.js";
export {ReliabilityModel} from "./reliability.js";
export {ServingCapacityModel} from "./serving-capacity.js";
export {ServingModel} from "./serving.js";
export {SustainabilityModel} from "./sustainability.js";
export {TailLatencyModel} from "./tail-latency.js";
