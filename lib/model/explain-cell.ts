import type {Node} from "../expression/ast.js";
import {reads} from "../expression/ast.js";
import {text} from "../expression/text.js";
import {InputError, nearest} from "../errors.js";
import type {Slots} from "../expression/interpret.js";
import type {Graph, Quantity} from "../graph/graph.js";
import type {AnyModel} from "../graph/spec.js";
import type {FieldSource} from "../registry/provenance.js";
import {plainSymbol} from "./diagram.js";
import {emptyRegistry, valueText} from "./inputs.js";
import type {Inputs} from "./inputs.js";
import {graphOf} from "./model.js";
import {noneOf} from "./none.js";
import {plain, solved} from "./solve.js";
import {sourceOf} from "./source.js";
import {taken} from "./taken.js";
import {namesGiven, neat, viewOf} from "./view.js";
import type {PageOptions, View} from "./view.js";

/** What a page says of one quantity in one scenario. */
export interface Explained {
  /** the name that stands for it in the page's diagram */
  readonly name: string;
  /** at most 20 characters where the definition states one, else its `doc` */
  readonly label: string;
  readonly symbol: string;
  readonly doc: string;
  readonly why?: string;
  readonly unit: string;
  /** unit to print in */
  readonly show?: string;
  /** in SI; null where there is none */
  readonly value: number | string | boolean | null;
  /** the value as text with a unit */
  readonly shown: string;
  /** why there is no value */
  readonly none?: string;
  /** only the branch that holds; left out for inputs, fields and entries of tables */
  readonly equation?: string;
  /** the same text for the same equation of the same quantity: what typeset lines are found by */
  readonly key: string;
  /** quantities that the equation reads, by their names in the diagram */
  readonly names: readonly string[];
  readonly source?: FieldSource;
}

/** An equation as it holds in a scenario. */
export interface Holding {
  readonly graph: Graph;
  readonly slots: Slots;
  readonly view: View;
  /** the name that stands for the quantity */
  readonly name: string;
  readonly quantity: Quantity;
  readonly node: Node | undefined;
}

/**
 * One quantity at one set of inputs: a cell, an input, a record's field. `given` should name every input
 * that the page can give, for those that it leaves out fold away (or say them in `inputs`).
 */
export function explainCell(
  model: AnyModel,
  cell: string,
  given: Inputs,
  options: PageOptions = {}
): Explained {
  const held = holding(model, cell, given, options);
  const {graph, slots, name, quantity, node} = held;
  const {symbol, doc, unit, label, why, show, slot} = quantity;
  const value = slots[slot]!;
  const isNone = Number.isNaN(value);
  const equation = node && text(node);
  const source = sourceOf(model, name, given, options);
  const none = isNone ? noneOf(graph, quantity, slots) : undefined;
  return {
    name,
    label: label ?? doc,
    symbol: plainSymbol(symbol),
    doc,
    unit,
    value: isNone ? null : plain(graph, quantity, value),
    shown: valueText(graph, slot, slots),
    key: keyOf(held),
    names: node ? [...reads(node).names] : [],
    ...(equation === undefined ? {} : {equation}),
    ...(why === undefined ? {} : {why}),
    ...(show === undefined ? {} : {show}),
    ...(none === undefined ? {} : {none}),
    ...(source === undefined ? {} : {source})
  };
}

/** The equation of a quantity as a page shows it, in a scenario; throws `InputError` for an unknown name. */
export function holding(
  model: AnyModel,
  cell: string,
  given: Inputs,
  options: PageOptions
): Holding {
  return holdingAt(model, given, options)(cell);
}

/** `holding` of many quantities in one scenario, which is solved once: they hold until the model is solved again. */
export function holdingAt(
  model: AnyModel,
  given: Inputs,
  {fidelity = "refined", registry = emptyRegistry, shown, inputs}: PageOptions
): (cell: string) => Holding {
  const graph = graphOf(model, fidelity);
  const view = viewOf(graph, inputs ?? namesGiven([given]), shown);
  let slots: Slots | undefined;
  return (cell) => {
    const name = view.nameOf(cell);
    const quantity = graph.quantities.get(name);
    if (!quantity || quantity.slot === 0) {
      const rule = `no such quantity at ${fidelity}`;
      const close = nearest(cell, graph.quantities.keys());
      throw new InputError({model: model.name, code: "unknown", input: cell, rule, nearest: close});
    }
    slots ??= solved(graph, given, registry);
    const node = view.nodeOf(cell);
    return {graph, slots, view, name, quantity, node: node && neat(taken(node, graph, slots))};
  };
}

/** The same text for the same equation of the same quantity. */
export function keyOf({name, node}: Holding): string {
  return node ? `${name}: ${text(node)}` : name;
}
