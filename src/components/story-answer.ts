import type {CellSpecs, Model, Solution} from "../lib/graph/spec.js";
import {largest} from "../lib/model/largest.js";
import {graphOf} from "../lib/model/model.js";
import {valuesOf} from "../lib/model/values.js";
import type {Values} from "../lib/model/values.js";
import type {Registry} from "../lib/registry/registry.js";
import {resolve} from "../lib/registry/resolve.js";
import {unit as unitOf} from "../lib/units/unit.js";
import type {ModelStory, NamedModel, SliderControl, Until} from "../stories/story.js";
import type {Given} from "./inputs.js";
import {text} from "./numbers.js";
import {fast, slow} from "./plausible.js";
import {solve, tried} from "./solve.js";

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
  /**
   * the largest value of a slider up to which holds what must, or something else: Infinity where all do,
   * 0 where not even the least; to three digits, at which it holds too
   */
  wall(input: string, until?: Until): number;
  /** the least value of a slider from which on holds what must, or something else; Infinity where none does */
  least(input: string, from?: Until): number;
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
  const sliders = controls.filter((one): one is SliderControl => one.kind === "slider");
  /** The last value of a slider that holds on the way from one end to the other; null where not even the first. */
  function last(
    {input, min, max, percent, log, step: every = 1}: SliderControl,
    until: Until,
    isDown: boolean
  ): {readonly isAll: boolean; readonly at: number | null} {
    const flag =
      typeof until === "object"
        ? {cell: until.cell, atMost: goal(until.goal) * until.worth}
        : until;
    const spec = model.spec.inputs[input]!; // test/components/stories.test.ts holds it
    const unit = worth(input) * (percent ? 0.01 : 1);
    const isWhole = "whole" in spec && spec.whole;
    const step = isWhole ? 1 : (unit * (log ? min : every)) / 100;
    const ends = [min, max].map((x) => (isWhole ? Math.round(x * unit) : x * unit));
    const between = (isDown ? ends.toReversed() : ends) as [number, number]; // two ends
    const found = largest(model, {find: input, flag, between, step}, given, {registry});
    if (found.value === null) return {isAll: false, at: null};
    const at = found.value / unit;
    const isEnd = found.side !== "inside" || isWhole;
    return {isAll: found.side === "all", at: isEnd ? at : digits(at, isDown)};
  }
  const wall = (slider: SliderControl, until: Until): number => {
    const {isAll, at} = last(slider, until, false);
    return isAll ? Infinity : (at ?? 0);
  };
  const least = (slider: SliderControl, from: Until): number =>
    last(slider, from, true).at ?? Infinity;
  /** Solved once an answer, and only where somebody asks. */
  const kept = new Map<string, number>();
  const asked = (
    solved: typeof wall,
    own: "until" | "from",
    input: string,
    other: Until | undefined
  ): number => {
    const slider = sliders.find((one) => one.input === input);
    const what = other ?? slider?.[own];
    if (!slider || what === undefined) return Infinity;
    const key = [own, input, JSON.stringify(what)].join(" ");
    const found = kept.get(key) ?? solved(slider, what);
    kept.set(key, found);
    return found;
  };
  return {
    given,
    values,
    now,
    book: solve(model, given, {registry, fidelity: "textbook"}),
    low: ended("fast"),
    high: ended("slow"),
    wall: (input, until) => asked(wall, "until", input, until),
    least: (input, from) => asked(least, "from", input, from),
    is: (name) => values[name] === true,
    of: (name) => numberIn(values, name),
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
    at: (patch) => tried(() => solve(model, {...given, ...patch}, {registry})),
    goal
  };
}

/** A number by name, in SI; NaN where there is none. */
export function numberIn(values: Values, name: string): number {
  const value = values[name];
  return value === null || value === undefined ? NaN : Number(value);
}

/** Three digits of a number, so that it still holds when it is said: rounded up or down. */
function digits(x: number, isUp: boolean): number {
  const unit = 10 ** (Math.floor(Math.log10(x)) - 2);
  const [count, slack] = [x / unit, 1e-9];
  return Number(
    ((isUp ? Math.ceil(count - slack) : Math.floor(count + slack)) * unit).toPrecision(3)
  );
}

/** SI of one of an address's units of an input. */
export function worthOf(unit: string | undefined): number {
  return unit === undefined ? 1 : unitOf(unit).factor;
}
