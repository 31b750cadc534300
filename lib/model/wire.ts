import {InputError, nearest} from "../errors.js";
import type {InputErrorCode} from "../errors.js";
import type {AnyModel, CellSpec, InputSpec} from "../graph/spec.js";
import {snakeCase} from "../registry/schema.js";
import type {Inputs} from "./inputs.js";

/** How a caller writes names: `seqLen`, `seq_len`, `--seq-len`. */
export type Naming = (id: string) => string;

/** Name of an input or output in JSON, in CSV and in a batch: its stated name, else its id in snake_case. */
export function wireName(model: AnyModel, id: string): string {
  const {inputs, cells} = model.spec;
  const spec: InputSpec | CellSpec | undefined = inputs[id] ?? cells[id];
  return (spec && "wire" in spec && spec.wire?.name) || snakeCase(id);
}

/** Path of an input as JSON has it: `hardware.memory_bandwidth`. */
export function wirePath(model: AnyModel): Naming {
  return (path) => {
    const [head = "", ...rest] = path.split(".");
    return [wireName(model, head), ...rest.map(snakeCase)].join(".");
  };
}

/** Name of an input as a flag: `--duration-days`. */
export function flagName(model: AnyModel, id: string): string {
  return `--${wireName(model, id).replace(/_/g, "-")}`;
}

/** Path of an input as a flag has it: `--hardware.memory-bandwidth`. */
export function flagPath(model: AnyModel): Naming {
  return (path) => `--${wirePath(model)(path).replace(/_/g, "-")}`;
}

/** A model's name on the command line: `ServingModel` is `serving`. */
export function nounOf(model: AnyModel): string {
  return snakeCase(model.name.replace(/Model$/, ""))
    .replace(/^_/, "")
    .replace(/_/g, "-");
}

/** The model that a class name or a noun means; throws `InputError` with the nearest. */
export function modelNamed(models: readonly AnyModel[], name: unknown): AnyModel {
  const found = models.find((model) => model.name === name || nounOf(model) === name);
  if (found) return found;
  const known = models.flatMap((model) => [model.name, nounOf(model)]);
  throw new InputError({
    model: "ironlaw",
    code: name === undefined ? "missing" : "unknown",
    input: "solver",
    rule: name === undefined ? `must be one of ${known.join(", ")}` : "no such model",
    value: name,
    nearest: typeof name === "string" ? nearest(name, known) : undefined
  });
}

/** The input that a name on the wire means; undefined for none. */
export function inputNamed(model: AnyModel, name: string): string | undefined {
  return Object.keys(model.spec.inputs).find(
    (id) => name === id || name === wireName(model, id) || name === snakeCase(id)
  );
}

/**
 * Inputs as JSON has them, by id. A bare number under a name that carries a unit is in that unit
 * (`duration_days: 30`). Throws `InputError` for a name that is not known or stands twice.
 */
export function fromWire(model: AnyModel, inputs: unknown): Inputs {
  if (typeof inputs !== "object" || inputs === null || Array.isArray(inputs)) {
    const rule = "must be an object of inputs by name";
    throw new InputError({model: model.name, code: "invalid", input: "inputs", rule, value: inputs});
  }
  const given: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(inputs)) {
    const id = inputNamed(model, name);
    if (id === undefined) {
      const close = nearest(name, Object.keys(model.spec.inputs).map((known) => wireName(model, known)));
      const rule = "no such input";
      throw new InputError({model: model.name, code: "unknown", input: name, rule, nearest: close});
    }
    if (Object.hasOwn(given, id)) {
      throw new InputError({model: model.name, code: "ambiguous", input: name, rule: "given twice"});
    }
    given[id] = inWireUnit(model.spec.inputs[id]!, name === id ? undefined : name, value);
  }
  return given;
}

function inWireUnit(spec: InputSpec, name: string | undefined, value: unknown): unknown {
  if (!("unit" in spec) || spec.wire?.unit === undefined || name !== spec.wire.name) return value;
  return typeof value === "number" ? {value, unit: spec.wire.unit} : value;
}

export type WireValue = number | string | boolean | null;

/** Outputs by their names in JSON: numbers in SI, an infinite one as text. Cells that the fidelity lacks are left out. */
export function toWire(model: AnyModel, solution: object): Readonly<Record<string, WireValue>> {
  const outputs: Record<string, WireValue> = {};
  for (const id of model.spec.outputs) {
    const value = (solution as Readonly<Record<string, WireValue | undefined>>)[id]; // a solution of this model
    if (value === undefined) continue;
    outputs[wireName(model, id)] =
      typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
  }
  return outputs;
}

/** What is wrong, in the caller's names. */
export interface WireError {
  readonly code: InputErrorCode;
  readonly input: string;
  readonly message: string;
}

/** An `InputError` as a line of a batch has it; throws anything else on. */
export function wireError(error: unknown, name: Naming): WireError {
  if (!(error instanceof InputError)) throw error;
  const {code, input, message} = error.named(name);
  return {code, input, message};
}
