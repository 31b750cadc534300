import type {AnyModel} from "../lib/graph/spec.js";
import {unit as unitOf} from "../lib/units/unit.js";

/** A value of a model, or none. */
export type Shown = number | string | boolean | null | undefined;

const thin = "\u202f";
const minus = "\u2212";
const powers = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** Three significant digits; whole numbers exact, thin spaces from 10 000, `–` for no answer. */
export function num(x: number, digits = 3): string {
  if (x === Infinity) return "∞";
  if (!Number.isFinite(x)) return "–";
  if (x === 0) return "0";
  const size = Math.abs(x);
  const sign = x < 0 ? minus : "";
  // a whole number is a count: never rounded to 4100 when it is 4096, never padded to 32.0
  if (Number.isInteger(x) && size < 1e5) return sign + grouped(String(size));
  if (size >= 1e15 || size < 1e-4) {
    const e = Math.floor(Math.log10(size));
    const power = String(e).replace(/./g, (c) => (c === "-" ? "⁻" : powers[Number(c)]!));
    return `${num(x / 10 ** e, digits)}×10${power}`;
  }
  const rounded = Number(size.toPrecision(digits));
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(rounded)));
  const [whole = "", raw = ""] = rounded.toFixed(Math.min(12, decimals)).split(".");
  const isExact = Math.abs(rounded - size) <= 1e-9 * size;
  const part = isExact ? raw.replace(/0+$/, "") : raw;
  return sign + grouped(whole) + (part === "" ? "" : `.${part}`);
}

function grouped(whole: string): string {
  return whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, thin) : whole;
}

type Steps = readonly (readonly [factor: number, name: string])[];
const prefixed = (name: string): Steps =>
  (
    [
      [1e18, "E"],
      [1e15, "P"],
      [1e12, "T"],
      [1e9, "G"],
      [1e6, "M"],
      [1e3, "k"],
      [1, ""]
    ] as const
  ).map(([worth, prefix]) => [worth, prefix + name]);

/** From which size on a unit is used, what it is worth in SI, and its name. */
const clock: readonly (readonly [from: number, factor: number, name: string])[] = [
  [2 * 31_536_000, 31_536_000, "years"],
  [2 * 86_400, 86_400, "days"],
  [7200, 3600, "h"],
  [120, 60, "min"],
  [1, 1, "s"],
  [1e-3, 1e-3, "ms"],
  [0, 1e-6, "µs"]
];
const scales: Readonly<Record<string, Steps>> = {
  B: prefixed("B"),
  "B/s": prefixed("B/s"),
  "B/token": prefixed("B per token"),
  "B/layer": prefixed("B per layer"),
  FLOP: prefixed("FLOP"),
  "FLOP/s": prefixed("FLOP/s"),
  "FLOP/layer": prefixed("FLOP per layer"),
  W: prefixed("W"),
  "s/layer": [
    [1, "s per layer"],
    [1e-3, "ms per layer"],
    [1e-6, "µs per layer"]
  ],
  J: [
    [3.6e12, "GWh"],
    [3.6e9, "MWh"],
    [3.6e6, "kWh"]
  ],
  kgCO2e: [
    [1e3, "t"],
    [1, "kg"]
  ],
  "m^3": [
    [10, "m³"],
    [1e-3, "L"]
  ],
  USD: [
    [1e9, "billion US$"],
    [1e6, "million US$"],
    [1, "US$"]
  ],
  param: [
    [1e9, "billion"],
    [1e6, "million"]
  ]
};
/** What a reader calls a unit, of one and of many. */
const words: Readonly<Record<string, readonly [one: string, many: string]>> = {
  token: ["token", "tokens"],
  request: ["request", "requests"],
  "request/s": ["request/s", "requests/s"],
  device: ["device", "devices"],
  replica: ["replica", "replicas"],
  node: ["node", "nodes"],
  layer: ["layer", "layers"],
  failure: ["failure", "failures"],
  "token/s": ["token/s", "tokens/s"],
  "1/s": ["per second", "per second"],
  "1/h": ["per hour", "per hour"],
  "gCO2e/kWh": ["g/kWh", "g/kWh"],
  "L/kWh": ["L/kWh", "L/kWh"],
  "USD/h": ["US$/h", "US$/h"],
  "USD/kWh": ["US$/kWh", "US$/kWh"],
  "USD/Mtoken": ["US$/Mtoken", "US$/Mtoken"],
  "kgCO2e/Mtoken": ["kg/Mtoken", "kg/Mtoken"],
  "1": ["", ""],
  "%": ["%", "%"]
};

/** A unit as a person would choose it: its size in SI, and its name for many. */
export interface Scale {
  readonly factor: number;
  readonly name: string;
}

/** The unit in which a value is said; `unit` and `show` as a definition states them. */
export function scaleOf(x: number, unit: string, show?: string): Scale {
  if (unit === "s" && show !== "%") {
    const found = x === 0 ? undefined : clock.find(([from]) => Math.abs(x) >= from);
    return found ? {factor: found[1], name: found[2]} : {factor: 1, name: "s"};
  }
  const scale = scales[unit];
  if (scale) {
    const [factor, name] = scale.find(([size]) => Math.abs(x) >= size) ?? scale.at(-1)!;
    return {factor, name};
  }
  const printed = show ?? unit;
  const factor = printed === "1" ? 1 : unitOf(printed).factor;
  return {factor, name: words[printed]?.[1] ?? printed};
}

/** A value and the unit that a person would choose for it. */
export function pretty(
  x: number,
  unit: string,
  show?: string,
  digits = 3
): readonly [string, string] {
  if (!Number.isFinite(x)) return [num(x), ""]; // no answer, and no end, have no unit
  const {factor, name} = scaleOf(x, unit, show);
  const value = x / factor;
  const one = words[show ?? unit]?.[0];
  return [num(value, digits), value === 1 && one !== undefined ? one : name];
}

/** `16.2 ms`, `yes`, `Llama-3.1-8B`; `–` where there is no answer. */
export function text(x: Shown, unit: string, show?: string, digits = 3): string {
  if (x === null || x === undefined || Number.isNaN(x)) return "–";
  if (typeof x === "boolean") return x ? "yes" : "no";
  if (typeof x === "string") return x;
  return withUnit(...pretty(x, unit, show, digits));
}

/** A value's words and its unit's, which never part. */
export function withUnit(value: string, name: string): string {
  return name === "" ? value : name === "%" ? value + name : `${value}\u00a0${name}`;
}

/** Unit of a model's cell, and the one that it is shown in. */
export function unitsOf({spec}: AnyModel, cell: string): readonly [unit: string, show?: string] {
  const found = spec.cells[cell];
  if (!found || !("unit" in found)) return ["1"];
  return found.show === undefined ? [found.unit] : [found.unit, found.show];
}

/** What a reader calls a model's cell. */
export function cellLabel({spec}: AnyModel, cell: string): string {
  return spec.cells[cell]?.label ?? cell;
}

/** A share of a whole: `4.6%`. */
export function share(x: number, digits = 2): string {
  return `${num(x * 100, digits)}%`;
}

/** A change as per cent: `+110%`, `−24%`. */
export function percent(x: number): string {
  const sign = x > 0 ? "+" : x < 0 ? minus : "";
  return `${sign}${num(Math.abs(x) * 100, Math.abs(x) >= 0.1 ? 2 : 1)}%`;
}

/** A factor at the precision at which one is said: `1.36×`, `19×`. */
export function times(x: number): string {
  return Number.isFinite(x) ? `${num(Number(x.toPrecision(x >= 2 ? 2 : 3)))}×` : "–";
}

/** How many times one value is another: `1.36×`, `same`, `–` where there is no answer. */
export function ratio(a: number, b: number): string {
  return a === b || Math.abs(a / b - 1) < 5e-4 ? "same" : times(a / b);
}

/** A count and its noun. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${num(count)} ${count === 1 ? one : many}`;
}

/** A list in words: `a, b or c`. */
export function either(parts: readonly string[]): string {
  const last = parts.at(-1) ?? "";
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(", ")} or ${last}`;
}

/** A list in words: `a, b and c`. */
export function both(parts: readonly string[]): string {
  return either(parts).replace(/ or (?!.* or )/, " and ");
}

/** `Quebec (Hydro)` as `Quebec`. */
export function shortName(name: string): string {
  return name.replace(/ \(.*\)$/, "");
}

/** A label in the middle of a sentence: acronyms keep their capitals. */
export function lower(label: string): string {
  return label.replace(/^[A-Z](?![A-Z])/, (letter) => letter.toLowerCase());
}

/** A label at the beginning of a sentence. */
export function capital(label: string): string {
  return label.replace(/^./, (letter) => letter.toUpperCase());
}

/** Text that is not markup, for the build. */
export function escaped(plain: string): string {
  return plain.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`);
}

/** A sentence with its **numbers** as markup, for the build; the page writes it with `writeRich`. */
export function markup(sentence: string): string {
  return escaped(sentence).replace(/\*\*(.+?)\*\*/g, "<b>$1</b>");
}
