import {text} from "./numbers.js";

const minute = 60;
const hour = 3600;
const day = 86_400;
const year = 365 * day;
/** Times that an axis may show, s. */
const clock: readonly (readonly [number, string])[] = [
  [1, "1 s"],
  [10, "10 s"],
  [minute, "1 min"],
  [10 * minute, "10 min"],
  [hour, "1 h"],
  [6 * hour, "6 h"],
  [day, "1 day"],
  [7 * day, "1 week"],
  [30 * day, "1 month"],
  [year, "1 year"],
  [10 * year, "10 years"],
  [100 * year, "100 years"]
];
/** A time of the clock as an axis has it. */
export const clockText = (x: number): string => clock.find(([at]) => at === x)?.[1] ?? text(x, "s");

/** Times of the clock that enclose a range. */
export function onClock(low: number, high: number): readonly [number, number] {
  const below = clock.findLast(([at]) => at <= low) ?? clock[0]!;
  const above = clock.find(([at]) => at >= high) ?? clock.at(-1)!;
  return [below[0], above[0]];
}

/** The time of the clock after one of its own, or before it. */
export function beyondClock(at: number, isLater: boolean): number {
  const i = clock.findIndex(([one]) => one === at) + (isLater ? 1 : -1);
  return (clock[i] ?? clock.at(isLater ? -1 : 0)!)[0];
}

/** Times of the clock within a range; every other one where there is little room. */
export function clockTicks([low, high]: readonly [number, number], few = false): readonly number[] {
  const ticks = clock.map(([at]) => at).filter((at) => at >= low && at <= high);
  return few ? ticks.filter((_, i) => i % 2 === 0) : ticks;
}
