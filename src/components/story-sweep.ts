import type {Given as GivenOf, InputSpecs} from "../lib/graph/spec.js";
import {prepare} from "../lib/sweep/sweep.js";
import type {Registry} from "../lib/registry/registry.js";
import type {ModelStory} from "../stories/story.js";
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

/** Points of an axis: 96 from end to end, whole where the input is; the stops where only those can be. */
function pointsOf(range: Range, most: number, isWhole: boolean): readonly number[] {
  if (range.powers) return stops({...range, max: most});
  const count = 96;
  const all = Array.from({length: count + 1}, (_, i) => {
    const x = valueAt(i / count, {...range, max: most});
    return isWhole ? Math.round(x) : Number(x.toPrecision(6));
  });
  return [...new Set(all)];
}

/** A page's cells over its slider in both fidelities and at both ends of what is plausible; prepared once. */
export function storySweep(
  story: ModelStory,
  {
    registry,
    worth
  }: {readonly registry: Registry; /** SI of one of the axis */ readonly worth: number}
): (given: Given, most: number) => readonly CurveRow[] {
  const {
    model,
    chart: {x, panels, works}
  } = story;
  const {range, isCluster} = axisOf(story);
  const spec = model.spec.inputs[x]!; // the chart's axis is one of the model's inputs
  const isWhole = "whole" in spec && spec.whole;
  const main = panels.map(({cell}) => cell);
  const also = panels.flatMap((panel) => (panel.also ?? []).map(({cell}) => cell));
  const of = (outputs: readonly string[], fidelity: "refined" | "textbook") =>
    prepare(model, [x], {outputs, fidelity, registry, chunk: 128});
  const refined = of([...main, ...also, ...(works === undefined ? [] : [works])], "refined");
  const ends = of(main, "refined");
  const textbook = of(main, "textbook");
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
  return (given, most) => {
    const {[x]: _x, ...still} = given;
    const fixed = still as PlainGiven; // checked by the model
    const points = pointsOf(range, most, isWhole);
    const {shown, axis} = isCluster
      ? sizes(points, given)
      : {shown: points, axis: {[x]: Float64Array.from(points, (one) => one * worth)}};
    const [now, book] = [refined(axis, fixed).columns, textbook(axis, fixed).columns];
    const low = isRanged ? ends(axis, {...fixed, ...(fast as PlainGiven)}).columns : now;
    const high = isRanged ? ends(axis, {...fixed, ...(slow as PlainGiven)}).columns : now;
    return shown.map((value, i) => {
      const isWorking = works === undefined || now[works]![i] === 1;
      // a model's nought where nothing runs is no point of a curve
      const at = (columns: typeof now, names: readonly string[]) =>
        Object.fromEntries(
          names.map((name) => {
            const found = columns[name]![i]!;
            return [name, found === 0 && !isWorking ? NaN : found];
          })
        );
      return {
        x: value,
        works: isWorking,
        refined: at(now, [...main, ...also]),
        textbook: at(book, main),
        low: at(low, main),
        high: at(high, main)
      };
    });
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
