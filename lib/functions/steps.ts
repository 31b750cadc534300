import type {FunctionSpec} from "../expression/functions.js";

/** The steps of `count` at which the first of two times is longer, and by how much in all. */
function excess(
  a: number,
  aGrowth: number,
  b: number,
  bGrowth: number,
  count: number
): readonly [number, number, number] {
  if (!(count >= 1)) return [0, 0, 0];
  const growth = aGrowth - bGrowth;
  const first = (a - b) / count - (growth * (count - 1)) / 2; // mean, less half of the growth
  if (growth === 0) return first > 0 ? [0, count, first * count] : [0, 0, 0];
  const crossing = -first / growth;
  const from = growth > 0 ? Math.min(count, Math.max(0, Math.floor(crossing) + 1)) : 0;
  const until = growth > 0 ? count : Math.min(count, Math.max(0, Math.ceil(crossing)));
  const longer = until - from;
  return [from, until, longer * (first + (growth * (from + until - 1)) / 2)];
}

/** What each of the steps that are longer in the first time adds to a slope by its growth. */
function byGrowth([from, until]: readonly [number, number, number], count: number): number {
  return ((until - from) * (from + until - count)) / 2;
}

/**
 * The longer of two times of each step, summed: both grow from step to step by as much, and both are
 * told as their sums and growths. Exact, in a time that does not depend on the number of steps.
 */
export const sumOfLonger: FunctionSpec = {
  doc: "Sum over steps of the longer of two times, each told as its sum and what it grows by from step to step",
  args: ["s", "s", "s", "s", "1"],
  unit: "s",
  evaluate: (a = NaN, aGrowth = NaN, b = NaN, bGrowth = NaN, count = NaN) =>
    b + excess(a, aGrowth, b, bGrowth, count)[2],
  latex: ([a = "", aGrowth = "", b = "", bGrowth = "", count = ""]) => {
    const step = (sum: string, growth: string): string =>
      `\\frac{${sum}}{n} + (i - \\tfrac{n + 1}{2})\\,${growth}`;
    return `\\sum_{i=1}^{n = ${count}} \\max(${step(a, aGrowth)},\\; ${step(b, bGrowth)})`;
  },
  partials: [
    (a = NaN, g = NaN, b = NaN, h = NaN, n = NaN) => share(excess(a, g, b, h, n), n),
    (a = NaN, g = NaN, b = NaN, h = NaN, n = NaN) => byGrowth(excess(a, g, b, h, n), n),
    (a = NaN, g = NaN, b = NaN, h = NaN, n = NaN) => 1 - share(excess(a, g, b, h, n), n),
    (a = NaN, g = NaN, b = NaN, h = NaN, n = NaN) => -byGrowth(excess(a, g, b, h, n), n),
    () => 0
  ]
};

/** Share of the steps that are longer in the first time. */
function share([from, until]: readonly [number, number, number], count: number): number {
  return count >= 1 ? (until - from) / count : 0;
}
