import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {isCell} from "../../lib/graph/graph.js";
import {InputError} from "../../lib/errors.js";
import type {AnyModel, Fidelity} from "../../lib/graph/spec.js";
import {checkRules, readerOf} from "../../lib/model/inputs.js";
import type {Inputs} from "../../lib/model/inputs.js";
import {graphOf, model as define} from "../../lib/model/model.js";
import {sourceOf} from "../../lib/model/source.js";
import {plain} from "../../lib/model/solve.js";
import {models} from "../../lib/models/all.js";
import {prices} from "../../lib/models/records/figure.js";
import {interpret} from "../../lib/expression/interpret.js";
import {validCalls} from "../arbitrary.js";
import {registry} from "../registry.js";

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

describe.each(models.map((model) => [model.name, model] as const))("%s", (_, model) => {
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
});

describe("an input that may be null and has a default", () => {
  const bill = define("Bill", {
    doc: "What electricity costs",
    question: "What does it cost?",
    inputs: {
      energy: {unit: "J", symbol: "E", doc: "Energy"},
      price: {
        unit: "USD/J",
        symbol: "q",
        doc: "Price of electricity",
        default: {of: prices, key: "Cloud.ElectricityPerKwh", field: "value"},
        optional: true
      }
    },
    rules: {energy: {that: {refined: "energy <= 1000[kWh]"}, says: "must be at most 1000 kWh"}},
    cells: {cost: {unit: "USD", symbol: "c", doc: "Cost", eq: "energy * price"}},
    outputs: ["cost"]
  });
  it("takes null for the default, a figure in the unit that its row states", () => {
    // 10 kWh at 0.12 USD/kWh
    const given = {energy: "10 kWh"};
    expect(bill.solve(given, {registry}).cost).toBeCloseTo(1.2, 12);
    expect(bill.solve({...given, price: null}, {registry}).cost).toBeCloseTo(1.2, 12);
    expect(bill.solve({...given, price: "0.3 USD/kWh"}, {registry}).cost).toBeCloseTo(3, 12);
    expect(sourceOf(bill, "price", {...given, price: null}, {registry})?.status).toBe("judgement");
  });
  it("has a rule from the fidelity on that states it", () => {
    const given = {energy: "2000 kWh"};
    expect(bill.solve(given, {registry, fidelity: "textbook"}).cost).toBeCloseTo(240, 10);
    for (const fidelity of ["refined", "calibrated"] as const)
      expect(() => bill.solve(given, {registry, fidelity})).toThrow(
        "Bill: invalid energy; must be at most 1000 kWh"
      );
  });
});

describe("a choice that may be left out, and a rule that tells values", () => {
  const trip = define("Trip", {
    doc: "What a trip takes",
    question: "How long does it take?",
    inputs: {
      people: {unit: "1", symbol: "n", doc: "People", min: 1, whole: true},
      seats: {unit: "1", symbol: "s", doc: "Seats of a car", default: 4, source: "mlsysim-api"},
      by: {choice: ["car", "foot"], symbol: "v", doc: "How they travel", optional: true}
    },
    rules: {people: {that: "people <= seats", says: "must fit {seats}, {seats:#} of {people:#}"}},
    cells: {
      time: {unit: "s", symbol: "t", doc: "Time", eq: "(by ?? 'foot') == 'car' ? 60[s] : 600[s]"}
    },
    outputs: ["time"]
  });
  it("takes null and nothing for none, and no other option", () => {
    expect(trip.solve({people: 2}).time).toBe(600);
    expect(trip.solve({people: 2, by: null}).time).toBe(600);
    expect(trip.solve({people: 2, by: "car"}).time).toBe(60);
    expect(() => trip.solve({people: 2, by: "train" as never})).toThrow(
      "Trip: invalid by; must be one of car, foot: train"
    );
  });
  it("says values beside names, which a caller may write otherwise", () => {
    expect(() => trip.solve({people: 5})).toThrow(
      "Trip: invalid people; must fit seats, 4 of 5: 5"
    );
    try {
      trip.solve({people: 5});
    } catch (error) {
      expect((error as InputError).named((id) => `--${id}`).message).toBe(
        "Trip: invalid --people; must fit --seats, 4 of 5: 5"
      );
    }
  });
});
