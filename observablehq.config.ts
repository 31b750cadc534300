import {checkRegistry} from "./scripts/registry-check.js";
import {answers} from "./src/build/answers.js";
import {map, places} from "./src/build/page-map.js";
import {referencePaths} from "./src/build/reference.js";
import {storyPaths} from "./src/build/story-markup.js";
import {readTables} from "./src/build/tables.js";

checkRegistry(readTables());

const mark = `<svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true"><path d="M2 18V9M7.3 18V5M12.7 18v-7M18 18V2" stroke="currentColor" stroke-width="2.6"/></svg>`;
const halfMoon = `<svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true"><circle cx="10" cy="10" r="7.2" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M10 2.8a7.2 7.2 0 0 1 0 14.4z" fill="currentColor"/></svg>`;

// before the first paint: no flash of the wrong theme; storage may be closed to a page
const theme = `try{const t=localStorage.getItem("ironlaw-theme");if(t)document.documentElement.dataset.theme=t}catch{}`;

function header({path}: {path: string}): string {
  const here = path === "/index" ? "/" : path;
  const link = (href: string, label: string): string =>
    `<a href="${href}"${href === here ? ' aria-current="page"' : ""}>${label}</a>`;
  const lanes = map.map(
    ({lane, pages}) =>
      `<section><h2>${lane}</h2>${pages.map((one) => link(one.path, one.title)).join("")}</section>`
  );
  const isModel = places.some((one) => one.path === here);
  return [
    `<a class="skip" href="#observablehq-main">Skip to content</a>`,
    `<a class="brand" href="/" aria-label="Ironlaw, home">${mark}Ironlaw</a>`,
    `<nav aria-label="Pages">${[
      link("/", "Questions"),
      `<details id="models"${isModel ? ' class="here"' : ""}><summary>Models</summary><div>${lanes.join("")}</div></details>`,
      link("/reference/", "Reference"),
      link("/method", "Method")
    ].join("")}</nav>`,
    `<button id="theme" type="button" aria-label="Switch between light and dark">${halfMoon}</button>`
  ].join("");
}

/** Answers by name, `{{answer:serving}}`, stand in a page before any script runs. */
function answered(source: string): string {
  return source.replace(/\{\{answer:(\w+)\}\}/g, (_, name: string) => {
    const answer = answers[name];
    if (answer === undefined) throw new Error(`no such answer: ${name}`);
    return answer;
  });
}

const head = [
  `<link rel="icon" href="data:,">`,
  `<link rel="stylesheet" href="/fonts.css">`,
  `<meta name="color-scheme" content="light dark">`,
  `<script>${theme}</script>`
].join("");

/** The part of markdown-it that is used here. */
interface Markdown {
  readonly core: {
    readonly ruler: {
      before(rule: string, name: string, change: (state: {src: string}) => void): void;
    };
  };
}

export default {
  root: "src",
  style: "style.css",
  title: "Ironlaw",
  base: "/ironlaw/",
  sidebar: false,
  toc: false,
  pager: false,
  search: false,
  globalStylesheets: [],
  dynamicPaths: [...referencePaths, ...storyPaths],
  // only a reference has equations before a reader asks for one
  head: ({path}: {path: string}): string =>
    referencePaths.includes(path) ? `${head}<link rel="stylesheet" href="/katex.css">` : head,
  header,
  footer: `<p>Ironlaw accompanies a textbook on machine-learning systems. Each figure is computed on this page by an equation it can show, from tables that name their source. <a href="/method">How it works</a>. <a href="/reference/">Every model’s equations</a>.</p>`,
  markdownIt<Md extends Markdown>(md: Md): Md {
    md.core.ruler.before("normalize", "answers", (state) => {
      state.src = answered(state.src);
    });
    return md;
  }
};
