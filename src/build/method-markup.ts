import {escaped, num, share} from "../components/numbers.js";
import {fast, slow} from "../components/plausible.js";
import type {Method} from "./method.js";

const meaning: Readonly<Record<string, string>> = {
  checked:
    "The maker’s page, the paper or the official configuration was opened, and the figure stands there.",
  "checked: secondary": "The figure was seen in somebody else’s copy; its address is given.",
  unchecked: "The source could not be opened, or two copies disagree.",
  judgement: "A convention or a choice: there is nothing to measure.",
  derived: "Worked out from other figures; the note says how."
};

function table(
  label: string,
  head: readonly string[],
  rows: readonly (readonly string[])[]
): string {
  const heads = head.map((words, i) => `<th scope="col"${i > 0 ? ' class="r"' : ""}>${words}</th>`);
  const lines = rows.map(([first, ...rest]) => {
    const cells = rest.map((words) => `<td class="r">${words}</td>`);
    return `<tr><th scope="row">${first}</th>${cells.join("")}</tr>`;
  });
  return `<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table class="ab plain"><thead><tr>${heads.join("")}</tr></thead><tbody>${lines.join("")}</tbody></table></div>`;
}

const listing = (text: string): string => `<pre class="cite" tabindex="0">${escaped(text)}</pre>`;

/** The parts of the method page that are counted at build, as markup by name. */
export function methodMarkup(data: Method): Readonly<Record<string, string>> {
  const {statuses, tables, total, models, example, command, cases, corrections, kept} = data;
  const line = (name: string, counts: Readonly<Record<string, number>>): readonly string[] => [
    name,
    ...statuses.map((status) => (counts[status] ? num(counts[status]) : "–"))
  ];
  const {name, unit, equation, doc} = example;
  return {
    methodCases: num(cases),
    methodCorrections: num(corrections),
    methodKept: num(kept),
    methodCompute: `${num(slow.efficiency * 100)} to ${share(fast.efficiency)}`,
    methodBandwidth: `${num(slow.memoryEfficiency * 100)} to ${share(fast.memoryEfficiency)}`,
    methodStatuses: `<dl class="terms">${statuses
      .map((status) => `<dt>${status}</dt><dd>${meaning[status] ?? ""}</dd>`)
      .join("")}</dl>`,
    methodCounts: table(
      "Entries by table and status",
      ["Table", ...statuses],
      [...tables.map((one) => line(one.table, one.counts)), line("All", total)]
    ),
    methodModels: table(
      "Models, their inputs and cells",
      ["Model", "Inputs", "Cells, parts included"],
      models.map((one) => [
        `<a href="${one.reference}">${one.name}</a>`,
        num(one.inputs),
        num(one.cells)
      ])
    ),
    methodExample: listing(`${name}: {unit: "${unit}", eq: "${equation}", doc: "${doc}"}`),
    methodCommand: listing(`npm ci\nnpm test\n${command}`)
  };
}
