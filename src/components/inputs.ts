import {InputError} from "../lib/errors.js";
import type {AnyModel, InputSpec} from "../lib/graph/spec.js";
import {figureOf} from "../lib/model/writer.js";
import type {Registry} from "../lib/registry/registry.js";
import type {RecordType} from "../lib/registry/schema.js";
import {quantity, unit as unitOf} from "../lib/units/unit.js";
import type {Names, Scenario, Value} from "./scenario-text.js";

/** What `solve` takes, by id. */
export type Given = Readonly<Record<string, unknown>>;

/** The names in an address that a model's inputs have, by id. */
export function namesOf(model: AnyModel, names: Names): Readonly<Record<string, string>> {
  return names.inputs[model.name] ?? {};
}

/**
 * A scenario as a model takes it: what it says of the model's own inputs, records with their changed
 * fields. Values are not checked here, the model does.
 */
export function inputsOf(
  model: AnyModel,
  names: Names,
  scenario: Scenario,
  registry: Registry
): Given {
  const given: Record<string, unknown> = {};
  for (const [id, name] of Object.entries(namesOf(model, names))) {
    const spec = model.spec.inputs[id]!;
    const value = scenario[name];
    if ("record" in spec) {
      const fields = fieldsOf(name, scenario);
      const base = value ?? spec.default;
      if (fields.length === 0 || base === undefined) {
        if (value !== undefined) given[id] = value;
      } else given[id] = overridden(registry, spec.record, base, fields);
    } else if (value !== undefined) given[id] = inputValue(value, names.known[name]?.unit);
  }
  return given;
}

function inputValue(value: Value, unit: string | undefined): unknown {
  return unit !== undefined && typeof value === "number" ? {value, unit} : value;
}

/** `fleet.nodes` and its like, as paths below a record's name. */
function fieldsOf(name: string, scenario: Scenario): (readonly [readonly string[], Value])[] {
  const prefix = `${name}.`;
  return Object.entries(scenario).flatMap(([key, value]) =>
    key.startsWith(prefix) ? [[key.slice(prefix.length).split("."), value] as const] : []
  );
}

/** A record that starts from a row and has some fields changed; a nested record starts from that row's own. */
function overridden(
  registry: Registry,
  type: RecordType,
  base: unknown,
  fields: readonly (readonly [readonly string[], unknown])[]
): unknown {
  const record: Record<string, unknown> = {from: base};
  const nested = new Map<string, (readonly [readonly string[], unknown])[]>();
  for (const [[head = "", ...rest], value] of fields) {
    if (rest.length === 0) record[head] = value;
    else nested.set(head, [...(nested.get(head) ?? []), [rest, value]]);
  }
  for (const [head, inner] of nested) {
    const spec = type.own[head];
    const own = record[head] ?? keyOf(registry, type, base, head);
    if (!spec || !("record" in spec) || own === undefined)
      record[head] = Object.fromEntries(inner.map(([path, value]) => [path.join("."), value]));
    else record[head] = overridden(registry, spec.record, own, inner);
  }
  return record;
}

function keyOf(
  registry: Registry,
  type: RecordType,
  base: unknown,
  field: string
): string | undefined {
  if (typeof base !== "string") return undefined;
  const key = base.startsWith(`${field}:`) ? base.slice(field.length + 1) : undefined;
  return key ?? registry.row(type, base)?.nested[field]?.key;
}

/** What a model takes where nothing is given, in the units of an address. */
export function modelDefaults(model: AnyModel, names: Names, registry: Registry): Scenario {
  const found: Record<string, Value> = {};
  for (const [id, name] of Object.entries(namesOf(model, names))) {
    const value = defaultOf(model.spec.inputs[id]!, names.known[name]?.unit, registry);
    if (value !== undefined) found[name] = value;
  }
  return found;
}

function defaultOf(
  spec: InputSpec,
  unit: string | undefined,
  registry: Registry
): Value | undefined {
  if (!("default" in spec) || spec.default === undefined) return undefined;
  const stated = spec.default;
  if (!("unit" in spec) || typeof stated === "boolean")
    return typeof stated === "object" ? undefined : stated;
  const value =
    typeof stated === "string"
      ? quantity(stated, spec.unit)
      : typeof stated === "object"
        ? figureOf(stated, registry)
        : stated;
  return value === undefined || unit === undefined ? value : value / unitOf(unit).factor;
}

/** What is wrong with a scenario, and the name in the address that it is about. */
export interface Problem {
  readonly name: string;
  readonly rule: string;
}

/** Undefined where the model takes the scenario. */
export function problemOf(
  model: AnyModel,
  names: Names,
  scenario: Scenario,
  registry: Registry
): Problem | undefined {
  const known = namesOf(model, names);
  const said = (id: string): string => {
    const [head = "", ...path] = id.split(".");
    return [known[head] ?? head, ...path].join(".");
  };
  try {
    // a model of any inputs checks them itself
    (model.solve as (given: Given, options: object) => object)(
      inputsOf(model, names, scenario, registry),
      {registry}
    );
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const {input, rule} = error.named(said);
    return {name: input, rule: rule.replace(/\{([\w.]+)\}/g, "$1")};
  }
  return undefined;
}

/** A target is no model's input, so it is checked here; undefined where all may stand. */
export function goalProblem(scenario: Scenario, goals: readonly string[]): Problem | undefined {
  const name = goals.find((one) => {
    const value = scenario[one];
    return value !== undefined && !(typeof value === "number" && value > 0);
  });
  return name === undefined ? undefined : {name, rule: "must be a number above 0"};
}
