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
  let found = always;
  for (const causes of all) {
    if (found.size === 0) found = causes;
    else if (causes.size > 0) found = new Set([...found, ...causes]);
  }
  return found;
}

/** Names known to be there when `test` has come out as `truth`. */
function known(test: Node, truth: boolean): readonly string[] {
  if (test.kind === "has") return truth ? [text(test.of)] : [];
  if (test.kind === "not") return known(test.a, !truth);
  if (test.kind !== "logic" || (test.op === "&&") !== truth) return [];
  return [...known(test.a, truth), ...known(test.b, truth)];
}

const nothingKnown: ReadonlySet<string> = new Set();

/** Kind, dimension and possible absence of an equation; throws at the part that does not fit. */
export function typeOf(
  node: Node,
  scope: TypeScope,
  present: ReadonlySet<string> = nothingKnown
): Type {
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
      return present.has(node.name) ? {...type, maybe: always} : without(type, present);
    }
    case "index": {
      const {by, type} = scope.tableOf(node.table);
      const key = typeOf(node.by, scope, present);
      if (key.kind !== "choice")
        throw new Error(`${text(node.by)} is a ${key.kind}, not a choice, in: ${text(node)}`);
      const missing = key.options.find((option) => !by.includes(option));
      if (missing !== undefined)
        throw new Error(`${node.table} has no '${missing}' in: ${text(node)}`);
      const isPresent = present.size > 0 && present.has(text(node));
      const maybe = isPresent ? always : union(without(type, present).maybe, key.maybe);
      return {...type, maybe};
    }
    case "has":
      typeOf(node.of, scope, present);
      return {kind: "flag", maybe: always};
    case "orElse": {
      const a = typeOf(node.a, scope, present);
      if (a.maybe.size === 0)
        throw new Error(
          `${text(node.a)} is always there; nothing for ?? to replace in: ${text(node)}`
        );
      const b = typeOf(node.b, scope, present);
      return join(a, b, b.maybe, node);
    }
    case "negate":
      return {kind: "number", ...numeric(node.a, node, scope, present)};
    case "not":
      return {kind: "flag", maybe: flag(node.a, node, scope, present)};
    case "logic": {
      const a = flag(node.a, node, scope, present);
      const more = withMore(present, known(node.a, node.op === "&&"));
      return {kind: "flag", maybe: union(a, flag(node.b, node, scope, more))};
    }
    case "compare":
      return {kind: "flag", maybe: compared(node, scope, present)};
    case "if": {
      const test = flag(node.test, node, scope, present);
      const then = typeOf(node.then, scope, withMore(present, known(node.test, true)));
      const otherwise = typeOf(node.otherwise, scope, withMore(present, known(node.test, false)));
      return join(then, otherwise, union(test, then.maybe, otherwise.maybe), node);
    }
    case "call":
      return called(node, scope, present);
    case "arithmetic": {
      const a = numeric(node.a, node, scope, present);
      const b = numeric(node.b, node, scope, present);
      const dimension = combined(node, a.dimension, b.dimension);
      return {kind: "number", dimension, maybe: union(a.maybe, b.maybe)};
    }
  }
}

type Of<K extends Node["kind"]> = Node & {readonly kind: K};
type Present = ReadonlySet<string>;

function withMore(present: Present, more: readonly string[]): Present {
  return more.length === 0 ? present : new Set([...present, ...more]);
}
function without(type: Type, present: Present): Type {
  if (type.maybe.size === 0 || present.size === 0) return type;
  return {...type, maybe: new Set([...type.maybe].filter((cause) => !present.has(cause)))};
}

/** The type of a part of `whole` that must be a number. */
function numeric(
  node: Node,
  whole: Node,
  scope: TypeScope,
  present: Present
): {readonly dimension: Dimension | null; readonly maybe: Causes} {
  const type = typeOf(node, scope, present);
  if (type.kind === "nothing") return {dimension: null, maybe: type.maybe};
  if (type.kind !== "number")
    throw new Error(`${text(node)} is a ${type.kind}, not a number, in: ${text(whole)}`);
  return type;
}
/** What may make a part of `whole`, which must be a flag, none. */
function flag(node: Node, whole: Node, scope: TypeScope, present: Present): Causes {
  const type = typeOf(node, scope, present);
  if (type.kind !== "flag")
    throw new Error(`${text(node)} is a ${type.kind}, not a flag, in: ${text(whole)}`);
  return type.maybe;
}

/** Both sides of `+`, `max`, `? :`: null takes the other's dimension. */
function agree(
  a: Dimension | null,
  b: Dimension | null,
  verb: string,
  whole: Node
): Dimension | null {
  if (a && b && !sameDimension(a, b))
    throw new Error(`${verb} ${dimensionText(a)} and ${dimensionText(b)} in: ${text(whole)}`);
  return a ?? b;
}
/** What is one or the other. */
function join(a: Type, b: Type, maybe: Causes, whole: Node): Type {
  if (a.kind === "nothing") return {...b, maybe};
  if (b.kind === "nothing") return {...a, maybe};
  if (a.kind === "number" && b.kind === "number") {
    return {kind: "number", dimension: agree(a.dimension, b.dimension, "yields", whole), maybe};
  }
  if (a.kind === "choice" && b.kind === "choice") {
    return {kind: "choice", options: [...new Set([...a.options, ...b.options])], maybe};
  }
  if (a.kind !== b.kind) throw new Error(`yields a ${a.kind} or a ${b.kind} in: ${text(whole)}`);
  return {...a, maybe};
}

function compared(node: Of<"compare">, scope: TypeScope, present: Present): Causes {
  const a = typeOf(node.a, scope, present);
  const b = typeOf(node.b, scope, present);
  if (a.kind === "choice" && b.kind === "choice") {
    const stray =
      node.b.kind === "option" && !a.options.includes(node.b.value) ? node.b.value : undefined;
    if (stray !== undefined)
      throw new Error(`'${stray}' is not one of ${a.options.join(", ")} in: ${text(node)}`);
    if (node.op !== "==" && node.op !== "!=")
      throw new Error(`choices have no order in: ${text(node)}`);
  } else {
    if (a.kind !== "number" || b.kind !== "number")
      throw new Error(`compares a ${a.kind} with a ${b.kind} in: ${text(node)}`);
    agree(a.dimension, b.dimension, "compares", node);
  }
  return union(a.maybe, b.maybe);
}

function called(node: Of<"call">, scope: TypeScope, present: Present): Type {
  const args = node.args.map((arg) => numeric(arg, node, scope, present));
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
    const dimensions = args.map((arg) => arg.dimension ?? first);
    return {kind: "number", dimension: own.dimension(dimensions, node.name), maybe};
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

/** The dimension of a sum, a product or a power; null fits any. */
function combined(
  node: Of<"arithmetic">,
  a: Dimension | null,
  b: Dimension | null
): Dimension | null {
  switch (node.op) {
    case "+":
      return agree(a, b, "adds", node);
    case "-":
      return agree(a, b, "subtracts", node);
    case "*":
      return a && b && times(a, b);
    case "/":
      return a && b && times(a, b, -1);
    case "^":
      if (b && !sameDimension(b, dimensionless))
        throw new Error(`exponent has a unit in: ${text(node)}`);
      if (!a || sameDimension(a, dimensionless)) return a;
      if (node.b.kind !== "number")
        throw new Error(`a quantity needs a fixed exponent in: ${text(node)}`);
      return raise(a, node.b.value);
  }
}

/** Whether a value of absent names could come out as something other than none. */
export function hidesAbsence(node: Node): boolean {
  if (node.kind === "compare" || node.kind === "logic" || node.kind === "not" || node.kind === "if")
    return true;
  return children(node).some(hidesAbsence);
}
