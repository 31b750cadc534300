import type {AnyModel} from "../lib/graph/spec.js";
import {models} from "../lib/models/all.js";
import {samples} from "./samples.js";

/** A model, and calls that take its branches: what the tests of `test/generic` are functions of. */
export interface Subject {
  readonly model: AnyModel;
  readonly samples: readonly Readonly<Record<string, unknown>>[];
}

/** Every model of the catalogue. */
export const subjects: readonly Subject[] = models.map((model) => ({
  model,
  samples: samples[model.name]!
}));
