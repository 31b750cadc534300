import {isNumber, number, reads, withChildren} from "../expression/ast.js";
import type {Node} from "../expression/ast.js";
import {fold} from "../expression/fold.js";
import {text} from "../expression/text.js";
import {isCell} from "../graph/graph.js";
import type {Graph} from "../graph/graph.js";
import type {InputSpec, SolveOptions} from "../graph/spec.js";
import type {Inputs} from "./inputs.js";

/** What a page gives and shows of a model. */
export interface PageOptions extends SolveOptions {
  /** names that have a box; everything with a label where it is left out */
  readonly shown?: readonly string[] | undefined;
  /** inputs that the page gives; those in `given` (or in some example) where it is left out */
  readonly inputs?: readonly string[] | undefined;
}

/**
 * A graph as a page shows it: inputs that it never gives stand at their defaults, so what is absent
 * folds away, and quantities that are always equal go by one name.
 */
export interface View {
  /** equations of what is not another's double, by name, in the order they can run */
  readonly nodes: ReadonlyMap<string, Node>;
  /** the name that stands for a quantity and its doubles */
  readonly nameOf: (name: string) => string;
  readonly isShown: (name: string) => boolean;
  /** the equation of a quantity or of the one that stands for it */
  readonly nodeOf: (name: string) => Node | undefined;
}

const views = new WeakMap<Graph, Map<string, View>>();
const most = 32;

/** The view for what a page gives and shows; made once. */
export function viewOf(
  graph: Graph,
  inputs: readonly string[],
  shown: readonly string[] | undefined
): View {
  let own = views.get(graph);
  if (!own) views.set(graph, (own = new Map()));
  const key = [[...inputs].sort().join(), shown?.join() ?? "*"].join("|");
  let view = own.get(key);
  if (!view) own.set(key, (view = makeView(graph, inputs, shown)));
  if (own.size > most) own.delete(own.keys().next().value!); // there is a first one
  return view;
}

/** Names of inputs that some of the scenarios give. */
export function namesGiven(scenarios: readonly Inputs[]): readonly string[] {
  const names = scenarios.flatMap((given) =>
    Object.keys(given).filter((name) => given[name] !== undefined)
  );
  return [...new Set(names)];
}

function makeView(
  graph: Graph,
  inputs: readonly string[],
  shown: readonly string[] | undefined
): View {
  const {spec} = graph.model;
  const chosen = shown && new Set(shown);
  const isShown = (name: string): boolean =>
    chosen ? chosen.has(name) : graph.quantities.get(name)?.label !== undefined;
  const uses = Object.keys(spec.uses ?? {});
  /** of equal quantities, the one that a reader would ask for; of parts' cells, the first part's */
  const rank = (name: string): number =>
    16 * +isShown(name) +
    8 * +inputs.includes(name) +
    2 * +spec.outputs.includes(name) +
    +!name.includes(".") -
    (uses.indexOf(name.split(".")[0]!) + 1) / (uses.length + 2);

  const fixed = fixedInputs(graph, inputs);
  const first = new Map<string, string>(); // a double's name -> its first one
  const best = new Map<string, string>(); // a first one -> the name that stands for all
  const known = new Map<string, string>();
  const nodes = new Map<string, Node>();
  const firstOf = (name: string): string => first.get(name) ?? name;
  const nameOf = (name: string): string => best.get(firstOf(name)) ?? firstOf(name);
  const absent = (name: string): boolean => fixed.get(name.split(".")[0]!)?.kind === "none";
  const put = (node: Node): Node => {
    if (node.kind === "ref") {
      const none: Node = {kind: "none"};
      return (
        fixed.get(node.name) ?? (absent(node.name) ? none : {kind: "ref", name: firstOf(node.name)})
      );
    }
    if (node.kind === "index" && absent(node.table)) return {kind: "none"};
    return tidy(withChildren(node, put));
  };

  for (const cell of graph.cells) {
    const {name, owner} = cell;
    const node = neat(fold(put(cell.node)));
    if (["number", "none", "option", "flag"].includes(node.kind)) {
      fixed.set(name, node);
      continue;
    }
    const key = `${owner}: ${text(node)}`;
    const same = node.kind === "ref" ? node.name : known.get(key);
    // two names that a page asks for stay two
    const isApart = chosen?.has(name) === true && same !== undefined && chosen.has(nameOf(same));
    if (same === undefined || isApart) {
      if (!known.has(key)) known.set(key, name);
      nodes.set(name, node);
      continue;
    }
    if (rank(name) > rank(nameOf(same))) best.set(same, name);
    first.set(name, same);
  }
  const renamed = (node: Node): Node =>
    node.kind === "ref" ? {kind: "ref", name: nameOf(node.name)} : withChildren(node, renamed);
  const named = new Map([...nodes].map(([name, node]) => [nameOf(name), renamed(node)] as const));
  return {
    nodes: named,
    nameOf,
    isShown,
    nodeOf: (name) =>
      named.get(nameOf(name)) ?? (isCell(graph.quantities.get(name)) ? fixed.get(name) : undefined)
  };
}

/** Inputs that a page never gives, as what their default is. */
function fixedInputs(graph: Graph, inputs: readonly string[]): Map<string, Node> {
  const fixed = new Map<string, Node>();
  for (const [name, spec] of Object.entries<InputSpec>(graph.model.spec.inputs)) {
    const value = "default" in spec ? spec.default : undefined;
    if (inputs.includes(name)) continue;
    if (value === undefined) {
      if ("optional" in spec && spec.optional) fixed.set(name, {kind: "none"});
    } else if (value === 0 || value === 1) fixed.set(name, number(value));
    else if (typeof value === "boolean") fixed.set(name, {kind: "flag", value});
    else if ("choice" in spec && typeof value === "string")
      fixed.set(name, {kind: "option", value});
  }
  return fixed;
}

/** A number that was written without a unit. */
const isPlain = (node: Node): node is Node & {readonly kind: "number"} =>
  node.kind === "number" && /^[\d.]+$/.test(node.text);

/** x + 0, 1 x, 1 - 1, min(x, x) and the like: what a fixed input leaves behind. */
function tidy(node: Node): Node {
  if (node.kind === "call" && (node.name === "min" || node.name === "max")) {
    const args = [...new Map(node.args.map((one) => [text(one), one])).values()];
    const of = node.name === "min" ? Math.min : Math.max;
    if (args.every(isPlain)) return number(of(...args.map(({value}) => value)));
    return args.length === 1 ? args[0]! : {...node, args};
  }
  if (node.kind === "index" && node.by.kind === "option")
    return {kind: "ref", name: `${node.table}.${node.by.value}`};
  if (node.kind !== "arithmetic") return node;
  const {op, a, b} = node;
  if (isPlain(a) && isPlain(b)) {
    if (op === "+") return number(a.value + b.value);
    if (op === "-" && a.value >= b.value) return number(a.value - b.value);
    if (op === "*") return number(a.value * b.value);
  }
  if ((op === "+" || op === "-") && isNumber(b, 0)) return a;
  if (op === "+" && isNumber(a, 0)) return b;
  if (op === "*" && (isNumber(a, 0) || isNumber(b, 0))) return number(0);
  if (op === "/" && isNumber(a, 0)) return number(0);
  if (op === "*" && isNumber(a, 1)) return b;
  if ((op === "*" || op === "/" || op === "^") && isNumber(b, 1)) return a;
  return node;
}

/** Tidied through and through: folding leaves behind what tidying the parts could not see. */
export const neat = (node: Node): Node => tidy(withChildren(node, neat));

/** Adds the names and tables that an equation reads. */
export function collect(node: Node, into: Set<string>): void {
  const {names, tables} = reads(node);
  for (const name of [...names, ...tables]) into.add(name);
}
