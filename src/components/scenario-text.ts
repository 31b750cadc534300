import {bareNumber, quantity, unit as unitOf} from "../lib/units/unit.js";

/** A record written in full or from another: JSON in an address. */
export type Fields = {readonly [field: string]: unknown};
export type Value = number | string | boolean | Fields;
/** Values by their name in the address; a changed field of a record stands as `fleet.nodes`. */
export type Scenario = Readonly<Record<string, Value>>;

/** What a name of an address stands for. */
export interface AddressName {
  /** unit of a bare number, where it is not SI */
  readonly unit?: string;
  /** a key of the registry or a record; its fields may be changed as `name.field` */
  readonly record?: true;
}

/** The names of an address, made from the definitions at build. */
export interface Names {
  readonly known: Readonly<Record<string, AddressName>>;
  /** other names of the same quantity, with the unit of a bare number under that name */
  readonly aliases: Readonly<Record<string, {readonly to: string; readonly unit?: string}>>;
  /** by model: the name of each input in an address */
  readonly inputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** What an address says. */
export interface Read {
  readonly scenario: Scenario;
  readonly pin: Scenario | null;
  /** one sentence for each part that could not be read */
  readonly problems: readonly string[];
}

/** The version that an address is written in. */
const version = "1";

/** Reads the query of an address; names that it does not know are left aside. */
export function readAddress(query: URLSearchParams, names: Names): Read {
  const problems: string[] = [];
  const stated = query.get("v");
  if (stated !== null && stated !== version)
    problems.push(`This address is of version ${stated}; it is read as version ${version}.`);
  const pinned = query.get("pin");
  const pairs = (pinned ?? "").split(",").map((part): [string, string] => {
    const colon = part.indexOf(":");
    return [part.slice(0, colon), unescape(part.slice(colon + 1))];
  });
  return {
    scenario: readPairs(query, names, problems),
    pin: pinned === null ? null : readPairs(pairs, names, problems),
    problems
  };
}

function readPairs(
  pairs: Iterable<readonly [string, string]>,
  names: Names,
  problems: string[]
): Scenario {
  const found: Record<string, Value> = {};
  for (const [written, raw] of pairs) {
    const place = named(written, names);
    if (!place) continue;
    const value = readValue(raw.trim());
    if (value === undefined) {
      problems.push(`${written} in the address could not be read and is left aside.`);
      continue;
    }
    found[place.name] = inUnit(value, place.from, names.known[place.name]?.unit);
  }
  return found;
}

function named(written: string, {known, aliases}: Names): {name: string; from?: string} | null {
  if (Object.hasOwn(known, written)) return {name: written};
  if (Object.hasOwn(aliases, written)) {
    const {to, unit} = aliases[written]!;
    return {name: to, from: unit ?? ""};
  }
  const head = written.slice(0, Math.max(0, written.indexOf(".")));
  return Object.hasOwn(known, head) && known[head]?.record && written.length > head.length + 1
    ? {name: written}
    : null;
}

/** A number under another name, or text with a unit, in the unit of the name that it is kept under. */
function inUnit(value: Value, from: string | undefined, to: string | undefined): Value {
  if (to === undefined) return value;
  if (typeof value === "number" && from) return (value * unitOf(from).factor) / unitOf(to).factor;
  if (typeof value !== "string") return value;
  try {
    return quantity(value, to) / unitOf(to).factor;
  } catch {
    return value; // the model says what is wrong with it
  }
}

/** A number, a flag, a record in JSON, else a key; undefined for what cannot be read. */
function readValue(raw: string): Value | undefined {
  if (raw === "") return undefined;
  if (raw === "true" || raw === "false") return raw === "true";
  if (raw.startsWith("{")) {
    try {
      return JSON.parse(raw) as Fields; // text that starts with a brace is an object or fails
    } catch {
      return undefined;
    }
  }
  const number = bareNumber(raw);
  return Number.isFinite(number) ? number : raw;
}

/** A query with what differs from the defaults, `?v=1&…`; empty when nothing does. */
export function writeAddress(
  scenario: Scenario,
  pin: Scenario | null,
  defaults: Scenario,
  extra: readonly (readonly [string, string])[] = []
): string {
  const query = new URLSearchParams();
  for (const [name, value] of changed(scenario, defaults)) query.set(name, writeValue(value));
  if (pin) {
    const parts = changed(pin, defaults).map(
      ([name, value]) => `${name}:${escape(writeValue(value))}`
    );
    query.set("pin", parts.join(","));
  }
  const isFirst = query.size === 0;
  for (const [name, value] of extra) query.set(name, value);
  if (query.size === 0) return "";
  // these need no escape in a query and read better without
  const text = query.toString().replace(/%3A/g, ":").replace(/%2C/g, ",");
  return isFirst ? `?${text}` : `?v=${version}&${text}`;
}

/** What differs from the defaults, in the order it was set. */
export function changed(scenario: Scenario, defaults: Scenario): readonly [string, Value][] {
  return Object.entries(scenario).filter(([name, value]) => !isEqual(value, defaults[name]));
}

export function isEqual(a: Value | undefined, b: Value | undefined): boolean {
  if (typeof a !== "object" || typeof b !== "object") return Object.is(a, b);
  return JSON.stringify(a) === JSON.stringify(b);
}

export function writeValue(value: Value): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

const escape = (text: string): string => text.replace(/[%,]/g, (c) => (c === "%" ? "%25" : "%2C"));
const unescape = (text: string): string => text.replace(/%2C/gi, ",").replace(/%25/g, "%");
