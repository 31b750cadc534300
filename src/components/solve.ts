import {InputError} from "../lib/errors.js";
import type {
  AnyModel,
  CellSpecs,
  Given as GivenOf,
  InputSpecs,
  Model,
  Solution,
  SolveOptions
} from "../lib/graph/spec.js";
import {graphOf} from "../lib/model/model.js";
import {sensitivity} from "../lib/model/sensitivity.js";
import type {Sensitivity} from "../lib/model/sensitivity.js";
import type {Registry} from "../lib/registry/registry.js";
import type {Elasticity} from "./blocks.js";
import type {Given} from "./inputs.js";

/** A model's answer to inputs whose kinds the compiler does not know; the model checks them. */
export function solve<I extends InputSpecs, C extends CellSpecs, O extends string>(
  model: Model<I, C, O>,
  given: Given,
  options: SolveOptions
): Solution<C, O> {
  return model.solve(given as GivenOf<I>, options); // checked by the model
}

/** What is worked out, or undefined where a model does not take its inputs. */
export function tried<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/**
 * Per cent of an output for a per cent of each input at both fidelities, steepest first: `only` some, else
 * nine, without those that stand `still`.
 */
export function elasticities<I extends InputSpecs, C extends CellSpecs, O extends string>(
  model: Model<I, C, O>,
  output: keyof C & string,
  given: Given,
  registry: Registry,
  {
    only,
    still = []
  }: {
    readonly only?: readonly string[] | undefined;
    readonly still?: readonly string[] | undefined;
  } = {}
): readonly Elasticity[] {
  const of = (fidelity: "textbook" | "refined"): readonly Sensitivity[] =>
    sensitivity(model, output, given as GivenOf<I>, {fidelity, registry}); // checked by the model
  const value = ({elasticity, secant}: Sensitivity): number => secant ?? elasticity;
  const hasBook = graphOf(model, "textbook").quantities.has(output);
  const book = new Map(hasBook ? of("textbook").map((one) => [one.name, one]) : []);
  const refined = of("refined");
  const names = new Map([...book, ...refined.map((one) => [one.name, one] as const)]);
  const now = new Map(refined.map((one) => [one.name, value(one)]));
  const stepped = new Set(refined.filter(({secant}) => secant !== undefined).map(({name}) => name));
  return [...names.values()]
    .filter(({name}) => !still.includes(name) && (only?.includes(name) ?? true))
    .map(({name, label}) => {
      const other = book.get(name);
      return {
        label,
        value: now.get(name) ?? 0,
        book: other ? value(other) : hasBook ? 0 : NaN,
        isStepped: stepped.has(name)
      };
    })
    .filter((one) => Math.abs(one.value) > 5e-4 || Math.abs(one.book) > 5e-4)
    .toSorted((a, b) => Math.abs(b.value) - Math.abs(a.value))
    .slice(0, only?.length ?? 9);
}

/** A solution's documented outputs, for JSON. */
export function outputsOf(model: AnyModel, solution: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    model.spec.outputs.map((name) => [name, Reflect.get(solution, name) as unknown])
  );
}
