import {InputError, nearest} from "../errors.js";
import type {InputErrorCode} from "../errors.js";
import {readNumber} from "./field.js";
import {given as stated} from "./provenance.js";
import type {Registry} from "./registry.js";
import {makeRow} from "./row.js";
import type {Row} from "./row.js";
import {namesOf} from "./schema.js";
import type {FieldSpec, NestedField, RecordType, Value} from "./schema.js";

/** Where a record is given, for errors: a model's input or a field of a record. */
export interface Place {
  readonly model: string;
  readonly input: string;
}

/** A fleet's node's accelerator's field, each possibly behind `from`; more is a record within itself. */
const deepest = 12;

/** Whether a value has names to read. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The row of a key, or a checked row of an inline object. An object's `from` names the row that it
 * starts from; its fields may be camelCase or snake_case, numbers in SI, text with a unit or
 * `{value, unit}`. Throws `InputError` at the path of what is wrong.
 */
export function resolve(registry: Registry, type: RecordType, given: unknown, place: Place): Row {
  if (typeof given === "string") return byKey(registry, type, given, place);
  if (!isObject(given)) {
    return fail(place, "invalid", `must be a key or a record of ${type.noun}`, given);
  }
  if (place.input.split(".").length > deepest) fail(place, "invalid", "is nested too deep");
  // its fields are checked there. Not kept: its owner may change it
  return inline(registry, type, given, place);
}

function byKey(registry: Registry, type: RecordType, key: string, place: Place): Row {
  const row = registry.row(type, key);
  if (row) return row;
  const prefix = type.shorthand === undefined ? "" : `${type.shorthand}:`;
  if (prefix !== "" && key.startsWith(prefix)) {
    return inline(registry, type, {[type.shorthand!]: key.slice(prefix.length)}, place);
  }
  const keys = registry.keys(type);
  if (keys.length === 0) return fail(place, "unknown", `no table of ${type.noun} is loaded`, key);
  throw new InputError({
    ...place,
    code: "unknown",
    rule: `no such ${type.noun}`,
    value: key,
    nearest: nearest(key, keys)
  });
}

function inline(
  registry: Registry,
  type: RecordType,
  given: Readonly<Record<string, unknown>>,
  place: Place
): Row {
  const at = (field: string): Place => ({model: place.model, input: `${place.input}.${field}`});
  const fields = new Map<string, unknown>();
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const field = fieldNamed(type, name) ?? name;
    if (fields.has(field)) fail(at(field), "ambiguous", "given twice", value);
    fields.set(field, inWireUnit(type.own[field], name, value));
  }
  hoist(type, fields, at);
  const base = fields.has("from")
    ? resolve(registry, type, fields.get("from"), at("from"))
    : undefined;
  fields.delete("from");
  const own: Record<string, Value> = {};
  const ownReference: Record<string, Value> = {};
  const nested: Record<string, Row | null> = {};
  const changed = new Set<string>();
  for (const [field, spec] of Object.entries(type.own)) {
    if (fields.has(field)) changed.add(field);
    if ("record" in spec) {
      nested[field] = nestedRow(
        registry,
        spec,
        fields.get(field),
        base?.nested[field] ?? null,
        at(field)
      );
    } else if (fields.has(field)) {
      const value = valueOf(spec, fields.get(field), at(field));
      own[field] = merged(base?.values[field], value);
    } else if (base) {
      own[field] = base.values[field] ?? null;
      if (Object.hasOwn(base.reference, field)) ownReference[field] = base.reference[field] ?? null;
    } else if (field !== "name") {
      own[field] = "unit" in spec && spec.default !== undefined ? spec.default : null;
    }
    fields.delete(field);
  }
  for (const field of fields.keys()) {
    throw new InputError({
      ...at(field),
      code: "unknown",
      rule: "no such field",
      nearest: nearest(field, Object.keys(type.own))
    });
  }
  const name = changed.has("name")
    ? (own["name"] as string)
    : base
      ? `${base.name}, changed`
      : `given ${type.noun}`;
  const row = makeRow({
    type,
    key: base?.key ?? "inline",
    name,
    own,
    ownReference,
    nested,
    base,
    source: (field) => (base && !changed.has(field.split("[")[0]!) ? base.source(field) : stated)
  });
  for (const rule of type.rules) {
    if (!rule.that(row.values)) fail(at(rule.field), "invalid", rule.says, row.values[rule.field]);
  }
  return row;
}

/** A bare number under a name that carries a unit is in that unit: `mtbf_hours`. */
function inWireUnit(spec: FieldSpec | undefined, name: string, value: unknown): unknown {
  if (!spec || !("unit" in spec) || spec.show === undefined || name !== spec.wire) return value;
  return typeof value === "number" ? {value, unit: spec.show} : value;
}

/** A table by option keeps the entries that are not given anew. */
function merged(before: Value | undefined, value: Value): Value {
  const isTable = typeof value === "object" && value !== null;
  return isTable && typeof before === "object" ? {...before, ...value} : value;
}

/** Fields of the hoisted record that stand beside the record's own; the record itself wins over them. */
function hoist(type: RecordType, fields: Map<string, unknown>, at: (field: string) => Place): void {
  if (type.hoist === undefined) return;
  const spec = type.own[type.hoist]!;
  if (!("record" in spec)) return;
  const inner: Record<string, unknown> = {};
  for (const [name, value] of fields) {
    if (Object.hasOwn(type.own, name)) continue;
    const field = fieldNamed(spec.record, name);
    if (field === undefined || name === "from") continue;
    inner[field] = value;
    fields.delete(name);
  }
  if (Object.keys(inner).length === 0 || fields.has(type.hoist)) return;
  if (fields.has("from")) {
    for (const name of Object.keys(inner))
      fail(at(name), "ambiguous", `belongs to {${type.hoist}}; change it there`, inner[name]);
  }
  fields.set(type.hoist, inner);
}

function nestedRow(
  registry: Registry,
  spec: NestedField,
  given: unknown,
  base: Row | null,
  place: Place
): Row | null {
  if (given === undefined && base) return base;
  if (given === undefined || given === null) {
    return spec.optional
      ? null
      : fail(place, "missing", `must be a key or a record of ${spec.record.noun}`);
  }
  return resolve(registry, spec.record, given, place);
}

function valueOf(spec: Exclude<FieldSpec, NestedField>, value: unknown, place: Place): Value {
  const reject = (rule: string, wrong: unknown): never => fail(place, "invalid", rule, wrong);
  if ("text" in spec) {
    return typeof value === "string" || (value === null && spec.optional)
      ? value
      : reject("must be text", value);
  }
  if ("choice" in spec) {
    if (value === null && spec.optional) return null;
    if (typeof value === "string" && spec.choice.includes(value)) return value;
    return reject(`must be one of ${spec.choice.join(", ")}`, value);
  }
  if (value === null && spec.optional) return null;
  if ("flag" in spec)
    return typeof value === "boolean" ? value : reject("must be true or false", value);
  if (!spec.by) return readNumber(spec, value, reject);
  if (typeof value !== "object" || value === null)
    return reject(`must be a record of ${spec.by.join(", ")}`, value);
  const entries: Record<string, number | null> = {};
  for (const [option, one] of Object.entries(value)) {
    const inner = {model: place.model, input: `${place.input}.${option}`};
    if (!spec.by.includes(option)) fail(inner, "unknown", `must be one of ${spec.by.join(", ")}`);
    entries[option] =
      one === null
        ? null
        : readNumber(spec, one, (rule, wrong) => fail(inner, "invalid", rule, wrong));
  }
  return entries;
}

const fieldsByName = new WeakMap<RecordType, ReadonlyMap<string, string>>();

/** The field that a caller means. */
function fieldNamed(type: RecordType, name: string): string | undefined {
  if (name === "from") return name;
  let known = fieldsByName.get(type);
  if (!known) {
    const names = Object.entries(type.own).flatMap(([field, spec]) =>
      namesOf(field, spec).map((one) => [one, field] as const)
    );
    known = new Map(names.toReversed()); // of two fields with a name, the first
    fieldsByName.set(type, known);
  }
  return known.get(name);
}

function fail(place: Place, code: InputErrorCode, rule: string, value?: unknown): never {
  throw new InputError({...place, code, rule, value});
}
