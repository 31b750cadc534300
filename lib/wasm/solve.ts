import {children} from "../expression/ast.js";
import type {Node} from "../expression/ast.js";
import {isCell} from "../graph/graph.js";
import type {Cell, Graph} from "../graph/graph.js";
import {Func, op, type} from "./encode.js";
import {Emitter, Frame, localOf} from "./emit.js";
import {interpretedSolver} from "./interpreted.js";
import {compile, compiledOr, inParts, inTurn, rules} from "./machine.js";

/** A stretch of code that runs as a whole: all of the graph, or one side of a condition. */
interface Block {
  readonly outer: Block | undefined;
  readonly depth: number;
  /** cells that only this block and what is in it need */
  readonly cells: Cell[];
}

export interface Solver {
  /** inputs and tables in their slots; cells never get there */
  readonly slots: Float64Array;
  /** values of `kept`, in that order */
  readonly results: Float64Array;
  /** the place of the first rule that fails, from 1, or 0 with the results in place */
  readonly solve: () => number;
  /** of the module; 0 where the interpreter stands in */
  readonly bytes: number;
}

/** What single solves run: values stay in locals, and what only one side of a condition needs waits there. */
export function solverOf(graph: Graph, kept: readonly number[]): Solver {
  return compiledOr(
    () => compiledSolver(graph, kept),
    () => interpretedSolver(graph, kept)
  );
}

function compiledSolver(graph: Graph, kept: readonly number[]): Solver {
  const frame = new Frame(graph.scope, graph.blank.byteLength);
  const at = frame.reserve(8 * kept.length);
  const {root, sides} = place(graph, kept);
  const parts = inParts(root.cells, (cells, isFirst, isLast) => {
    const solve = new Func([], type.i32);
    const emitter = new Lazy(frame, solve, sides);
    const keep = (slot: number, address: number): void => {
      solve.code.at(op.localGet, solve.base);
      emitter.slot(slot);
      solve.code.memory(op.f64Store, address);
    };
    if (isFirst) rules(graph, emitter);
    emitter.run(cells, ({slot}) => {
      if (!isFirst || !isLast) keep(slot, 8 * slot);
      const result = kept.indexOf(slot);
      if (result >= 0) keep(slot, at + 8 * result);
    });
    if (isLast)
      kept.forEach((slot, i) => {
        if (!isCell(graph.bySlot[slot])) keep(slot, at + 8 * i); // a sentence may name an input
      });
    solve.code.i32(0);
    return solve;
  });
  const {instance, bytes} = compile(frame, parts);
  const {exports, doubles} = instance();
  const slots = doubles(0, graph.blank.length);
  slots.set(graph.blank);
  return {slots, results: doubles(at, kept.length), solve: inTurn(exports) as () => number, bytes}; // the parts take nothing
}

type Sides = ReadonlyMap<Node, Block>;

class Lazy extends Emitter {
  private readonly sides: ReadonlyMap<Cell, Sides>;
  private cell: Cell | undefined;
  /** by slot: cells that read it */
  private readonly readers = new Map<number, number>();
  /** by local: cells still to come that read it */
  private readonly awaited = new Map<number, number>();
  constructor(frame: Frame, func: Func, sides: ReadonlyMap<Cell, Sides>) {
    super(frame, func);
    this.sides = sides;
  }

  /** Writes cells with those that wait inside them; `made` is told of each that is not inside another. */
  run(cells: readonly Cell[], made: (cell: Cell) => void): void {
    this.countReaders(cells);
    this.block(cells, made);
  }
  private countReaders(cells: readonly Cell[]): void {
    const {readers} = this;
    for (const cell of cells) {
      for (const slot of cell.reads) readers.set(slot, (readers.get(slot) ?? 0) + 1);
      for (const inside of this.sides.get(cell)!.values()) this.countReaders(inside.cells);
    }
  }
  private block(cells: readonly Cell[], made?: (cell: Cell) => void): void {
    const {locals, awaited} = this;
    const outside = this.cell;
    for (const cell of cells) {
      const {node, slot, reads} = cell;
      const same = localOf(node, locals, this.frame.scope);
      const local = same ?? this.func.take();
      locals.set(slot, local);
      const readers = (this.readers.get(slot) ?? 0) + 1; // and this cell itself, until it is written
      awaited.set(local, (awaited.get(local) ?? 0) + readers);
      if (same === undefined) {
        this.cell = cell;
        this.value(node);
        this.code.at(op.localSet, local);
      }
      made?.(cell);
      for (const read of reads) this.drop(read);
      this.drop(slot);
    }
    this.cell = outside;
  }
  /** Gives a slot's local back after its last reader. */
  private drop(slot: number): void {
    const local = this.locals.get(slot);
    if (local === undefined) return;
    const left = this.awaited.get(local)! - 1;
    this.awaited.set(local, left);
    if (left === 0) this.func.giveBack(local);
  }
  protected override enter(side: Node): void {
    const block = this.cell && this.sides.get(this.cell)?.get(side);
    if (block) this.block(block.cells);
  }
}

/** Each cell's block: the innermost one that holds every place where it is read. */
function place(
  graph: Graph,
  kept: readonly number[]
): {readonly root: Block; readonly sides: ReadonlyMap<Cell, Sides>} {
  const root: Block = {outer: undefined, depth: 0, cells: []};
  const blocks = new Map<number, Block>(kept.map((slot) => [slot, root]));
  const sides = new Map<Cell, Map<Node, Block>>();
  const common = (a: Block, b: Block): Block => {
    while (a !== b) {
      if (a.depth >= b.depth) a = a.outer!;
      else b = b.outer!;
    }
    return a;
  };
  function visit(node: Node, block: Block, own: Map<Node, Block>): void {
    switch (node.kind) {
      case "ref": {
        const slot = graph.records.get(node.name)?.presence ?? graph.scope.slot(node.name);
        const known = blocks.get(slot);
        blocks.set(slot, known ? common(known, block) : block);
        return;
      }
      case "if":
        visit(node.test, block, own);
        wait(node.then, block, own);
        return wait(node.otherwise, block, own);
      case "logic":
      case "orElse":
        visit(node.a, block, own);
        return wait(node.b, block, own);
      default:
        for (const child of children(node)) visit(child, block, own);
    }
  }
  /** A side that may not run. */
  function wait(side: Node, outer: Block, own: Map<Node, Block>): void {
    if (side.kind === "number" || side.kind === "none") return;
    const inside = {outer, depth: outer.depth + 1, cells: []};
    own.set(side, inside);
    visit(side, inside, own);
  }
  for (const cell of [...graph.cells].reverse()) {
    const block = blocks.get(cell.slot);
    if (!block) continue; // only explain shows it
    block.cells.unshift(cell);
    const own = new Map<Node, Block>();
    sides.set(cell, own);
    visit(cell.node, block, own);
  }
  return {root, sides};
}
