import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {ServingModel} from "../../lib/models/serving.js";
import {
  either,
  lower,
  markup,
  num,
  percent,
  plural,
  text,
  times
} from "../../src/components/numbers.js";
import {
  logTicks,
  nearest,
  placeOf,
  round,
  step,
  stops,
  valueAt
} from "../../src/components/stops.js";

describe("a number", () => {
  it("has three digits, and a count all of its own", () => {
    expect([4096, 32, 0.8, 13.94, 0.0162, 0].map((x) => num(x))).toEqual([
      "4096",
      "32",
      "0.8",
      "13.9",
      "0.0162",
      "0"
    ]);
    expect(num(131_072.5)).toBe("131\u202f000");
    expect(num(-2.5)).toBe("−2.5");
    expect(num(1.2e-7)).toBe("1.2×10⁻⁷");
    expect(num(0.99961)).toBe("1.00");
    expect([num(NaN), num(Infinity)]).toEqual(["–", "∞"]);
  });
  it("stays within half a unit of its last digit", () => {
    fc.assert(
      fc.property(fc.double({min: 1e-4, max: 1e14, noNaN: true}), (x) => {
        const read = Number(num(x).replace(/\u202f/g, ""));
        expect(Math.abs(read - x)).toBeLessThanOrEqual(0.00501 * x);
      })
    );
  });
  it("has the unit that a person would choose", () => {
    expect(text(0.0106, "s")).toBe("10.6\u00a0ms");
    expect(text(66_000, "s")).toBe("18.3\u00a0h");
    expect(text(16.06e9, "B")).toBe("16.1\u00a0GB");
    expect(text(8.03e9, "param")).toBe("8.03\u00a0billion");
    expect(text(0.287, "1", "%")).toBe("28.7%");
    expect(text(1, "request")).toBe("1\u00a0request");
    expect(text(3.6e12, "J", "kWh")).toBe("1\u00a0GWh");
    expect(text(293_000, "kgCO2e")).toBe("293\u00a0t");
    expect(text(429e-3 / 3.6e6, "kgCO2e/J", "gCO2e/kWh")).toBe("429\u00a0g/kWh");
    expect([text(null, "s"), text(true, "1"), text("Iowa", "1")]).toEqual(["–", "yes", "Iowa"]);
  });
  it("of every cell of a model can be printed", () => {
    for (const cell of Object.values(ServingModel.spec.cells)) {
      if (!("unit" in cell)) continue;
      for (const x of [1e-9, 1, 1234.5, 1e13])
        expect(text(x, cell.unit, cell.show)).not.toMatch(/NaN|undefined/);
    }
  });
  it("stands in sentences", () => {
    expect(times(18.7)).toBe("19×");
    expect(percent(0.31)).toBe("+31%");
    expect(plural(1, "request")).toBe("1 request");
    expect(either(["a", "b", "c"])).toBe("a, b or c");
    expect(lower("KV cache")).toBe("KV cache");
    expect(lower("Memory needed")).toBe("memory needed");
    expect(markup("**1** < 2")).toBe("<b>1</b> &#60; 2");
  });
});

describe("a slider", () => {
  const range = {min: 1, max: 512, log: true};
  const list = stops(range);
  it("stops at round numbers and powers of two, in order", () => {
    expect(list).toContain(64);
    expect(list).toContain(70);
    expect(list.toSorted((a, b) => a - b)).toEqual(list);
    expect([list[0], list.at(-1)]).toEqual([1, 512]);
    expect(stops({min: 8, max: 64, log: true, step: 8})).toEqual([8, 16, 32, 40, 64]);
    expect(stops({min: 0, max: 100, step: 50})).toEqual([0, 50, 100]);
    expect(stops({min: 3, max: 40, log: true, powers: true})).toEqual([4, 8, 16, 32]);
  });
  it("goes to the next stop with an arrow, doubles with a page key", () => {
    expect(step(64, 1, list, range)).toBe(70);
    expect(step(70, -1, list, range)).toBe(64);
    expect(step(65, -1, list, range)).toBe(64);
    expect(step(32, 2, list, range)).toBe(64);
    expect(step(512, 1, list, range)).toBe(512);
    expect(step(1, -2, list, range)).toBe(1);
  });
  it("is where its value is", () => {
    for (const x of list) expect(nearest(valueAt(placeOf(x, range), range), list, range)).toBe(x);
  });
});

it("a chart's ends are round and enclose", () => {
  expect(round(4.2, {up: false})).toBe(2);
  expect(round(4.2, {up: true})).toBe(5);
  expect(round(1000, {up: true})).toBe(1000);
  expect(logTicks(2, 60)).toEqual([2, 5, 10, 20, 50]);
});
