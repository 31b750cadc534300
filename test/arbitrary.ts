import fc from "fast-check";
import {InputError} from "../lib/errors.js";
import type {AnyModel, InputSpec, NumberInput} from "../lib/graph/spec.js";
import {valuesOf} from "../lib/model/values.js";
import {unit} from "../lib/units/unit.js";
import type {RecordType} from "../lib/registry/schema.js";
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
  const few = whole && isIn(1) && isIn(8) ? [1, 2, 4, 8] : []; // degrees that divide a cluster
  const any = fc.oneof(
    {weight: 8, arbitrary: spread},
    ...(ends.length > 0 ? [{weight: 1, arbitrary: fc.constantFrom(...ends)}] : []),
    ...(few.length > 0 ? [{weight: 8, arbitrary: fc.constantFrom(...few)}] : [])
  );
  return any.map((x) => (whole ? Math.round(x) : x)).filter(isIn);
}

/** A row by its key, or with one of its numbers halved, doubled or anything between. */
function recordOf(type: RecordType): fc.Arbitrary<unknown> {
  const key = fc.constantFrom(...registry.keys(type));
  const changed = fc
    .tuple(key, fc.nat(), fc.double({min: 0.5, max: 2, noNaN: true}))
    .map(([from, pick, times]) => {
      const values = registry.row(type, from)!.values;
      const numbers = Object.entries(type.own).filter(
        ([field]) => typeof values[field] === "number"
      );
      const [field, spec] = numbers[pick % numbers.length] ?? [];
      if (field === undefined || !spec || !("unit" in spec)) return from;
      const {min = -Infinity, max = Infinity, whole} = spec;
      const value = Math.min(max, Math.max(min, times * (values[field] as number))); // a number, by the filter
      return {from, [field]: whole ? Math.max(1, Math.round(value)) : value};
    });
  return fc.oneof({weight: 4, arbitrary: key}, {weight: 1, arbitrary: changed});
}

/** A value of an input by its definition. */
function valueOf(spec: InputSpec): fc.Arbitrary<unknown> {
  if ("record" in spec) return recordOf(spec.record);
  if ("choice" in spec) return fc.constantFrom(...spec.choice);
  if ("flag" in spec) return fc.boolean();
  return numberOf(spec);
}

/** Calls of a model that it takes: required inputs given, the others now and then; what a rule rejects is left out. */
export function validCalls(model: AnyModel): fc.Arbitrary<Given> {
  const entries = Object.entries(model.spec.inputs).map(
    ([name, spec]): [string, fc.Arbitrary<unknown>] => {
      const isOptional = "optional" in spec && spec.optional !== undefined;
      const isRequired = !("default" in spec && spec.default !== undefined) && !isOptional;
      const value = isOptional
        ? fc.oneof({weight: 5, arbitrary: valueOf(spec)}, fc.constant(null))
        : valueOf(spec);
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
