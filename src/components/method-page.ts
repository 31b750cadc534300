import type {Method} from "../build/method.js";
import {element} from "./element.js";
import {num} from "./numbers.js";
import {themeButton} from "./theme.js";

const meaning: Readonly<Record<string, string>> = {
  checked:
    "The maker’s page, the paper or the official configuration was opened, and the figure stands there.",
  "checked: secondary": "The figure was seen in somebody else’s copy; its address is given.",
  unchecked: "The source could not be opened, or two copies disagree.",
  judgement: "A convention or a choice: there is nothing to measure.",
  derived: "Worked out from other figures; the note says how."
};

/** The parts of the method page that are counted at build. */
export function methodPage(data: Method) {
  themeButton();
  const {statuses, tables, total, models, example} = data;
  const head = statuses.map((status) => element`<th scope="col" class="r">${status}</th>`);
  const line = (name: string, counts: Readonly<Record<string, number>>): HTMLElement => {
    const cells = statuses.map(
      (status) => element`<td class="r">${counts[status] ? num(counts[status]) : "–"}</td>`
    );
    return element`<tr><th scope="row">${name}</th>${cells}</tr>`;
  };
  const rows = tables.map(({table, counts}) => line(table, counts));
  return {
    statuses: element`<dl class="terms">${statuses.map((status) => [
      element`<dt>${status}</dt>`,
      element`<dd>${meaning[status] ?? ""}</dd>`
    ])}</dl>`,
    counts: element`<div class="scroll" tabindex="0" role="region" aria-label="Entries by table and status"><table class="ab plain"><thead><tr><th scope="col">Table</th>${head}</tr></thead><tbody>${rows}${line("All", total)}</tbody></table></div>`,
    models: element`<div class="scroll" tabindex="0" role="region" aria-label="Models, their inputs and cells"><table class="ab plain"><thead><tr><th scope="col">Model</th><th scope="col" class="r">Inputs</th><th scope="col" class="r">Cells, parts included</th></tr></thead><tbody>${models.map(
      ({name, inputs, cells}) =>
        element`<tr><th scope="row">${name}</th><td class="r">${num(inputs)}</td><td class="r">${num(cells)}</td></tr>`
    )}</tbody></table></div>`,
    example: element`<pre class="cite" tabindex="0">${`${example.name}: {unit: "${example.unit}", eq: "${example.equation}", doc: "${example.doc}"}`}</pre>`,
    command: element`<pre class="cite" tabindex="0">${`npm ci\nnpm test\n${data.command}`}</pre>`
  };
}
