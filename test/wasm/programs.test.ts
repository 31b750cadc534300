import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {interpret} from "../../lib/expression/interpret.js";
import {buildGraph} from "../../lib/graph/graph.js";
import type {Graph} from "../../lib/graph/graph.js";
import type {AnyModel} from "../../lib/graph/spec.js";
import {model} from "../../lib/model/model.js";
import {interpretedKernel, interpretedSolver, interpretedWave} from "../../lib/wasm/interpreted.js";
import {kernelFor} from "../../lib/wasm/kernel.js";
import {planOf} from "../../lib/wasm/plan.js";
import {solverOf} from "../../lib/wasm/solve.js";
import {wave} from "../../lib/wasm/wave.js";
import {equations, floats} from "./equations.js";

const define = model as unknown as (name: string, spec: object) => AnyModel; // equations made at run time

function graphOf([p, q, r]: readonly [string, string, string]): Graph {
  const described = {symbol: "x", doc: ""};
  const cell = (eq: string) => ({unit: "1", eq, optional: true, ...described});
  const made = define("random", {
    doc: "",
    question: "",
    inputs: {
      a: {unit: "1", ...described},
      b: {unit: "1", ...described},
      c: {unit: "1", optional: true, ...described},
      d: {unit: "1", optional: true, ...described},
      f: {flag: true, ...described},
      k: {choice: ["x", "y"], ...described}
    },
    tables: {t: {by: ["x", "y"], unit: "1", symbol: "t", doc: "", values: {x: 3, y: -0.25}}},
    cells: {
      p: cell(p),
      q: cell(q),
      r: cell(r),
      // every input is read, so that each has a slot
      all: cell("a + b + (c ?? 0) + (d ?? 0) + (f ? 1 : 0) + (k == 'x' ? 1 : 0) + t[k]")
    },
    outputs: ["p", "q", "r", "all"]
  });
  return buildGraph(made, "textbook");
}

type Values = readonly [a: number, b: number, c: number, f: boolean, k: "x" | "y"];
const values: fc.Arbitrary<Values> = fc.tuple(
  floats,
  floats,
  floats,
  fc.boolean(),
  fc.constantFrom("x", "y")
);

function put(graph: Graph, slots: Float64Array, [a, b, c, f, k]: Values): void {
  const set = (name: string, value: number): void => {
    slots[graph.quantities.get(name)!.slot] = value;
  };
  set("a", a);
  set("b", b);
  set("c", c);
  set("d", c);
  set("f", Number(f));
  set("k", graph.codes.get(k)!);
}
/** A compiled program's slots stand in the one memory; the interpreter, which would stand in silently, has its own. */
function expectCompiled(slots: Float64Array): void {
  expect(slots.buffer.byteLength).toBeGreaterThanOrEqual(2 ** 20);
}
/** What the equations mean, straight from their trees. */
function meaning(graph: Graph, given: Values): number[] {
  const slots = graph.blank.slice();
  put(graph, slots, given);
  return graph.cells.map(({slot, node}) => (slots[slot] = interpret(node, slots, graph.scope)));
}

describe("random equations on any floats", () => {
  it("solve as they mean, compiled and interpreted", () => {
    fc.assert(
      fc.property(equations, fc.array(values, {minLength: 5, maxLength: 5}), (texts, list) => {
        const graph = graphOf(texts);
        const kept = graph.cells.map(({slot}) => slot);
        expectCompiled(solverOf(graph, kept).slots);
        for (const solver of [solverOf(graph, kept), interpretedSolver(graph, kept)]) {
          for (const given of list) {
            put(graph, solver.slots, given);
            expect(solver.solve()).toBe(0);
            expect([...solver.results]).toEqual(meaning(graph, given));
          }
        }
      }),
      {numRuns: 300}
    );
  });
  it("flow to what they mean by any changes, and run only what is stale", () => {
    fc.assert(
      fc.property(equations, fc.array(values, {minLength: 6, maxLength: 6}), (texts, list) => {
        const graph = graphOf(texts);
        const compiled = wave(graph);
        expectCompiled(compiled.slots);
        const other = interpretedWave(
          graph,
          graph.bySlot.map((_, slot) => compiled.readers(slot)),
          graph.bySlot.map((_, slot) => compiled.upstream(slot))
        );
        const counts = [compiled, other].map((page) => {
          put(graph, page.slots, list[0]!);
          page.run(0);
          page.needed.fill(0xffffffff);
          return list.slice(1).map((given) => {
            const before = page.slots.slice();
            put(graph, page.slots, given);
            page.slots.forEach((value, slot) => {
              if (!Object.is(value, before[slot]))
                page.readers(slot).forEach((word, i) => (page.stale[i]! |= word));
            });
            const count = page.flow();
            expect(graph.cells.map(({slot}) => page.slots[slot])).toEqual(meaning(graph, given));
            expect(page.stale.every((word) => word === 0)).toBe(true);
            return count;
          });
        });
        expect(counts[0]).toEqual(counts[1]);
      }),
      {numRuns: 200}
    );
  });
  it("sweep to what they mean at every point, two axes, odd lengths", () => {
    fc.assert(
      fc.property(
        equations,
        values,
        fc.array(floats, {minLength: 1, maxLength: 3}),
        fc.array(floats, {minLength: 1, maxLength: 7}),
        (texts, given, outer, inner) => {
          const graph = graphOf(texts);
          const slot = (name: string): number => graph.quantities.get(name)!.slot;
          const slots = graph.blank.slice();
          const [, , c, f, k] = given;
          put(graph, slots, [outer[0]!, inner[0]!, c, f, k]);
          for (const cell of graph.cells)
            slots[cell.slot] = interpret(cell.node, slots, graph.scope);
          const axes = [
            {
              name: "a",
              length: outer.length,
              columns: new Map([[slot("a"), Float64Array.from(outer)]])
            },
            {
              name: "b",
              length: inner.length,
              columns: new Map([[slot("b"), Float64Array.from(inner)]])
            }
          ];
          const plan = planOf(graph, axes, graph.cells, slots);
          const shape = {graph, plan, inner: [slot("b")], wanted: graph.cells, rules: [], width: 8};
          expectCompiled(kernelFor(shape).slots);
          for (const kernel of [kernelFor(shape), interpretedKernel(shape)]) {
            kernel.reset();
            kernel.slots.set(slots);
            kernel.given.get(slot("b"))!.set(inner);
            outer.forEach((a, row) => {
              kernel.slots[slot("a")] = a;
              kernel.outer(0);
              if (row === 0) kernel.inner(inner.length);
              kernel.points(inner.length);
              inner.forEach((b, i) => {
                const found = graph.cells.map(
                  (cell, n) => kernel.results[n]?.[i] ?? kernel.slots[cell.slot]
                );
                expect(found).toEqual(meaning(graph, [a, b, c, f, k]));
              });
            });
          }
        }
      ),
      {numRuns: 200}
    );
  });
});
