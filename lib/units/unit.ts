import {base, dimensionless, raise, sameDimension, dimensionText, times} from "./dimension.js";
import type {Dimension} from "./dimension.js";

/** A unit: `factor` SI units of `dimension`. */
export interface Unit {
  readonly factor: number;
  readonly dimension: Dimension;
}

interface Symbol extends Unit {
  /** "si": k, M, G…; "both": also Ki, Mi, Gi… */
  readonly prefixes?: "si" | "both";
}

const watt = times(base("J"), base("s"), -1);
const count: Symbol = {factor: 1, dimension: dimensionless};

const symbols: Readonly<Record<string, Symbol>> = {
  "1": count,
  "%": {factor: 0.01, dimension: dimensionless},
  s: {factor: 1, dimension: base("s"), prefixes: "si"},
  min: {factor: 60, dimension: base("s")},
  h: {factor: 3600, dimension: base("s")},
  day: {factor: 86400, dimension: base("s")},
  yr: {factor: 31_536_000, dimension: base("s")},
  Hz: {factor: 1, dimension: raise(base("s"), -1), prefixes: "si"},
  B: {factor: 1, dimension: base("B"), prefixes: "both"},
  bit: {factor: 0.125, dimension: base("B"), prefixes: "both"},
  bps: {factor: 0.125, dimension: times(base("B"), base("s"), -1), prefixes: "si"},
  FLOP: {factor: 1, dimension: base("FLOP"), prefixes: "si"},
  J: {factor: 1, dimension: base("J"), prefixes: "si"},
  W: {factor: 1, dimension: watt, prefixes: "si"},
  Wh: {factor: 3600, dimension: base("J"), prefixes: "si"},
  USD: {factor: 1, dimension: base("USD")},
  gCO2e: {factor: 1e-3, dimension: base("kgCO2e"), prefixes: "si"},
  tCO2e: {factor: 1e3, dimension: base("kgCO2e"), prefixes: "si"},
  m: {factor: 1, dimension: base("m"), prefixes: "si"},
  L: {factor: 1e-3, dimension: raise(base("m"), 3)},
  g: {factor: 1e-3, dimension: base("kg"), prefixes: "si"},
  K: {factor: 1, dimension: base("K")},
  token: count,
  Mtoken: {factor: 1e6, dimension: dimensionless}, // prices are by the million
  param: count,
  request: count,
  replica: count,
  device: count,
  layer: count,
  node: count,
  failure: count
};

const decimal: Readonly<Record<string, number>> = {
  p: 1e-12,
  n: 1e-9,
  µ: 1e-6,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Z: 1e21
};
const binary: Readonly<Record<string, number>> = {
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50
};

/** The prefix-bearing symbol at the head of a unit, e.g. `B` of `B/s`; used by `format`. */
export function takesPrefix(name: string): boolean {
  return symbols[name]?.prefixes !== undefined;
}

function symbol(text: string): Unit {
  const exact = symbols[text];
  if (exact) return exact;
  const large = symbols[text.slice(2)];
  const bits = binary[text.slice(0, 2)];
  if (large?.prefixes === "both" && bits)
    return {factor: bits * large.factor, dimension: large.dimension};
  const small = symbols[text.slice(1)];
  const power = decimal[text.slice(0, 1)];
  if (small?.prefixes && power) return {factor: power * small.factor, dimension: small.dimension};
  throw new Error(`unknown unit; not a known symbol: ${text}`);
}

const parsed = new Map<string, Unit>();

/** Reads `GB/s`, `USD/kWh`, `B/token`, `s^2`. */
export function unit(text: string): Unit {
  const known = parsed.get(text);
  if (known) return known;
  let factor = 1;
  let dimension = dimensionless;
  let sign = 1;
  for (const part of text.split(/(?=[/·*])/)) {
    const match = /^([/·*]?)([^^/·*]+)(?:\^(-?\d+))?$/.exec(part.trim());
    if (!match) throw new Error(`invalid unit; cannot read: ${text}`);
    sign = match[1] === "/" ? -1 : 1;
    const power = sign * Number(match[3] ?? 1);
    const one = symbol(match[2]!.trim());
    factor *= one.factor ** power;
    dimension = times(dimension, one.dimension, power);
  }
  const result = {factor, dimension};
  parsed.set(text, result);
  return result;
}

/** A bare number as a cell, a flag or an address has it, `1.5e3`; NaN for any other text. */
export function bareNumber(text: string): number {
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : NaN;
}

/** `"100 GB/s"` in SI; throws when its dimension is not that of `want`. */
export function quantity(text: string, want: string): number {
  const match = /^\s*([-+]?\d[\d_,]*(?:\.\d+)?(?:e[-+]?\d+)?)\s*(.*?)\s*$/i.exec(text);
  if (!match?.[2]) throw new Error("must be a number, or text with a unit");
  const found = unit(match[2]);
  const expected = unit(want).dimension;
  if (!sameDimension(found.dimension, expected)) {
    throw new Error(`must be in ${want}, has dimension ${dimensionText(found.dimension)}`);
  }
  return Number(match[1]!.replace(/[_,]/g, "")) * found.factor;
}
