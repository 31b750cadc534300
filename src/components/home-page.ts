import {fleet} from "../lib/models/records/fleet.js";
import {precisions} from "../lib/models/records/precision.js";
import {workload} from "../lib/models/records/workload.js";
import {ReliabilityModel} from "../lib/models/reliability.js";
import {ServingModel} from "../lib/models/serving.js";
import {SustainabilityModel} from "../lib/models/sustainability.js";
import {load} from "../lib/registry/registry.js";
import type {Registry} from "../lib/registry/registry.js";
import type {RecordType} from "../lib/registry/schema.js";
import {nodesStated} from "./cluster-slider.js";
import {bindNumber, bindSelect, bound, fillSelect} from "./controls.js";
import type {Bound, Option} from "./controls.js";
import {button, element, inputElement, selectElement, write} from "./element.js";
import {gauge, usedPercent} from "./gauge.js";
import {brokenSentence, homeRows} from "./home-answer.js";
import type {Row} from "./home-answer.js";
import {targets} from "./defaults.js";
import {numberWidth, story as sentenceParts} from "./home-story.js";
import type {Blank} from "./home-story.js";
import {goalProblem, modelDefaults, problemOf} from "./inputs.js";
import {shortName} from "./numbers.js";
import {deviceOptions, placeOptions, rowOptions} from "./options.js";
import type {PageData} from "./page.js";
import {questions} from "./questions.js";
import {open, scenario} from "./scenario.js";

const models = [ServingModel, ReliabilityModel, SustainabilityModel];

/** The home page: one scenario as a sentence, and what it means for each question. */
export function homePage({tables, names}: PageData, until: Promise<unknown>) {
  const registry = load(tables);
  const defaults = models.map((model) => modelDefaults(model, names, registry));
  open({
    names,
    defaults: Object.assign({}, ...defaults),
    guard: (next) =>
      models
        .map((model) => problemOf(model, names, next, registry))
        .find((problem) => problem !== undefined) ?? goalProblem(next, targets)
  });
  const told = story(registry);
  const table = walls();
  scenario.draw(() => {
    told();
    table.update(homeRows(scenario.get(), names, registry));
  }, until);
  return {walls: table.node};
}

/** Rows by the names that a sentence has room for. */
function shortOptions(registry: Registry, type: RecordType): readonly Option[] {
  return rowOptions(registry, type).map(({id, name}) => ({id, name: shortName(name)}));
}

/** Makes the sentence of the page one whose values can be changed in place; returns what tells of an address. */
function story(registry: Registry): () => void {
  const said = element`<p class="notice" role="alert" hidden></p>`;
  function say(words: string): void {
    said.hidden = words === "";
    write(said, words);
  }
  const nodes: Bound = {
    value: () => nodesStated(registry) ?? 1,
    set: (x) => scenario.set({"fleet.nodes": x}),
    isMoved: () => scenario.isMoved("fleet.nodes")
  };
  const lists: Readonly<Record<string, () => readonly Option[]>> = {
    model: () => shortOptions(registry, workload),
    precision: () => precisions.map((id) => ({id, name: id})),
    hardware: () => deviceOptions(registry),
    fleet: () => shortOptions(registry, fleet),
    datacenter: () => placeOptions(registry)
  };
  function pick({name, label}: Blank): HTMLElement {
    const input = selectElement`<select aria-label=${label}></select>`;
    fillSelect(input, lists[name]?.() ?? []);
    bindSelect(input, name);
    return input;
  }
  function number({name, label}: Blank): HTMLElement {
    const of = name === "fleet.nodes" ? nodes : bound(name);
    const input = inputElement`<input type="number" inputmode="decimal" step="any" aria-label=${label}>`;
    const sync = (): void => {
      if (document.activeElement !== input) input.value = String(of.value());
      input.style.width = `${numberWidth(input.value)}em`;
    };
    bindNumber(input, of, label, say, sync);
    scenario.listen(sync);
    sync();
    return input;
  }
  const reset = button("Reset", () => scenario.reset(), "button quiet");
  // The sentence stands in the page already: its values become controls in place, so that nothing is
  // painted twice.
  const blanks = sentenceParts.filter((part) => typeof part !== "string");
  const sentence = document.querySelector(".story");
  const written = [...(sentence?.querySelectorAll("b") ?? [])];
  for (const [i, blank] of blanks.entries())
    written[i]?.replaceWith(blank.kind === "list" ? pick(blank) : number(blank));
  sentence?.append(" ", reset);
  sentence?.after(said);
  return () => {
    const notices = scenario.notices();
    if (notices.length > 0) say(notices.join(" "));
  };
}

/** The questions with their answers and how much of the limit that binds is used. */
function walls(): {readonly node: HTMLElement; readonly update: (rows: readonly Row[]) => void} {
  const broken = element`<p class="cap" role="status"></p>`;
  const lines = questions.map(({page, question, model}) => {
    const answer = element`<span></span>`;
    const more = element`<small></small>`;
    const used = element`<b></b>`;
    const limit = element`<span></span>`;
    const bar = gauge(used, " ", limit);
    const row = element`<tr><th scope="row"><a href=${`./${page}`}>${question}</a><small>${model}</small></th><td class="answer">${answer}${more}</td><td class="gauge">${bar.node}</td></tr>`;
    return {page, row, answer, more, bar, used, limit};
  });
  const table = element`<table class="walls"><thead><tr><th scope="col">Question</th><th scope="col">Answer for this scenario</th><th scope="col" class="gauge">Share of the limit used</th></tr></thead><tbody>${lines.map(({row}) => row)}</tbody></table>`;
  return {
    node: element`<div>${broken}${table}</div>`,
    update(rows) {
      write(broken, brokenSentence(rows, questions));
      for (const line of lines) {
        const found = rows.find(({page}) => page === line.page)!;
        write(line.answer, found.answer);
        write(line.more, found.more);
        write(line.used, usedPercent(found.used));
        write(line.limit, found.limit);
        line.bar.show(found.used);
      }
    }
  };
}
