import {defaults as shared} from "./defaults.js";
import type {Problem} from "./inputs.js";
import {atRest, waitsFor} from "./rest.js";
import {header} from "./header.js";
import {changed, isEqual, readAddress, writeAddress} from "./scenario-text.js";
import type {Names, Scenario, Value} from "./scenario-text.js";

export type {Scenario, Value};

/** Undefined where a page can work with a scenario. */
export type Guard = (scenario: Scenario) => Problem | undefined;

/** What a page opens the store with. */
export interface Opening {
  readonly names: Names;
  /** what the page's models take where nothing is said, for controls to show */
  readonly defaults: Scenario;
  /** what it starts from where that differs from the other pages */
  readonly start?: Scenario;
  readonly guard?: Guard;
}

/** Part of an address that is carried along unread. */
const carried = ["predict"];

const listeners = new Set<() => void>();
/** what was set, defaults left out */
let state: Scenario = {};
let pin: Scenario | null = null;
let common: Scenario = shared;
let defaults: Scenario = common;
let names: Names = {known: {}, aliases: {}, inputs: {}};
let guard: Guard = () => undefined;
let extra: readonly (readonly [string, string])[] = [];
let notices: readonly string[] = [];
let isMoving = false;
let isHeld = false;

/** One scenario for the whole site: it lives in the address, and links between pages carry it. */
export const scenario = {
  /** what pages start from and what was set; what it leaves out is the model's default */
  get: (): Scenario => ({...common, ...state}),
  /** what was set */
  own: (): Scenario => state,
  defaults: (): Scenario => defaults,
  pin: (): Scenario | null => pin && {...common, ...pin},
  value: (name: string): Value | undefined => state[name] ?? defaults[name],
  number: (name: string): number => Number(state[name] ?? defaults[name]),
  isMoved: (name: string): boolean =>
    state[name] !== undefined && !isEqual(state[name], defaults[name]),
  /** one sentence for each part of the address that could not be used */
  notices: (): readonly string[] => notices,

  /** Changes some values; undefined goes back to the default. A change that a page cannot work with is not made and its rule returned. */
  set(patch: Readonly<Record<string, Value | undefined>>): string | undefined {
    const entries = Object.entries(patch);
    if (entries.every(([name, value]) => isEqual(value ?? defaults[name], scenario.value(name))))
      return undefined;
    const next = without(state, ...entries.map(([name]) => name));
    for (const [name, value] of entries) {
      if (value !== undefined && !isEqual(value, defaults[name])) next[name] = value;
    }
    const problem = guard({...common, ...next});
    if (problem) return problem.rule;
    state = next;
    notices = [];
    tell();
    return undefined;
  },
  reset(): void {
    scenario.set(Object.fromEntries(Object.keys(state).map((name) => [name, undefined])));
  },
  keep(): void {
    pin = state;
    tell();
  },
  unpin(): void {
    pin = null;
    tell();
  },
  backToPin(): void {
    if (!pin) return;
    state = pin;
    tell();
  },
  /** whether changes follow each other at once, as in a drag */
  isMoving: (): boolean => isMoving,
  /** draws once more when the hand rests: something was drawn for the move alone */
  drawAtRest: (): void => void (isHeld = true),
  /** tells listeners to draw again though nothing moved */
  touch: (): void => tell(),
  listen(seen: () => void): () => void {
    listeners.add(seen);
    return () => void listeners.delete(seen);
  },
  /**
   * Draws now, at each change at once, and no more than once a frame: what comes sooner waits for the
   * next. `until` ends it (a cell's invalidation).
   */
  draw(work: () => void, until: Promise<unknown>): void {
    let frame = 0;
    let isStale = false;
    function run(): void {
      isStale = false;
      frame = requestAnimationFrame(() => {
        frame = 0;
        if (isStale) run();
      });
      work();
    }
    const stop = scenario.listen(() => {
      if (frame === 0) run();
      else isStale = true;
    });
    void until.then(() => {
      stop();
      cancelAnimationFrame(frame);
    });
    work();
  },
  address: (): string => writeAddress(state, pin, defaults, extra)
};

/** Reads the address and readies the page, once; what the page's models do not take falls back, with a sentence. */
export function open(opening: Opening): void {
  names = opening.names;
  common = {...shared, ...opening.start};
  defaults = {...opening.defaults, ...common};
  guard = opening.guard ?? (() => undefined);
  extra = [...new URLSearchParams(location.search)].filter(([name]) => carried.includes(name));
  adopt({});
  addEventListener("popstate", () => {
    adopt(state);
    for (const seen of listeners) seen();
  });
  header();
  setTimeout(carry, 400);
}

/** Takes what the address says; `good` are the values that stood before. */
function adopt(good: Scenario): void {
  const read = readAddress(new URLSearchParams(location.search), names);
  const said = [...read.problems];
  state = settled(read.scenario, good, said);
  pin = read.pin && settled(read.pin, {}, said);
  notices = said;
}

/** Drops what a page cannot work with, part by part: the last good value stands again. */
function settled(read: Scenario, good: Scenario, said: string[]): Scenario {
  let next: Scenario = Object.fromEntries(changed(read, defaults));
  for (let tries = Object.keys(next).length; ; tries--) {
    const problem = guard({...common, ...next});
    if (!problem) return next;
    const bad = Object.keys(next).find(
      (name) => name === problem.name || problem.name.startsWith(`${name}.`)
    );
    const value = bad === undefined ? undefined : next[bad];
    if (bad === undefined || tries <= 0) {
      said.push(`${problem.name}: ${problem.rule}; the last good values are used.`);
      return good;
    }
    next = without(next, bad);
    if (good[bad] !== undefined && !isEqual(good[bad], value)) next = {...next, [bad]: good[bad]};
    const used = next[bad] ?? defaults[bad];
    const instead = used === undefined ? "it is left out" : `${printed(used)} is used`;
    said.push(`${bad}: ${problem.rule}; ${printed(value)} was ignored, ${instead}.`);
  }
}

const printed = (value: Value | undefined): string =>
  typeof value === "object" ? "the record" : String(value);

function without(from: Scenario, ...drop: readonly string[]): Record<string, Value> {
  return Object.fromEntries(Object.entries(from).filter(([name]) => !drop.includes(name)));
}

function tell(): void {
  isMoving = waitsFor(rested);
  atRest(rested);
  for (const seen of listeners) seen();
  document.querySelector("main")?.classList.add("moving");
}

function rested(): void {
  document.querySelector("main")?.classList.remove("moving");
  isMoving = false;
  if (isHeld) {
    isHeld = false;
    for (const seen of listeners) seen();
  }
  // at rest only: Safari allows about 100 replaceState calls in 30 s
  history.replaceState(null, "", location.pathname + scenario.address() + location.hash);
  carry();
}

/** Links between pages take the scenario along. */
function carry(): void {
  for (const link of document.querySelectorAll("a[href]")) {
    const written = link.getAttribute("href") ?? ""; // a link in a picture has no text for `href`
    const url = new URL(written, document.baseURI);
    const isOwn = url.origin === location.origin && !link.hasAttribute("download");
    if (!isOwn || written.startsWith("#")) continue;
    url.search = scenario.address();
    link.setAttribute("href", url.href);
  }
}
