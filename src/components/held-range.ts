import {scenario} from "./scenario.js";

type Range = readonly [number, number];

/**
 * The range of an axis. While a hand moves it only grows, so that the curve moves and not the ruler, and
 * no step pays for axes drawn anew; when the hand rests it fits again.
 */
export function heldRange(): (fitting: Range) => Range {
  let held: Range | undefined;
  return (fitting) => {
    const [low, high] = fitting;
    held =
      held && scenario.isMoving() ? [Math.min(held[0], low), Math.max(held[1], high)] : fitting;
    return held;
  };
}
