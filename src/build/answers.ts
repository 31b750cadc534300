import {ReliabilityModel} from "../../lib/models/reliability.js";
import {ServingModel} from "../../lib/models/serving.js";
import {SustainabilityModel} from "../../lib/models/sustainability.js";
import {carbonAnswer} from "../components/carbon-answer.js";
import * as carbon from "../components/carbon-sentences.js";
import {defaults} from "../components/defaults.js";
import {lead} from "../components/method-sentences.js";
import {markup} from "../components/numbers.js";
import {questions} from "../components/questions.js";
import {reliabilityAnswer} from "../components/reliability-answer.js";
import * as reliability from "../components/reliability-sentences.js";
import {servingAnswer} from "../components/serving-answer.js";
import * as serving from "../components/serving-sentences.js";
import {methodMarkup} from "./method-markup.js";
import {method} from "./method.js";
import {given} from "./pages.js";
import {registry} from "./tables.js";

const counted = method();
const target = Number(defaults["itlTargetMs"]) / 1e3;

/**
 * The question of each page, and its answer for the scenario that it starts from, as markup: it stands
 * in the page before any script runs, and the page's script writes the same sentence.
 */
export const answers: Readonly<Record<string, string>> = {
  ...Object.fromEntries(questions.map(({page, question}) => [`${page}Question`, question])),
  carbon: markup(
    carbon.lead(carbonAnswer(given(SustainabilityModel), defaults["against"], registry))
  ),
  method: markup(lead(counted)),
  ...methodMarkup(counted),
  reliability: markup(reliability.lead(reliabilityAnswer(given(ReliabilityModel), registry))),
  serving: markup(serving.lead(servingAnswer(given(ServingModel), target, registry)))
};
