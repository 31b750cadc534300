import {fidelities} from "../../lib/graph/spec.js";
import type {AnyModel} from "../../lib/graph/spec.js";
import {nounOf} from "../../lib/model/names.js";
import {reference} from "../../lib/model/reference.js";
import {joined, modelNamed, models} from "../../lib/models/all.js";
import {escaped} from "../components/numbers.js";
import {modelsOf} from "./pages.js";
import {setTex} from "./set-tex.js";
import {registry} from "./tables.js";

/** Addresses of the references of all models; a new model has one with no further line. */
export const referencePaths: readonly string[] = models.map(pageOf);

/** The address of a model's reference. */
export function pageOf({name}: AnyModel): string {
  return `/reference/${nounOf(name)}`;
}

/** An equation is wider than a phone now and then: it scrolls in a box of its own. */
function math(tex: string, displayMode: boolean): string {
  const set = setTex(tex, displayMode);
  return displayMode ? `<div class="math" role="group" aria-label="Equation">${set}</div>` : set;
}

const script = [
  "```js",
  `import {referencePage} from "../components/reference-page.js";`,
  "referencePage();",
  "```"
].join("\n");

/** The reference of a model by its noun, as a page of Framework: its equations are set. */
export function referencePage(noun: string): string {
  const model = modelNamed(noun);
  if (!model) throw new Error(`no such model: ${noun}`);
  const written = reference(model, {registry, math, pageOf})
    // a dollar sign before a brace is code to Framework
    .replace(/\$\{/g, "&#36;{")
    // tables scroll in boxes of their own
    .replace(
      /^## (.+)\n\n((?:[^|#\n].*\n\n)*)((?:\|.*\n)+)/gm,
      (_, title: string, words: string, rows: string) =>
        `## ${title}\n\n${words}<div class="scroll" role="region" aria-label="${escaped(title)}">\n\n${rows}\n</div>\n`
    )
    .replace(
      new RegExp(`^(${fidelities.join("|")})(, \\w+)*: `, "gm"),
      (_, first: string, rest = "") => `<span class="at ${first}">${first}${rest}</span> `
    );
  const titles = [...written.matchAll(/^## (.+)$/gm)].map(([, title]) => title!);
  const contents = titles.map((title) => `[${title}](#${slug(title)})`).join(" · ");
  const [title = "", question = "", doc = "", ...rest] = written.split("\n\n");
  return [
    `---\ntitle: ${model.name}\n---`,
    script,
    `<p class="eyebrow"><a href="/">Questions</a> / <a href="/reference/">Reference</a></p>`,
    // a phone breaks a long name between its words
    title.replace(/(?<=[a-z])(?=[A-Z])/g, "<wbr>"),
    `<p class="lead">${escaped(question)}</p>`,
    `<div class="reference">\n`,
    [doc, ...shown(model)].join(" "),
    `<nav class="contents" aria-label="On this page">\n\n${contents}\n\n</nav>`,
    ...rest,
    "</div>\n"
  ].join("\n\n");
}

/** Framework's own name of a heading. */
const slug = (title: string): string =>
  title
    .replace(/([a-z])([A-Z])|([A-Z])([A-Z][a-z])/g, "$1$3-$2$4")
    .replace(/\s+/g, "-")
    .toLowerCase();

/** Where a reader can move a model's inputs. */
function shown(model: AnyModel): readonly string[] {
  const page = Object.entries(modelsOf).find(
    ([, [only, ...others]]) => only === model && others.length === 0
  )?.[0];
  return page === undefined ? [] : [`[Move its inputs and see what follows](/${page}).`];
}

/** All references, by the questions that their models answer. */
export function referenceIndex(): string {
  const rows = (all: readonly AnyModel[]): string =>
    all
      .map(
        (model) =>
          `<dt><a href="${pageOf(model)}">${model.name}</a></dt><dd>${escaped(model.spec.question ?? model.spec.doc)}</dd>`
      )
      .join("");
  const alone = models.filter((model) => !joined.includes(model));
  return [
    "---\ntitle: Reference\n---",
    script,
    "# What does each model take, work out and give?",
    `<p class="lead">One page a model: its inputs with their units, ranges and defaults, its outputs, every equation at both fidelities, what it rejects and what it cites. Each page is made from the model’s definition when the site is built.</p>`,
    "## Models of one question",
    `<dl class="terms models">${rows(alone)}</dl>`,
    "## Models that join others",
    `<dl class="terms models">${rows(joined)}</dl>`,
    ""
  ].join("\n\n");
}
