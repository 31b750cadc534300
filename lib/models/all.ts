import {nearest} from "../errors.js";
import type {AnyModel} from "../graph/spec.js";
import {nounOf} from "../model/names.js";
import * as catalogue from "./catalogue.js";
import * as joinedCatalogue from "./joined.js";

/** Models that join others of the list: the reference program has none of them. */
export const joined: readonly AnyModel[] = Object.values(joinedCatalogue);

/** Every model, by class name, the joined ones last. A new one is a file beside this and a line in `catalogue.ts`. */
export const models: readonly AnyModel[] = [...Object.values(catalogue), ...joined];

const named = new Map<string, AnyModel>();
for (const one of models) for (const name of [one.name, nounOf(one.name)]) named.set(name, one);

/** The model of a class name or a noun, `ServingModel` or `serving`; undefined for any other. */
export function modelNamed(name: string): AnyModel | undefined {
  return named.get(name);
}

/** The name of a model closest to one that is not known. */
export function nearestModel(name: string): string | undefined {
  return nearest(name, named.keys());
}
