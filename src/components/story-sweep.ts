import type {Given as GivenOf, InputSpecs} from "../lib/graph/spec.js";
import {graphOf} from "../lib/model/model.js";
import {prepare} from "../lib/sweep/sweep.js";
import type {Registry} from "../lib/registry/registry.js";
import type {ModelStory, SliderControl} from "../stories/story.js";
import type {TableRow} from "./export.js";
import type {Given} from "./inputs.js";
import {plausibleOf} from "./story-answer.js";
import {valueAt} from "./stops.js";

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

/** Points of an axis: 96 from end to end, whole where the input is. */
function axisOf(range: SliderControl, most: number, isWhole: boolean): readonly number[] {
  const count = 96;
  const all = Array.from({length: count + 1}, (_, i) => {
    const x = valueAt(i / count, {...range, max: most});
    return isWhole ? Math.round(x) : Number(x.toPrecision(6));
  });
  return [...new Set(all)];
}

/** A page's cells over its slider in both fidelities and at both ends of what is plausible; prepared once. */
export function storySweep(
  {model, chart: {x, panels, works, textbookEnds}}: ModelStory,
  range: SliderControl,
  {registry, worth}: {readonly registry: Registry; readonly worth: number}
): (given: Given, most: number) => readonly CurveRow[] {
  const spec = model.spec.inputs[x]!; // the chart's axis is one of the model's inputs
  const isWhole = "whole" in spec && spec.whole;
  const main = panels.map(({cell}) => cell);
  const also = panels.flatMap((panel) => (panel.also ?? []).map(({cell}) => cell));
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
  return (given, most) => {
    const {[x]: _x, ...still} = given;
    const fixed = still as PlainGiven; // checked by the model
    const shown = axisOf(range, most, isWhole);
    const axis = {[x]: Float64Array.from(shown, (one) => one * worth)};
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
