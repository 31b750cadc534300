import {equationAt} from "../../lib/graph/inline.js";
import {models} from "../../lib/models/all.js";
import type {AnyModel, CellSpecs} from "../../lib/graph/spec.js";
import {graphOf} from "../../lib/model/model.js";

/** An equation with one operator or constant changed. */
export interface Mutant {
  readonly owner: string;
  readonly cell: string;
  /** the equation that was and the one that is now */
  readonly was: string;
  readonly is: string;
}

const swaps: Readonly<Record<string, string>> = {
  "+": "-",
  "-": "+",
  "*": "/",
  "/": "*",
  "<": ">=",
  "<=": ">",
  ">": "<=",
  ">=": "<",
  "==": "!=",
  "!=": "==",
  "&&": "||",
  "||": "&&",
  min: "max",
  max: "min",
  ceil: "floor",
  floor: "ceil"
};

// what stands in quotes or brackets is no operator: an option, a unit, an entry of a table
const pieces =
  /'[^']*'|\[[^\]]*\]|[A-Za-z_][\w.]*|\d+(?:\.\d+)?(?:e[+-]?\d+)?|<=|>=|==|!=|&&|\|\||\?\?|[+\-*/<>^?:(),!]/g;

/** Every equation that differs by one swapped operator or function, or by one constant that is another. */
function mutantsOf(equation: string): readonly string[] {
  return [...equation.matchAll(pieces)].flatMap(({0: piece, index}) => {
    const before = equation.slice(0, index);
    // a sign is no operator
    if (piece === "-" && /(^|[(,?:+\-*/<>=&|])\s*$/.test(before)) return [];
    const instead = swaps[piece] ?? (/^\d/.test(piece) ? other(Number(piece)) : undefined);
    return instead === undefined ? [] : [before + instead + equation.slice(index + piece.length)];
  });
}

const other = (constant: number): string =>
  String(Number.isInteger(constant) ? constant + 1 : Number((constant * 1.1).toPrecision(6)));

/** What is judged by one model's tests. */
export interface Docket {
  readonly name: string;
  /** the parts whose equations are judged here, beside the model's own */
  readonly parts: readonly string[];
  readonly mutants: readonly Mutant[];
}

/**
 * Every mutant of a refined equation that a model's answers need, once: at the model that wrote it, and a
 * part's at the model that needs most of that part, since there its tests are.
 */
export function dockets(): readonly Docket[] {
  const needs = new Map(models.map((model) => [model.name, neededBy(model)]));
  const written = new Map<string, CellSpecs>();
  for (const {name, spec} of models) collect(name, spec, written);
  const needed = (name: string, owner: string): number => needs.get(name)!.get(owner)?.size ?? 0;

  const judged = new Map(
    models.map(({name}) => [name, {parts: new Set<string>(), mutants: [] as Mutant[]}])
  );
  for (const [owner, cells] of written) {
    const byNeed = [...judged.keys()].toSorted((a, b) => needed(b, owner) - needed(a, owner));
    const order = judged.has(owner) ? [owner, ...byNeed] : byNeed;
    for (const [cell, {eq}] of Object.entries(cells)) {
      const judge = order.find((name) => needs.get(name)!.get(owner)?.has(cell));
      const was = equationAt(eq, "refined");
      if (judge === undefined || was === undefined) continue;
      const {parts, mutants} = judged.get(judge)!;
      if (!judged.has(owner)) parts.add(owner);
      for (const is of mutantsOf(was)) mutants.push({owner, cell, was, is});
    }
  }
  return [...judged].map(([name, {parts, mutants}]) => ({name, parts: [...parts], mutants}));
}

function collect(
  name: string,
  {cells, uses = {}}: AnyModel["spec"],
  into: Map<string, CellSpecs>
): void {
  into.set(name, cells);
  for (const {of} of Object.values(uses)) collect(of.name, of.spec, into);
}

/** By owner, the cells that answers, rules and sentences of a model need. */
function neededBy(model: AnyModel): ReadonlyMap<string, ReadonlySet<string>> {
  const cells = new Map<string, Set<string>>();
  for (const {owner, name} of graphOf(model).cells) {
    if (!cells.has(owner)) cells.set(owner, new Set());
    cells.get(owner)!.add(name.slice(name.lastIndexOf(".") + 1));
  }
  return cells;
}
