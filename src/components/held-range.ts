import {scenario} from "./scenario.js";

type Range = readonly [number, number];

/**
 * The range of an axis. While a hand moves it only grows, so that the curve moves and not the ruler, and
 * at most steps no axes are drawn anew; when the hand rests it fits again. An end that has to move goes
 * on to what lies `beyond`, for the next steps will want to go there too.
 */
export function heldRange(
  beyond: (end: number, isHigh: boolean) => number
): (fitting: Range) => Range {
  let held: Range | undefined;
  return ([low, high]) => {
    if (!held || !scenario.isMoving()) return (held = [low, high]);
    held = [
      low < held[0] ? beyond(low, false) : held[0],
      high > held[1] ? beyond(high, true) : held[1]
    ];
    if (held[0] !== low || held[1] !== high) scenario.drawAtRest();
    return held;
  };
}
