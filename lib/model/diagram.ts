import {children, number, reads, withChildren} from "../expression/ast.js";
import type {Node} from "../expression/ast.js";
import {fold} from "../expression/fold.js";
import {latex} from "../expression/latex.js";
import {text} from "../expression/text.js";
import type {Slots} from "../expression/interpret.js";
import type {Graph} from "../graph/graph.js";
import type {AnyModel, InputSpec, SolveOptions} from "../graph/spec.js";
import {emptyRegistry} from "./inputs.js";
import type {Inputs} from "./inputs.js";
import {graphOf} from "./model.js";
import {solved} from "./solve.js";
import {taken} from "./taken.js";

/** A box of a page's graph. */
export interface Box {
  readonly name: string;
  /** at most 20 characters */
  readonly label: string;
  readonly symbol: string;
  readonly unit: string;
  readonly show?: string;
  readonly doc: string;
  readonly why?: string;
  /** boxes that it reads, through hidden cells */
  readonly deps: readonly string[];
}

/** An equation as it holds for a scenario. */
export interface Holding {
  /** the same text for the same equation of the same cell: what typeset lines are found by */
  readonly key: string;
  /** quantities that it reads */
  readonly names: readonly string[];
  readonly equation: string;
  readonly node: Node;
}

/** A model as a page shows it. */
export interface Diagram {
  /** every quantity that is not another's double, drawn or not */
  readonly boxes: ReadonlyMap<string, Box>;
  /** the name that stands for a quantity that only passes another on */
  readonly nameOf: (name: string) => string;
  /** boxes with a label that some of the scenarios reach, in the order they can run */
  readonly drawn: (scenarios: readonly Inputs[]) => readonly Box[];
  /** undefined for what has no equation: inputs, fields, constants */
  readonly holds: (name: string, given: Inputs) => Holding | undefined;
  /** two lines of LaTeX: symbols, and slots (`\htmlData{slot=NAME}`) that values are written into */
  readonly lines: (name: string, holding: Holding) => readonly [string, string];
}

const isNumber = (node: Node, value: number): boolean =>
  node.kind === "number" && node.value === value;

/** x + 0, 1 x and the like: what a fixed input leaves behind. */
function tidy(node: Node): Node {
  if (node.kind !== "arithmetic") return node;
  const {op, a, b} = node;
  if ((op === "+" || op === "-") && isNumber(b, 0)) return a;
  if (op === "+" && isNumber(a, 0)) return b;
  if (op === "*" && (isNumber(a, 0) || isNumber(b, 0))) return number(0);
  if (op === "*" && isNumber(a, 1)) return b;
  if ((op === "*" || op === "/" || op === "^") && isNumber(b, 1)) return a;
  return node;
}

/**
 * The graph of a model with the inputs that a page never gives (`inputs` are those that it does) at
 * their defaults: what is absent folds away, a cell that only passes another on is that other, and an
 * equal part used twice is drawn once.
 */
export function diagram(
  model: AnyModel,
  inputs: readonly string[],
  {fidelity = "refined", registry = emptyRegistry}: SolveOptions = {}
): Diagram {
  const graph = graphOf(model, fidelity);
  const {nodes, nameOf} = merged(graph, fixedInputs(model, inputs));
  const boxes = new Map<string, Box>();
  for (const [name, quantity] of graph.quantities) {
    if (nameOf(name) !== name) continue;
    const {symbol, unit, doc, show, label, why} = quantity;
    const node = nodes.get(name);
    boxes.set(name, {
      name,
      label: label ?? doc,
      symbol: symbol.replace(/\^\{\\text\{[^}]*\}\}/, ""),
      unit,
      doc,
      deps: node ? [...reads(node).names].map(nameOf) : [],
      ...(show === undefined ? {} : {show}),
      ...(why === undefined ? {} : {why})
    });
  }
  const isShown = (name: string): boolean => graph.quantities.get(name)?.label !== undefined;
  const slotsOf = (given: Inputs): Slots => solved(graph, given, registry);

  function drawn(scenarios: readonly Inputs[]): readonly Box[] {
    const direct = new Map<string, Set<string>>();
    for (const given of scenarios) {
      const slots = slotsOf(given).slice();
      for (const [name, node] of nodes) {
        const into = direct.get(name) ?? new Set<string>();
        collect(taken(node, graph, slots), nameOf, into);
        direct.set(name, into);
      }
    }
    const needed = reachable(model.spec.outputs.map(nameOf), direct);
    return [...boxes.values()]
      .filter(({name}) => isShown(name) && needed.has(name))
      .map((box) => ({...box, deps: [...shownBefore(box.name, direct, isShown)]}));
  }
  function holds(name: string, given: Inputs): Holding | undefined {
    const node = nodes.get(nameOf(name));
    if (!node) return undefined;
    const here = renamed(taken(node, graph, slotsOf(given)), nameOf);
    const equation = text(here);
    return {
      key: `${nameOf(name)}: ${equation}`,
      names: [...reads(here).names],
      equation,
      node: here
    };
  }
  function lines(name: string, {node}: Holding): readonly [string, string] {
    const symbol = (of: string): string =>
      boxes.get(of)?.symbol || graph.quantities.get(of)?.symbol || `\\text{${of}}`;
    const named = (of: string) => graph.scope.named(of);
    const slot = (of: string): string => `\\htmlData{slot=${of}}{\\text{0}}`;
    const own = symbol(nameOf(name));
    return [
      `${own} = ${latex(node, {named, symbol})}`,
      // numbers side by side need a sign between them
      `\\phantom{${own}} = ${latex(node, {named, symbol: slot}).replace(/\\,(?=\\htmlData)/g, "\\times ")}`
    ];
  }
  return {boxes, nameOf, drawn, holds, lines};
}

/** Inputs that a page never gives, as what their default is. */
function fixedInputs(model: AnyModel, inputs: readonly string[]): Map<string, Node> {
  const fixed = new Map<string, Node>();
  for (const [name, spec] of Object.entries<InputSpec>(model.spec.inputs)) {
    if (inputs.includes(name)) continue;
    const value = "default" in spec ? spec.default : undefined;
    if (value === undefined) fixed.set(name, {kind: "none"});
    else if (value === 0 || value === 1) fixed.set(name, number(value));
    else if (typeof value === "boolean") fixed.set(name, {kind: "flag", value});
    else fixed.set(name, {kind: "ref", name});
  }
  return fixed;
}

/** Cells with the fixed inputs put in; equal and pass-through ones under one name. */
function merged(
  graph: Graph,
  fixed: Map<string, Node>
): {readonly nodes: ReadonlyMap<string, Node>; readonly nameOf: (name: string) => string} {
  const alias = new Map<string, string>();
  const known = new Map<string, string>();
  const nodes = new Map<string, Node>();
  const isShown = (name: string): boolean => graph.quantities.get(name)?.label !== undefined;
  const isOwn = (name: string): boolean => !name.includes(".");
  const nameOf = (name: string): string => {
    let to = name;
    for (let next = alias.get(to); next !== undefined; next = alias.get(to)) to = next;
    return to;
  };
  const put = (node: Node): Node => {
    if (node.kind === "ref") {
      const own = fixed.get(node.name);
      if (own) return own;
      const head = fixed.get(node.name.split(".")[0]!);
      return head?.kind === "none" ? head : {kind: "ref", name: nameOf(node.name)};
    }
    return tidy(withChildren(node, put));
  };
  for (const cell of graph.cells) {
    const node = fold(put(cell.node));
    if (["number", "none", "option", "flag"].includes(node.kind)) {
      fixed.set(cell.name, node);
      continue;
    }
    const key = `${cell.owner}: ${text(node)}`;
    const same = node.kind === "ref" ? node.name : known.get(key);
    if (same === undefined || same === cell.name) {
      known.set(key, cell.name);
      nodes.set(cell.name, node);
    } else if (
      nodes.has(same) &&
      isShown(cell.name) &&
      (!isShown(same) || (isOwn(cell.name) && !isOwn(same)))
    ) {
      // the model's own, shown name stands for both
      alias.set(same, cell.name);
      nodes.set(cell.name, nodes.get(same)!);
      nodes.delete(same);
    } else alias.set(cell.name, same);
  }
  for (const [name, node] of nodes) nodes.set(name, renamed(node, nameOf));
  return {nodes, nameOf};
}

function renamed(node: Node, nameOf: (name: string) => string): Node {
  if (node.kind === "ref") return {kind: "ref", name: nameOf(node.name)};
  return withChildren(node, (child) => renamed(child, nameOf));
}

function collect(node: Node, nameOf: (name: string) => string, into: Set<string>): void {
  if (node.kind === "ref") into.add(nameOf(node.name));
  if (node.kind === "index") into.add(node.table);
  for (const child of children(node)) collect(child, nameOf, into);
}

function reachable(
  from: readonly string[],
  direct: ReadonlyMap<string, ReadonlySet<string>>
): Set<string> {
  const found = new Set(from);
  for (const name of found) for (const next of direct.get(name) ?? []) found.add(next);
  return found;
}

/** The nearest shown names upstream. */
function shownBefore(
  name: string,
  direct: ReadonlyMap<string, ReadonlySet<string>>,
  isShown: (name: string) => boolean
): Set<string> {
  const found = new Set<string>();
  const seen = new Set([name]);
  const todo = [name];
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    for (const from of direct.get(at) ?? []) {
      if (seen.has(from)) continue;
      seen.add(from);
      if (isShown(from)) found.add(from);
      else todo.push(from);
    }
  }
  return found;
}
