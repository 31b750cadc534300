import type {Given as GivenOf, InputSpecs} from "../lib/graph/spec.js";
import {graphOf} from "../lib/model/model.js";
import {prepare} from "../lib/sweep/sweep.js";
import type {Registry} from "../lib/registry/registry.js";
import type {ModelStory, PanelSpec, PartSpec} from "../stories/story.js";
import {clusterOf, sizeOf} from "./cluster.js";
import type {TableRow} from "./export.js";
import type {Given} from "./inputs.js";
import {stops, valueAt} from "./stops.js";
import type {Range} from "./stops.js";
import {plausibleOf} from "./story-answer.js";
import {axisOf} from "./story-axis.js";

/** One value of the chart's axis, in the units of an address; cells in SI by name. */
export interface CurveRow {
  readonly x: number;
  readonly works: boolean;
  readonly refined: Readonly<Record<string, number>>;
  readonly textbook: Readonly<Record<string, number>>;
  readonly low: Readonly<Record<string, number>>;
  readonly high: Readonly<Record<string, number>>;
}

type PlainGiven = Partial<GivenOf<InputSpecs>>;

/** The cells that a panel shows besides its own. */
export function besides({also = [], parts = [], limit}: PanelSpec): readonly string[] {
  return [
    ...also.map(({cell}) => cell),
    ...parts.flatMap(({cells}) => cells),
    ...(limit ? [limit.cell] : [])
  ];
}

/** A part's share of its panel's cell. */
export function partOf(cells: Readonly<Record<string, number>>, {cells: own}: PartSpec): number {
  return own.reduce((sum, name) => sum + cells[name]!, 0);
}

/** Points of an axis: `count` from end to end, whole where the input is; the stops where only those can be. */
function pointsOf(
  range: Range,
  most: number,
  {isWhole, count}: {readonly isWhole: boolean; readonly count: number}
): readonly number[] {
  if (range.powers) return stops({...range, max: most});
  const all = Array.from({length: count + 1}, (_, i) => {
    const x = valueAt(i / count, {...range, max: most});
    return isWhole ? Math.round(x) : Number(x.toPrecision(6));
  });
  return [...new Set(all)];
}

/** Parts of an axis, and of one that is drawn while a hand moves. */
const [fine, rough] = [96, 16];

/** Whether rows are few because a hand moved. */
export const isRough = (rows: readonly CurveRow[]): boolean => rows.length <= rough + 2;

/** Rows up to the end of an axis, and one for where one is; few of them while a hand moves. */
export type Sweep = (
  given: Given,
  most: number,
  how?: {readonly isMoving?: boolean | undefined; readonly at?: number}
) => readonly CurveRow[];

/** A page's cells over its slider in both fidelities and at both ends of what is plausible; prepared once. */
export function storySweep(
  story: ModelStory,
  {
    registry,
    worth
  }: {readonly registry: Registry; /** SI of one of the axis */ readonly worth: number}
): Sweep {
  const {
    model,
    chart: {x, panels, works, textbookEnds}
  } = story;
  const {range, isCluster} = axisOf(story);
  const spec = model.spec.inputs[x]!; // the chart's axis is one of the model's inputs
  const isWhole = "whole" in spec && spec.whole;
  const main = panels.map(({cell}) => cell);
  const also = panels.flatMap(besides);
  const of = (outputs: readonly string[], fidelity: "refined" | "textbook") =>
    prepare(model, [x], {outputs, fidelity, registry, chunk: 128});
  const refined = of([...main, ...also, ...(works === undefined ? [] : [works])], "refined");
  const ends = of(main, "refined");
  const ending = works !== undefined && textbookEnds ? [works] : [];
  const {quantities} = graphOf(model, "textbook");
  const told = main.filter((cell) => quantities.has(cell));
  const textbook = of([...told, ...ending], "textbook");
  const [fast, slow] = [plausibleOf(model, "fast"), plausibleOf(model, "slow")];
  const isRanged = Object.keys(fast).length > 0;
  /** Clusters of whole nodes next to some sizes, the present one among them. */
  function sizes(points: readonly number[], given: Given) {
    const {nodes, perNode} = sizeOf(model, given, registry);
    const all = points.map((one) => Math.max(1, Math.round(one / perNode)));
    const counts = [...new Set([...all, nodes])].toSorted((a, b) => a - b);
    return {
      shown: counts.map((count) => count * perNode),
      axis: {[x]: counts.map((count) => clusterOf(given[x] ?? spec.default, count))}
    };
  }
  function solved(given: Given, points: readonly number[]): readonly CurveRow[] {
    const {[x]: _x, ...still} = given;
    const fixed = still as PlainGiven; // checked by the model
    const {shown, axis} = isCluster
      ? sizes(points, given)
      : {shown: points, axis: {[x]: Float64Array.from(points, (one) => one * worth)}};
    const [now, book] = [refined(axis, fixed).columns, textbook(axis, fixed).columns];
    const low = isRanged ? ends(axis, {...fixed, ...(fast as PlainGiven)}).columns : now;
    const high = isRanged ? ends(axis, {...fixed, ...(slow as PlainGiven)}).columns : now;
    return shown.map((value, i) => {
      const isWorking = works === undefined || now[works]![i] === 1;
      const hasEnded = ending.some((flag) => book[flag]![i] !== 1);
      // a model's nought where nothing runs is no point of a curve
      const at = (columns: typeof now, names: readonly string[]) =>
        Object.fromEntries(
          names.map((name) => {
            const found = columns[name]?.[i] ?? NaN;
            return [name, found === 0 && !isWorking ? NaN : found];
          })
        );
      return {
        x: value,
        works: isWorking,
        refined: at(now, [...main, ...also]),
        textbook: hasEnded ? Object.fromEntries(main.map((name) => [name, NaN])) : at(book, main),
        low: at(low, main),
        high: at(high, main)
      };
    });
  }
  // the curve is the same wherever one stands on it; the newest two are kept, for what is pinned
  const kept = new Map<string, readonly CurveRow[]>();
  function curve(given: Given, most: number, isMoving: boolean): readonly CurveRow[] {
    const {[x]: size, ...still} = given;
    const key = JSON.stringify([still, most, isCluster ? size : null]);
    const known = kept.get(key);
    const count = isMoving ? rough : fine;
    const rows = known ?? solved(given, pointsOf(range, most, {isWhole, count}));
    if (!known && isMoving) return rows;
    kept.delete(key);
    kept.set(key, rows);
    const [oldest] = kept.keys();
    if (kept.size > 2 && oldest !== undefined) kept.delete(oldest);
    return rows;
  }
  return (given, most, {isMoving = false, at} = {}) => {
    const rows = curve(given, most, isMoving);
    if (at === undefined || rows.some((row) => row.x === at)) return rows;
    // a point for where one is: between two others a curve with teeth may run elsewhere
    const after = rows.findIndex((row) => row.x > at);
    return after <= 0 ? rows : rows.toSpliced(after, 0, ...solved(given, [at]));
  };
}

/** Rows for a file: a column for each cell and fidelity. */
export function plainRows(rows: readonly CurveRow[], x: string): readonly TableRow[] {
  const named = (cells: Readonly<Record<string, number>>, ending: string): TableRow =>
    Object.fromEntries(
      Object.entries(cells).map(([name, value]) => [
        name + ending,
        Number.isFinite(value) ? value : null
      ])
    );
  return rows.map((row) => ({
    [x]: row.x,
    ...named(row.refined, ""),
    ...named(row.textbook, " textbook"),
    works: row.works
  }));
}
