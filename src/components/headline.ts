import type {AnyModel} from "../lib/graph/spec.js";
import type {Values} from "../lib/model/values.js";
import {buttonElement, element, write} from "./element.js";
import {pretty, text, times, unitsOf} from "./numbers.js";
import {why} from "./why.js";
import type {Basis, Panel} from "./why.js";

export interface FigureSpec {
  readonly cell: string;
  readonly name: string;
  /** shown though nothing else is real */
  readonly always?: boolean;
  readonly accuracy: () => string;
  /** a command that measures the same quantity, for the present scenario */
  readonly check: () => string;
}

/** The small lines under a figure; `pinned` compares with what was kept. */
export interface Sub {
  readonly parts: readonly string[];
  readonly pinned: string | undefined;
}

/** What a cell was when it was pinned, and how many times that it is now. */
export function pinnedText(model: AnyModel, cell: string, before: number, now: number): string {
  return `pinned ${text(before, ...unitsOf(model, cell))}, now ${times(now / before)}`;
}

export interface Headline {
  readonly node: HTMLElement;
  readonly open: (cell: string, from: HTMLElement) => void;
  readonly update: (values: Values, subs: readonly Sub[], isReal: boolean) => void;
}

/** Large numbers, each with a "why?" that opens its equation with live values and sources. */
export function headline(
  panel: Panel,
  specs: readonly FigureSpec[],
  unreal = "if it fitted"
): Headline {
  const basis = (cell: string): Basis | undefined => {
    const spec = specs.find((one) => one.cell === cell);
    return spec && {accuracy: spec.accuracy(), check: spec.check()};
  };
  const because = why(panel, basis, mark);
  const cards = specs.map((spec) => {
    const figure = element`<span></span>`;
    const unit = element`<small></small>`;
    const value = element`<div class="value">${figure}${unit}</div>`;
    const sub = element`<div class="sub"></div>`;
    const opener = buttonElement`<button type="button" class="why" aria-expanded="false" aria-controls="because">why?<span class="vh"> ${spec.name}</span></button>`;
    for (const near of ["pointerenter", "focus"])
      opener.addEventListener(near, () => void panel.typeset(), {once: true});
    opener.addEventListener("click", () => {
      if (because.root() === spec.cell) because.close();
      else because.open(spec.cell, opener);
    });
    const style = `fig${spec.always ? " always" : ""}`;
    const node = element`<div class=${style} role="group" aria-label=${spec.name}><div class="name">${spec.name}</div>${value}${sub}${opener}</div>`;
    return {spec, figure, unit, sub, opener, node};
  });
  const row = element`<div class="figures">${cards.map(({node}) => node)}</div>`;
  function mark(): void {
    for (const {spec, opener} of cards)
      opener.setAttribute("aria-expanded", String(because.root() === spec.cell));
  }
  return {
    node: element`<div>${row}${because.node}</div>`,
    open(cell, from) {
      because.open(cell, from);
      because.node.scrollIntoView({block: "nearest"});
      because.node.focus({preventScroll: true});
    },
    update(values, subs, isReal) {
      row.classList.toggle("unreal", !isReal);
      cards.forEach(({spec, figure, unit, sub}, i) => {
        const found = values[spec.cell];
        const units = unitsOf(panel.model, spec.cell);
        const [x, word] = typeof found === "number" ? pretty(found, ...units) : ["–", ""];
        // an answer that cannot happen is never printed as an answer
        const isShown = isReal || spec.always === true;
        write(figure, isShown ? x : "–");
        write(unit, !isShown || word === "" ? "" : word === "%" ? word : `\u00a0${word}`);
        writeSub(sub, isShown ? subs[i]! : {parts: [`${x} ${word} ${unreal}`], pinned: undefined});
      });
      because.update(values);
    }
  };
}

/** Parts that do not break inside, a semicolon between them, what was pinned on a line of its own. */
function writeSub(node: HTMLElement, {parts, pinned}: Sub): void {
  const words = parts.map((part, i) => (i < parts.length - 1 ? `${part};` : part));
  const wanted = pinned === undefined ? words : [...words, pinned];
  const isSame = node.childElementCount === wanted.length;
  const wasPinned = node.lastElementChild?.className === "cmp";
  if (!isSame || wasPinned !== (pinned !== undefined)) {
    const spans = words.flatMap(() => [element`<span class="one"></span>`, " "]);
    node.replaceChildren(...spans, pinned === undefined ? "" : element`<span class="cmp"></span>`);
  }
  wanted.forEach((word, i) => write(node.children[i]!, word));
}
