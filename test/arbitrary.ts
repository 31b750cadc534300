import fc from "fast-check";
import {InputError} from "../lib/errors.js";
import type {AnyModel, InputSpec, NumberInput} from "../lib/graph/spec.js";
import {valuesOf} from "../lib/model/values.js";
import {unit} from "../lib/units/unit.js";
import {registry} from "./registry.js";

type Given = Readonly<Record<string, unknown>>;

/** A number of an input: mostly near its default or on a log scale within its bounds, sometimes at one. */
function numberOf(spec: NumberInput): fc.Arbitrary<number> {
  const {min, above, max, whole} = spec;
  const low = Math.max(min ?? -Infinity, above ?? -Infinity);
  const shown = spec.show ? unit(spec.show).factor : 1;
  const least = low > 0 ? low : 1e-6 * shown;
  const most = Math.min(max ?? 1e6 * shown, 1e9 * Math.max(1, shown));
  const spread = fc
    .double({
      min: Math.log(Math.max(least, 1e-12)),
      max: Math.log(Math.max(most, 1e-12)),
      noNaN: true
    })
    .map((x) => Math.min(most, Math.max(least, Math.exp(x))));
  const isIn = (x: number): boolean =>
    x >= (min ?? -Infinity) && x > (above ?? -Infinity) && x <= (max ?? Infinity);
  const ends = [min, max].filter((x) => x !== undefined);
  const any =
    ends.length > 0
      ? fc.oneof({weight: 8, arbitrary: spread}, {weight: 1, arbitrary: fc.constantFrom(...ends)})
      : spread;
  return any.map((x) => (whole ? Math.round(x) : x)).filter(isIn);
}

/** A value of an input by its definition. */
function valueOf(spec: InputSpec): fc.Arbitrary<unknown> {
  if ("record" in spec) return fc.constantFrom(...registry.keys(spec.record));
  if ("choice" in spec) return fc.constantFrom(...spec.choice);
  if ("flag" in spec) return fc.boolean();
  return numberOf(spec);
}

/** Calls of a model that it takes: required inputs given, the others now and then; what a rule rejects is left out. */
export function validCalls(model: AnyModel): fc.Arbitrary<Given> {
  const entries = Object.entries(model.spec.inputs).map(
    ([name, spec]): [string, fc.Arbitrary<unknown>] => {
      const isRequired =
        !("default" in spec && spec.default !== undefined) &&
        !("optional" in spec && spec.optional);
      const value = valueOf(spec);
      return [name, isRequired ? value : fc.option(value, {nil: undefined})];
    }
  );
  return fc.record(Object.fromEntries(entries)).filter((given) => isValid(model, given));
}

function isValid(model: AnyModel, given: Given): boolean {
  try {
    valuesOf(model, given, {registry});
    return true;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}
