import {camelCase, nounOf} from "../../lib/model/names.js";
import {markup} from "../components/numbers.js";
import {stories} from "../stories/stories.js";
import type {ModelStory} from "../stories/story.js";
import {firstAnswer} from "./first-answer.js";
import {neighbours} from "./page-map.js";
import {verdictLine} from "./verdict-line.js";

/** Addresses of the pages that stories tell. */
export const storyPaths: readonly string[] = stories.map(({model}) => `/${nounOf(model.name)}`);

/** The story of a page by its noun. */
export function storyNamed(noun: string): ModelStory {
  const found = stories.find(({model}) => nounOf(model.name) === noun);
  if (!found) throw new Error(`no such page: ${noun}`);
  return found;
}

const wallsMarkup = `<h2>Which wall binds where?</h2>
<div class="slot-walls">\${at.walls}</div>
`;

/** The page of a story as Framework reads it: question, answer and verdict stand before any script runs. */
export function storyMarkup(story: ModelStory): string {
  const {model, title, lane, omits} = story;
  const noun = nounOf(model.name);
  const name = camelCase(noun);
  const answer = firstAnswer(story);
  return `---
title: ${title}
---

\`\`\`js
import {storyPage} from "./components/story-page.js";
import {${name}} from "./stories/${noun}.js";
import {typeset} from "./components/typeset.js";

const data = FileAttachment("data/registry-${noun}.json").json();
const equations = typeset(
  FileAttachment("data/equations-${noun}.json"),
  FileAttachment("katex.css")
);
\`\`\`

\`\`\`js
const at = storyPage(${name}, data, equations, invalidation);
\`\`\`

<p class="eyebrow"><a href="./">Questions</a> / ${lane} / ${title}</p>

# ${model.spec.question}

<div class="slot-lead"><p class="lead">${markup(story.lead(answer))}</p></div>
<div class="slot-ask">\${at.ask}</div>

<div class="bench">
<div class="slot-controls">\${at.controls}</div>
<div class="results">
<div class="slot-says">${verdictLine(story.verdict(answer))}</div>
<div class="slot-figures">\${at.figures}</div>
<div class="slot-pins">\${at.pins}</div>
<div class="slot-chart${story.chart.panels.length === 1 ? " single" : ""}">\${at.chart}</div>
${story.walls ? wallsMarkup : ""}</div>
</div>

<h2>Two fidelities, side by side</h2>
<p class="cap">The textbook keeps the equation short. The refined version adds what measurements show to matter. The difference is the lesson.</p>
<div class="slot-sides">\${at.sides}</div>

<h2>What depends on what</h2>
<p class="prose how">${markup(story.how(answer))}</p>
<div class="slot-graph">\${at.graph}</div>

<div class="cols"><div>
<h2>What would help most?</h2>
<div class="slot-bars">\${at.bars}</div>
</div><div>
<h2>What this leaves out</h2>
<ul class="omits">
${omits.map((one) => `<li>${markup(one)}</li>`).join("\n")}
</ul>
<h2>Take it with you</h2>
<div class="slot-share">\${at.share}</div>
<p class="cap"><a href="/reference/${noun}">All inputs, outputs and equations of this model</a></p>
</div></div>

${neighbours(`/${noun}`)}
`;
}
