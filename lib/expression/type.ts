import {children} from "./ast.js";
import {builtin} from "./functions.js";
import type {FunctionSpec} from "./functions.js";
import {text} from "./text.js";
import {dimensionText, dimensionless, raise, sameDimension, times} from "../units/dimension.js";
import type {Dimension} from "../units/dimension.js";
import {unit} from "../units/unit.js";
import type {Node} from "./ast.js";

/** Names whose absence makes a value `none`; empty when it is always there. */
export type Causes = ReadonlySet<string>;

/** What an equation yields. `dimension` null fits every unit; `options` null fits every choice. */
export type Type = {readonly maybe: Causes} & (
  | {readonly kind: "number"; readonly dimension: Dimension | null}
  | {readonly kind: "flag"}
  | {readonly kind: "choice"; readonly options: readonly string[]}
  | {readonly kind: "text"}
  | {readonly kind: "record"; readonly schema: string}
  | {readonly kind: "nothing"}
);

export interface TypeScope {
  readonly typeOf: (name: string) => Type;
  /** the choice that indexes a table, and what the table holds */
  readonly tableOf: (table: string) => {readonly by: readonly string[]; readonly type: Type};
  readonly named: (name: string) => FunctionSpec | undefined;
}

const always: Causes = new Set();
/** `none` written out: no test of an input can rule it out. */
export const stated = "none";

function union(...all: readonly Causes[]): Causes {
  const some = all.filter((causes) => causes.size > 0);
  return some.length === 0
    ? always
    : some.length === 1
      ? some[0]!
      : new Set(some.flatMap((causes) => [...causes]));
}

/** Names known to be there when `test` has come out as `truth`. */
function known(test: Node, truth: boolean): readonly string[] {
  if (test.kind === "has") return truth ? [text(test.of)] : [];
  if (test.kind === "not") return known(test.a, !truth);
  if (test.kind !== "logic" || (test.op === "&&") !== truth) return [];
  return [...known(test.a, truth), ...known(test.b, truth)];
}

/** Kind, dimension and possible absence of an equation; throws at the part that does not fit. */
export function typeOf(
  node: Node,
  scope: TypeScope,
  present: ReadonlySet<string> = new Set()
): Type {
  const of = (child: Node, more: readonly string[] = []): Type =>
    typeOf(child, scope, more.length === 0 ? present : new Set([...present, ...more]));
  const without = (type: Type): Type => {
    if (type.maybe.size === 0) return type;
    return {...type, maybe: new Set([...type.maybe].filter((cause) => !present.has(cause)))};
  };
  const numeric = (child: Node): {dimension: Dimension | null; maybe: Causes} => {
    const type = of(child);
    if (type.kind === "nothing") return {dimension: null, maybe: type.maybe};
    if (type.kind !== "number")
      throw new Error(`${text(child)} is a ${type.kind}, not a number, in: ${text(node)}`);
    return type;
  };
  const flag = (child: Node, more: readonly string[] = []): Causes => {
    const type = of(child, more);
    if (type.kind !== "flag")
      throw new Error(`${text(child)} is a ${type.kind}, not a flag, in: ${text(node)}`);
    return type.maybe;
  };
  /** Both sides of `+`, `max`, `? :`: null takes the other's dimension. */
  const agree = (a: Dimension | null, b: Dimension | null, verb: string): Dimension | null => {
    if (a && b && !sameDimension(a, b))
      throw new Error(`${verb} ${dimensionText(a)} and ${dimensionText(b)} in: ${text(node)}`);
    return a ?? b;
  };
  const join = (a: Type, b: Type, maybe: Causes): Type => {
    if (a.kind === "nothing") return {...b, maybe};
    if (b.kind === "nothing") return {...a, maybe};
    if (a.kind === "number" && b.kind === "number") {
      return {kind: "number", dimension: agree(a.dimension, b.dimension, "yields"), maybe};
    }
    if (a.kind === "choice" && b.kind === "choice") {
      return {kind: "choice", options: [...new Set([...a.options, ...b.options])], maybe};
    }
    if (a.kind !== b.kind) throw new Error(`yields a ${a.kind} or a ${b.kind} in: ${text(node)}`);
    return {...a, maybe};
  };

  switch (node.kind) {
    case "number":
      return {kind: "number", dimension: node.dimension, maybe: always};
    case "flag":
      return {kind: "flag", maybe: always};
    case "option":
      return {kind: "choice", options: [node.value], maybe: always};
    case "none":
      return {kind: "nothing", maybe: new Set([stated])};
    case "ref": {
      const type = scope.typeOf(node.name);
      return present.has(node.name) ? {...type, maybe: always} : without(type);
    }
    case "index": {
      const {by, type} = scope.tableOf(node.table);
      const key = of(node.by);
      if (key.kind !== "choice")
        throw new Error(`${text(node.by)} is a ${key.kind}, not a choice, in: ${text(node)}`);
      const missing = key.options.find((option) => !by.includes(option));
      if (missing !== undefined)
        throw new Error(`${node.table} has no '${missing}' in: ${text(node)}`);
      const maybe = present.has(text(node)) ? always : union(without(type).maybe, key.maybe);
      return {...type, maybe};
    }
    case "has":
      of(node.of);
      return {kind: "flag", maybe: always};
    case "orElse": {
      const a = of(node.a);
      if (a.maybe.size === 0)
        throw new Error(
          `${text(node.a)} is always there; nothing for ?? to replace in: ${text(node)}`
        );
      const b = of(node.b);
      return join(a, b, b.maybe);
    }
    case "negate":
      return {kind: "number", ...numeric(node.a)};
    case "not":
      return {kind: "flag", maybe: flag(node.a)};
    case "logic": {
      const a = flag(node.a);
      return {kind: "flag", maybe: union(a, flag(node.b, known(node.a, node.op === "&&")))};
    }
    case "compare": {
      const a = of(node.a);
      const b = of(node.b);
      const maybe = union(a.maybe, b.maybe);
      if (a.kind === "choice" && b.kind === "choice") {
        const stray =
          node.b.kind === "option" && !a.options.includes(node.b.value) ? node.b.value : undefined;
        if (stray !== undefined)
          throw new Error(`'${stray}' is not one of ${a.options.join(", ")} in: ${text(node)}`);
        if (node.op !== "==" && node.op !== "!=")
          throw new Error(`choices have no order in: ${text(node)}`);
        return {kind: "flag", maybe};
      }
      if (a.kind !== "number" || b.kind !== "number")
        throw new Error(`compares a ${a.kind} with a ${b.kind} in: ${text(node)}`);
      agree(a.dimension, b.dimension, "compares");
      return {kind: "flag", maybe};
    }
    case "if": {
      const test = flag(node.test);
      const then = of(node.then, known(node.test, true));
      const otherwise = of(node.otherwise, known(node.test, false));
      return join(then, otherwise, union(test, then.maybe, otherwise.maybe));
    }
    case "call": {
      const args = node.args.map(numeric);
      const maybe = union(...args.map((arg) => arg.maybe));
      const own = builtin(node.name);
      const spec = scope.named(node.name);
      if (!own && !spec) throw new Error(`unknown function ${node.name} in: ${text(node)}`);
      const count = own?.count ?? spec!.args.length;
      if (args.length !== count)
        throw new Error(`${node.name} takes ${count} arguments in: ${text(node)}`);
      if (own) {
        const first = args.find((arg) => arg.dimension)?.dimension;
        if (!first) return {kind: "number", dimension: null, maybe};
        return {
          kind: "number",
          dimension: own.dimension(
            args.map((arg) => arg.dimension ?? first),
            node.name
          ),
          maybe
        };
      }
      spec!.args.forEach((wanted, i) => {
        const found = args[i]!.dimension;
        if (found && !sameDimension(found, unit(wanted).dimension)) {
          throw new Error(
            `argument ${i + 1} of ${node.name} must be in ${wanted}, is ${dimensionText(found)} in: ${text(node)}`
          );
        }
      });
      return {kind: "number", dimension: unit(spec!.unit).dimension, maybe};
    }
    case "arithmetic": {
      const a = numeric(node.a);
      const b = numeric(node.b);
      const maybe = union(a.maybe, b.maybe);
      if (node.op === "+" || node.op === "-") {
        return {
          kind: "number",
          dimension: agree(a.dimension, b.dimension, node.op === "+" ? "adds" : "subtracts"),
          maybe
        };
      }
      if (node.op === "*" || node.op === "/") {
        const dimension =
          a.dimension && b.dimension && times(a.dimension, b.dimension, node.op === "*" ? 1 : -1);
        return {kind: "number", dimension: dimension ?? null, maybe};
      }
      if (b.dimension && !sameDimension(b.dimension, dimensionless))
        throw new Error(`exponent has a unit in: ${text(node)}`);
      if (!a.dimension || sameDimension(a.dimension, dimensionless))
        return {kind: "number", dimension: a.dimension, maybe};
      if (node.b.kind !== "number")
        throw new Error(`a quantity needs a fixed exponent in: ${text(node)}`);
      return {kind: "number", dimension: raise(a.dimension, node.b.value), maybe};
    }
  }
}

/** Whether a value of absent names could come out as something other than none. */
export function hidesAbsence(node: Node): boolean {
  if (node.kind === "compare" || node.kind === "logic" || node.kind === "not" || node.kind === "if")
    return true;
  return children(node).some(hidesAbsence);
}
