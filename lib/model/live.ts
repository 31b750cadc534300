import {InputError, nearest} from "../errors.js";
import {isCell} from "../graph/graph.js";
import type {Cell} from "../graph/graph.js";
import type {CellSpecs, CellValue, Given, InputSpecs, Model, SolveOptions} from "../graph/spec.js";
import {wave} from "../wasm/wave.js";
import type {Bits} from "../wasm/wave.js";
import {broken, emptyRegistry, readerOf} from "./inputs.js";
import {graphOf} from "./model.js";
import {plain} from "./solve.js";
import {namedValues} from "./values.js";
import type {Values} from "./values.js";

/** Cells that follow their inputs: only what is stale and asked for runs, equal values stop the wave. */
export interface Live<I extends InputSpecs, C extends CellSpecs> {
  /** a rejected change leaves everything as it was */
  readonly set: (changes: Partial<Given<I>>) => void;
  /** several `set` calls, one wave; rejected as a whole */
  readonly batch: (changes: () => void) => void;
  readonly get: <K extends keyof C & string>(cell: K) => CellValue<C[K]>;
  /** calls at once and then on every other value; returns what stops it */
  readonly watch: <K extends keyof C & string>(
    cell: K,
    seen: (value: CellValue<C[K]>) => void
  ) => () => void;
  /** every value by name, as `valuesOf` gives them */
  readonly values: () => Values;
  readonly counts: {evaluations: number; waves: number};
  /** cells that ran since the last `set` or `batch` began, and those of them that came out different */
  readonly last: () => {readonly ran: readonly string[]; readonly changed: readonly string[]};
}

interface Watch {
  value: number;
  readonly cell: Cell;
  readonly seen: ((value: never) => void)[];
}

export function live<I extends InputSpecs, C extends CellSpecs, O extends string>(
  model: Model<I, C, O>,
  given: Given<I>,
  {fidelity = "refined", registry = emptyRegistry}: SolveOptions = {}
): Live<I, C> {
  const graph = graphOf(model, fidelity);
  const {writers, fill} = readerOf(graph, registry);
  const {slots, stale, needed, ran, changed, readers, upstream, flow, check, run} = wave(graph);
  const watched: Watch[] = [];
  /** slots that a change may have moved, each once, and what they held before */
  const touched: number[] = [];
  const before: number[] = [];
  const isTouched = new Uint8Array(slots.length);
  const counts = {evaluations: 0, waves: 0};
  let count = 0;
  let depth = 0;
  fill(slots, given);
  checked(run(1));

  function checked(failed: number): void {
    if (failed > 0) throw broken(graph, graph.rules[failed - 1]!, slots);
  }
  /** What the watched cells need is needed at every wave. */
  function need(): void {
    needed.fill(0);
    for (const {cell, seen} of watched) if (seen.length > 0) add(needed, upstream(cell.slot));
  }
  function pull(slot: number): number {
    add(needed, upstream(slot));
    counts.evaluations += flow();
    need();
    return slots[slot]!;
  }
  function tell(): void {
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

  function write(changes: Partial<Given<I>>): void {
    for (const name in changes) {
      const writer = writers.get(name);
      if (!writer) throw unknown(name, "no such input", writers.keys());
      for (let i = 0; i < writer.slots.length; i++) {
        const slot = writer.slots[i]!;
        if (isTouched[slot] === 1) continue;
        isTouched[slot] = 1;
        touched[count] = slot;
        before[count] = slots[slot]!;
        count++;
      }
      writer.write(slots, changes[name as keyof typeof changes]);
    }
  }
  function begin(): void {
    if (depth++ > 0) return;
    count = 0;
    ran.fill(0);
    changed.fill(0);
  }
  function undo(): void {
    for (let i = 0; i < count; i++) {
      slots[touched[i]!] = before[i]!;
      isTouched[touched[i]!] = 0;
    }
    count = 0;
  }
  function end(): void {
    if (--depth > 0) return;
    try {
      checked(check());
    } catch (error) {
      undo();
      throw error;
    }
    let isDirty = false;
    for (let i = 0; i < count; i++) {
      const slot = touched[i]!;
      isTouched[slot] = 0;
      if (Object.is(slots[slot], before[i])) continue;
      add(stale, readers(slot));
      isDirty = true;
    }
    if (isDirty) tell();
  }
  function change(make: () => void): void {
    begin();
    try {
      make();
    } catch (error) {
      if (--depth === 0) undo();
      throw error;
    }
    end();
  }

  function unknown(name: string, rule: string, names: Iterable<string>): InputError {
    const close = nearest(name, names);
    return new InputError({model: model.name, code: "unknown", input: name, rule, nearest: close});
  }
  function cellOf(name: string): Cell {
    const about = graph.quantities.get(name);
    if (isCell(about)) return about;
    throw unknown(name, `not a cell at ${fidelity}`, Object.keys(model.spec.cells));
  }
  function namesOf(bits: Bits): readonly string[] {
    const isIn = (i: number): boolean => ((bits[i >> 5]! >> (i & 31)) & 1) === 1;
    return graph.cells.filter((_, i) => isIn(i)).map(({name}) => name);
  }

  return {
    counts,
    set: (changes) => change(() => write(changes)),
    batch: change,
    last: () => ({ran: namesOf(ran), changed: namesOf(changed)}),
    values() {
      needed.fill(-1);
      counts.evaluations += flow();
      need();
      return namedValues(graph, slots);
    },
    get: (name) => {
      const cell = cellOf(name);
      return plain(graph, cell, pull(cell.slot)) as never; // typed by the signature
    },
    watch(name, seen) {
      const cell = cellOf(name);
      let watch = watched.find((one) => one.cell === cell);
      if (!watch) watched.push((watch = {value: NaN, cell, seen: []}));
      const all = watch.seen;
      const call = seen as (value: never) => void; // called with plain() of the same cell
      if (all.push(call) === 1) watch.value = pull(cell.slot);
      call(plain(graph, cell, watch.value) as never);
      return () => {
        const at = all.indexOf(call);
        if (at >= 0) all.splice(at, 1);
        need();
      };
    }
  };
}

function add(into: Bits, more: Bits): void {
  for (let i = 0; i < into.length; i++) into[i]! |= more[i]!;
}
