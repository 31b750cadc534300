import type {PartSpec} from "../stories/story.js";
import {area, band, curve, label, line} from "./layer.js";
import type {Mark} from "./layer.js";
import {partOf} from "./story-sweep.js";
import type {CurveRow} from "./story-sweep.js";

/** Fill and its strength, from below; neighbours differ for every type of colour vision. */
const fills = [
  ["var(--part-1)", 0.34],
  ["var(--part-3)", 0.42],
  ["var(--part-2)", 0.42],
  ["var(--part-4)", 0.3]
] as const;
/** A name needs so much height, and about so much width a letter. */
const tall = 17;
const wide = 7.2;

interface Place {
  readonly x: (row: CurveRow) => number;
  /** pixels of a value in SI */
  readonly y: (value: number) => number;
  /** pixels of the top and of the bottom */
  readonly ends: readonly [top: number, bottom: number];
  /** names that find no room inside stand beyond the right end */
  readonly outside: boolean;
  /** where a line is that no name may lie on, in pixels; NaN for none */
  readonly avoid: number;
  /** style of what may go on above the panel */
  readonly cut: string;
}

/** Parts on top of each other, each named where it is high enough for its name. */
export function stack(
  rows: readonly CurveRow[],
  parts: readonly PartSpec[],
  {x, y, ends: [top, bottom], outside, avoid, cut}: Place
): {readonly areas: readonly Mark[]; readonly names: readonly Mark[]} {
  const upTo =
    (count: number) =>
    ({refined}: CurveRow): number =>
      parts.slice(0, count).reduce((sum, part) => sum + partOf(refined, part), 0);
  const shown = rows.filter((row) => Number.isFinite(upTo(parts.length)(row)));
  const edge = (count: number) => {
    const sum = upTo(count);
    return (row: CurveRow): number => y(sum(row));
  };
  const within = (at: number): number => Math.min(bottom, Math.max(top, at));
  const areas = parts.flatMap(({name}, i): Mark[] => {
    const [fill, strength] = fills[i % fills.length]!;
    const drawn = area(`part ${name}`, band(shown, x, edge(i), edge(i + 1)), fill, strength);
    return [
      {...drawn, style: `${String(drawn["style"])};${cut}`},
      curve(`edge ${name}`, line(shown, x, edge(i + 1)), "var(--paper)", 1, cut)
    ];
  });
  let below = Infinity;
  const names = parts.flatMap(({name}, i): Mark[] => {
    const [low, high] = [edge(i), edge(i + 1)];
    const bands = shown.map((row) => ({
      x: x(row),
      low: within(low(row)),
      high: within(high(row)),
      works: row.works
    }));
    const room = roomFor(name, bands, avoid);
    const look = {fill: "var(--ink)", halo: room?.isCrowded ? 4 : 0} as const;
    if (room) return [label(`name ${name}`, name, room.x, room.y, look)];
    const last = bands.at(-1);
    if (!outside || !last || last.low - last.high < 1) return [];
    below = Math.min(below - 15, (last.low + last.high) / 2);
    return [
      label(`name ${name}`, name, last.x + 6, below, {...look, anchor: "start", weight: 400})
    ];
  });
  return {areas, names};
}

interface Band {
  readonly x: number;
  readonly low: number;
  readonly high: number;
  /** hatched where it does not */
  readonly works: boolean;
}

interface Room {
  readonly x: number;
  readonly y: number;
  readonly room: number;
  readonly isCrowded: boolean;
}

/**
 * Where a band is high enough over the whole width of a name: the highest such place, the first of equals,
 * above or below what is to be avoided.
 */
function roomFor(name: string, bands: readonly Band[], avoid: number): Room | undefined {
  const half = (name.length * wide) / 2 + 6;
  const [first, last] = [bands[0]?.x ?? 0, bands.at(-1)?.x ?? 0];
  let best: Room | undefined;
  for (const {x} of bands) {
    if (x - half < first || x + half > last) continue;
    const under = bands.filter((one) => Math.abs(one.x - x) <= half);
    const [ceiling, floor] = [
      Math.max(...under.map(({high}) => high)),
      Math.min(...under.map(({low}) => low))
    ];
    const between = Math.min(floor, Math.max(ceiling, avoid));
    const edges = [ceiling, ...(Number.isFinite(avoid) ? [between] : []), floor];
    edges.slice(1).forEach((to, i) => {
      const from = edges[i]!;
      const room = to - from;
      if (room < tall || room <= (best?.room ?? 0) + 0.5) return;
      best = {x, y: (from + to) / 2, room, isCrowded: under.some(({works}) => !works)};
    });
  }
  return best;
}
