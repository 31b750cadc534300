import {isSquare} from "../expression/ast.js";
import type {Arithmetic, Comparison, Node} from "../expression/ast.js";
import {functionOf} from "../expression/interpret.js";
import type {Scope} from "../expression/interpret.js";
import {Code, Imports, op, type} from "./encode.js";
import type {Func} from "./encode.js";

/** What the functions of one module share: JS imports, and where things lie in memory. */
export class Frame {
  readonly imports = new Imports();
  readonly data: {at: number; bytes: number[]}[] = [];
  readonly scope: Scope;
  private readonly tables = new Map<string, number>();
  private next: number;
  /** `start`: the first byte that is free */
  constructor(scope: Scope, start: number) {
    this.scope = scope;
    this.next = start;
  }
  /** Address of free memory, at a multiple of 16. */
  reserve(bytes: number): number {
    const at = (this.next + 15) & ~15;
    this.next = at + bytes;
    return at;
  }
  get end(): number {
    return this.next;
  }
  /** Address of the slots of a table's entries, 16 bits each; the first stands for a key that is none. */
  table(name: string): number {
    const known = this.tables.get(name);
    if (known !== undefined) return known;
    const bytes = [0, 0];
    for (const slot of this.scope.entry(name)) bytes.push(slot & 255, slot >> 8);
    const at = this.reserve(bytes.length);
    this.data.push({at, bytes});
    this.tables.set(name, at);
    return at;
  }
}

const arithmetic = {
  "+": op.f64Add,
  "-": op.f64Sub,
  "*": op.f64Mul,
  "/": op.f64Div
} satisfies Record<Exclude<Arithmetic, "^">, number>;
const comparison: Readonly<Record<Comparison, number>> = {
  "<": op.f64Lt,
  "<=": op.f64Le,
  ">": op.f64Gt,
  ">=": op.f64Ge,
  "==": op.f64Eq,
  "!=": op.f64Ne
};
/** Built-in functions that are one instruction with the meaning of JS. */
const instruction: Readonly<Record<string, number>> = {
  min: op.f64Min,
  max: op.f64Max,
  floor: op.f64Floor,
  ceil: op.f64Ceil,
  abs: op.f64Abs,
  sqrt: op.f64Sqrt
};

/** The local that holds a value already, where an equation only passes another on. */
export function localOf(
  node: Node,
  locals: ReadonlyMap<number, number>,
  scope: Scope
): number | undefined {
  return node.kind === "ref" ? locals.get(scope.slot(node.name)) : undefined;
}

/** Whether an equation can only be 0 or 1. */
export function isTruth(node: Node): boolean {
  if (node.kind === "logic") return isTruth(node.a) && isTruth(node.b);
  return (
    node.kind === "compare" ||
    node.kind === "not" ||
    node.kind === "flag" ||
    (node.kind === "has" && node.of.kind !== "ref")
  );
}

/** Writes equations as scalar instructions. */
export class Emitter {
  /** slots whose value is in a local */
  readonly locals = new Map<number, number>();
  readonly frame: Frame;
  readonly func: Func;
  readonly code: Code;
  constructor(frame: Frame, func: Func, code: Code = func.code) {
    this.frame = frame;
    this.func = func;
    this.code = code;
  }

  /** A slot's value as f64. */
  slot(slot: number): void {
    const local = this.locals.get(slot);
    if (local === undefined) this.code.at(op.localGet, this.func.base).memory(op.f64Load, 8 * slot);
    else this.code.at(op.localGet, local);
  }
  /** Stores the f64 in a local. */
  store(slot: number, local: number): void {
    this.code
      .at(op.localGet, this.func.base)
      .at(op.localGet, local)
      .memory(op.f64Store, 8 * slot);
  }

  /** Called where the code of a side that may not run begins. */
  protected enter(_side: Node): void {}

  /** Leaves the value as f64. */
  value(node: Node): void {
    const {
      code,
      frame: {scope}
    } = this;
    switch (node.kind) {
      case "number":
        return void code.f64(node.value);
      case "flag":
        return void code.f64(+node.value);
      case "option":
        return void code.f64(scope.code(node.value));
      case "none":
        return void code.f64(NaN);
      case "ref":
        return this.slot(scope.slot(node.name));
      case "index":
        if (node.by.kind === "option")
          return this.slot(scope.entry(node.table)[scope.code(node.by.value)] ?? 0);
        this.value(node.by);
        code.f64(1).put(op.f64Add).put(0xfc).put(2); // i32.trunc_sat_f64_s: none becomes 0
        code
          .i32(1)
          .put(op.i32Shl)
          .at(op.localGet, this.func.base)
          .put(op.i32Add)
          .memory(op.i32Load16, this.frame.table(node.table), 1);
        return void code
          .i32(3)
          .put(op.i32Shl)
          .at(op.localGet, this.func.base)
          .put(op.i32Add)
          .memory(op.f64Load, 0);
      case "has": {
        const slot = node.of.kind === "ref" ? scope.presence(node.of.name) : undefined;
        if (slot !== undefined) return this.slot(slot);
        break; // a truth
      }
      case "orElse": {
        this.value(node.a);
        const local = this.func.take();
        code
          .at(op.localTee, local)
          .at(op.localGet, local)
          .put(op.f64Eq)
          .at(op.if, type.f64)
          .at(op.localGet, local)
          .put(op.else);
        this.func.giveBack(local);
        this.enter(node.b);
        this.value(node.b);
        return void code.put(op.end);
      }
      case "negate":
        this.value(node.a);
        return void code.put(op.f64Neg);
      case "logic": {
        if (isTruth(node)) break;
        this.value(node.a);
        const local = this.func.take();
        code.at(op.localTee, local);
        this.isTrue();
        if (node.op === "||") code.put(op.i32Eqz);
        code.at(op.if, type.f64);
        this.enter(node.b);
        this.value(node.b);
        code.put(op.else).at(op.localGet, local).put(op.end);
        return this.func.giveBack(local);
      }
      case "if":
        return this.branch(node, type.f64, (child) => this.value(child));
      case "call": {
        for (const arg of node.args) this.value(arg);
        const one = node.partial === undefined ? instruction[node.name] : undefined;
        if (one !== undefined) return void code.put(one);
        return void code.at(
          op.call,
          this.frame.imports.index(functionOf(node, scope), node.args.length)
        );
      }
      case "arithmetic":
        this.value(node.a);
        if (isSquare(node)) {
          const local = this.func.take();
          code.at(op.localTee, local).at(op.localGet, local).put(op.f64Mul);
          return this.func.giveBack(local);
        }
        this.value(node.b);
        if (node.op === "^") return void code.at(op.call, this.frame.imports.index(Math.pow, 2));
        return void code.put(arithmetic[node.op]);
    }
    this.truth(node);
    code.put(op.f64ConvertI32);
  }

  /** Leaves 1 where JS would take the value as true, else 0, as i32. */
  truth(node: Node): void {
    const {code} = this;
    switch (node.kind) {
      case "flag":
        return void code.i32(+node.value);
      case "compare":
        this.value(node.a);
        this.value(node.b);
        return void code.put(comparison[node.op]);
      case "not":
        this.truth(node.a);
        return void code.put(op.i32Eqz);
      case "has": {
        if (node.of.kind === "ref" && this.frame.scope.presence(node.of.name) !== undefined) break;
        this.value(node.of);
        const local = this.func.take();
        code.at(op.localTee, local).at(op.localGet, local).put(op.f64Eq);
        return this.func.giveBack(local);
      }
      case "logic":
        this.truth(node.a);
        code.at(op.if, type.i32);
        if (node.op === "||") code.i32(1).put(op.else);
        this.enter(node.b);
        this.truth(node.b);
        if (node.op === "&&") code.put(op.else).i32(0);
        return void code.put(op.end);
      case "if":
        return this.branch(node, type.i32, (child) => this.truth(child));
    }
    this.value(node);
    this.isTrue();
  }

  /** f64 to i32: neither 0 nor none. */
  private isTrue(): void {
    this.code.put(op.f64Abs).f64(0).put(op.f64Gt);
  }
  private branch(
    node: Node & {readonly kind: "if"},
    of: number,
    emit: (child: Node) => void
  ): void {
    this.truth(node.test);
    this.code.at(op.if, of);
    this.enter(node.then);
    emit(node.then);
    this.code.put(op.else);
    this.enter(node.otherwise);
    emit(node.otherwise);
    this.code.put(op.end);
  }
}
