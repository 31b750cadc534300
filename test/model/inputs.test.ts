import {describe, expect, it} from "vitest";
import {InputError} from "../../lib/errors.js";
import {model as define} from "../../lib/model/model.js";
import {sourceOf} from "../../lib/model/source.js";
import {prices} from "../../lib/models/records/figure.js";
import {registry} from "../registry.js";

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
