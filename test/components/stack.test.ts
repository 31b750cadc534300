import {describe, expect, it} from "vitest";
import {stack} from "../../src/components/stack.js";
import type {CurveRow} from "../../src/components/story-sweep.js";

// 10 at the bottom of a panel 100 high, one pixel a unit; rows 10 pixels apart
const row = (x: number, cells: Readonly<Record<string, number>>): CurveRow => ({
  x,
  works: true,
  refined: cells,
  textbook: {},
  low: {},
  high: {}
});
const place = {
  x: (one: CurveRow) => one.x,
  y: (value: number) => 100 - value,
  ends: [0, 100],
  outside: true,
  avoid: NaN,
  cut: ""
} as const;
const rows = Array.from({length: 31}, (_, i) => row(10 * i, {a: 30, b: 2, c: i, d: 3}));
const parts = [
  {name: "floor", cells: ["a"]},
  {name: "thin", cells: ["b"]},
  {name: "growing", cells: ["c", "d"]}
];
const of = (name: string) => {
  const {areas, names} = stack(rows, parts, place);
  return [...areas, ...names].find(({key}) => key === name)!;
};

describe("parts on top of each other", () => {
  it("each start where the one below ends, sums of cells included", () => {
    expect(of("edge floor")["d"]).toMatch(/^M0,70L.*L300,70$/);
    expect(of("edge thin")["d"]).toMatch(/^M0,68L/);
    // 30 + 2 + 0 + 3 at the left, 30 + 2 + 30 + 3 at the right
    expect(of("edge growing")["d"]).toMatch(/^M0,65L.*L300,35$/);
  });
  it("have their names inside where they are high enough for the whole name", () => {
    const floor = of("name floor");
    expect(Number(floor["y"])).toBe(85);
    expect(floor["style"]).toContain("text-anchor:middle");
    const growing = of("name growing");
    // at least 17 pixels under the left end of the name: 14 + 3 at x = 140
    expect(Number(growing["x"])).toBeGreaterThan(140 + 30);
    expect(Number(growing["x"])).toBeLessThanOrEqual(300 - 30);
  });
  it("have it beyond the end where they are nowhere high enough, and not at all where there is no room", () => {
    expect(Number(of("name thin")["x"])).toBe(306);
    expect(Number(of("name thin")["y"])).toBe(69);
    const {names} = stack(rows, parts, {...place, outside: false});
    expect(names.map(({key}) => key)).toEqual(["name floor", "name growing"]);
  });
  it("have no name on a line that is to be seen", () => {
    // the floor is 30 high, from 70 to 100; a line at 88 leaves 18 above it
    const {names} = stack(rows, parts, {...place, avoid: 88});
    expect(Number(names[0]!["y"])).toBe(79);
  });
  it("are not named above the panel", () => {
    const {names} = stack(rows, parts, {...place, y: (value) => 100 - 10 * value});
    for (const {y} of names) expect(Number(y)).toBeGreaterThanOrEqual(0);
  });
});
