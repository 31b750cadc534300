import {clusterOf} from "../components/cluster.js";
import type {Given} from "../components/inputs.js";
import {capital, lower} from "../components/numbers.js";
import type {Wall} from "./story.js";

/** A change of the scenario that may help, as one says it. */
export type Change = readonly [words: string, to: Given];

/** What should become less, and what may be tried, the mildest change first. */
export interface Asked<S> {
  readonly of: (solution: S) => number | null | undefined;
  readonly most: number;
  readonly said: (value: number) => string;
  readonly changes: readonly Change[];
}

/** What of an answer is asked. */
interface Eases<S> {
  readonly now: S;
  at(patch: Given): S | undefined;
}

/** What a change comes to. */
export interface Eased {
  readonly words: string;
  readonly isEnough: boolean;
}

/**
 * The mildest change that keeps a limit, with what it leads to; where none does, the one that helps most.
 * A limit that is kept is eased by the mildest change that lowers it at all. Undefined where nothing helps.
 */
export function ease<S>(a: Eases<S>, {of, most, said, changes}: Asked<S>): Eased | undefined {
  const before = of(a.now) ?? Infinity;
  const isKept = before <= most;
  let best: {words: string; value: number} | undefined;
  for (const [words, to] of changes) {
    const after = a.at(to);
    const value = after ? (of(after) ?? Infinity) : Infinity;
    // a hundredth is no help
    if (!(value < before * 0.99)) continue;
    if (isKept || value <= most) return {words: `${words} (${said(value)})`, isEnough: true};
    if (!best || value < best.value) best = {words, value};
  }
  return best && {words: `${best.words} (${said(best.value)})`, isEnough: false};
}

/** The same as a sentence of a table. */
export function fixOf(eased: Eased | undefined, isKept: boolean): string {
  if (!eased)
    return isKept ? "Holds; nothing on this page lowers it" : "Nothing on this page is enough";
  return eased.isEnough ? capital(eased.words) : `${capital(eased.words)}, not enough`;
}

/** A fix of a table as the end of a verdict. */
export function fixSentence(fix: string): string {
  return fix.startsWith("Nothing") ? `${fix}.` : `Nearest fix: ${lower(fix)}.`;
}

/** What of a wall is said otherwise than by what is asked. */
export type WallWords = Partial<Pick<Wall, "value" | "limit" | "isGoal">>;

/** A limit of a scenario as a row of a table, with what eases it; `endless` where its value has no end. */
export function wallOf<S>(
  a: Eases<S>,
  stage: string,
  asked: Asked<S>,
  {endless, ...more}: WallWords & {readonly endless: string}
): Wall {
  const {of, most, said} = asked;
  const value = of(a.now) ?? Infinity;
  return {
    stage,
    limit: said(most),
    used: value / most,
    fix: fixOf(ease(a, asked), value <= most),
    ...more,
    value: value === Infinity ? endless : (more.value ?? said(value))
  };
}

/** The cluster of a scenario with some times as many nodes. */
export function sized(
  a: {readonly given: Given; of(name: string): number},
  times: number
): {readonly fleet: object} {
  return {fleet: clusterOf(a.given["fleet"], Math.max(1, Math.round(a.of("fleet.nodes") * times)))};
}

/** Places with ever less carbon in their electricity. */
export const greener: readonly Change[] = [
  ["move to the average EU grid", {datacenter: "grid:EU_Avg"}],
  ["move to France", {datacenter: "grid:France"}],
  ["move to Quebec", {datacenter: "grid:Quebec"}],
  ["move to Norway", {datacenter: "grid:Norway"}]
];
