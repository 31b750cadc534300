import {ReliabilityModel} from "../lib/models/reliability.js";
import {differenceIn} from "./blocks.js";
import type {Difference} from "./blocks.js";
import type {Shown} from "./export.js";
import type {NotePart} from "./figure.js";
import {pinnedText} from "./headline.js";
import type {Sub} from "./headline.js";
import {num, share, text} from "./numbers.js";
import type {Incident, IntervalRow, ReliabilityAnswer, SizeRow} from "./reliability-answer.js";
import * as say from "./reliability-sentences.js";

/** Where a scenario stands on the charts over size. */
export function pointOf({now, accelerators}: ReliabilityAnswer): {
  readonly accelerators: number;
  readonly mtbf: number;
  readonly goodput: number;
} {
  return {accelerators, mtbf: now.fleetMtbf, goodput: now.goodputRatio};
}

/** The small lines under the figures. */
export function subsOf(
  {values, now, book, best}: ReliabilityAnswer,
  pinned: ReliabilityAnswer | undefined
): readonly Sub[] {
  type Name = "fleetMtbf" | "expectedFailures" | "dalyInterval" | "goodputRatio";
  const was = (cell: Name): string | undefined =>
    pinned && pinnedText(ReliabilityModel, cell, pinned.now[cell], now[cell]);
  const chance = `${text(now.failureProbability, "1", "%")} chance of any`;
  return [
    {parts: [`one node ${text(now.nodeMtbf, "s")}`], pinned: was("fleetMtbf")},
    {
      parts: [`in ${text(Number(values["jobDuration"]), "s")}`, chance],
      pinned: was("expectedFailures")
    },
    {
      parts: [
        `Young ${text(now.optimalCheckpointInterval, "s")}`,
        `loses ${share(best.lostShare)}`
      ],
      pinned: was("dalyInterval")
    },
    {
      parts: [`textbook ${text(book.goodputRatio, "1", "%")}`],
      pinned: was("goodputRatio")
    }
  ];
}

/** What stands below each slider. */
export function hintsOf({
  values,
  now,
  accelerators,
  perNode,
  save,
  chosen
}: ReliabilityAnswer): Readonly<
  Record<"size" | "mttf" | "save" | "restart" | "saves" | "days", string>
> {
  const restarts = now.expectedFailures * Number(values["avgRecoveryTime"]);
  return {
    size: `${num(accelerators / perNode)} nodes of ${num(perNode)}`,
    mttf: text(Number(values["gpuMttf"]), "s"),
    save: `${share(save / now.fleetMtbf)} of the time between failures`,
    restart: `${text(restarts, "s", undefined, 2)} over the run`,
    saves:
      chosen === undefined
        ? "Young’s optimum; move it to try another"
        : `best is ${text(now.dalyInterval, "s")}`,
    days:
      now.wallTime === null ? "it does not end" : `${text(now.wallTime, "s")} with all that is lost`
  };
}

/** What a chart over size shows and its key. */
export function sizeKey(
  what: string,
  incidents: readonly Incident[],
  hasPin: boolean
): readonly NotePart[] {
  return [
    what,
    {line: "refined"},
    {line: "textbook"},
    ...(hasPin ? [{line: "pinned"} as const] : []),
    ...(incidents.length > 0 ? ["◇ published fleets; grey: their range at other sizes"] : []),
    "Drag the chart, or use the slider."
  ];
}

/** What the chart over the interval shows and its key. */
export const intervalKey: readonly NotePart[] = [
  "Share of all time; the three parts sum to Daly’s exact loss.",
  {line: "textbook"},
  "Drag the chart, or use “Save every”."
];

/** Exact values over the cluster's size. */
export function sizeTable(
  caption: string,
  rows: readonly SizeRow[],
  incidents: readonly Incident[],
  accelerators: number
): Shown {
  const kept = rows.filter((_, i) => i % 3 === 0 || i === rows.length - 1);
  const time = (x: unknown): string => text(Number(x), "s");
  const at = (size: number): SizeRow | undefined => closest(kept, (row) => row.accelerators, size);
  const nearest = (row: SizeRow): string =>
    incidents
      .filter((one) => at(one.accelerators) === row)
      .map((one) => `${one.name}: ${text(one.mtbf, "s")} at ${num(one.accelerators)}`)
      .join("; ");
  const here = at(accelerators);
  return {
    caption,
    rows: kept.map((row) => ({...row, published: nearest(row)})),
    columns: [
      {name: "accelerators", head: "GPUs", show: (x) => num(Number(x))},
      {name: "mtbf", head: "Between failures", show: time},
      {name: "mtbfBook", head: "Textbook", show: time},
      {name: "published", head: "Published", show: (x) => String(x) || "–", isText: true},
      {name: "interval", head: "Best interval", show: time},
      {name: "goodput", head: "Goodput", show: (x) => share(Number(x), 3)},
      {name: "book", head: "Textbook", show: (x) => share(Number(x), 3)}
    ],
    mark: (row) => (row["accelerators"] === here?.accelerators ? "now" : "")
  };
}

/** The row that is closest to a place on a log scale. */
function closest<T>(rows: readonly T[], at: (row: T) => number, place: number): T | undefined {
  const away = (row: T): number => Math.abs(Math.log(at(row) / place));
  return rows.toSorted((a, b) => away(a) - away(b))[0];
}

/** Exact values over the interval. */
export function intervalTable(rows: readonly IntervalRow[], chosen: number): Shown {
  const kept = rows.filter((_, i) => i % 10 === 0);
  const here = closest(kept, ({interval}) => interval, chosen);
  const part = (x: unknown): string => share(Number(x), 3);
  return {
    caption: "Lost time by checkpoint interval",
    rows: kept.map((row) => ({...row})),
    columns: [
      {name: "interval", head: "Interval", show: (x) => text(Number(x), "s")},
      {name: "write", head: "Writing", show: part},
      {name: "rework", head: "Redoing", show: part},
      {name: "restart", head: "Restarting", show: part},
      {name: "lost", head: "Lost in all", show: part},
      {name: "book", head: "Textbook", show: part}
    ],
    mark: (row) => (row["interval"] === here?.interval ? "now" : "")
  };
}

/** Both fidelities, quantity by quantity. */
export function differencesOf(answer: ReliabilityAnswer): readonly Difference[] {
  const {now, book} = answer;
  const because = say.because(answer);
  const row = differenceIn<"fleetMtbf" | "goodputRatio" | "lostShare">(
    ReliabilityModel,
    answer,
    because
  );
  return [
    row("fleetMtbf"),
    {
      name: "Best interval",
      unit: "s",
      book: book.optimalCheckpointInterval,
      refined: now.dalyInterval,
      because: because["dalyInterval"] ?? ""
    },
    row("lostShare"),
    row("goodputRatio")
  ];
}
