import {SustainabilityModel} from "../lib/models/sustainability.js";
import {compare, lead, pinbar, verdict} from "./blocks.js";
import {
  carbonAnswer,
  carbonShown,
  factorsOf,
  footprint,
  inPlace,
  regionSweep,
  regionsOf
} from "./carbon-answer.js";
import type {CarbonAnswer, Footprint} from "./carbon-answer.js";
import {differencesOf, dot, idOf, plainRow, subsOf, tableOf} from "./carbon-parts.js";
import * as say from "./carbon-sentences.js";
import type {Chart} from "./chart.js";
import {clusterControls} from "./cluster-slider.js";
import {controlled} from "./controlled.js";
import {bound, panel, segments, slider} from "./controls.js";
import type {Bound} from "./controls.js";
import {element, settle, write} from "./element.js";
import {folded, share as shareBox} from "./export.js";
import {timed, whenSeen} from "./frame.js";
import {insides} from "./insides.js";
import {problemOf} from "./inputs.js";
import {num, text} from "./numbers.js";
import {modelPage} from "./page.js";
import type {PageData} from "./page.js";
import {predict} from "./predict.js";
import type {RankProps} from "./rank-chart.js";
import {factorBars, regions, sideBySide} from "./regions.js";
import {scenario} from "./scenario.js";
import {outputsOf} from "./solve.js";
import type {Typeset} from "./typeset.js";

/** Names of the page's blocks, each placed by the page's Markdown. */
export type Block =
  | "ask"
  | "controls"
  | "figures"
  | "pins"
  | "rank"
  | "sides"
  | "factors"
  | "fidelities"
  | "graph"
  | "bars"
  | "share";

/** The carbon page on one scenario: region against carbon. */
export function carbonPage(
  data: PageData,
  typeset: () => Promise<Typeset>,
  until: Promise<unknown>
) {
  const page = modelPage(SustainabilityModel, data, typeset, controlled.carbon, {
    also: (next, tables) => {
      // what stands has been tried
      if (next["against"] === scenario.value("against")) return undefined;
      const there = {
        ...next,
        ...(next["against"] === undefined ? {} : {datacenter: next["against"]})
      };
      const problem = problemOf(SustainabilityModel, data.names, there, tables);
      return problem && {name: "against", rule: problem.rule};
    }
  });
  const {registry, given} = page;
  const places = regionsOf(registry);
  const sweep = regionSweep(registry, places);

  let answer: CarbonAnswer | undefined;
  function now(): CarbonAnswer {
    return (answer ??= carbonAnswer(given(), scenario.value("against"), registry));
  }
  /** The facility: each region's usual one where none is stated. */
  const own = bound("datacenter.pueOverride");
  const facility: Bound = {
    ...own,
    value: () => (own.isMoved() ? own.value() : now().a.now.pue)
  };
  const {list, size, days} = clusterControls(registry, () => now().a.values);
  const use = slider({
    of: bound("mfu", 0.01),
    label: "Compute use (MFU)",
    unit: "%",
    word: "per cent",
    min: 0,
    max: 100,
    step: 5
  });
  const pue = slider({
    of: facility,
    label: "PUE",
    unit: "",
    min: 1,
    max: 2,
    step: 0.02,
    back: {words: "Usual", run: () => void scenario.set({"datacenter.pueOverride": undefined})}
  });
  const controls = panel(controlled.carbon, [
    list,
    size.node,
    days.node,
    use.node,
    pue.node,
    segments("embodiedFromRegistry", "Making the devices", [
      {value: true, text: "Count"},
      {value: false, text: "Leave out"}
    ])
  ]);
  const writeLead = lead();
  const says = verdict();
  const pins = pinbar(page.say);
  // Plot is the heaviest thing here and nothing but the dots waits for it
  let dots: Chart<RankProps> | undefined;
  void import("./charts.js").then(({rankChart}) => {
    dots = rankChart();
    scenario.touch();
  });
  const rank = regions(places, () => dots);
  const title = element`<h2 class="finding"></h2>`;
  const note = element`<p class="cap"></p>`;
  note.append(
    element`<span>Carbon of the run, log scale.</span>`,
    dot("", "refined"),
    dot(" book", "textbook"),
    dot(" soft", "a judgement, not a measurement")
  );
  const exact = folded();
  const ask = predict(
    {
      id: "carbon-region",
      question: "Move the run from the average US grid to Quebec. What is left of its carbon?",
      options: [
        {id: "half", text: "About half"},
        {id: "fifth", text: "About a fifth"},
        {id: "tenth", text: "Less than a tenth"}
      ]
    },
    () => scenario.touch()
  );
  const inside = insides(SustainabilityModel, page, {
    figures: [
      {
        cell: "carbonFootprint",
        name: "Carbon, CO₂e",
        accuracy: () =>
          "As good as the grid’s yearly mean: an hour, or a contract, can be far from it.",
        check: () => "codecarbon monitor --no-api -- python train.py"
      },
      {
        cell: "totalEnergy",
        name: "Facility energy",
        accuracy: () =>
          "Only accelerators draw power here; hosts and switches add a fifth to a half.",
        check: () => "nvidia-smi --query-gpu=power.draw --format=csv --loop=1"
      },
      {
        cell: "embodiedCarbon",
        name: "From making the devices",
        accuracy: () =>
          "One maker’s product footprint, split by mass; other parts of a server are left out.",
        check: () => "the product carbon footprint of the maker"
      },
      {
        cell: "waterUsage",
        name: "Water on site",
        accuracy: () => "A usual facility of the region; one with dry coolers uses none.",
        check: () => "the facility’s water meter ÷ IT energy"
      }
    ],
    shown: carbonShown,
    examples: [given()],
    moved: ["carbonFootprint", "Carbon"]
  });
  const fidelities = compare();
  const sides = sideBySide();
  const parts = factorBars();
  const seen = {
    rank: whenSeen(rank.node),
    sides: whenSeen(sides.node),
    parts: whenSeen(parts.node),
    fidelities: whenSeen(fidelities.node)
  };
  const exporter = shareBox({
    name: "carbon",
    version: page.version,
    rows: () => sweep(given()).map(plainRow),
    json: () => ({
      inputs: given(),
      refined: outputsOf(SustainabilityModel, now().a.now),
      textbook: outputsOf(SustainabilityModel, now().a.book),
      regions: sweep(given()).map(plainRow)
    })
  });

  function draw(): void {
    const inputs = given();
    const against = scenario.value("against");
    const drawn = timed("engine", () => carbonAnswer(inputs, against, registry));
    answer = drawn;
    const {a, b} = drawn;
    const pin = scenario.pin();
    const before = pin && footprint(given(pin), registry);
    writeLead(() => say.lead(drawn));
    says.update(() => say.verdict(places, a, b));
    pins.update(pin);
    inside.update(inputs, a.values, () => subsOf(drawn, before ?? undefined));
    size.limit(Infinity, `${num(Number(a.values["fleet.nodes"]))} nodes`);
    size.sync();
    days.limit(Infinity, `${text(a.now.itEnergy, "J")} used by the devices`);
    use.limit(Infinity, `${num(Number(a.values["devicePower"]))} W for each device`);
    pue.limit(Infinity, own.isMoved() ? "the same everywhere" : `as usual ${a.where}`);
    pue.sync();
    ask.reveal(moved);

    const rows = timed("engine", () => sweep(inputs));
    write(title, say.finding(rows));
    seen.rank(() => rank.update(rows, idOf(scenario.value("datacenter")), idOf(against)));
    exact.update(() => tableOf(rows, a.name));
    seen.sides(() => sides.update(a, b));
    seen.parts(() => {
      const factors = factorsOf(drawn);
      parts.update(say.factorsFinding(factors), factors);
    });
    seen.fidelities(() => fidelities.update(differencesOf(drawn)));
  }
  /** The prediction's own move, whatever the two places are. */
  function moved() {
    const at = (place: string): Footprint => footprint(inPlace(given(), place), registry);
    return say.reveal(at("grid:US_Avg"), at("grid:Quebec"));
  }
  scenario.draw(draw, until);
  settle(".slot-says", says.node);

  const ranking = element`<div class="chart">${title}${note}<div class="slot-rank">${rank.node}</div>${exact.node}</div>`;
  const blocks: Readonly<Record<Block, HTMLElement>> = {
    ask: ask.node,
    controls,
    figures: inside.figures,
    pins: pins.node,
    rank: ranking,
    sides: sides.node,
    factors: parts.node,
    fidelities: fidelities.node,
    graph: inside.graph,
    bars: inside.bars,
    share: exporter
  };
  return {...blocks, page};
}
