import {InputError, nearest} from "../errors.js";
import type {AnyModel, CellSpec, InputSpec} from "../graph/spec.js";
import {isObject} from "../registry/resolve.js";
import {namesOf} from "../registry/schema.js";
import type {RecordType} from "../registry/schema.js";
import type {Inputs} from "./inputs.js";
import {camelCase, snakeCase} from "./names.js";

/** An output in JSON: SI numbers, `"Infinity"` and `"-Infinity"` as text. */
export type WireValue = number | string | boolean | null;

/** The name of an input or a cell in JSON and CSV, and as kebab-case of a flag: `seq_len`. */
export function wireName({spec}: AnyModel, id: string): string {
  return statedName(own(spec.inputs, id) ?? own(spec.cells, id)) ?? snakeCase(id);
}

function statedName(spec: InputSpec | CellSpec | undefined): string | undefined {
  return spec && "wire" in spec ? spec.wire?.name : undefined;
}

function own<T>(from: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(from, key) ? from[key] : undefined;
}

/** The input that a name means, and the unit of a bare number under it where that is not SI. */
interface Meaning {
  readonly id: string;
  readonly unit?: string | undefined;
}

const meanings = new WeakMap<AnyModel, ReadonlyMap<string, Meaning>>();

/**
 * Every name that an input answers to. A bare number under the stated wire name is in the wire unit
 * (`duration_days`, `durationDays`), under the quantity's own name in SI (`duration`).
 */
function meaningsOf(model: AnyModel): ReadonlyMap<string, Meaning> {
  const known = meanings.get(model);
  if (known) return known;
  const found = new Map<string, Meaning>();
  const inputs = Object.entries(model.spec.inputs);
  for (const [id] of inputs) for (const name of [id, snakeCase(id)]) found.set(name, {id});
  for (const [id, spec] of inputs) {
    if (!("wire" in spec) || !spec.wire) continue;
    const {name, unit} = spec.wire;
    for (const one of [name, camelCase(name)]) found.set(one, {id, unit});
  }
  meanings.set(model, found);
  return found;
}

/** The id of the input that a name means, flags without their dashes included. */
export function inputNamed(model: AnyModel, name: string): string | undefined {
  return meaningsOf(model).get(name.replace(/-/g, "_"))?.id;
}

/** The id of a model's own cell under any of its names. */
export function cellNamed({spec}: AnyModel, name: string): string | undefined {
  const id = camelCase(name);
  if (Object.hasOwn(spec.cells, id)) return id;
  const snake = name.replace(/-/g, "_");
  return Object.keys(spec.cells).find((cell) => statedName(spec.cells[cell]) === snake);
}

/**
 * Inputs by documented name as what `solve` takes. Only names and units are read here, values are
 * checked by the model. Throws `InputError` for a name that no input has and for one given twice;
 * its names are ids, which `asWritten` turns into the caller's.
 */
export function fromWire(model: AnyModel, inputs: unknown): Inputs {
  const fail = (problem: Omit<ConstructorParameters<typeof InputError>[0], "model">): never => {
    throw new InputError({...problem, model: model.name});
  };
  if (!isObject(inputs)) {
    const rule = "must be an object of inputs by name";
    return fail({code: "invalid", input: "inputs", rule, value: inputs});
  }
  const names = meaningsOf(model);
  const given = new Map<string, unknown>();
  for (const [name, value] of Object.entries(inputs)) {
    const meaning = names.get(name);
    if (!meaning) {
      const close = names.get(nearest(name, names.keys()) ?? "")?.id;
      return fail({code: "unknown", input: name, rule: "no such input", nearest: close});
    }
    const {id, unit} = meaning;
    if (given.has(id)) return fail({code: "ambiguous", input: id, rule: "given twice", value});
    const isBare = unit !== undefined && Number.isFinite(value);
    given.set(id, isBare ? `${String(value)} ${unit}` : value);
  }
  return Object.fromEntries(given);
}

/** A solution's documented outputs by wire name; a cell that the fidelity lacks is left out. */
export function toWire(model: AnyModel, solution: object): Readonly<Record<string, WireValue>> {
  const outputs: Record<string, WireValue> = {};
  // a solution has a property for each documented output of its fidelity
  const values = solution as Readonly<Record<string, WireValue | undefined>>;
  for (const id of model.spec.outputs) {
    const value = values[id];
    if (value !== undefined) outputs[wireName(model, id)] = wireValue(value);
  }
  return outputs;
}

/** A value as JSON can hold it. */
export function wireValue(value: WireValue): WireValue {
  return typeof value !== "number" || Number.isFinite(value) ? value : String(value);
}

/**
 * Names of an error in the caller's words, for `InputError.named`: as they stand in `inputs`, else in
 * snake_case. `top` says how an input's own name is written, for flags.
 */
export function asWritten(
  model: AnyModel,
  inputs: Inputs,
  top: (name: string) => string = (name) => name
): (id: string) => string {
  return (id) => {
    const [head = "", ...path] = id.split(".");
    const spec = own<InputSpec>(model.spec.inputs, head);
    if (!spec) return isField(model, id) ? snakeCase(id) : id; // else a name or a key as it stands
    const names = meaningsOf(model);
    const key = Object.keys(inputs).find((name) => names.get(name)?.id === head);
    const given = key === undefined ? undefined : inputs[key];
    const rest = "record" in spec ? fieldPath(spec.record, given, path) : path;
    return [top(key ?? wireName(model, head)), ...rest].join(".");
  };
}

/** Whether a name is that of a field in a record that the model takes. */
function isField({spec}: AnyModel, name: string): boolean {
  return Object.values(spec.inputs).some(
    (one) =>
      "record" in one &&
      Object.keys(one.record.fields).some((path) => path === name || path.endsWith(`.${name}`))
  );
}

/** A path of field ids as its author wrote it in a record that is a key, an object or left out. */
function fieldPath(type: RecordType, given: unknown, path: readonly string[]): readonly string[] {
  const [field, ...rest] = path;
  if (field === undefined) return [];
  const fields = isObject(given) ? given : {};
  if (field === "from") return [field, ...fieldPath(type, fields["from"], rest)];
  const spec = own(type.own, field);
  if (!spec) return path; // an unknown field is as it was written
  const key = keyOf(type, fields, field);
  if (!("record" in spec)) return [key ?? spec.wire ?? snakeCase(field), ...rest];
  const isHoisted = key === undefined && field === type.hoist && rest[0] !== undefined;
  if (isHoisted && keyOf(spec.record, fields, rest[0]!) !== undefined) {
    return fieldPath(spec.record, given, rest); // a fleet's `accelerator` is its node's
  }
  const inner = key === undefined ? undefined : fields[key];
  return [key ?? snakeCase(field), ...fieldPath(spec.record, inner, rest)];
}

/** The key under which an object gives a field. */
function keyOf(type: RecordType, fields: Inputs, field: string): string | undefined {
  const spec = own(type.own, field);
  return spec && namesOf(field, spec).find((name) => Object.hasOwn(fields, name));
}
