import {html} from "htl";
import type {Values} from "../lib/model/values.js";
import {buttonElement, element} from "./element.js";
import {pretty} from "./numbers.js";
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

export interface Headline {
  readonly node: HTMLElement;
  readonly open: (cell: string, from: HTMLElement) => void;
  /** `subs`: the small line under each figure */
  readonly update: (values: Values, subs: readonly (Node | string)[], isReal: boolean) => void;
}

/** Large numbers, each with a "why?" that opens its equation with live values and sources. */
export function headline(panel: Panel, specs: readonly FigureSpec[]): Headline {
  const basis = (cell: string): Basis | undefined => {
    const spec = specs.find((one) => one.cell === cell);
    return spec && {accuracy: spec.accuracy(), check: spec.check()};
  };
  const because = why(panel, basis, mark);
  const cards = specs.map((spec) => {
    const value = element`<div class="value"></div>`;
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
    return {spec, value, sub, opener, node};
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
      cards.forEach(({spec, value, sub}, i) => {
        const cell = panel.model.spec.cells[spec.cell]!;
        const [unit, show] = "unit" in cell ? [cell.unit, cell.show] : ["1", undefined];
        const found = values[spec.cell];
        const [x, word] = typeof found === "number" ? pretty(found, unit, show) : ["–", ""];
        // an answer that cannot happen is never printed as an answer
        const isShown = isReal || spec.always === true;
        const isTight = word === "%" || word === "";
        const small = html`<small class=${isTight ? "tight" : ""}
          >${isTight ? word : `\u00a0${word}`}</small
        >`;
        value.replaceChildren(...(isShown ? [x, small] : ["–"]));
        sub.replaceChildren(isShown ? subs[i]! : `${x} ${word} if it fitted`);
      });
      because.update(values);
    }
  };
}
