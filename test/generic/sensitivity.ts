import {describe, expect, it} from "vitest";
import {interpret} from "../../lib/expression/interpret.js";
import {isCell} from "../../lib/graph/graph.js";
import type {AnyModel} from "../../lib/graph/spec.js";
import {graphOf} from "../../lib/model/model.js";
import {sensitivity} from "../../lib/model/sensitivity.js";
import type {Sensitivity} from "../../lib/model/sensitivity.js";
import {solved} from "../../lib/model/solve.js";
import {stepped} from "../../lib/model/stepped.js";
import {registry} from "../registry.js";
import type {Subject} from "../subjects.js";

const options = {registry} as const;

/** Slopes are what small changes do. */
export function sensitivityTests(subjects: readonly Subject[]): void {
  const all = subjects.map(({model, samples}) => [model.name, model, samples] as const);
  describe.each(all)("slopes of %s", slopes);
}

/** Models that search for an answer: nearly all that leads to it is on a step. */
const searching: readonly string[] = ["ServingCapacityModel"];

function slopes(name: string, model: AnyModel, samples: Subject["samples"]): void {
  const graph = graphOf(model);
  const goals = model.spec.outputs.flatMap((output) => {
    const cell = graph.quantities.get(output);
    return isCell(cell) && cell.type.kind === "number" ? [cell] : [];
  });
  const slopesOf = (output: string, given: object): readonly Sensitivity[] =>
    sensitivity(model as never, output as never, given as never, options); // any model's

  it("slopes by fields and inputs off all steps are central differences", () => {
    let checked = 0;
    for (const given of samples) {
      const at = solved(graph, given, registry).slice();
      /** The goal where one input or field is another. */
      const moved = (slot: number, value: number, goal: number): number => {
        const slots = at.slice();
        slots[slot] = value;
        for (const cell of graph.cells) slots[cell.slot] = interpret(cell.node, slots, graph.scope);
        return slots[goal]!;
      };
      for (const goal of goals) {
        const onSteps = stepped(graph, goal, at);
        for (const {name: leaf, slope, secant} of slopesOf(goal.name, given)) {
          const slot = graph.quantities.get(leaf)?.slot ?? 0;
          if (slot === 0 || onSteps.has(slot)) continue; // an entry of a table, or a step
          expect([leaf, secant]).toEqual([leaf, undefined]);
          const [x, step] = [at[slot]!, 1e-5 * Math.abs(at[slot]!) || 1e-5];
          const [down, here, up] = [x - step, x, x + step].map((value) =>
            moved(slot, value, goal.slot)
          ) as [number, number, number]; // three of three
          // what both are must stand out of the rounding of the output
          const floor = 1e-4 * Math.abs(here / (x || 1));
          const isNear = (other: number): boolean =>
            Math.abs(slope - other) / Math.max(Math.abs(slope), Math.abs(other), floor) < 1e-3;
          const [left, right] = [(here - down) / step, (up - here) / step];
          // at a kink (of `max`) the slope is that of one side
          const isOne = isNear((up - down) / (2 * step)) || isNear(left) || isNear(right);
          expect([goal.name, leaf, isOne]).toEqual([goal.name, leaf, true]);
          checked++;
        }
      }
    }
    expect(checked).toBeGreaterThan(searching.includes(name) ? 5 : 20);
  });
  it("is ordered, labelled, and without NaN", () => {
    for (const given of samples) {
      for (const {name: output} of goals) {
        const all = slopesOf(output, given);
        const steepness = all.map(({elasticity, secant}) => Math.abs(secant ?? elasticity));
        expect(steepness).toEqual(steepness.toSorted((a, b) => b - a));
        for (const {label, slope, elasticity, secant = 0} of all) {
          expect(label).not.toBe("");
          expect([slope, elasticity, secant].every(Number.isFinite)).toBe(true);
        }
      }
    }
  });
}
