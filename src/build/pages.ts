import type {AnyModel} from "../../lib/graph/spec.js";
import {nounOf} from "../../lib/model/names.js";
import {ReliabilityModel} from "../../lib/models/reliability.js";
import {ServingModel} from "../../lib/models/serving.js";
import {SustainabilityModel} from "../../lib/models/sustainability.js";
import {defaults} from "../components/defaults.js";
import {inputsOf, problemOf} from "../components/inputs.js";
import type {Given} from "../components/inputs.js";
import type {Scenario} from "../components/scenario-text.js";
import {stories} from "../stories/stories.js";
import {names} from "./names.js";
import {registry} from "./tables.js";

/** The models that a page computes with, by the page's name. */
export const modelsOf: Readonly<Record<string, readonly AnyModel[]>> = {
  ...Object.fromEntries(stories.map(({model}) => [nounOf(model.name), [model]])),
  serving: [ServingModel],
  reliability: [ReliabilityModel],
  carbon: [SustainabilityModel],
  home: [ServingModel, ReliabilityModel, SustainabilityModel]
};

/** The names of an address, made once. */
export const addressNames = names();

/** What the page of a model starts from. */
export function startOf(model: AnyModel): Scenario {
  return {...defaults, ...stories.find((story) => story.model === model)?.start};
}

/** A scenario of a page as its model takes it. */
export function given(model: AnyModel, patch: Scenario = {}): Given {
  return inputsOf(model, addressNames, {...startOf(model), ...patch}, registry);
}

/** Whether a model takes a row where the rest of the scenario is a page's first. */
export function takes(model: AnyModel, input: string, key: string): boolean {
  const name = addressNames.inputs[model.name]?.[input];
  if (name === undefined) return false;
  const scenario = {...startOf(model), [name]: key};
  return problemOf(model, addressNames, scenario, registry) === undefined;
}
