import {nounOf} from "../lib/model/names.js";
import {valuesOf} from "../lib/model/values.js";
import type {Values} from "../lib/model/values.js";
import type {ModelStory} from "../stories/story.js";
import {compare, differenceIn, lead, pinbar, verdict} from "./blocks.js";
import type {Chart} from "./chart.js";
import type {CurveProps, PanelFrame} from "./curve-props.js";
import {settle, writeRich} from "./element.js";
import {share} from "./export.js";
import {drag, figure} from "./figure.js";
import {timed, whenSeen} from "./frame.js";
import {insides} from "./insides.js";
import {namesOf} from "./inputs.js";
import {cellLabel, unitsOf} from "./numbers.js";
import {modelPage} from "./page.js";
import type {PageData} from "./page.js";
import {predict} from "./predict.js";
import {atRest} from "./rest.js";
import {scenario} from "./scenario.js";
import {outputsOf} from "./solve.js";
import {nearest, stops} from "./stops.js";
import {numberIn, storyAnswer, worthOf} from "./story-answer.js";
import type {Answer} from "./story-answer.js";
import {axisOf} from "./story-axis.js";
import {controlledBy, storyControls, unitWords} from "./story-controls.js";
import {keyOf, plottedIn, subsOf, tableOf, tallOf} from "./story-parts.js";
import {besides, isRough, plainRows, storySweep} from "./story-sweep.js";
import type {CurveRow} from "./story-sweep.js";
import type {Typeset} from "./typeset.js";
import {wallTable} from "./wall-table.js";

/** Names of the page's blocks, each placed by src/build/story-markup.ts. */
export type Block =
  | "ask"
  | "controls"
  | "figures"
  | "pins"
  | "chart"
  | "walls"
  | "sides"
  | "graph"
  | "bars"
  | "share";

/** The page of a model: what its story says, and what its definition gives. */
export function storyPage(
  story: ModelStory,
  data: PageData,
  typeset: () => Promise<Typeset>,
  until: Promise<unknown>
): Readonly<Record<Block, HTMLElement>> {
  const {model} = story;
  const {names} = data;
  const page = modelPage(model, data, typeset, controlledBy(story, names), {start: story.start});
  const {registry, given} = page;
  const own = namesOf(model, names);
  const worth = (input: string): number => worthOf(names.known[own[input]!]?.unit);
  const answerTo = (inputs = given()): Answer =>
    storyAnswer(story, inputs, {registry, worth, goal: scenario.number});

  let answer: Answer | undefined;
  const now = (): Answer => (answer ??= answerTo());

  const controls = storyControls(story, {names, registry}, () => now().values);
  const writeLead = lead();
  const says = verdict();
  const pins = pinbar(page.say);
  const {range, isCluster} = axisOf(story);
  const {x} = story.chart;
  const axis = isCluster ? `${own[x]!}.nodes` : own[x]!;
  const percent = range.percent ? 0.01 : 1;
  const spec = model.spec.inputs[x]!;
  const label = spec.label ?? x;
  const unit = range.percent
    ? "%"
    : isCluster
      ? "GPUs"
      : unitWords(names.known[axis]?.unit, "unit" in spec ? spec.unit : "1");
  const axisName = unit === "" ? label : `${label}, ${unit}`;
  const chart = figure({
    height: story.chart.panels.reduce((sum, one) => sum + 20 + tallOf(one), 40),
    label: `${plottedIn(story)} by ${label.toLowerCase()}`
  });
  const frames = story.chart.panels.map((panel): PanelFrame => {
    const [of, show] = unitsOf(model, panel.cell);
    const words = cellLabel(model, panel.cell);
    return {...panel, label: words, unit: of, ...(show !== undefined && {show})};
  });
  // Plot is the heaviest thing here and nothing but the chart waits for it
  let curves: Chart<CurveProps> | undefined;
  void import("./curve-chart.js").then(({curveChart}) => {
    curves = curveChart({name: axisName, log: range.log === true}, frames);
    scenario.touch();
  });
  const isWhole = "whole" in spec && spec.whole;
  const stopsAt = range.powers && stops(range);
  /** Accelerators on a node where the axis counts those, else one. */
  const each = (values: Values): number =>
    isCluster ? numberIn(values, "fleet.node.acceleratorsPerNode") : 1;
  drag(
    chart.plot,
    () => curves?.dragged(),
    (to) => {
      const value = stopsAt
        ? nearest(to, stopsAt, range) / each(now().values)
        : isCluster
          ? Math.max(1, Math.round(to / each(now().values)))
          : isWhole
            ? Math.round(to)
            : Number(to.toPrecision(3));
      void scenario.set({[axis]: Number((value * percent).toPrecision(12))});
    }
  );
  const ask = predict(story.ask, () => scenario.touch());
  const inside = insides(model, page, {
    figures: story.cards.map((card) => ({
      cell: card.cell,
      name: cellLabel(model, card.cell),
      ...(card.always && {always: true}),
      accuracy: () => card.accuracy ?? "Nobody has compared it with a measurement here yet.",
      check: () => card.check(now())
    })),
    unreal: story.unreal,
    shown: story.boxes,
    // the branches that the page opens with, whatever an address says
    examples: [given(), given(scenario.defaults())],
    moved: story.moved,
    still: story.still
  });
  const sides = compare();
  const sidesSeen = whenSeen(sides.node);
  const walls = wallTable();
  const wallsSeen = whenSeen(walls.node);
  const how = document.querySelector(".how")!; // src/build/story-markup.ts writes it
  const howSeen = whenSeen(how);
  const sweep = storySweep(story, {registry, worth: worth(x) * percent});
  const exporter = share({
    name: nounOf(model.name),
    version: page.version,
    rows: () => plainRows(sweep(given(), mostOf(now())), isCluster ? "accelerators" : x),
    json: () => ({
      inputs: given(),
      refined: outputsOf(model, now().now),
      textbook: outputsOf(model, now().book)
    })
  });
  const place = (values: Values): number =>
    isCluster
      ? numberIn(values, "fleet.nodes") * each(values)
      : numberIn(values, x) / worth(x) / percent;
  /** End of the axis: the slider's or the scenario's, or where one is beyond it. */
  const mostOf = (of: Answer): number =>
    Math.max(story.chart.end?.(of) ?? range.max, place(of.values));
  const wallOf = (of: Answer, rows: readonly CurveRow[]): string => {
    const first = rows.find(({works}) => works);
    if (first && first !== rows[0]) return story.chart.least?.(first.x) ?? "";
    const most = of.wall(x);
    return most > 0 && Number.isFinite(most) ? (story.chart.wall?.(most, of) ?? "") : "";
  };
  const pointOf = (values: Values): CurveProps["now"] => ({
    x: place(values),
    cells: Object.fromEntries(
      story.chart.panels.flatMap((panel) =>
        [panel.cell, ...besides(panel)].map((name) => [name, numberIn(values, name)])
      )
    )
  });

  /** Solves the whole of a curve of which a few points are drawn. */
  function refine(): void {
    const rows = timed("engine", () => sweep(given(), mostOf(now())));
    if (!isRough(rows)) scenario.touch();
  }

  function draw(): void {
    const inputs = given();
    const drawn = timed("engine", () => answerTo(inputs));
    answer = drawn;
    const pin = scenario.pin();
    const pinned = pin && {
      given: given(pin),
      values: valuesOf(model, given(pin), {registry})
    };
    const works = story.works === undefined || drawn.values[story.works] === true;
    writeLead(() => story.lead(drawn));
    says.update(() => story.verdict(drawn));
    pins.update(pin);
    inside.update(inputs, drawn.values, () => subsOf(story, drawn, pinned?.values), works);
    controls.update(drawn);
    ask.reveal(() => story.reveal(drawn));
    const most = mostOf(drawn);
    const here = isCluster ? {} : {at: place(drawn.values)};
    const rows = timed("engine", () =>
      sweep(inputs, most, {...here, isMoving: story.chart.isSlow})
    );
    if (story.chart.isSlow && isRough(rows)) atRest(refine);
    const props = {
      rows,
      now: pointOf(drawn.values),
      works,
      isRevealed: ask.isDone(),
      pin: pinned && {rows: sweep(pinned.given, most), now: pointOf(pinned.values)},
      wall: wallOf(drawn, rows),
      rules: story.chart.rules?.(drawn) ?? [],
      targets: story.chart.panels.map((panel) => panel.target?.(drawn))
    };
    chart.update({
      title: story.finding(drawn, ask.isDone()),
      note: keyOf(story, rows, pinned !== null),
      draw: (width) => curves?.draw({...props, width}),
      table: () => tableOf(story, rows, {axis: axisName, now: props.now.x})
    });
    if (story.walls) wallsSeen(() => walls.update(story.walls!(drawn)));
    const because = story.because(drawn);
    sidesSeen(() => {
      const compared = Object.keys(because);
      const at = (solution: object) => numbers(solution, compared);
      const row = differenceIn(model, {now: at(drawn.now), book: at(drawn.book)}, because);
      sides.update(compared.map(row));
    });
    howSeen(() => writeRich(how, story.how(drawn)));
  }
  scenario.draw(draw, until);
  settle(".slot-says", says.node);
  return {
    ask: ask.node,
    controls: controls.node,
    figures: inside.figures,
    pins: pins.node,
    chart: chart.node,
    walls: walls.node,
    sides: sides.node,
    graph: inside.graph,
    bars: inside.bars,
    share: exporter
  };
}

/** Some numbers of a solution; NaN, shown as a dash, where there is none. */
function numbers(solution: object, names: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(
    names.map((name) => {
      const value: unknown = Reflect.get(solution, name);
      return [name, typeof value === "number" ? value : NaN];
    })
  );
}
