import {InputError} from "../lib/errors.js";
import type {CellSpecs, Model, Solution} from "../lib/graph/spec.js";
import {largest} from "../lib/model/largest.js";
import {graphOf} from "../lib/model/model.js";
import {valuesOf} from "../lib/model/values.js";
import type {Values} from "../lib/model/values.js";
import type {Registry} from "../lib/registry/registry.js";
import {resolve} from "../lib/registry/resolve.js";
import {unit as unitOf} from "../lib/units/unit.js";
import type {ModelStory, NamedModel, SliderControl} from "../stories/story.js";
import type {Given} from "./inputs.js";
import {text} from "./numbers.js";
import {fast, slow} from "./plausible.js";
import {solve} from "./solve.js";

/** What a page knows of one scenario. */
export interface Answer<C extends CellSpecs = CellSpecs, O extends string = string> {
  readonly given: Given;
  /** inputs, fields and cells by name, refined, in SI */
  readonly values: Values;
  readonly now: Solution<C, O>;
  readonly book: Solution<C, O>;
  /** both ends of what is plausible; the same as now where the model has no such input */
  readonly low: Solution<C, O>;
  readonly high: Solution<C, O>;
  /** the largest value of a slider up to which holds what must: Infinity where all do, 0 where not even the least */
  wall(input: string): number;
  /** a number by name, in SI; NaN where there is none */
  of(name: string): number;
  /** whether a flag by name holds */
  is(name: string): boolean;
  /** a value by name as it is said: `16.2 ms`; a record by its name */
  said(name: string): string;
  /** what the model answers with some inputs changed; undefined where it does not take them */
  at(patch: Given): Solution<C, O> | undefined;
  /** a target of the scenario */
  goal(name: string): number;
}

/** What a page knows of a scenario of one model. */
export type AnswerOf<M> =
  M extends Model<infer _, infer C extends CellSpecs, infer O extends string>
    ? Answer<C, O>
    : never;

/** What of the plausible range a model can take. */
export function plausibleOf(model: NamedModel, end: "fast" | "slow"): Given {
  const all = Object.entries(end === "fast" ? fast : slow);
  return Object.fromEntries(all.filter(([name]) => Object.hasOwn(model.spec.inputs, name)));
}

/** Everything that a page says of one scenario; `goal` gives targets, `worth` what an address's unit is in SI. */
export function storyAnswer(
  {model, controls}: ModelStory,
  given: Given,
  {
    registry,
    goal,
    worth
  }: {
    readonly registry: Registry;
    readonly goal: (name: string) => number;
    readonly worth: (input: string) => number;
  }
): Answer {
  const {quantities} = graphOf(model, "refined");
  const values = valuesOf(model, given, {registry});
  const now = solve(model, given, {registry});
  const ended = (end: "fast" | "slow"): Solution<CellSpecs, string> => {
    const patch = plausibleOf(model, end);
    return Object.keys(patch).length === 0 ? now : solve(model, {...given, ...patch}, {registry});
  };
  const wall = ({input, min, max, until}: SliderControl): number => {
    const flag =
      typeof until === "object"
        ? {cell: until.cell, atMost: goal(until.goal) * until.worth}
        : until!; // asked only of sliders that have one
    const between = [min, max].map((x) => Math.round(x * worth(input))) as [number, number]; // two ends
    const found = largest(model, {find: input, flag, between}, given, {registry});
    return found.side === "all" ? Infinity : (found.value ?? 0) / worth(input);
  };
  const sliders = controls.filter(
    (one): one is SliderControl => one.kind === "slider" && one.until !== undefined
  );
  const walls = new Map(sliders.map((one) => [one.input, wall(one)]));
  return {
    given,
    values,
    now,
    book: solve(model, given, {registry, fidelity: "textbook"}),
    low: ended("fast"),
    high: ended("slow"),
    wall: (input) => walls.get(input) ?? Infinity,
    is: (name) => values[name] === true,
    of(name) {
      const value = values[name];
      return value === null || value === undefined ? NaN : Number(value);
    },
    said(name) {
      const spec = model.spec.inputs[name];
      if (spec && "record" in spec)
        return resolve(registry, spec.record, given[name] ?? spec.default, {
          model: model.name,
          input: name
        }).name;
      const found = quantities.get(name);
      return text(values[name], found?.unit ?? "1", found?.show);
    },
    at(patch) {
      try {
        return solve(model, {...given, ...patch}, {registry});
      } catch (error) {
        if (error instanceof InputError) return undefined;
        throw error;
      }
    },
    goal
  };
}

/** SI of one of an address's units of an input. */
export function worthOf(unit: string | undefined): number {
  return unit === undefined ? 1 : unitOf(unit).factor;
}
