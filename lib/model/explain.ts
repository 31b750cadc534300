import {latex} from "../expression/latex.js";
import type {LatexScope} from "../expression/latex.js";
import {text} from "../expression/text.js";
import type {FieldSource} from "../registry/provenance.js";
import type {Registry} from "../registry/registry.js";
import {resolve} from "../registry/resolve.js";
import {interpret} from "../expression/interpret.js";
import type {Slots} from "../expression/interpret.js";
import type {Node} from "../expression/ast.js";
import {emptyRegistry, valueText} from "./inputs.js";
import type {Inputs} from "./inputs.js";
import {graphOf} from "./model.js";
import {plain, solved} from "./solve.js";
import type {Cell, Graph} from "../graph/graph.js";
import type {
  Given,
  InputSpecs,
  CellSpecs,
  Model,
  RecordInput,
  SolveOptions
} from "../graph/spec.js";

/** One step of a calculation, texts ready for a page. */
export interface Step {
  readonly name: string;
  readonly doc: string;
  /** the model or part that states it */
  readonly owner: string;
  readonly unit: string;
  readonly value: number | boolean | string | null;
  readonly shown: string;
  readonly equation: string;
  readonly latex: string;
  /** the equation with values in place of names, only the branch that was taken */
  readonly substituted: string;
  /** registry fields that it reads, with where they come from */
  readonly fields: readonly {
    readonly name: string;
    readonly row: string;
    readonly shown: string;
    readonly source: FieldSource;
  }[];
}

/** Every step in order, at one set of inputs. */
export function explain<I extends InputSpecs, C extends CellSpecs, O extends string>(
  model: Model<I, C, O>,
  given: Given<I>,
  {fidelity = "refined", registry = emptyRegistry}: SolveOptions = {}
): readonly Step[] {
  const graph = graphOf(model, fidelity);
  const slots = solved(graph, given, registry);
  const scope = latexScope(graph);
  return graph.cells.map((cell) => ({
    name: cell.name,
    doc: cell.doc,
    owner: cell.owner,
    unit: cell.unit,
    value: plain(graph, cell, slots[cell.slot]!),
    shown: valueText(graph, cell.slot, slots),
    equation: text(cell.node),
    latex: `${cell.symbol} = ${latex(cell.node, scope)}`,
    substituted: text(taken(cell.node, graph, slots), (name) => shownName(graph, name, slots)),
    fields: fieldsOf(graph, cell, given, slots, registry)
  }));
}

export function latexScope(graph: Graph): LatexScope {
  return {
    symbol: (name) => graph.quantities.get(name)?.symbol ?? `\\text{${name}}`,
    named: (name) => graph.scope.named(name)
  };
}

function shownName(graph: Graph, name: string, slots: Slots): string {
  const about = graph.quantities.get(name);
  return about && about.slot > 0 ? valueText(graph, about.slot, slots) : name;
}

/** The equation without the branches that did not run; a table entry becomes the name of the entry. */
function taken(node: Node, graph: Graph, slots: Slots): Node {
  if (node.kind === "if") {
    const test = interpret(node.test, slots, graph.scope);
    return taken(test ? node.then : node.otherwise, graph, slots);
  }
  if (node.kind === "orElse") {
    const found = interpret(node.a, slots, graph.scope);
    return taken(Number.isNaN(found) ? node.b : node.a, graph, slots);
  }
  if (node.kind === "index") {
    const option = graph.options[interpret(node.by, slots, graph.scope)];
    return option === undefined ? node : {kind: "ref", name: `${node.table}.${option}`};
  }
  if (node.kind === "arithmetic" || node.kind === "compare" || node.kind === "logic") {
    return {...node, a: taken(node.a, graph, slots), b: taken(node.b, graph, slots)};
  }
  if (node.kind === "call")
    return {...node, args: node.args.map((arg) => taken(arg, graph, slots))};
  return node;
}

function fieldsOf(
  graph: Graph,
  cell: Cell,
  given: Inputs,
  slots: Slots,
  registry: Registry
): Step["fields"] {
  const found: Step["fields"][number][] = [];
  for (const slot of cell.reads) {
    const name = graph.bySlot[slot]?.name ?? "";
    const place = fieldPlace(graph, name);
    if (!place || Number.isNaN(slots[slot])) continue;
    const {input, spec, field} = place;
    const row = resolve(registry, spec.record, given[input] ?? spec.default, {
      model: graph.model.name,
      input
    });
    found.push({
      name,
      row: row.name,
      shown: valueText(graph, slot, slots),
      source: row.source(field)
    });
  }
  return found;
}

/** The record input and the field that a name means: `hardware.peakFlops.fp8` is `peakFlops[fp8]` of `hardware`. */
function fieldPlace(
  graph: Graph,
  name: string
): {input: string; spec: RecordInput; field: string} | undefined {
  const dot = name.indexOf(".");
  const input = name.slice(0, dot);
  const spec = graph.model.spec.inputs[input];
  if (dot < 0 || !spec || !("record" in spec)) return undefined;
  const field = name.slice(dot + 1);
  if (spec.record.fields[field]) return {input, spec, field};
  const last = field.lastIndexOf(".");
  return {input, spec, field: `${field.slice(0, last)}[${field.slice(last + 1)}]`};
}
