import {ReliabilityModel} from "../lib/models/reliability.js";
import {compare, lead, pinbar, verdict} from "./blocks.js";
import type {Chart} from "./chart.js";
import {mostAccelerators} from "./cluster.js";
import {beyondClock, onClock} from "./clock.js";
import {controlled} from "./controlled.js";
import {heldRange} from "./held-range.js";
import {settle} from "./element.js";
import {share as shareBox} from "./export.js";
import {drag, figure} from "./figure.js";
import {timed, whenSeen} from "./frame.js";
import {insides} from "./insides.js";
import type {IntervalProps} from "./interval-chart.js";
import {modelPage} from "./page.js";
import type {PageData} from "./page.js";
import {predict} from "./predict.js";
import {
  incidentsOf,
  intervalSweep,
  lastedLonger,
  reliabilityAnswer,
  reliabilityShown,
  sizeSweep
} from "./reliability-answer.js";
import type {ReliabilityAnswer} from "./reliability-answer.js";
import {reliabilityControls} from "./reliability-controls.js";
import {
  differencesOf,
  intervalKey,
  intervalTable,
  pointOf,
  sizeKey,
  sizeTable,
  subsOf
} from "./reliability-parts.js";
import * as say from "./reliability-sentences.js";
import {scenario} from "./scenario.js";
import type {SizeProps} from "./size-chart.js";
import {outputsOf} from "./solve.js";
import type {Typeset} from "./typeset.js";

/** Names of the page's blocks, each placed by the page's Markdown. */
export type Block =
  | "ask"
  | "controls"
  | "figures"
  | "pins"
  | "size"
  | "interval"
  | "goodput"
  | "sides"
  | "graph"
  | "bars"
  | "share";

/** The reliability page on one scenario: cluster size against the time between failures. */
export function reliabilityPage(
  data: PageData,
  typeset: () => Promise<Typeset>,
  until: Promise<unknown>
) {
  const page = modelPage(ReliabilityModel, data, typeset, controlled.reliability);
  const {registry, given} = page;
  const incidents = incidentsOf(registry);

  let answer: ReliabilityAnswer | undefined;
  function now(): ReliabilityAnswer {
    return (answer ??= reliabilityAnswer(given(), registry));
  }
  const controls = reliabilityControls(registry, now);
  const writeLead = lead();
  const says = verdict();
  const pins = pinbar(page.say);
  const bySize = figure({height: 340, label: "Time between failures by cluster size"});
  const byTime = figure({height: 340, label: "Lost time by checkpoint interval"});
  const useful = figure({height: 340, label: "Goodput by cluster size"});
  // Plot is the heaviest thing here and nothing but the charts waits for it
  let charts:
    | {
        readonly size: Chart<SizeProps>;
        readonly interval: Chart<IntervalProps>;
        readonly goodput: Chart<SizeProps>;
      }
    | undefined;
  void import("./charts.js").then(({goodputChart, intervalChart, sizeChart}) => {
    charts = {size: sizeChart(), interval: intervalChart(), goodput: goodputChart()};
    scenario.touch();
  });
  const toNodes = (x: number): void =>
    void scenario.set({"fleet.nodes": Math.max(1, Math.round(x / now().perNode))});
  drag(bySize.plot, () => charts?.size.dragged(), toNodes);
  drag(useful.plot, () => charts?.goodput.dragged(), toNodes);
  drag(
    byTime.plot,
    () => charts?.interval.dragged(),
    (x) => void scenario.set({intervalS: Number(x.toPrecision(2))})
  );
  const ask = predict(
    {
      id: "reliability-interval",
      question: "Ten times as many GPUs. How much more often should the job save its state?",
      options: [
        {id: "same", text: "The same"},
        {id: "root", text: "About 3 times as often"},
        {id: "ten", text: "10 times as often"}
      ]
    },
    () => scenario.touch()
  );
  const shown = reliabilityShown(given());
  const inside = insides(ReliabilityModel, page, {
    figures: [
      {
        cell: "fleetMtbf",
        name: "Time between failures",
        accuracy: () => say.accuracy(lastedLonger(incidents, given(), registry), incidents.length),
        check: () => "sacct --allusers --duplicates --state=NODE_FAIL --format=JobID,Start,End"
      },
      {
        cell: "expectedFailures",
        name: "Failures in the run",
        accuracy: () => "A mean: expect its square root as scatter.",
        check: () => "sacct --jobs=JOB --duplicates --format=JobID,State,End"
      },
      {
        cell: "dalyInterval",
        name: "Best time to save",
        accuracy: () => "Within 1% of the numeric minimum while a save is short against failures.",
        check: () => "sweep the interval in the chart below"
      },
      {
        cell: "goodputRatio",
        name: "Goodput",
        accuracy: () => "Exact for failures of constant hazard; real ones come in bursts.",
        check: () => "steps kept × time per step ÷ wall time"
      }
    ],
    shown,
    examples: [given()],
    moved: ["lostShare", "Lost time"]
  });
  const sides = compare();
  const seen = {
    size: whenSeen(bySize.node),
    useful: whenSeen(useful.node),
    time: whenSeen(byTime.node),
    sides: whenSeen(sides.node)
  };
  const overSize = sizeSweep(registry);
  const overTime = intervalSweep(registry);
  const intervals = heldRange(beyondClock);
  const most = (): number => Math.max(mostAccelerators, now().accelerators);
  const exporter = shareBox({
    name: "reliability",
    version: page.version,
    rows: () => overSize(given(), now().perNode, most()).map((one) => ({...one})),
    json: () => ({
      inputs: given(),
      refined: outputsOf(ReliabilityModel, now().now),
      textbook: outputsOf(ReliabilityModel, now().book),
      published: incidents
    })
  });

  function draw(): void {
    const inputs = given();
    const drawn = timed("engine", () => reliabilityAnswer(inputs, registry));
    answer = drawn;
    const pin = scenario.pin();
    const before = pin && reliabilityAnswer(given(pin), registry);
    writeLead(() => say.lead(drawn));
    says.update(() => say.verdict(drawn));
    pins.update(pin);
    inside.update(inputs, drawn.values, () => subsOf(drawn, before ?? undefined));
    controls.update(drawn);
    ask.reveal(() => say.reveal(drawn));

    const isRevealed = ask.isDone();
    let swept: SizeProps["rows"] | undefined;
    const sizes = (): SizeProps["rows"] =>
      (swept ??= timed("engine", () => overSize(inputs, drawn.perNode, most())));
    const bySizeProps = (width: number): SizeProps => ({
      rows: sizes(),
      now: pointOf(drawn),
      pin: before && pointOf(before),
      incidents,
      width
    });
    seen.size(() =>
      bySize.update({
        title: say.sizeFinding(drawn),
        note: sizeKey("Time between failures (log)", incidents, pin !== null),
        draw: (width) => charts?.size.draw(bySizeProps(width)),
        table: () =>
          sizeTable("Time between failures by cluster size", sizes(), incidents, drawn.accelerators)
      })
    );
    seen.useful(() =>
      useful.update({
        title: say.goodputFinding(drawn),
        note: sizeKey("Share of time kept, saving by the same rule", [], pin !== null),
        draw: (width) => charts?.goodput.draw(bySizeProps(width)),
        table: () => sizeTable("Goodput by cluster size", sizes(), incidents, drawn.accelerators)
      })
    );
    const {dalyInterval, chosenInterval, lostShare} = drawn.now;
    seen.time(() => {
      const ends = intervals(
        onClock(
          Math.min(dalyInterval / 25, chosenInterval),
          Math.max(dalyInterval * 25, chosenInterval)
        )
      );
      const rows = timed("engine", () => overTime(inputs, ends));
      const best = {interval: dalyInterval, lost: drawn.best.lostShare};
      byTime.update({
        title: say.intervalFinding(drawn, isRevealed),
        note: intervalKey,
        draw: (width) =>
          charts?.interval.draw({
            rows,
            best,
            now: {interval: chosenInterval, lost: lostShare},
            isRevealed,
            width
          }),
        table: () => intervalTable(rows, chosenInterval)
      });
    });
    seen.sides(() => sides.update(differencesOf(drawn)));
  }
  scenario.draw(draw, until);
  settle(".slot-says", says.node);

  const blocks: Readonly<Record<Block, HTMLElement>> = {
    ask: ask.node,
    controls: controls.node,
    figures: inside.figures,
    pins: pins.node,
    size: bySize.node,
    interval: byTime.node,
    goodput: useful.node,
    sides: sides.node,
    graph: inside.graph,
    bars: inside.bars,
    share: exporter
  };
  return {...blocks, page};
}
