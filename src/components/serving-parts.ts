import type {Values} from "../lib/model/values.js";
import {ServingModel} from "../lib/models/serving.js";
import {differenceIn} from "./blocks.js";
import type {Difference} from "./blocks.js";
import type {Shown} from "./export.js";
import type {NotePart} from "./figure.js";
import type {Given} from "./inputs.js";
import {pinnedText} from "./headline.js";
import type {Sub} from "./headline.js";
import {num, text} from "./numbers.js";
import {batches} from "./serving-answer.js";
import type {BatchRow, ServingAnswer} from "./serving-answer.js";
import type {Point} from "./serving-chart.js";
import * as say from "./serving-sentences.js";

/** End of the batch axis: the slider's, or the next doubling where one is beyond it. */
export function mostOf(batch: number): number {
  return Math.max(batches.max, 2 ** Math.ceil(Math.log2(batch)));
}

export function pointOf(values: Values): Point {
  const of = (name: string): number => Number(values[name]);
  return {batch: of("batchSize"), itl: of("itl"), rate: of("tokensPerSecond")};
}

/** Scenarios that between them take every branch that a model's kind decides. */
export function examplesOf(given: Given): readonly Given[] {
  return [given, {...given, model: "Llama3_8B"}, {...given, model: "Mixtral_8x7B"}];
}

/** The small lines under the figures. */
export function subsOf(
  {values, now, book, low, high, batch}: ServingAnswer,
  pinned: Values | undefined
): readonly Sub[] {
  const was = (cell: string): string | undefined =>
    pinned && pinnedText(ServingModel, cell, Number(pinned[cell]), Number(values[cell]));
  const alone = batch > 1 ? [`alone ${text(now.ttftSingle, "s")}`] : [];
  const range = `range ${num(low.itl * 1e3)}–${num(high.itl * 1e3)}`;
  return [
    {parts: [`textbook ${text(book.ttft, "s")}`, ...alone], pinned: was("ttft")},
    {parts: [range, `textbook ${text(book.itl, "s")}`], pinned: was("itl")},
    {
      parts: [`textbook ${text(book.tokensPerSecond, "token/s")}`],
      pinned: was("tokensPerSecond")
    },
    {
      parts: [`${text(now.modelWeightsSize, "B")} weights`, `${text(now.kvCacheSize, "B")} cache`],
      pinned: was("memoryUtilization")
    }
  ];
}

/** The chart's key. */
export function keyOf(hasPin: boolean): readonly NotePart[] {
  return [
    {line: "refined", words: "refined, with its plausible range"},
    {line: "textbook"},
    ...(hasPin ? [{line: "pinned"} as const] : []),
    "Drag the chart, or use the slider."
  ];
}

export function tableOf(rows: readonly BatchRow[], batch: number): Shown {
  const kept = rows.filter((row) => Number.isInteger(Math.log2(row.batch)) || row.batch === batch);
  const time = (value: unknown): string => num(Number(value) * 1e3);
  return {
    caption: "Time per token and throughput by batch size",
    rows: kept.map((row) => ({...row})),
    columns: [
      {name: "batch", head: "Batch", show: (x) => num(Number(x))},
      {name: "refined", head: "Refined, ms", show: time},
      {name: "low", head: "Range from, ms", show: time},
      {name: "high", head: "to, ms", show: time},
      {name: "textbook", head: "Textbook, ms", show: time},
      {name: "rate", head: "Tokens/s", show: (x) => num(Number(x))},
      {name: "memory", head: "Memory, GB", show: (x) => num(Number(x) / 1e9)},
      {name: "fits", head: "Fits", show: (x) => (x ? "yes" : "no"), isText: true}
    ],
    mark: (row) => (row["batch"] === batch ? "now" : row["fits"] ? "" : "out")
  };
}

/** Both fidelities, quantity by quantity. */
export function differencesOf(answer: ServingAnswer): readonly Difference[] {
  const because = say.because(answer);
  const row = differenceIn<"ttft" | "itl" | "tokensPerSecond">(ServingModel, answer, because);
  return [
    row("ttft"),
    row("itl"),
    row("tokensPerSecond"),
    {
      name: "Largest batch",
      unit: "request",
      book: answer.walls.batchBook,
      refined: answer.walls.batch,
      because: because["batch"] ?? ""
    }
  ];
}
