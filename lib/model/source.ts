import type {AnyModel, Figure, RecordInput, SolveOptions} from "../graph/spec.js";
import type {FieldSource} from "../registry/provenance.js";
import type {Registry} from "../registry/registry.js";
import {resolve} from "../registry/resolve.js";
import type {Row} from "../registry/row.js";
import {emptyRegistry} from "./inputs.js";
import type {Inputs} from "./inputs.js";

/** A record input and the field that a name means: `hardware.peakFlops.fp8` is `peakFlops[fp8]`. */
export interface FieldName {
  readonly input: string;
  readonly spec: RecordInput;
  readonly field: string;
}

export function fieldNamed(model: AnyModel, name: string): FieldName | undefined {
  const dot = name.indexOf(".");
  const input = name.slice(0, dot);
  const spec = model.spec.inputs[input];
  if (dot < 0 || !spec || !("record" in spec)) return undefined;
  const field = name.slice(dot + 1).replace(/\[.*\]$/, "");
  if (spec.record.fields[field]) return {input, spec, field};
  const last = field.lastIndexOf(".");
  return {input, spec, field: `${field.slice(0, last)}[${field.slice(last + 1)}]`};
}

/** The row that a record input means in a call; undefined for none. */
export function rowGiven(
  model: AnyModel,
  input: string,
  given: Inputs,
  registry: Registry
): Row | undefined {
  const spec = model.spec.inputs[input];
  if (!spec || !("record" in spec)) return undefined;
  const value = given[input] ?? spec.default;
  return value === undefined || value === null
    ? undefined
    : resolve(registry, spec.record, value, {model: model.name, input});
}

/**
 * Where a value comes from: the source of a record's field or of a default, else the reference that its
 * definition cites. Undefined for what is computed and cites nothing, and for an input that is given.
 */
export function sourceOf(
  model: AnyModel,
  name: string,
  given: Inputs,
  {registry = emptyRegistry}: SolveOptions = {}
): FieldSource | undefined {
  const place = fieldNamed(model, name);
  if (place) return rowGiven(model, place.input, given, registry)?.source(place.field);
  const input = model.spec.inputs[name];
  if (input) {
    if (given[name] !== undefined) return {title: "given", status: "given"};
    if ("default" in input && isFigure(input.default)) {
      const {of, key, field} = input.default;
      return registry.row(of, key)?.source(field);
    }
    return cited(input.source, registry);
  }
  return cited(model.spec.cells[name]?.source, registry);
}

function isFigure(value: unknown): value is Figure {
  return typeof value === "object" && value !== null && "of" in value;
}

/** A row of `references.csv`: what an equation or a constant cites. */
export function cited(key: string | undefined, registry: Registry): FieldSource | undefined {
  if (key === undefined) return undefined;
  const row = registry.table("references")?.rows.find((one) => one.cell("key") === key);
  if (!row) return {title: key, status: "unchecked"};
  const [address, checked] = [row.cell("address"), row.cell("checked")];
  return {
    title: row.cell("title"),
    status:
      checked === "" ? (row.cell("kind") === "convention" ? "judgement" : "unchecked") : "checked",
    ...(address === "" ? {} : {address}),
    ...(checked === "" ? {} : {checked})
  };
}
