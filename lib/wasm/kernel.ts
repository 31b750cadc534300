import type {Node} from "../expression/ast.js";
import type {Cell, Graph} from "../graph/graph.js";
import {slotsOf} from "../expression/interpret.js";
import type {Plan, Step} from "./plan.js";
import {Code, Func, op, type} from "./encode.js";
import type {ValueType} from "./encode.js";
import {Emitter, Frame, localOf} from "./emit.js";
import {interpretedKernel} from "./interpreted.js";
import {Before, Pair} from "./lanes.js";
import {alone, compile, compiledOr, reserved} from "./machine.js";
import type {Region} from "./machine.js";

/** A sweep that is ready to run, a chunk of its inner axis at a time. */
export interface Kernel {
  /** what no point moves, and what the outer axes do */
  readonly slots: Float64Array;
  /** columns of the inner axis, to be filled before `inner` */
  readonly given: ReadonlyMap<number, Float64Array>;
  /** values of the wanted cells after `points`; undefined: the same for the whole row, in `slots` */
  readonly results: readonly (Float64Array | undefined)[];
  /** runs what the outer axes from a level on have changed */
  readonly outer: (from: number) => void;
  /** runs what the inner axis alone moves, for so many points */
  readonly inner: (points: number) => void;
  /** runs what is left, for so many points, into `results` */
  readonly points: (points: number) => void;
  /**
   * The kernel in another memory, which writes what `points` works out to where it is told, byte for
   * byte; a pair of points at a time. Undefined where it cannot.
   */
  readonly into?: (memory: WebAssembly.Memory) => Straight | undefined;
  /** constants in place; needed when another kernel has run */
  readonly reset: () => void;
}

/** A kernel that writes its results where they stay. */
export interface Straight extends Omit<Kernel, "points" | "into"> {
  /** `to`: the byte of the first result of each wanted cell */
  readonly points: (points: number, to: readonly number[]) => void;
}

export interface Shape {
  readonly graph: Graph;
  readonly plan: Plan;
  /** slots of the inner axis */
  readonly inner: readonly number[];
  readonly wanted: readonly Cell[];
  /** conditions without which a point is none */
  readonly rules: readonly Node[];
  /** points of a chunk */
  readonly width: number;
}

/** Bytes of the points that one round of a loop works on: a pair. */
const stride = 16;
/** All sweeps work on the same memory, one after the other. */
let scratch: Region | undefined;

/** A kernel for a plan; the interpreter where nothing may be compiled. */
export function kernelFor(shape: Shape): Kernel {
  return compiledOr(
    () => compiledKernel(shape),
    () => interpretedKernel(shape)
  );
}

function compiledKernel({graph, plan, inner, wanted, rules, width}: Shape): Kernel {
  const frame = new Frame(graph.scope, graph.blank.byteLength);
  const size = Math.ceil((8 * width) / stride) * stride;
  const column = (): number => frame.reserve(size);
  const given = new Map(inner.map((slot) => [slot, column()]));
  const columns = new Map(given);
  const nested = plan.outer.length > 0;

  /** One loop over a chunk: `steps` in order, `keep` what others need. */
  function loop(
    steps: readonly Step[],
    keep: ReadonlyMap<number, number>,
    conditions: readonly Node[],
    isLast = false
  ): Func {
    // the bytes of the points, then where each result goes
    const func = new Func(new Array<ValueType>(isLast ? 1 + keep.size : 1).fill(type.i32));
    const moving = new Set([...columns.keys(), ...steps.map(({cell}) => cell.slot)]);
    const before = new Before(frame, func, (node) =>
      slotsOf(node, graph.scope).some((slot) => moving.has(slot))
    );
    const read = new Set([
      ...steps.flatMap(({node}) => slotsOf(node, graph.scope)),
      ...conditions.flatMap((node) => slotsOf(node, graph.scope)),
      ...keep.keys()
    ]);
    const index = func.local(type.i32);
    const body = new Code();
    const one = new Pair(before, body, index);
    const take = (slot: number): void => {
      const local = one.local();
      body.at(op.localSet, local);
      one.locals.set(slot, local);
    };
    for (const [slot, address] of columns) {
      if (!read.has(slot)) continue;
      one.load(address);
      take(slot);
    }
    for (const {cell, node} of steps) {
      const same = localOf(node, one.locals, graph.scope);
      if (same !== undefined) {
        one.locals.set(cell.slot, same);
        continue;
      }
      one.value(node);
      take(cell.slot);
    }
    const holds = conditions.reduce<Node | undefined>(
      (all, node) => (all ? {kind: "logic", op: "&&", a: all, b: node} : node),
      undefined
    );
    let parameter = 0;
    for (const [slot, address] of keep) {
      parameter++;
      const cell = graph.bySlot[slot]!;
      one.value({kind: "ref", name: cell.name});
      if (holds) {
        const yes = one.local();
        body.at(op.localSet, yes);
        one.where(holds, yes);
      }
      if (isLast) one.save(0, parameter);
      else one.save(address);
    }
    func.code
      .at(op.localGet, func.base)
      .at(op.localTee, index)
      .at(op.localGet, 0)
      .put(op.i32Add)
      .at(op.localSet, 0);
    func.code.add(before.code).at(op.loop, type.nothing).add(body);
    func.code
      .at(op.localGet, index)
      .i32(stride)
      .put(op.i32Add)
      .at(op.localTee, index)
      .at(op.localGet, 0)
      .put(op.i32LtU)
      .at(op.brIf, 0)
      .put(op.end);
    return func;
  }

  const functions: Record<string, Func> = {};
  const slotsWanted = wanted.map(({slot}) => slot);
  const isStep =
    (steps: readonly Step[]) =>
    (slot: number): boolean =>
      steps.some(({cell}) => cell.slot === slot);
  const held = (slots: readonly number[]): Map<number, number> =>
    new Map([...new Set(slots)].map((slot) => [slot, column()]));
  const last = nested ? plan.points : plan.inner;
  const results = new Map(held(rules.length > 0 ? slotsWanted : slotsWanted.filter(isStep(last))));
  if (nested && plan.inner.length > 0) {
    const later = [
      ...plan.points.flatMap(({node}) => slotsOf(node, graph.scope)),
      ...rules.flatMap((node) => slotsOf(node, graph.scope)),
      ...slotsWanted
    ];
    const keep = held(later.filter(isStep(plan.inner)));
    functions["inner"] = loop(plan.inner, keep, []);
    for (const [slot, address] of keep) columns.set(slot, address);
  }
  if (results.size > 0) functions["points"] = loop(last, results, rules, true);
  functions["outer"] = outerOf(frame, plan);
  const {end, instance} = compile(frame, functions);
  const own = [...results.values()];
  const isStraight = results.size === wanted.length;
  /** The kernel in a memory that begins with what it works on. */
  function on(at: Region): Straight {
    const {exports, doubles, reset} = instance(at);
    const run = exports as Partial<Record<"outer" | "inner" | "points", (...x: number[]) => void>>; // as compiled
    const view = (address: number): Float64Array => doubles(address, width);
    const bytes = (n: number): number => Math.ceil((8 * n) / stride) * stride;
    return {
      slots: doubles(0, graph.blank.length),
      given: new Map([...given].map(([slot, address]) => [slot, view(address)])),
      results: slotsWanted.map((slot) => {
        const address = results.get(slot) ?? columns.get(slot);
        return address === undefined ? undefined : view(address);
      }),
      outer: (from) => run.outer!(from),
      inner: (n) => run.inner?.(bytes(n)),
      points: (n, to) => run.points?.(bytes(n), ...to),
      reset
    };
  }
  if (!scratch || scratch.memory.buffer.byteLength < end) scratch = alone(end);
  const kernel = on(scratch);
  const made = new WeakMap<WebAssembly.Memory, Straight>();
  return {
    ...kernel,
    points: (n) => kernel.points(n, own),
    into(memory) {
      if (!isStraight || end > reserved) return undefined;
      let straight = made.get(memory);
      if (!straight) made.set(memory, (straight = on({memory, base: 0})));
      return straight;
    }
  };
}

/** What the axes from a level on have changed. */
function outerOf(frame: Frame, plan: Plan): Func {
  const func = new Func([type.i32]);
  const {code} = func;
  plan.outer.forEach((steps, level) => {
    if (steps.length === 0) return;
    const emitter = new Emitter(frame, func);
    code.at(op.localGet, 0).i32(level).put(op.i32LeS).at(op.if, type.nothing);
    for (const {cell, node} of steps) {
      emitter.value(node);
      const local = func.local(type.f64);
      code.at(op.localSet, local);
      emitter.locals.set(cell.slot, local);
      emitter.store(cell.slot, local);
    }
    code.put(op.end);
  });
  return func;
}
