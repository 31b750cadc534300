import {ReliabilityModel} from "../lib/models/reliability.js";
import {ServingModel} from "../lib/models/serving.js";
import {SustainabilityModel} from "../lib/models/sustainability.js";
import type {Registry} from "../lib/registry/registry.js";
import {isBroken} from "./gauge.js";
import {inputsOf} from "./inputs.js";
import type {Given} from "./inputs.js";
import {num, share, text} from "./numbers.js";
import type {Question} from "./questions.js";
import type {Names, Scenario} from "./scenario-text.js";
import {solve} from "./solve.js";

/** A question's answer in one scenario, and how much of the limit that binds it uses. */
export interface Row {
  readonly page: Question["page"];
  readonly answer: string;
  readonly more: string;
  /** share of the limit; above 1 it is broken */
  readonly used: number;
  readonly limit: string;
}

/** All answers for one scenario. */
export function homeRows(scenario: Scenario, names: Names, registry: Registry): readonly Row[] {
  const given = (model: Parameters<typeof inputsOf>[0]): Given =>
    inputsOf(model, names, scenario, registry);
  const goal = (name: string): number => Number(scenario[name]);
  return [
    servingRow(given(ServingModel), goal("itlTargetMs") / 1e3, registry),
    reliabilityRow(given(ReliabilityModel), goal("lostTargetPercent") / 100, registry),
    carbonRow(given(SustainabilityModel), goal("carbonTargetT") * 1e3, registry)
  ];
}

function servingRow(given: Given, target: number, registry: Registry): Row {
  const now = solve(ServingModel, given, {registry});
  const memory = now.totalMemoryRequired / now.memoryAvailable;
  const inMemory = `${text(now.totalMemoryRequired, "B")} of ${text(now.memoryAvailable, "B")} usable memory`;
  if (!now.feasible) {
    const used = Math.max(memory, 1.001);
    return {page: "serving", answer: "Does not fit", more: inMemory, used, limit: inMemory};
  }
  const late = now.itl / target;
  const inTime = `${num(now.itl * 1e3)} of ${num(target * 1e3)} ms per token`;
  return {
    page: "serving",
    answer: `${text(now.ttft, "s")}, then ${text(now.itl, "s")}`,
    more: "to the first token, then for each next one",
    used: Math.max(late, memory),
    limit: late > memory ? inTime : inMemory
  };
}

function reliabilityRow(given: Given, most: number, registry: Registry): Row {
  const now = solve(ReliabilityModel, given, {registry});
  return {
    page: "reliability",
    answer: `A failure every ${text(now.fleetMtbf, "s")}`,
    more: `save every ${text(now.dalyInterval, "s")}; ${text(now.goodputRatio, "1", "%")} of the time is kept`,
    used: now.lostShare / most,
    limit: `${share(now.lostShare)} of ${share(most)} of the time lost`
  };
}

function carbonRow(given: Given, most: number, registry: Registry): Row {
  const now = solve(SustainabilityModel, given, {registry});
  const total = text(now.carbonFootprint, "kgCO2e");
  return {
    page: "carbon",
    answer: `${total} of CO₂e`,
    more: `${now.region}; ${text(now.totalEnergy, "J")} of electricity`,
    used: now.carbonFootprint / most,
    limit: `${total} of ${text(most, "kgCO2e")}`
  };
}

/** Which limits are broken, in a sentence. */
export function brokenSentence(rows: readonly Row[], questions: readonly Question[]): string {
  const broken = rows.filter(isBroken);
  if (broken.length === 0) return "No limit is broken.";
  const names = broken.map(({page}) => questions.find((one) => one.page === page)?.model ?? page);
  return `Broken now: ${names.join(", ").toLowerCase()}.`;
}
