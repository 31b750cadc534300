// Joined models, one line each: they ask of a whole run what models of `catalogue.ts` say of its parts.
export {ServingDeploymentModel} from "./serving-deployment.js";
export {TrainingRunModel} from "./training-run.js";
