import {graphOf} from "../lib/model/model.js";
import type {Values} from "../lib/model/values.js";
import type {ModelStory, PanelSpec} from "../stories/story.js";
import type {Column, Shown} from "./export.js";
import type {NotePart} from "./figure.js";
import {pinnedText} from "./headline.js";
import type {Sub} from "./headline.js";
import {cellLabel, num, scaleOf, text, unitsOf} from "./numbers.js";
import type {Answer} from "./story-answer.js";
import {partOf} from "./story-sweep.js";
import type {CurveRow} from "./story-sweep.js";

/** The small lines under the figures: the plausible range, the textbook's value, what was pinned. */
export function subsOf(
  story: ModelStory,
  answer: Answer,
  pinned: Values | undefined
): readonly Sub[] {
  const {model, cards} = story;
  return cards.map((card) => {
    const {cell} = card;
    const was = pinned?.[cell];
    const now = answer.values[cell];
    return {
      parts: card.sub?.(answer) ?? usual(story, cell, answer),
      pinned:
        typeof was === "number" && typeof now === "number"
          ? pinnedText(model, cell, was, now)
          : undefined
    };
  });
}

function usual({model, works, chart}: ModelStory, cell: string, answer: Answer): readonly string[] {
  const units = unitsOf(model, cell);
  const of = (solution: object): unknown => Reflect.get(solution, cell);
  const [low, high, book] = [of(answer.low), of(answer.high), of(answer.book)];
  const parts: string[] = [];
  if (typeof low === "number" && typeof high === "number") {
    const {factor} = scaleOf(Number(of(answer.now)), ...units);
    const [from, to] = [low, high].toSorted((x, y) => x - y).map((x) => num(x / factor));
    if (from !== to) parts.push(`range ${from}–${to}`);
  }
  const isStandIn =
    chart.textbookEnds === true && works !== undefined && Reflect.get(answer.book, works) === false;
  if (typeof book === "number") parts.push(`textbook ${isStandIn ? "–" : text(book, ...units)}`);
  return parts;
}

/** What a chart plots, in words. */
export function plottedIn({model, chart}: Pick<ModelStory, "model" | "chart">): string {
  return chart.panels.map(({cell}) => cellLabel(model, cell)).join(" and ");
}

/** Pixels of a panel without what stands below it. */
export function tallOf({parts}: PanelSpec): number {
  return parts ? 330 : 230;
}

/** The chart's key; a range is one that a reader sees. */
export function keyOf(
  {chart}: ModelStory,
  rows: readonly CurveRow[],
  hasPin: boolean
): readonly NotePart[] {
  const isRanged = rows.some(({low, high}) =>
    chart.panels.some(({cell}) => low[cell]! < high[cell]! || low[cell]! > high[cell]!)
  );
  const parts = chart.panels.flatMap((panel) => (panel.parts ?? []).map(({name}) => name));
  return [
    isRanged ? {line: "refined", words: "refined, with its plausible range"} : {line: "refined"},
    {line: "textbook"},
    ...(hasPin ? [{line: "pinned"} as const] : []),
    ...(parts.length > 0 ? [`From below: ${parts.join(", ")}.`] : []),
    "Drag the chart, or use the slider."
  ];
}

/** The plotted values: about a dozen rows, and where one is. */
export function tableOf(
  {model, chart}: ModelStory,
  rows: readonly CurveRow[],
  {axis, now}: {readonly axis: string; readonly now: number}
): Shown {
  const every = Math.ceil(rows.length / 13);
  const nearest = rows.reduce((best, row) =>
    Math.abs(row.x - now) < Math.abs(best.x - now) ? row : best
  );
  const kept = rows.filter((row, i) => i % every === 0 || i === rows.length - 1 || row === nearest);
  const columns = chart.panels.flatMap(({cell, also = [], parts = []}): readonly Column[] => {
    const column = (name: string, words: string, of: string): Column => {
      const most = Math.max(...kept.map((row) => row.refined[of]!).filter(Number.isFinite), 0);
      const {factor, name: unit} = scaleOf(most, ...unitsOf(model, of));
      const head = unit === "" ? words : `${words}, ${unit}`;
      return {name, head, show: (x) => (x === null ? "–" : num(Number(x) / factor))};
    };
    const label = cellLabel(model, cell);
    return [
      column(cell, label, cell),
      ...(graphOf(model, "textbook").quantities.has(cell)
        ? [column(`${cell} textbook`, "textbook", cell)]
        : []),
      ...also.map((one) => column(one.cell, one.name, one.cell)),
      ...parts.map(({name}) => column(`part ${name}`, name, cell))
    ];
  });
  const finite = (x: number | undefined): number | null =>
    x !== undefined && Number.isFinite(x) ? x : null;
  const parts = chart.panels.flatMap((panel) => panel.parts ?? []);
  return {
    caption: `${plottedIn({model, chart})} by ${axis}`,
    rows: kept.map((row) => ({
      x: row.x,
      ...Object.fromEntries(Object.entries(row.refined).map(([name, x]) => [name, finite(x)])),
      ...Object.fromEntries(
        Object.entries(row.textbook).map(([name, x]) => [`${name} textbook`, finite(x)])
      ),
      ...Object.fromEntries(
        parts.map((part) => [`part ${part.name}`, finite(partOf(row.refined, part))])
      ),
      works: row.works
    })),
    columns: [{name: "x", head: axis, show: (x) => num(Number(x), 4)}, ...columns],
    mark: (row) => (row["x"] === nearest.x ? "now" : row["works"] === true ? "" : "out")
  };
}
