/** What a slider runs over. */
export interface Range {
  readonly min: number;
  readonly max: number;
  readonly log?: boolean;
  /** every stop is a multiple of it */
  readonly step?: number;
  /** every stop is a power of two */
  readonly powers?: true;
}

const mantissas = [
  1, 1.1, 1.2, 1.3, 1.4, 1.6, 1.8, 2, 2.2, 2.5, 2.8, 3, 3.2, 3.5, 4, 4.5, 5, 5.5, 6, 6.4, 7, 8, 9
];

/** Where a slider stops: on a log scale about 24 round numbers a factor of ten and the powers of two. */
export function stops({min, max, log = false, step: every = 1, powers}: Range): readonly number[] {
  if (powers) {
    const [from, to] = [Math.ceil(Math.log2(min)), Math.floor(Math.log2(max))];
    return Array.from({length: to - from + 1}, (_, i) => 2 ** (from + i));
  }
  const found = new Set([min, max]);
  if (!log) {
    for (let i = 0; min + i * every <= max + every / 2; i++)
      found.add(Number((min + i * every).toPrecision(12)));
    return sorted(found);
  }
  const fits = (x: number): boolean =>
    x >= min && x <= max && (every < 1 || Number.isInteger(x / every));
  for (let e = Math.floor(Math.log10(min)); e <= Math.log10(max); e++) {
    for (const m of mantissas) {
      const x = Number((m * 10 ** e).toPrecision(3));
      if (fits(x)) found.add(x);
    }
  }
  for (let x = 1; x <= max; x *= 2) if (fits(x)) found.add(x);
  return sorted(found);
}

function sorted(values: ReadonlySet<number>): readonly number[] {
  return [...values].sort((a, b) => a - b);
}

/** Share of the way from one end to the other. */
export function placeOf(x: number, {min, max, log = false}: Range): number {
  return log ? Math.log(x / min) / Math.log(max / min) : (x - min) / (max - min);
}

/** The value at a share of the way. */
export function valueAt(place: number, {min, max, log = false}: Range): number {
  return log ? min * (max / min) ** place : min + place * (max - min);
}

/** The stop closest to a value, on the slider's own scale. */
export function nearest(x: number, list: readonly number[], range: Range): number {
  const away = (stop: number): number => Math.abs(placeOf(stop, range) - placeOf(x, range));
  return list.reduce((best, stop) => (away(stop) < away(best) ? stop : best));
}

/**
 * The value a key press leads to: an arrow goes to the next stop, `±2` doubles or halves on a log scale
 * and goes four stops on a linear one.
 */
export function step(x: number, by: number, list: readonly number[], range: Range): number {
  if (Math.abs(by) > 1 && range.log) {
    const aim = Math.min(range.max, Math.max(range.min, by > 0 ? x * 2 : x / 2));
    return nearest(aim, list, range);
  }
  const isAt = (stop: number): boolean => Math.abs(stop - x) <= 1e-9 * Math.max(1, Math.abs(x));
  const above = list.findIndex((stop) => stop > x && !isAt(stop));
  const below = list.findLastIndex((stop) => stop < x && !isAt(stop));
  const many = Math.abs(by) > 1 ? 4 : 1;
  const i = by > 0 ? (above < 0 ? list.length - 1 : above + many - 1) : below - many + 1;
  return list[Math.max(0, Math.min(list.length - 1, i))]!;
}

/** 1, 2, 5, 10, …: the ticks of a log axis. */
export function logTicks(low: number, high: number): readonly number[] {
  const found: number[] = [];
  for (let e = Math.floor(Math.log10(low)); e <= Math.log10(high) + 1; e++) {
    for (const m of [1, 2, 5]) {
      const x = Number((m * 10 ** e).toPrecision(3));
      if (x >= low && x <= high) found.push(x);
    }
  }
  return found;
}

/** The round number at or beyond a value: a chart's frame stands still while values move inside it. */
export function round(
  x: number,
  {up, of = [1, 2, 5, 10]}: {readonly up: boolean; readonly of?: readonly number[]}
): number {
  const e = 10 ** Math.floor(Math.log10(x));
  const mantissa = x / e;
  const found = up
    ? of.find((m) => m >= mantissa * (1 - 1e-9))
    : of.findLast((m) => m <= mantissa * (1 + 1e-9));
  return e * (found ?? (up ? of.at(-1)! : of[0]!));
}
