import type {AnyModel} from "../graph/spec.js";
import {emptyRegistry} from "./inputs.js";
import type {Inputs} from "./inputs.js";
import {graphOf} from "./model.js";
import {solved} from "./solve.js";
import {taken} from "./taken.js";
import {collect, namesGiven, neat, viewOf} from "./view.js";
import type {PageOptions} from "./view.js";

/** A box of a page's graph. */
export interface DiagramNode {
  readonly name: string;
  /** at most 20 characters where the definition states one, else its `doc` */
  readonly label: string;
  readonly symbol: string;
  readonly unit: string;
  /** unit to print in */
  readonly show?: string;
  /** a cell that the model documents */
  readonly output: boolean;
  readonly doc: string;
  readonly why?: string;
  /** boxes that it reads, through what has no box */
  readonly deps: readonly string[];
}

/** A model as a page draws it: boxes, each after those that it reads. */
export interface Diagram {
  readonly nodes: readonly DiagramNode[];
}

/**
 * The graph of a model as a page draws it. Inputs that no example gives fold away, equal quantities
 * are one box, arrows go through what is not shown, and only branches that some example takes count.
 * `shown` are the names that get a box; left out, everything that has a label and that some output
 * of some example needs.
 */
export function diagram(
  model: AnyModel,
  {shown, examples}: {readonly shown?: readonly string[]; readonly examples: readonly Inputs[]},
  {fidelity = "refined", registry = emptyRegistry, inputs}: Omit<PageOptions, "shown"> = {}
): Diagram {
  const graph = graphOf(model, fidelity);
  const {nodes, nameOf, isShown} = viewOf(graph, inputs ?? namesGiven(examples), shown);
  const direct = new Map<string, Set<string>>();
  for (const given of examples) {
    const slots = solved(graph, given, registry);
    for (const [name, node] of nodes) {
      const into = direct.get(name) ?? new Set<string>();
      collect(neat(taken(node, graph, slots)), into);
      direct.set(name, into);
    }
  }
  const readBy = (name: string): Iterable<string> => direct.get(name) ?? [];
  const named = (shown ?? []).filter((name) => graph.quantities.has(name)).map(nameOf);
  const drawn = new Set(named);
  if (!shown) {
    const outputs = model.spec.outputs.filter((name) => graph.quantities.has(name)).map(nameOf);
    for (const name of reached(outputs, readBy)) if (isShown(name)) drawn.add(name);
  }
  const deps = new Map<string, readonly string[]>();
  for (const name of drawn)
    deps.set(
      name,
      before(name, readBy, (other) => drawn.has(other))
    );
  return {
    nodes: inOrder(drawn, deps).map((name): DiagramNode => {
      const {symbol, unit, doc, show, label, why} = graph.quantities.get(name)!;
      return {
        name,
        label: label ?? doc,
        symbol: plainSymbol(symbol),
        unit,
        doc,
        output: model.spec.outputs.includes(name),
        deps: deps.get(name)!,
        ...(show === undefined ? {} : {show}),
        ...(why === undefined ? {} : {why})
      };
    })
  };
}

/** A symbol without the part that its cell stands in: `t_m^{\text{decode}}` as `t_m`. */
export function plainSymbol(symbol: string): string {
  return symbol.replace(/\^\{\\text\{[^}]*\}\}/, "");
}

function reached(
  from: readonly string[],
  readBy: (name: string) => Iterable<string>
): ReadonlySet<string> {
  const found = new Set(from);
  for (const name of found) for (const next of readBy(name)) found.add(next);
  return found;
}

/** The nearest drawn names upstream. */
function before(
  name: string,
  readBy: (name: string) => Iterable<string>,
  isDrawn: (name: string) => boolean
): readonly string[] {
  const found: string[] = [];
  const seen = new Set([name]);
  const todo = [name];
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    for (const from of readBy(at)) {
      if (seen.has(from)) continue;
      seen.add(from);
      if (isDrawn(from)) found.push(from);
      else todo.push(from);
    }
  }
  return found;
}

/** Each name after those that it depends on, else as they stood. */
function inOrder(
  names: Iterable<string>,
  deps: ReadonlyMap<string, readonly string[]>
): readonly string[] {
  const done = new Set<string>();
  const visit = (name: string): void => {
    if (done.has(name)) return;
    for (const other of deps.get(name) ?? []) visit(other);
    done.add(name);
  };
  for (const name of names) visit(name);
  return [...done];
}
