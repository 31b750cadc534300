import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {isCell} from "../../lib/graph/graph.js";
import type {AnyModel, Fidelity} from "../../lib/graph/spec.js";
import {checkRules, readerOf} from "../../lib/model/inputs.js";
import type {Inputs} from "../../lib/model/inputs.js";
import {graphOf} from "../../lib/model/model.js";
import {plain} from "../../lib/model/solve.js";
import {interpret} from "../../lib/expression/interpret.js";
import {validCalls} from "../arbitrary.js";
import {registry} from "../registry.js";
import type {Subject} from "../subjects.js";

const wrong = [
  0,
  -0,
  -1,
  1e308,
  NaN,
  "x",
  "3 parsec",
  {},
  [],
  true,
  null,
  undefined,
  {value: 2, unit: "%"}
];

/** A call, and what each input of it may turn into from one call to the next, right or wrong. */
function callsOf(model: AnyModel): fc.Arbitrary<readonly Inputs[]> {
  const valid = validCalls(model);
  return fc.tuple(valid, valid, fc.infiniteStream(fc.nat())).map(([one, other, dice]) => {
    const roll = (n: number): number => dice.next().value % n;
    const pick = (name: string): unknown => {
      const kind = roll(20);
      if (kind === 0) return wrong[roll(wrong.length)];
      return kind < 12 ? one[name] : other[name];
    };
    return Array.from({length: 20}, () => {
      const names = Object.keys(model.spec.inputs).filter(
        (name) => one[name] !== undefined || roll(8) === 0
      );
      const given = Object.fromEntries(
        names.filter(() => roll(12) > 0).map((name) => [name, pick(name)])
      );
      return roll(30) === 0 ? {...given, gone: roll(2) === 0 ? 1 : undefined} : given;
    });
  });
}

/** The outputs as text, or the error's message. */
function answer(solve: () => unknown): string {
  try {
    return JSON.stringify(solve(), (_, value: unknown) => (Object.is(value, -0) ? "-0" : value));
  } catch (error) {
    return (error as Error).message; // the library throws Errors
  }
}

/** The outputs by reading every input anew and following the trees. */
function once(model: AnyModel, given: Inputs, fidelity: Fidelity): object {
  const graph = graphOf(model, fidelity);
  const {base, fill} = readerOf(graph, registry);
  const slots = base.slice();
  fill(slots, given);
  checkRules(graph, slots);
  for (const {slot, node} of graph.cells) slots[slot] = interpret(node, slots, graph.scope);
  const outputs = model.spec.outputs.flatMap((name) => {
    const cell = graph.quantities.get(name);
    return isCell(cell) ? [[name, plain(graph, cell, slots[cell.slot]!)] as const] : [];
  });
  return Object.fromEntries(outputs);
}

/** A call is answered or rejected for what it says, whatever was asked before. */
export function inputTests(subjects: readonly Subject[]): void {
  describe.each(subjects.map(({model}) => [model.name, model] as const))("%s", inputs);
}

function inputs(_: string, model: AnyModel): void {
  it.each(["textbook", "refined"] as const)(
    "calls one after the other are as if each were the first, at %s",
    (fidelity) => {
      let [answers, errors] = [0, 0];
      fc.assert(
        fc.property(callsOf(model), (calls) => {
          for (const given of calls) {
            const again = answer(() => model.solve(given as never, {fidelity, registry}));
            expect(again).toBe(answer(() => once(model, given, fidelity)));
            if (again.startsWith("{")) answers++;
            else errors++;
          }
        }),
        {numRuns: 100}
      );
      // both are many
      expect(Math.min(answers, errors)).toBeGreaterThan(100);
    }
  );
}
