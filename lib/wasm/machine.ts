import {encode, Func, op, type} from "./encode.js";
import type {Emitter, Frame} from "./emit.js";
import type {Cell, Graph} from "../graph/graph.js";

/** Part of a memory, at a multiple of 16. */
export interface Region {
  readonly memory: WebAssembly.Memory;
  readonly base: number;
}

/** A module that runs on a region. */
export interface Instance {
  readonly exports: WebAssembly.Exports;
  readonly doubles: (at: number, length: number) => Float64Array;
  readonly words: (at: number, length: number) => Uint32Array;
  /** constants in place; needed again when others have used the region */
  readonly reset: () => void;
}

export interface Program {
  readonly bytes: number;
  /** bytes of memory it needs */
  readonly end: number;
  readonly instance: (region?: Region) => Instance;
}

/*
 * A browser gives a page some 120 memories at most, whatever their size, so all modules share one. It
 * never grows: growing would detach every view. 4 MiB at a time: V8 counts a memory whole, touched or
 * not, and 16 MiB made it collect all garbage at the first solve.
 */
const pages = 64;
let memory: WebAssembly.Memory | undefined;
let next = 0;

/** Memory for an instance; it is given back when the whole memory is, with the last instance in it. */
function region(bytes: number): Region {
  if (!memory || next + bytes > memory.buffer.byteLength) [memory, next] = [alone(bytes).memory, 0];
  const base = next;
  next = (next + bytes + 15) & ~15;
  return {memory, base};
}

/** Bytes at the start of a memory of columns that kernels work in. */
export const reserved = 2 ** 20;

/** A memory of its own. */
export function alone(bytes: number): Region {
  const need = Math.max(pages, Math.ceil(bytes / 65536));
  return {memory: new WebAssembly.Memory({initial: need, maximum: need}), base: 0};
}

/** The least module: a header. */
const header = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
let isAllowed: boolean | undefined;

/** Whether any module may be compiled here; a page's policy or a lockdown mode may forbid it. */
function canCompile(): boolean {
  if (isAllowed === undefined) {
    try {
      isAllowed = new WebAssembly.Module(header) instanceof WebAssembly.Module;
    } catch {
      isAllowed = false; // the interpreter stands in, so nothing is lost but speed
    }
  }
  return isAllowed;
}

/**
 * What is compiled, or what the interpreter makes of it where that is refused: by the page's policy, by
 * a browser that knows no pairs of lanes or takes no large module at once, or for want of memory.
 */
export function compiledOr<T>(compiled: () => T, interpreted: () => T): T {
  if (!canCompile()) return interpreted();
  try {
    return compiled();
  } catch (error) {
    if (error instanceof WebAssembly.CompileError || error instanceof RangeError)
      return interpreted();
    throw error;
  }
}

/** Compiles at once: a graph is far below any browser's limit for that. */
export function compile(frame: Frame, functions: Readonly<Record<string, Func>>): Program {
  const {imports, data, end} = frame;
  const bytes = encode(imports, functions);
  const module = new WebAssembly.Module(bytes);
  return {
    bytes: bytes.length,
    end,
    instance(on = region(end)) {
      const {exports} = new WebAssembly.Instance(module, {
        f: imports.object(),
        m: on as unknown as WebAssembly.ModuleImports
      }); // memory and base
      const {
        memory: {buffer},
        base
      } = on;
      const reset = (): void => {
        for (const {at, bytes: constants} of data)
          new Uint8Array(buffer, base + at, constants.length).set(constants);
      };
      reset();
      return {
        exports,
        reset,
        doubles: (at, length) => new Float64Array(buffer, base + at, length),
        words: (at, length) => new Uint32Array(buffer, base + at, length)
      };
    }
  };
}

/**
 * Cells of one function. V8's first compiler takes locals times branches: 5 000 cells in one function
 * took it seconds.
 */
const most = 200;

/** Cells as functions that run in turn: `part0`, `part1`… */
export function inParts(
  cells: readonly Cell[],
  write: (some: readonly Cell[], isFirst: boolean, isLast: boolean) => Func
): Record<string, Func> {
  const parts: Record<string, Func> = {};
  for (let from = 0; from === 0 || from < cells.length; from += most) {
    parts[`part${from / most}`] = write(
      cells.slice(from, from + most),
      from === 0,
      from + most >= cells.length
    );
  }
  return parts;
}

/** The parts as one function, which ends at the first result that is not 0. */
export function inTurn(exports: WebAssembly.Exports): (strict: number) => number {
  const parts = Object.entries(exports)
    .filter(([name]) => name.startsWith("part"))
    .map(([, part]) => part as (strict: number) => number);
  if (parts.length === 1) return parts[0]!;
  return (strict) => {
    for (const part of parts) {
      const failed = part(strict);
      if (failed > 0) return failed;
    }
    return 0;
  };
}

/** What is made of a graph when first asked for. */
export function once<T>(make: (graph: Graph) => T): (graph: Graph) => T {
  const made = new WeakMap<Graph, T>();
  return (graph) => {
    let one = made.get(graph);
    if (one === undefined) made.set(graph, (one = make(graph)));
    return one;
  };
}

/** Leaves the function with the place of the first rule that fails, from 1. */
export function rules(graph: Graph, emitter: Emitter): void {
  graph.rules.forEach(({node}, i) => {
    emitter.truth(node);
    emitter.code
      .put(op.i32Eqz)
      .at(op.if, type.nothing)
      .i32(i + 1)
      .put(op.return)
      .put(op.end);
  });
}
