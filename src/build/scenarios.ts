import type {InputSpec, NumberInput} from "../../lib/graph/spec.js";
import {fleet} from "../../lib/models/records/fleet.js";
import {grid} from "../../lib/models/records/grid.js";
import {hardware} from "../../lib/models/records/hardware.js";
import {precisions} from "../../lib/models/records/precision.js";
import {workload} from "../../lib/models/records/workload.js";
import {ReliabilityModel} from "../../lib/models/reliability.js";
import {ServingModel} from "../../lib/models/serving.js";
import {SustainabilityModel} from "../../lib/models/sustainability.js";
import type {Given} from "../components/inputs.js";
import {namesOf} from "../components/inputs.js";
import type {Scenario, Value} from "../components/scenario-text.js";
import {solve, tried} from "../components/solve.js";
import type {Control, ModelStory} from "../stories/story.js";
import {addressNames, given, takes} from "./pages.js";
import {registry} from "./tables.js";

/** Inputs that decide which equations hold; an address may give any of them together. */
const deciding = [
  {tpSize: 8},
  {decodeHardware: "H200"},
  {draftModel: "GPT2_Small"},
  {cachedPrefixLen: 512},
  {prefillChunkTokens: 512}
] as const;

/** Each choice of some of them, and inputs that only change a number. */
const extras: readonly Given[] = [
  ...deciding.reduce<readonly Given[]>(
    (some, one) => [...some, ...some.map((other) => ({...other, ...one}))],
    [{}]
  ),
  {overlap: 0.5},
  {memoryEfficiency: 0.7},
  {efficiency: 0.6}
];

/** Every kind of network, every format on every device, every input that no control has. */
export function servingScenarios(): readonly Given[] {
  const networks = registry.keys(workload).filter((key) => takes(ServingModel, "model", key));
  const devices = registry.keys(hardware).filter((key) => takes(ServingModel, "hardware", key));
  const base = {precision: "fp16"};
  return [
    ...networks.flatMap((model) =>
      extras.map((extra) => given(ServingModel, {...base, model, ...extra}))
    ),
    ...devices.flatMap((device) =>
      precisions.map((precision) => given(ServingModel, {hardware: device, precision}))
    ),
    // the page's first scenario does not state its format
    ...networks.map((model) => given(ServingModel, {model}))
  ];
}

/** Every cluster, with and without a chosen interval, saves that are short and that are not. */
export function reliabilityScenarios(): readonly Given[] {
  const fleets = registry.keys(fleet).filter((key) => takes(ReliabilityModel, "fleet", key));
  const patches = [
    {},
    {intervalS: 3600},
    {checkpointTimeS: 600_000},
    {checkpointTimeS: 60, avgRecoveryTimeS: 300, gpuMttfHours: 50_000},
    {gpuMttfHours: 50_000},
    {psuMttfHours: 100_000}
  ];
  return fleets.flatMap((key) =>
    patches.map((patch) => given(ReliabilityModel, {fleet: key, "fleet.nodes": 8, ...patch}))
  );
}

/** Every cluster and place, with and without a building's own PUE, the making of devices counted or not. */
export function carbonScenarios(): readonly Given[] {
  const fleets = registry.keys(fleet).filter((key) => takes(SustainabilityModel, "fleet", key));
  const patches = [
    {},
    {"datacenter.pueOverride": 1.2},
    {embodiedFromRegistry: false},
    {datacenter: "Quebec_Hydro"},
    ...registry.keys(grid).map((key) => ({datacenter: `grid:${key}`}))
  ];
  return fleets.flatMap((key) =>
    patches.map((patch) => given(SustainabilityModel, {fleet: key, "fleet.nodes": 8, ...patch}))
  );
}

/**
 * Every row of every record, every choice, each further input once, and what any two controls can set
 * together: what decides the equations of a story.
 */
export function storyScenarios(story: ModelStory): readonly Given[] {
  const {model} = story;
  const base = given(model);
  const found: Given[] = [base];
  for (const [input, spec] of Object.entries<InputSpec>(model.spec.inputs)) {
    if ("record" in spec) {
      const keys = registry.keys(spec.record).filter((key) => takes(model, input, key));
      found.push(...keys.map((key) => ({...base, [input]: key})));
    } else if ("choice" in spec) {
      found.push(...spec.choice.map((choice) => ({...base, [input]: choice})));
    } else if ("flag" in spec) {
      found.push({...base, [input]: true}, {...base, [input]: false});
    } else if (base[input] === undefined) {
      found.push(...sampled(spec).map((value) => ({...base, [input]: value})));
    }
  }
  const controls = story.controls.map((one) => ({kind: one.kind, some: settings(story, one)}));
  controls.forEach(({kind, some}, i) => {
    for (const {kind: against, some: others} of controls.slice(i + 1)) {
      // what a row states decides together with a choice, or with a number at its most; two rows do not
      if (kind === "record" && against === "record") continue;
      const taken = kind === "record" && against === "slider" ? others.slice(-1) : others;
      for (const one of some)
        for (const other of taken) {
          found.push(given(model, {...one, ...other}));
        }
    }
  });
  return found.filter((one) => isTaken(model, one));
}

/** A slider over no more whole numbers is tried at each. */
const few = 8;

/** What a control or an address can set, of a slider its ends, or all of a few whole numbers. */
function settings({model}: ModelStory, control: Control): readonly Scenario[] {
  if (control.kind === "cluster" || control.kind === "goal") return [];
  const spec = model.spec.inputs[control.input]!; // test/components/stories.test.ts holds it
  const name = namesOf(model, addressNames)[control.input]!;
  const each = (list: readonly Value[]): readonly Scenario[] =>
    list.map((value) => ({[name]: value}));
  if (control.kind === "flag") return each([true, false]);
  if (control.kind === "slider") {
    const {min, max, percent, shown} = control;
    const isFew = "whole" in spec && spec.whole && max - min < few;
    const stops = isFew ? Array.from({length: max - min + 1}, (_, i) => min + i) : [min, max];
    return each(stops.map((x) => x * (percent ? 0.01 : (shown?.worth ?? 1))));
  }
  if ("record" in spec) return each(registry.keys(spec.record));
  return each("choice" in spec ? spec.choice : []);
}

/** Values of a number input from its range: beside its default, its least, and twice that. */
function sampled({min, max = Infinity, default: stated}: NumberInput): readonly number[] {
  const least = min ?? 0;
  const usual = typeof stated === "number" ? [stated * 1.5] : [];
  return [...usual, least, Math.min(max, 2 * Math.max(least, 1))];
}

function isTaken(model: ModelStory["model"], one: Given): boolean {
  return tried(() => solve(model, one, {registry})) !== undefined;
}
