// Every model, one line each: the package, the command line and the tests read this list.
export {CheckpointModel} from "./checkpoint.js";
export {EconomicsModel} from "./economics.js";
export {ReliabilityModel} from "./reliability.js";
export {ServingModel} from "./serving.js";
export {SustainabilityModel} from "./sustainability.js";
export {TrainingMemoryModel} from "./training-memory.js";
