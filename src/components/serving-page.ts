import {valuesOf} from "../lib/model/values.js";
import {workload} from "../lib/models/records/workload.js";
import {ServingModel} from "../lib/models/serving.js";
import {compare, lead, pinbar, verdict} from "./blocks.js";
import type {Chart} from "./chart.js";
import {controlled} from "./controlled.js";
import {bound, panel, segments, select, slider} from "./controls.js";
import {settle} from "./element.js";
import {share} from "./export.js";
import {drag, figure} from "./figure.js";
import {timed, whenSeen} from "./frame.js";
import {insides} from "./insides.js";
import {deviceOptions, rowOptions} from "./options.js";
import {modelPage} from "./page.js";
import type {PageData} from "./page.js";
import {num} from "./numbers.js";
import {predict} from "./predict.js";
import {scenario} from "./scenario.js";
import {
  batchSweep,
  batches,
  contexts,
  deviceCounts,
  fixesOf,
  servingAnswer,
  servingShown
} from "./serving-answer.js";
import type {ServingAnswer} from "./serving-answer.js";
import type {ServingChartProps} from "./serving-chart.js";
import * as say from "./serving-sentences.js";
import {
  differencesOf,
  examplesOf,
  keyOf,
  mostOf,
  pointOf,
  subsOf,
  tableOf
} from "./serving-parts.js";
import {outputsOf} from "./solve.js";
import type {Typeset} from "./typeset.js";

/** Names of the page's blocks, each placed by the page's Markdown. */
export type Block =
  | "ask"
  | "controls"
  | "figures"
  | "pins"
  | "chart"
  | "sides"
  | "graph"
  | "bars"
  | "share";

/** The serving page on one scenario: batch size against the time per token. */
export function servingPage(
  data: PageData,
  typeset: () => Promise<Typeset>,
  until: Promise<unknown>
) {
  const page = modelPage(ServingModel, data, typeset, controlled.serving);
  const {registry, given} = page;
  const target = (): number => scenario.number("itlTargetMs") / 1e3;

  const batch = slider({
    ...batches,
    of: bound("batchSize"),
    label: "Batch",
    unit: "requests",
    log: true
  });
  const seq = slider({
    ...contexts,
    of: bound("seqLen"),
    label: "Context",
    unit: "tokens",
    log: true
  });
  const goal = slider({
    of: bound("itlTargetMs"),
    label: "Target per token",
    unit: "ms",
    word: "milliseconds",
    min: 1,
    max: 500,
    log: true
  });
  const formats = ["fp16", "fp8", "int4"].map((value) => ({value, text: value}));
  const counts = deviceCounts.map((value) => ({value, text: num(value)}));
  const controls = panel(controlled.serving, [
    select("model", "Model", rowOptions(registry, workload)),
    select("hardware", "Device", deviceOptions(registry)),
    segments("tpSize", "Devices", counts),
    segments("precision", "Number format", formats),
    batch.node,
    seq.node,
    goal.node
  ]);
  const writeLead = lead();
  const says = verdict();
  const pins = pinbar(page.say);
  const chart = figure({height: 486, label: "Time per token and throughput by batch size"});
  // Plot is the heaviest thing here and nothing but the chart waits for it
  let curves: Chart<ServingChartProps> | undefined;
  void import("./charts.js").then(({servingChart}) => {
    curves = servingChart();
    scenario.touch();
  });
  drag(
    chart.plot,
    () => curves?.dragged(),
    (x) => void scenario.set({batchSize: Math.max(1, Math.round(x))})
  );
  const ask = predict(
    {
      id: "serving-batch",
      question:
        "Twice as many requests share the device. How much longer does each one wait for its next token?",
      options: [
        {id: "same", text: "Hardly longer, under 10%"},
        {id: "some", text: "Longer, but less than 1.5×"},
        {id: "double", text: "About twice as long"}
      ]
    },
    () => scenario.touch()
  );
  const shown = servingShown(given());
  const inside = insides(ServingModel, page, {
    figures: [
      {
        cell: "ttft",
        name: "Time to first token",
        accuracy: () => say.accuracy.ttft,
        check: () => `${vllm("latency")} --output-len 1`
      },
      {
        cell: "itl",
        name: "Time per token",
        accuracy: () => say.accuracy.itl,
        check: () => `${vllm("latency")} --output-len 129, less the first token, over 128`
      },
      {
        cell: "tokensPerSecond",
        name: "Throughput",
        accuracy: () => "As good as the time per token; prefill is not counted.",
        check: () => `${vllm("throughput")} --output-len 128`
      },
      {
        cell: "memoryUtilization",
        name: "Memory filled",
        always: true,
        accuracy: () => "Weights and cache are exact; the share held back is a convention.",
        check: () => "nvidia-smi --query-gpu=memory.used --format=csv"
      }
    ],
    shown,
    examples: examplesOf(given()),
    moved: ["itl", "Time per token"]
  });
  function vllm(bench: "latency" | "throughput"): string {
    const requests = bench === "latency" ? "--batch-size" : "--num-prompts";
    return `vllm bench ${bench} ${requests} ${now().batch} --input-len ${now().seq}`;
  }
  const sides = compare();
  const seen = {
    sides: whenSeen(sides.node)
  };
  const sweep = batchSweep(registry);
  const exporter = share({
    name: "serving",
    version: page.version,
    rows: () => sweep(given(), mostOf(now().batch)).map((row) => ({...row})),
    json: () => ({
      inputs: given(),
      refined: outputsOf(ServingModel, now().now),
      textbook: outputsOf(ServingModel, now().book)
    })
  });

  let answer: ServingAnswer | undefined;
  function now(): ServingAnswer {
    return (answer ??= servingAnswer(given(), target(), registry));
  }

  function draw(): void {
    const inputs = given();
    const drawn = timed("engine", () => servingAnswer(inputs, target(), registry));
    answer = drawn;
    const pin = scenario.pin();
    const pinned = pin && {
      given: given(pin),
      values: valuesOf(ServingModel, given(pin), {registry})
    };
    const fits = drawn.now.feasible;
    writeLead(() => say.lead(drawn));
    says.update(() => say.verdict(drawn, fits ? [] : fixesOf(drawn, inputs, registry)));
    pins.update(pin);
    inside.update(inputs, drawn.values, () => subsOf(drawn, pinned?.values), fits);

    const words = say.limits(drawn);
    batch.limit(drawn.walls.batch, words.batch);
    seq.limit(drawn.walls.seq, words.seq);
    goal.limit(Infinity, words.target);

    ask.reveal(() => say.reveal(drawn));
    const most = mostOf(drawn.batch);
    const rows = timed("engine", () => sweep(inputs, most));
    const props = {
      rows,
      now: pointOf(drawn.values),
      fits,
      limit: drawn.walls.batch,
      target: drawn.target,
      isRevealed: ask.isDone(),
      pin: pinned && {rows: sweep(pinned.given, most), now: pointOf(pinned.values)},
      most
    };
    chart.update({
      title: say.finding(drawn, ask.isDone()),
      note: keyOf(pinned !== null),
      draw: (width) => curves?.draw({...props, width}),
      table: () => tableOf(rows, props.now.batch)
    });

    seen.sides(() => sides.update(differencesOf(drawn)));
  }
  scenario.draw(draw, until);
  settle(".slot-says", says.node);

  const blocks: Readonly<Record<Block, HTMLElement>> = {
    ask: ask.node,
    controls,
    figures: inside.figures,
    pins: pins.node,
    chart: chart.node,
    sides: sides.node,
    graph: inside.graph,
    bars: inside.bars,
    share: exporter
  };
  return {...blocks, page};
}
