import {ReliabilityModel} from "../../lib/models/reliability.js";
import {ServingModel} from "../../lib/models/serving.js";
import {fleet} from "../../lib/models/records/fleet.js";
import {hardware} from "../../lib/models/records/hardware.js";
import {workload} from "../../lib/models/records/workload.js";
import type {RecordType} from "../../lib/registry/schema.js";
import {writeValue} from "../components/scenario-text.js";
import {SustainabilityModel} from "../../lib/models/sustainability.js";
import {carbonAnswer, regionsOf} from "../components/carbon-answer.js";
import * as carbon from "../components/carbon-sentences.js";
import {numberWidth, story} from "../components/home-story.js";
import {defaults} from "../components/defaults.js";
import {lead} from "../components/method-sentences.js";
import {markup, shortName} from "../components/numbers.js";
import {questions} from "../components/questions.js";
import type {Question} from "../components/questions.js";
import {reliabilityAnswer} from "../components/reliability-answer.js";
import * as reliability from "../components/reliability-sentences.js";
import {servingAnswer} from "../components/serving-answer.js";
import * as serving from "../components/serving-sentences.js";
import {firstAnswer} from "./first-answer.js";
import {methodMarkup} from "./method-markup.js";
import {method} from "./method.js";
import {given} from "./pages.js";
import {map, neighbours} from "./page-map.js";
import type {Place} from "./page-map.js";
import {registry} from "./tables.js";
import {verdictLine} from "./verdict-line.js";

const counted = method();
const target = Number(defaults["itlTargetMs"]) / 1e3;
const served = servingAnswer(given(ServingModel), target, registry);
const kept = reliabilityAnswer(given(ReliabilityModel), registry);
const emitted = carbonAnswer(given(SustainabilityModel), defaults["against"], registry);

/** The sentence of the first page; its values can be changed once the script runs. */
function told(): string {
  const types: Readonly<Record<string, RecordType>> = {model: workload, hardware, fleet};
  const value = (name: string): string => {
    const stated = defaults[name] ?? "";
    const type = types[name];
    if (type) return shortName(registry.row(type, writeValue(stated))?.name ?? "");
    if (name === "precision") return String(served.values["precision"]);
    if (name === "datacenter") return emitted.a.name;
    if (name === "fleet.nodes") return String(kept.values["fleet.nodes"]);
    return writeValue(stated);
  };
  // as wide as the controls that take their places
  const parts = story.map((part) => {
    if (typeof part === "string") return markup(part);
    const words = value(part.name);
    const width = part.kind === "number" ? ` style="width:${numberWidth(words)}em"` : "";
    return `<b class="${part.kind}"${width}>${markup(words)}</b>`;
  });
  return `<p class="story">${parts.join("")}</p>`;
}

const leads: Readonly<Record<Question["page"], string>> = {
  serving: serving.lead(served),
  reliability: reliability.lead(kept),
  carbon: carbon.lead(emitted)
};

/** Every question with the answer that its page starts from, lane by lane. */
function questionList(): string {
  const line = ({path, question, story: own}: Place): string => {
    const answer = own ? own.lead(firstAnswer(own)) : leads[path.slice(1) as Question["page"]]; // one by hand
    return `<li><a href="${path}">${markup(question)}</a><p>${markup(answer)}</p></li>`;
  };
  return map
    .map(
      ({lane, pages}) => `<section><h3>${lane}</h3><ul>${pages.map(line).join("")}</ul></section>`
    )
    .join("");
}

/**
 * The question of each page, its answer and its verdict for the scenario that it starts from, as markup:
 * they stand in the page before any script runs, and the page's script writes the same.
 */
export const answers: Readonly<Record<string, string>> = {
  ...Object.fromEntries(questions.map(({page, question}) => [`${page}Question`, question])),
  ...Object.fromEntries(questions.map(({page}) => [`${page}Neighbours`, neighbours(`/${page}`)])),
  questions: `<div class="questions">${questionList()}</div>`,
  ...Object.fromEntries(Object.entries(leads).map(([page, said]) => [page, markup(said)])),
  story: told(),
  carbonVerdict: verdictLine(carbon.verdict(regionsOf(registry), emitted.a, emitted.b)),
  method: markup(lead(counted)),
  ...methodMarkup(counted),
  reliabilityVerdict: verdictLine(reliability.verdict(kept)),
  servingVerdict: verdictLine(serving.verdict(served, []))
};
