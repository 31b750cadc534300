import {expect, it} from "vitest";
import {ReliabilityModel} from "../../lib/models/reliability.js";
import {ServingModel} from "../../lib/models/serving.js";
import {SustainabilityModel} from "../../lib/models/sustainability.js";
import {addressNames} from "../../src/build/pages.js";
import {
  carbonAnswer,
  factorsOf,
  regionSweep,
  regionsOf
} from "../../src/components/carbon-answer.js";
import * as carbon from "../../src/components/carbon-sentences.js";
import {defaults} from "../../src/components/defaults.js";
import {brokenSentence, homeRows} from "../../src/components/home-answer.js";
import {inputsOf} from "../../src/components/inputs.js";
import {questions} from "../../src/components/questions.js";
import {
  incidentsOf,
  lastedLonger,
  reliabilityAnswer
} from "../../src/components/reliability-answer.js";
import * as reliability from "../../src/components/reliability-sentences.js";
import {fixesOf, servingAnswer} from "../../src/components/serving-answer.js";
import * as serving from "../../src/components/serving-sentences.js";
import type {Scenario} from "../../src/components/scenario-text.js";
import {registry} from "../registry.js";
import {randomScenarios} from "./scenarios.js";
import {sound} from "./sound.js";

const scenarios = randomScenarios(200);

it("the serving page says what can be read, whatever the scenario", () => {
  for (const scenario of scenarios) {
    const given = inputsOf(ServingModel, addressNames, scenario, registry);
    const answer = servingAnswer(given, Number(scenario["itlTargetMs"]) / 1e3, registry);
    sound(serving.lead(answer));
    sound(serving.verdict(answer, fixesOf(answer, given, registry)).sentence);
    for (const isRevealed of [true, false]) sound(serving.finding(answer, isRevealed));
    sound(serving.reveal(answer).sentence);
    for (const words of Object.values(serving.because(answer))) sound(words);
    for (const words of Object.values(serving.limits(answer))) sound(words);
  }
});

it("a fix that the serving page names makes the scenario fit", () => {
  for (const scenario of scenarios) {
    const given = inputsOf(ServingModel, addressNames, scenario, registry);
    const answer = servingAnswer(given, 0.02, registry);
    if (answer.now.feasible) continue;
    for (const fix of fixesOf(answer, given, registry)) {
      if (fix.kind === "hardware") continue;
      let patch: Scenario = {};
      if (fix.kind === "precision") patch = {precision: fix.name};
      if (fix.kind === "batch") patch = {batchSize: fix.most};
      if (fix.kind === "seq") patch = {seqLen: fix.most};
      if (fix.kind === "devices") patch = {tpSize: fix.count};
      const next = inputsOf(ServingModel, addressNames, {...scenario, ...patch}, registry);
      expect(servingAnswer(next, 0.02, registry).now.feasible).toBe(true);
    }
  }
});

it("the reliability page says what can be read, whatever the scenario", () => {
  const incidents = incidentsOf(registry);
  for (const scenario of scenarios) {
    const given = inputsOf(ReliabilityModel, addressNames, scenario, registry);
    const answer = reliabilityAnswer(given, registry);
    sound(reliability.lead(answer));
    sound(reliability.verdict(answer).sentence);
    for (const isRevealed of [true, false]) sound(reliability.intervalFinding(answer, isRevealed));
    sound(reliability.reveal(answer).sentence);
    sound(reliability.sizeFinding(answer));
    sound(reliability.goodputFinding(answer));
    sound(reliability.accuracy(lastedLonger(incidents, given, registry), incidents.length));
    for (const words of Object.values(reliability.because(answer))) sound(words);
  }
});

it("the carbon page says what can be read, whatever the scenario", () => {
  const places = regionsOf(registry);
  const sweep = regionSweep(registry, places);
  for (const scenario of scenarios) {
    const given = inputsOf(SustainabilityModel, addressNames, scenario, registry);
    const answer = carbonAnswer(given, scenario["against"], registry);
    sound(carbon.lead(answer));
    sound(carbon.verdict(places, answer.a, answer.b).sentence);
    sound(carbon.finding(sweep(given)));
    sound(carbon.reveal(answer.a, answer.b).sentence);
    sound(carbon.factorsFinding(factorsOf(answer)));
    for (const words of Object.values(carbon.because(answer))) sound(words);
  }
});

it("the carbon page says what other sources give, from the data", () => {
  const places = regionsOf(registry);
  const given = inputsOf(SustainabilityModel, addressNames, defaults, registry);
  const says = (a: string, b: string): string => {
    const answer = carbonAnswer({...given, datacenter: `grid:${a}`}, `grid:${b}`, registry);
    return carbon.verdict(places, answer.a, answer.b).sentence;
  };
  expect(says("US_Avg", "Quebec")).toBe(
    "**Sources differ.** Quebec’s figure is 20 g/kWh; other sources give 0.36 to 34.5."
  );
  expect(says("Poland", "Iceland")).toBe(
    "**Not checked.** Poland’s figure is unchecked: sources give 643 to 662 g/kWh, not 820."
  );
  expect(says("EU_Avg", "France")).toBe(
    "**Not checked.** EU Average’s figure is unchecked: sources give 281 g/kWh, not 270. France’s figure is 50 g/kWh; other sources give 16.3 to 56."
  );
  expect(says("US_Avg", "Iceland")).toMatch(/^\*\*Both places have a source\.\*\*/);
  expect(says("France", "Iowa")).toMatch(/^\*\*Not a measurement\.\*\*/);
});

it("home says what can be read, whatever the scenario", () => {
  for (const scenario of scenarios) {
    const rows = homeRows(scenario, addressNames, registry);
    for (const {answer, more, limit, used} of rows) {
      for (const words of [answer, more, limit]) sound(words);
      expect(used).toBeGreaterThanOrEqual(0);
      expect(Number.isFinite(used)).toBe(true);
    }
    sound(brokenSentence(rows, questions));
  }
});
