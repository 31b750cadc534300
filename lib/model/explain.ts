import type {Slots} from "../expression/interpret.js";
import {latex} from "../expression/latex.js";
import type {LatexScope} from "../expression/latex.js";
import {text} from "../expression/text.js";
import type {Cell, Graph} from "../graph/graph.js";
import type {AnyModel, SolveOptions} from "../graph/spec.js";
import type {FieldSource} from "../registry/provenance.js";
import type {Registry} from "../registry/registry.js";
import type {Row} from "../registry/row.js";
import {emptyRegistry, valueText} from "./inputs.js";
import type {Inputs} from "./inputs.js";
import {graphOf} from "./model.js";
import {noneOf} from "./none.js";
import {plain, solved} from "./solve.js";
import {cited, fieldNamed, rowGiven} from "./source.js";
import {taken} from "./taken.js";

/** A registry field that a step reads. */
export interface ReadField {
  readonly name: string;
  /** name of the record */
  readonly row: string;
  readonly shown: string;
  readonly source: FieldSource;
}

/** One step of a calculation, texts ready for a page. */
export interface Step {
  readonly name: string;
  readonly label?: string;
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
  /** why there is no value */
  readonly none?: string;
  readonly fields: readonly ReadField[];
  /** what the equation or its constants cite */
  readonly source?: FieldSource;
}

/** Every step in order, at one set of inputs. */
export function explain(
  model: AnyModel,
  given: Inputs,
  {fidelity = "refined", registry = emptyRegistry}: SolveOptions = {}
): readonly Step[] {
  const graph = graphOf(model, fidelity);
  const slots = solved(graph, given, registry);
  const scope = latexScope(graph);
  const shownName = (name: string): string => {
    const about = graph.quantities.get(name);
    return about && about.slot > 0 ? valueText(graph, about.slot, slots) : name;
  };
  const rows = rowsGiven(model, given, registry);
  return graph.cells.map((cell): Step => {
    const {name, label, doc, owner, unit, symbol, node} = cell;
    const source = cited(cell.source, registry);
    const value = plain(graph, cell, slots[cell.slot]!);
    const none = noneOf(graph, cell, slots);
    return {
      name,
      doc,
      owner,
      unit,
      value,
      shown: valueText(graph, cell.slot, slots),
      equation: text(node),
      latex: `${symbol} = ${latex(node, scope)}`,
      substituted: text(taken(node, graph, slots), shownName),
      fields: fieldsOf(graph, cell, rows, slots),
      ...(label === undefined ? {} : {label}),
      ...(none === undefined ? {} : {none}),
      ...(source === undefined ? {} : {source})
    };
  });
}

export function latexScope(graph: Graph): LatexScope {
  return {
    symbol: (name) => graph.quantities.get(name)?.symbol ?? `\\text{${name}}`,
    named: (name) => graph.scope.named(name)
  };
}

/** The rows that record inputs mean in a call. */
function rowsGiven(model: AnyModel, given: Inputs, registry: Registry): ReadonlyMap<string, Row> {
  const rows = new Map<string, Row>();
  for (const input of Object.keys(model.spec.inputs)) {
    const row = rowGiven(model, input, given, registry);
    if (row) rows.set(input, row);
  }
  return rows;
}

function fieldsOf(
  graph: Graph,
  cell: Cell,
  rows: ReadonlyMap<string, Row>,
  slots: Slots
): readonly ReadField[] {
  const found: ReadField[] = [];
  for (const slot of cell.reads) {
    const name = graph.bySlot[slot]?.name ?? "";
    const place = fieldNamed(graph.model, name);
    const row = place && rows.get(place.input);
    if (!row || Number.isNaN(slots[slot])) continue;
    const shown = valueText(graph, slot, slots);
    found.push({name, row: row.name, shown, source: row.source(place.field)});
  }
  return found;
}
