import type {PanelSpec} from "../stories/story.js";
import {label} from "./layer.js";
import type {Mark} from "./layer.js";
import type {CurveRow} from "./story-sweep.js";

const sideOf = (x: number, end: number): "start" | "end" => (x > end / 2 ? "end" : "start");

/** About where words above the chart lie, from pixel to pixel. */
export function spanOf(words: string, x: number, end: number): readonly [number, number] {
  const wide = 7 * words.length;
  return sideOf(x, end) === "end" ? [x - wide, x] : [x, x + wide];
}

/** Which spans are clear of those after them. */
export function clearOf(spans: readonly (readonly [number, number])[]): readonly boolean[] {
  return spans.map(([from, to], i) => spans.slice(i + 1).every(([a, b]) => to < a || b < from));
}

/** The end of a target's line at which its name is further from what else is there. */
export function targetName(
  words: string,
  [first, end]: readonly [number, number],
  at: number,
  drawn: readonly (readonly [x: number, y: number])[]
): {readonly x: number; readonly anchor: "start" | "end"} {
  const length = words.length * 7 + 12;
  const room = (from: number, to: number): number =>
    Math.min(
      ...drawn
        .filter(([x, y]) => x >= from && x <= to && Number.isFinite(y))
        .map(([, y]) => Math.abs(y - at))
    );
  return room(first, first + length) >= Math.min(40, room(end - length, end))
    ? {x: first + 6, anchor: "start"}
    : {x: end - 6, anchor: "end"};
}

/** The name of a place on the axis, above the chart and within its ends. */
export function ruleWords(key: string, words: string, x: number, y: number, end: number): Mark {
  const anchor = sideOf(x, end);
  return label(key, words, x, y, {fill: "var(--ink)", halo: 0, anchor, weight: 400});
}

/** Names at the ends of lines, top to bottom, apart enough to be read. */
export function lineEnds(
  {refined, textbook}: CurveRow,
  {cell, also}: {readonly cell: string; readonly also: NonNullable<PanelSpec["also"]>},
  y: (value: number) => number
): readonly End[] {
  return apart([
    {name: "refined", at: y(refined[cell]!)},
    {name: "textbook", at: y(textbook[cell]!)},
    ...also.map((one) => ({name: one.name, at: y(refined[one.cell]!)}))
  ]);
}

interface End {
  readonly name: string;
  readonly at: number;
}

/** Names moved apart until each can be read. */
export function apart(all: readonly End[]): readonly End[] {
  const tall = 16;
  const ends = all.filter(({at}) => Number.isFinite(at)).toSorted((a, b) => a.at - b.at);
  let above = -Infinity;
  const down = ends.map(({name, at}) => ({name, at: (above = Math.max(at, above + tall))}));
  // what was pushed down shares the way
  const drift = down.map(({at}, i) => at - ends[i]!.at);
  const shift = Math.max(0, ...drift) / 2;
  return down.map(({name, at}) => ({name, at: at - shift}));
}
