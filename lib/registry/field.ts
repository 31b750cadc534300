import {format} from "../units/format.js";
import {bareNumber, quantity, unit} from "../units/unit.js";
import type {FieldSpec, NumberField, Value} from "./schema.js";

/** Says what is wrong with a value; never returns. */
export type Reject = (rule: string, value: unknown) => never;

/** A number within the field's bounds, else `reject` is told the rule with its unit. */
function checkNumber(spec: NumberField, value: unknown, reject: Reject): number {
  const {unit: of, min, above, max, whole = false} = spec;
  const bound = (number: number): string => format(number, of, spec.show ? {show: spec.show} : {});
  if (typeof value !== "number" || !Number.isFinite(value)) {
    return reject(`must be a finite number${of === "1" ? "" : ` of ${spec.show ?? of}`}`, value);
  }
  if (whole && !Number.isInteger(value)) return reject("must be a whole number", value);
  if (above !== undefined && value <= above) return reject(`must be above ${bound(above)}`, value);
  if (min !== undefined && value < min) return reject(`must be at least ${bound(min)}`, value);
  if (max !== undefined && value > max) return reject(`must be at most ${bound(max)}`, value);
  return value;
}

/** A number in SI, text with a unit, or `{value, unit}`. */
export function readNumber(spec: NumberField, value: unknown, reject: Reject): number {
  let number = value;
  const text = quantityText(value);
  if (text !== undefined) {
    try {
      number = quantity(text, spec.unit);
    } catch (error) {
      return reject((error as Error).message, value); // quantity throws Errors
    }
  }
  return checkNumber(spec, number, (rule) => reject(rule, value));
}

/** `{value, unit}` and text as text; undefined for anything else. */
export function quantityText(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return undefined;
  const {value: number, unit: of} = value as {value?: unknown; unit?: unknown}; // checked below
  if (typeof number !== "number" || typeof of !== "string") return undefined;
  return Number.isFinite(number) ? `${number} ${of}` : undefined;
}

/** A cell of a CSV column in SI; the column states the unit. */
export function readCell(spec: FieldSpec, text: string, reject: Reject): Value {
  if ("record" in spec) throw new Error("a nested record is not a value");
  if (text === "") {
    if ("unit" in spec && spec.default !== undefined) return spec.default;
    const mayBeEmpty = ("optional" in spec && spec.optional) || ("blank" in spec && spec.blank);
    return mayBeEmpty ? null : reject("must not be empty", text);
  }
  if ("text" in spec) return text;
  if ("choice" in spec) {
    return spec.choice.includes(text)
      ? text
      : reject(`must be one of ${spec.choice.join(", ")}`, text);
  }
  if ("flag" in spec)
    return text === "true" || text === "false"
      ? text === "true"
      : reject("must be true or false", text);
  const number = bareNumber(text);
  if (Number.isNaN(number)) return reject("must be a number", text);
  return checkNumber(spec, number * unit(spec.show ?? spec.unit).factor, (rule) =>
    reject(rule, text)
  );
}
