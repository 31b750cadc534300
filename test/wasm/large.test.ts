import {describe, expect, it} from "vitest";
import {interpret} from "../../lib/expression/interpret.js";
import {buildGraph} from "../../lib/graph/graph.js";
import type {AnyModel} from "../../lib/graph/spec.js";
import {model} from "../../lib/model/model.js";
import {solverOf} from "../../lib/wasm/solve.js";
import {wave} from "../../lib/wasm/wave.js";

const define = model as unknown as (name: string, spec: object) => AnyModel; // equations made at run time
const described = {unit: "1", symbol: "x", doc: ""};
const count = 650;

/** Each cell reads the one before and one far before it; every seventh only where `a` is large. */
function equation(i: number): string {
  if (i === 0) return "a";
  const [last, far] = [`x${i - 1}`, `x${Math.floor(i / 3)}`];
  return i % 7 === 0
    ? `a > 2 ? ${last} + ${far} * 0.5 : ${last}`
    : `(${last} + ${far}) * 0.5 - ${i}`;
}
const graph = buildGraph(
  define("large", {
    doc: "",
    question: "",
    inputs: {a: described, b: described},
    cells: {
      ...Object.fromEntries(
        Array.from({length: count}, (_, i) => [`x${i}`, {...described, eq: equation(i)}])
      ),
      y: {...described, eq: `x${count - 1} + b`}
    },
    rules: {b: {that: "b < 100", says: "must be less than 100"}},
    outputs: ["y", "x0", "x300"]
  }),
  "textbook"
);
const at = (name: string): number => graph.quantities.get(name)!.slot;

describe("a graph of more cells than one function takes", () => {
  const kept = [at("y"), at("x300"), at("x649")];
  const solver = solverOf(graph, kept);
  const page = wave(graph);
  it.each([
    [1, 2],
    [3, -5],
    [NaN, 0]
  ])("is solved and followed in parts, a = %d", (a, b) => {
    const slots = graph.blank.slice();
    [slots[at("a")], slots[at("b")]] = [a, b];
    for (const {slot, node} of graph.cells) slots[slot] = interpret(node, slots, graph.scope);
    [solver.slots[at("a")], solver.slots[at("b")]] = [a, b];
    expect(solver.solve()).toBe(0);
    expect([...solver.results]).toEqual(kept.map((slot) => slots[slot]));
    [page.slots[at("a")], page.slots[at("b")]] = [a, b];
    expect(page.run(1)).toBe(0);
    expect(page.slots).toEqual(slots);
  });
  it("stops at a rule before any part, and flows over many words of cells", () => {
    solver.slots[at("b")] = 100;
    expect(solver.solve()).toBe(1);
    page.slots[at("a")] = 4;
    page.slots[at("b")] = 100;
    expect([page.run(1), page.check()]).toEqual([1, 1]);
    page.slots[at("b")] = 1;
    page.run(0);
    page.slots[at("a")] = 5;
    page.needed.set(page.upstream(at("y")));
    page.readers(at("a")).forEach((word, i) => (page.stale[i]! |= word));
    expect(page.flow()).toBe(count + 1);
    const slots = graph.blank.slice();
    [slots[at("a")], slots[at("b")]] = [5, 1];
    for (const {slot, node} of graph.cells) slots[slot] = interpret(node, slots, graph.scope);
    expect(page.slots).toEqual(slots);
  });
});
