import {children, isSquare, none, number} from "../expression/ast.js";
import type {Arithmetic, Comparison, Node} from "../expression/ast.js";
import {functionOf} from "../expression/interpret.js";
import {text} from "../expression/text.js";
import {Code, op, simd, type} from "./encode.js";
import type {Func} from "./encode.js";
import {Emitter, isTruth} from "./emit.js";
import type {Frame} from "./emit.js";

/** What the loop reads but does not change, in locals set before it. */
export class Before extends Emitter {
  private readonly set = new Map<string, number>();
  readonly varies: (node: Node) => boolean;
  constructor(frame: Frame, func: Func, varies: (node: Node) => boolean) {
    super(frame, func, new Code());
    this.varies = varies;
  }
  scalar(node: Node): number {
    return this.keep(`f64 ${text(node)}`, type.f64, () => this.value(node));
  }
  truthOf(node: Node): number {
    return this.keep(`i32 ${text(node)}`, type.i32, () => this.truth(node));
  }
  vector(node: Node): number {
    return this.keep(`v128 ${text(node)}`, type.v128, () => {
      this.value(node);
      this.code.simd(simd.splat);
    });
  }
  mask(node: Node): number {
    return this.keep(`mask ${text(node)}`, type.v128, () => {
      this.value({kind: "if", test: node, then: one, otherwise: zero});
      this.code.simd(simd.splat).f64(0).simd(simd.splat).simd(simd.ne);
    });
  }
  private keep(key: string, of: (typeof type)["f64" | "i32" | "v128"], emit: () => void): number {
    let local = this.set.get(key);
    if (local === undefined) {
      emit();
      this.set.set(key, (local = this.func.local(of)));
      this.code.at(op.localSet, local);
    }
    return local;
  }
}

const one = number(1);
const zero = number(0);

/** A table whose entries move: one condition for each key. */
function unfold(node: Node & {readonly kind: "index"}, frame: Frame): Node {
  return frame.scope.entry(node.table).reduceRight<Node>((rest, slot, code): Node => {
    if (slot === 0) return rest;
    const key: Node = {kind: "option", value: frame.scope.options[code]!};
    return {
      kind: "if",
      test: {kind: "compare", op: "==", a: node.by, b: key},
      then: {...node, by: key},
      otherwise: rest
    };
  }, none);
}

const calls = (node: Node): boolean =>
  node.kind === "call" ||
  (node.kind === "arithmetic" && node.op === "^" && !isSquare(node)) ||
  children(node).some(calls);

const arithmetic = {"+": simd.add, "-": simd.sub, "*": simd.mul, "/": simd.div} satisfies Record<
  Exclude<Arithmetic, "^">,
  number
>;
const comparison: Readonly<Record<Comparison, number>> = {
  "<": simd.lt,
  "<=": simd.le,
  ">": simd.gt,
  ">=": simd.ge,
  "==": simd.eq,
  "!=": simd.ne
};
const instruction: Readonly<Record<string, number>> = {
  min: simd.min,
  max: simd.max,
  floor: simd.floor,
  ceil: simd.ceil,
  abs: simd.abs,
  sqrt: simd.sqrt
};

/** Two points at a time: both sides of a condition that they do not share are worked out. */
export class Pair {
  readonly locals = new Map<number, number>();
  readonly code: Code;
  private readonly before: Before;
  private readonly index: number;
  constructor(before: Before, code: Code, index: number) {
    [this.before, this.code, this.index] = [before, code, index];
  }
  local(): number {
    return this.before.func.local(type.v128);
  }
  load(address: number): void {
    this.code.at(op.localGet, this.index).vector(simd.load, address);
  }
  /** Stores at `address` past the index, or at the index past what a parameter holds. */
  save(address: number, parameter?: number): void {
    const local = this.local();
    this.code.at(op.localSet, local).at(op.localGet, this.index);
    if (parameter !== undefined) this.code.at(op.localGet, parameter).put(op.i32Add);
    this.code.at(op.localGet, local).vector(simd.store, address);
  }
  where(condition: Node, yes: number): void {
    this.code.at(op.localGet, yes).at(op.localGet, this.before.vector(none));
    this.mask(condition);
    this.code.simd(simd.bitselect);
  }

  /** Leaves both values as v128. */
  value(node: Node): void {
    const {
      code,
      before,
      before: {
        frame: {scope, imports}
      }
    } = this;
    if (!before.varies(node)) return void code.at(op.localGet, before.vector(node));
    switch (node.kind) {
      case "ref":
        return void code.at(op.localGet, this.locals.get(scope.slot(node.name))!);
      case "index":
        if (node.by.kind === "option")
          return void code.at(
            op.localGet,
            this.locals.get(scope.entry(node.table)[scope.code(node.by.value)]!)!
          );
        return this.value(unfold(node, before.frame));
      case "has": {
        const slot = node.of.kind === "ref" ? scope.presence(node.of.name) : undefined;
        if (slot !== undefined) return void code.at(op.localGet, this.locals.get(slot)!);
        break; // a truth
      }
      case "orElse": {
        const local = this.local();
        this.value(node.a);
        code.at(op.localTee, local);
        this.value(node.b);
        code.at(op.localGet, local).at(op.localGet, local).simd(simd.eq);
        return void code.simd(simd.bitselect);
      }
      case "negate":
        this.value(node.a);
        return void code.simd(simd.neg);
      case "logic": {
        if (isTruth(node)) break;
        const local = this.local();
        this.value(node.a);
        code.at(op.localSet, local);
        if (node.op === "||") code.at(op.localGet, local);
        this.value(node.b);
        if (node.op === "&&") code.at(op.localGet, local);
        this.isTrue(local);
        return void code.simd(simd.bitselect);
      }
      case "if":
        return this.branch(node, (child) => this.value(child));
      case "call": {
        const single = node.partial === undefined ? instruction[node.name] : undefined;
        if (single !== undefined) {
          for (const arg of node.args) this.value(arg);
          return void code.simd(single);
        }
        return this.each(node.args, imports.index(functionOf(node, scope), node.args.length));
      }
      case "arithmetic":
        if (isSquare(node)) {
          const local = this.local();
          this.value(node.a);
          return void code.at(op.localTee, local).at(op.localGet, local).simd(simd.mul);
        }
        if (node.op === "^") return this.each([node.a, node.b], imports.index(Math.pow, 2));
        this.value(node.a);
        this.value(node.b);
        return void code.simd(arithmetic[node.op]);
    }
    this.mask(node);
    code.at(op.localGet, before.vector(one)).simd(simd.and);
  }

  /** Leaves all bits set where JS would take the value as true. */
  private mask(node: Node): void {
    const {code, before} = this;
    if (!before.varies(node)) return void code.at(op.localGet, before.mask(node));
    switch (node.kind) {
      case "compare":
        this.value(node.a);
        this.value(node.b);
        return void code.simd(comparison[node.op]);
      case "not":
        this.mask(node.a);
        return void code.simd(simd.not);
      case "logic":
        this.mask(node.a);
        this.mask(node.b);
        return void code.simd(node.op === "&&" ? simd.and : simd.or);
      case "if":
        return this.branch(node, (child) => this.mask(child));
      case "has": {
        if (node.of.kind === "ref" && before.frame.scope.presence(node.of.name) !== undefined)
          break;
        const local = this.local();
        this.value(node.of);
        return void code.at(op.localTee, local).at(op.localGet, local).simd(simd.eq);
      }
    }
    const local = this.local();
    this.value(node);
    code.at(op.localSet, local);
    this.isTrue(local);
  }

  private isTrue(local: number): void {
    this.code
      .at(op.localGet, local)
      .simd(simd.abs)
      .at(op.localGet, this.before.vector(zero))
      .simd(simd.gt);
  }
  private branch(node: Node & {readonly kind: "if"}, emit: (child: Node) => void): void {
    const {code, before} = this;
    if (!before.varies(node.test)) {
      code.at(op.localGet, before.truthOf(node.test)).at(op.if, type.v128);
      emit(node.then);
      code.put(op.else);
      emit(node.otherwise);
      return void code.put(op.end);
    }
    const mask = this.local();
    this.mask(node.test);
    code.at(op.localSet, mask);
    /** A side that calls JS is left out when neither point is on it. */
    const side = (child: Node, isTaken: () => void): void => {
      if (!before.varies(child) || !calls(child)) return emit(child);
      isTaken();
      code.at(op.if, type.v128);
      emit(child);
      code.put(op.else).at(op.localGet, before.vector(zero)).put(op.end);
    };
    side(node.then, () => code.at(op.localGet, mask).simd(simd.anyTrue));
    side(node.otherwise, () => code.at(op.localGet, mask).simd(simd.allTrue).put(op.i32Eqz));
    code.at(op.localGet, mask).simd(simd.bitselect);
  }
  /** Calls JS for one point, then the other. */
  private each(args: readonly Node[], index: number): void {
    const {code, before} = this;
    const operands = args.map((arg) => {
      if (!before.varies(arg)) {
        const local = before.scalar(arg);
        return () => void code.at(op.localGet, local);
      }
      const local = this.local();
      this.value(arg);
      code.at(op.localSet, local);
      return (lane: number) => void code.at(op.localGet, local).simd(simd.extract).put(lane);
    });
    for (const operand of operands) operand(0);
    code.at(op.call, index).simd(simd.splat);
    for (const operand of operands) operand(1);
    code.at(op.call, index).simd(simd.replace).put(1);
  }
}
