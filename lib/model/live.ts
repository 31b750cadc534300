import {wave} from "../wasm/wave.js";
import {broken, emptyRegistry, readerOf} from "./inputs.js";
import {graphOf} from "./model.js";
import {plain} from "./solve.js";
import type {Cell} from "../graph/graph.js";
import type {CellSpecs, CellValue, Given, InputSpecs, Model, SolveOptions} from "../graph/spec.js";

/** Cells that follow their inputs: only what is stale and asked for runs, equal values stop the wave. */
export interface Live<I extends InputSpecs, C extends CellSpecs> {
  readonly set: (changes: Partial<Given<I>>) => void;
  /** several `set` calls, one wave */
  readonly batch: (changes: () => void) => void;
  readonly get: <K extends keyof C & string>(cell: K) => CellValue<C[K]>;
  /** calls at once and then on every other value; returns what stops it */
  readonly watch: <K extends keyof C & string>(
    cell: K,
    seen: (value: CellValue<C[K]>) => void
  ) => () => void;
  readonly counts: {evaluations: number; waves: number};
}

export function live<I extends InputSpecs, C extends CellSpecs, O extends string>(
  model: Model<I, C, O>,
  given: Given<I>,
  {fidelity = "refined", registry = emptyRegistry}: SolveOptions = {}
): Live<I, C> {
  const graph = graphOf(model, fidelity);
  const {writers, fill} = readerOf(graph, registry);
  const {slots, stale, needed, readers, upstream, flow, check, run} = wave(graph);
  const watched: {value: number; readonly cell: Cell; readonly seen: ((value: never) => void)[]}[] =
    [];
  /** slots of a change and what they held before */
  const touched: number[] = [];
  const before: number[] = [];
  const counts = {evaluations: 0, waves: 0};
  let depth = 0;
  let dirty = false;
  fill(slots, given);
  checked(run(1));

  function checked(failed: number): void {
    if (failed > 0) throw broken(graph, graph.rules[failed - 1]!, slots);
  }
  /** What the watched cells need is needed at every wave. */
  function need(): void {
    needed.fill(0);
    for (const {cell} of watched) add(needed, upstream(cell.slot));
  }
  function pull(slot: number): number {
    add(needed, upstream(slot));
    counts.evaluations += flow();
    need();
    return slots[slot]!;
  }
  function flush(): void {
    if (!dirty || depth > 0) return;
    dirty = false;
    counts.waves++;
    counts.evaluations += flow();
    for (let i = 0; i < watched.length; i++) {
      const watch = watched[i]!;
      const value = slots[watch.cell.slot]!;
      if (Object.is(value, watch.value)) continue;
      watch.value = value;
      for (const seen of watch.seen) seen(plain(graph, watch.cell, value) as never); // typed by watch()
    }
  }
  function set(changes: Partial<Given<I>>): void {
    let count = 0;
    try {
      for (const name in changes) {
        const writer = writers.get(name);
        if (!writer) throw new Error(`${model.name}: unknown ${name}; no such input`);
        for (let i = 0; i < writer.slots.length; i++) {
          touched[count] = writer.slots[i]!;
          before[count] = slots[touched[count]!]!;
          count++;
        }
        writer.write(slots, changes[name as keyof typeof changes]);
      }
      if (depth === 0) checked(check());
    } catch (error) {
      for (let i = count - 1; i >= 0; i--) slots[touched[i]!] = before[i]!;
      throw error;
    }
    for (let i = 0; i < count; i++) {
      if (Object.is(slots[touched[i]!], before[i])) continue;
      add(stale, readers(touched[i]!));
      dirty = true;
    }
    flush();
  }
  function cellOf(name: string): Cell {
    const about = graph.quantities.get(name);
    if (!about || !("node" in about))
      throw new Error(`${model.name}: unknown ${name}; not a cell at ${fidelity}`);
    return about as Cell; // it has an equation
  }

  return {
    set,
    counts,
    batch(changes) {
      depth++;
      try {
        changes();
      } finally {
        depth--;
      }
      checked(check());
      flush();
    },
    get: (name) => {
      const cell = cellOf(name);
      return plain(graph, cell, pull(cell.slot)) as never; // typed by the signature
    },
    watch(name, seen) {
      const cell = cellOf(name);
      let watch = watched.find((one) => one.cell === cell);
      if (!watch) {
        watched.push((watch = {value: pull(cell.slot), cell, seen: []}));
        need();
      }
      const all = watch.seen;
      const call = seen as (value: never) => void; // called with plain() of the same cell
      all.push(call);
      call(plain(graph, cell, watch.value) as never);
      return () => {
        const at = all.indexOf(call);
        if (at >= 0) all.splice(at, 1);
      };
    }
  };
}

function add(into: Uint32Array, more: Uint32Array): void {
  for (let i = 0; i < into.length; i++) into[i]! |= more[i]!;
}
