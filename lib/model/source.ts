import type {AnyModel, RecordInput, SolveOptions} from "../graph/spec.js";
import {given as stated, sourceIn} from "../registry/provenance.js";
import type {FieldSource} from "../registry/provenance.js";
import type {Registry} from "../registry/registry.js";
import {resolve} from "../registry/resolve.js";
import type {Row} from "../registry/row.js";
import {isCell} from "../graph/graph.js";
import type {Cell, Graph} from "../graph/graph.js";
import {emptyRegistry} from "./inputs.js";
import type {Inputs} from "./inputs.js";
import {graphOf} from "./model.js";
import {solved} from "./solve.js";
import {taken} from "./taken.js";
import {isFigure} from "./writer.js";

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
 * definition cites. A cell that cites nothing and only passes another value on has that value's source. Undefined for what
 * is computed and cites nothing.
 */
export function sourceOf(
  model: AnyModel,
  name: string,
  given: Inputs,
  {fidelity = "refined", registry = emptyRegistry}: SolveOptions = {}
): FieldSource | undefined {
  const place = fieldNamed(model, name);
  if (place) return rowGiven(model, place.input, given, registry)?.source(place.field);
  const input = model.spec.inputs[name];
  if (input) {
    const isLeftOut = given[name] === undefined || ("default" in input && given[name] === null);
    if (!isLeftOut) return stated;
    if ("default" in input && isFigure(input.default)) {
      const {of, key, field} = input.default;
      return registry.row(of, key)?.source(field);
    }
    return cited(input.source, registry);
  }
  const graph = graphOf(model, fidelity);
  const quantity = graph.quantities.get(name);
  if (quantity?.source !== undefined || !isCell(quantity)) return cited(quantity?.source, registry);
  const passed = passedOn(graph, quantity, given, registry);
  return passed === undefined ? undefined : sourceOf(model, passed, given, {fidelity, registry});
}

/** The one quantity that a cell passes on: a field of the record that it chooses. */
function passedOn(
  graph: Graph,
  {node}: Cell,
  given: Inputs,
  registry: Registry
): string | undefined {
  const here = taken(node, graph, solved(graph, given, registry));
  return here.kind === "ref" ? here.name : undefined;
}

/** kinds of reference that there is nothing to open of */
const judged: ReadonlySet<string> = new Set(["convention", "judgement"]);

const references = new WeakMap<Registry, ReadonlyMap<string, FieldSource>>();

/** A row of `references.csv`: what an equation or a constant cites. */
export function cited(key: string | undefined, registry: Registry): FieldSource | undefined {
  if (key === undefined) return undefined;
  let known = references.get(registry);
  if (!known) references.set(registry, (known = referencesOf(registry)));
  return known.get(key) ?? {title: key, status: "unchecked"};
}

/** A reference without a status of its own has not been opened, unless it is a convention. */
function referencesOf(registry: Registry): ReadonlyMap<string, FieldSource> {
  const found = new Map<string, FieldSource>();
  for (const row of registry.table("references")?.rows ?? []) {
    const [title, address] = [row.cell("title"), row.cell("address")];
    const unstated = judged.has(row.cell("kind")) ? "judgement" : "unchecked";
    found.set(row.cell("key"), sourceIn(row, {title, address, unstated}));
  }
  return found;
}
