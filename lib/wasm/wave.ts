import {Emitter, Frame, localOf} from "./emit.js";
import {Func, op, type} from "./encode.js";
import {interpretedWave} from "./interpreted.js";
import {compile, compiledOr, inParts, inTurn, once, rules} from "./machine.js";
import type {Program} from "./machine.js";
import type {Graph} from "../graph/graph.js";

/** Sets of cells, a bit each, 32 to a number. */
export type Bits = Uint32Array;

/** A graph with every value in memory; its cells run all, or one by one: only those that are stale and needed. */
export interface Wave {
  readonly slots: Float64Array;
  /** every cell in order; with 1 the rules first: the place of one that fails, from 1, or 0 */
  readonly run: (strict: 0 | 1) => number;
  readonly stale: Bits;
  readonly needed: Bits;
  /** cells that `flow` ran since somebody emptied this set, and those of them that came out different */
  readonly ran: Bits;
  readonly changed: Bits;
  /** cells that read a slot */
  readonly readers: (slot: number) => Bits;
  /** a cell and every cell upstream of it */
  readonly upstream: (slot: number) => Bits;
  /** runs them; gives how many ran. A cell that stays equal makes nothing else stale. */
  readonly flow: () => number;
  readonly check: () => number;
}

/** Where the sets of cells are. */
interface Places {
  readonly stale: number;
  readonly needed: number;
  readonly ran: number;
  readonly changed: number;
  readonly words: number;
}

interface Plan extends Program, Places {}

function build(graph: Graph): Plan {
  const frame = new Frame(graph.scope, graph.blank.byteLength);
  const words = Math.ceil(graph.cells.length / 64);
  const set = (): number => frame.reserve(8 * words);
  const places = {stale: set(), needed: set(), ran: set(), changed: set(), words};
  const check = new Func([], type.i32);
  rules(graph, new Emitter(frame, check));
  check.code.i32(0);
  const functions = {
    ...runOf(graph, frame),
    flow: flowOf(graph, frame, places),
    check
  };
  return {...places, ...compile(frame, functions)};
}

const program = once(build);

const reading = once((graph: Graph) => {
  const words = Math.ceil(graph.cells.length / 64);
  const readers = Array.from(graph.blank, () => new Uint32Array(2 * words));
  const upstream: Bits[] = [];
  graph.cells.forEach(({slot, reads}, i) => {
    const all = new Uint32Array(2 * words);
    all[i >> 5]! |= 1 << (i & 31);
    for (const other of reads) {
      readers[other]![i >> 5]! |= 1 << (i & 31);
      upstream[other]?.forEach((word, k) => (all[k]! |= word));
    }
    upstream[slot] = all;
  });
  return {readers, upstream};
});

/** A new set of slots for a graph, defaults not in place. */
export function wave(graph: Graph): Wave {
  const {readers, upstream} = reading(graph);
  return compiledOr(
    () => compiledWave(graph, readers, upstream),
    () => interpretedWave(graph, readers, upstream)
  );
}

function compiledWave(graph: Graph, readers: readonly Bits[], upstream: readonly Bits[]): Wave {
  const {stale, needed, ran, changed, words, instance} = program(graph);
  const {exports, doubles, words: numbers} = instance();
  const {flow, check} = exports as unknown as Pick<Wave, "flow" | "check">; // as compiled
  const slots = doubles(0, graph.blank.length);
  slots.set(graph.blank);
  const bits = (at: number): Bits => numbers(at, 2 * words);
  return {
    slots,
    run: inTurn(exports),
    flow,
    check,
    stale: bits(stale),
    needed: bits(needed),
    ran: bits(ran),
    changed: bits(changed),
    readers: (slot) => readers[slot]!,
    upstream: (slot) => upstream[slot]!
  };
}

/** The one that all short questions share; each leaves nothing stale behind. */
export const shared = once(wave);

/**
 * For each word of 64 cells: take the first stale and needed one, jump to it, and if its value is
 * another than before mark its readers, which stand later in the order.
 */
function flowOf(graph: Graph, frame: Frame, {stale, needed, ran, changed, words}: Places): Func {
  const func = new Func([], type.i32);
  const {code} = func;
  const [count, todo, rest, bit, next, before] = [
    func.local(type.i32),
    func.local(type.i64),
    func.local(type.i64),
    func.local(type.i64),
    func.local(type.f64),
    func.local(type.f64)
  ];
  const {readers} = reading(graph);

  /** Adds bits to a word in memory. */
  const mark = (at: number, bits: () => void): void => {
    code.at(op.localGet, func.base).at(op.localGet, func.base).memory(op.i64Load, at);
    bits();
    code.put(op.i64Or).memory(op.i64Store, at);
  };

  for (let w = 0; w < words; w++) {
    const cells = graph.cells.slice(64 * w, 64 * w + 64);
    const load = (): void => {
      code
        .at(op.localGet, func.base)
        .memory(op.i64Load, stale + 8 * w)
        .at(op.localTee, rest)
        .at(op.localGet, func.base)
        .memory(op.i64Load, needed + 8 * w)
        .put(op.i64And)
        .at(op.localTee, todo);
    };
    code.at(op.block, type.nothing).at(op.loop, type.nothing);
    load();
    code.put(op.i64Eqz).at(op.brIf, 1);
    // the lowest bit, and its place
    code
      .at(op.localGet, func.base)
      .at(op.localGet, rest)
      .at(op.localGet, todo)
      .i64(0n)
      .at(op.localGet, todo)
      .put(op.i64Sub)
      .put(op.i64And)
      .at(op.localTee, bit)
      .put(op.i64Xor)
      .memory(op.i64Store, stale + 8 * w);
    mark(ran + 8 * w, () => code.at(op.localGet, bit));
    code.at(op.localGet, count).i32(1).put(op.i32Add).at(op.localSet, count);
    for (let i = 0; i < cells.length; i++) code.at(op.block, type.nothing);
    code
      .at(op.localGet, todo)
      .put(op.i64Ctz)
      .put(op.i32WrapI64)
      .at(op.brTable, cells.length - 1);
    for (let i = 0; i < cells.length; i++) code.unsigned(i);
    cells.forEach(({slot, node}, i) => {
      code.put(op.end);
      const again = cells.length - 1 - i; // the loop, from inside this many blocks
      const emitter = new Emitter(frame, func);
      emitter.value(node);
      code
        .at(op.localTee, next)
        .put(op.i64ReinterpretF64)
        .at(op.localGet, func.base)
        .memory(op.f64Load, 8 * slot)
        .at(op.localTee, before)
        .put(op.i64ReinterpretF64)
        .put(op.i64Ne);
      // not both none
      code
        .at(op.localGet, next)
        .at(op.localGet, next)
        .put(op.f64Eq)
        .at(op.localGet, before)
        .at(op.localGet, before)
        .put(op.f64Eq)
        .put(op.i32Or)
        .put(op.i32And);
      code.at(op.if, type.nothing);
      emitter.store(slot, next);
      mark(changed + 8 * w, () => code.i64(BigInt.asIntN(64, 1n << BigInt(i))));
      for (let v = w; v < words; v++) {
        const [low, high] = [readers[slot]![2 * v]!, readers[slot]![2 * v + 1]!];
        const mask = (BigInt(high) << 32n) | BigInt(low);
        if (mask === 0n) continue;
        mark(stale + 8 * v, () => code.i64(BigInt.asIntN(64, mask)));
      }
      code.put(op.end).at(op.br, again);
    });
    code.put(op.end).put(op.end);
  }
  code.at(op.localGet, count);
  return func;
}

/** Cells stay in locals and go to memory once. */
function runOf(graph: Graph, frame: Frame): Record<string, Func> {
  return inParts(graph.cells, (cells, isFirst) => {
    const func = new Func([type.i32], type.i32);
    const {code} = func;
    const emitter = new Emitter(frame, func);
    if (isFirst) {
      code.at(op.localGet, 0).at(op.if, type.nothing);
      rules(graph, emitter);
      code.put(op.end);
    }
    for (const {slot, node} of cells) {
      const same = localOf(node, emitter.locals, graph.scope);
      const local = same ?? func.local(type.f64);
      if (same === undefined) {
        emitter.value(node);
        code.at(op.localSet, local);
      }
      emitter.locals.set(slot, local);
      emitter.store(slot, local);
    }
    code.i32(0);
    return func;
  });
}
