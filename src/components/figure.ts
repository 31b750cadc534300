import {element, write} from "./element.js";
import {folded} from "./export.js";
import type {Shown} from "./export.js";
import {timed, whenSeen} from "./frame.js";

/** A drawing that is new, or one that is kept and says whether its axes are new; nothing while its code is on the way. */
export type Drawing = {readonly node: Element; readonly isFresh: boolean} | undefined;

export interface FigureUpdate {
  /** the finding, computed */
  readonly title: string;
  readonly note: readonly NotePart[];
  readonly draw: (width: number) => Drawing;
  readonly table: () => Shown;
}

export interface Figure {
  readonly node: HTMLElement;
  /** what is dragged on */
  readonly plot: HTMLElement;
  readonly update: (next: FigureUpdate) => void;
}

/** A frame that stays while its drawing is replaced: no flicker, no lost focus, width known. */
export function figure({height, label}: {readonly height: number; readonly label: string}): Figure {
  const title = element`<h2 class="finding"></h2>`;
  const note = element`<p class="cap"></p>`;
  const plot = element`<div class="plot" style=${`--h:${height}px`}></div>`;
  const table = folded();
  const node = element`<figure class="chart" aria-label=${label}>${title}${note}${plot}${table.node}</figure>`;
  const seen = whenSeen(plot);
  const tabled = whenSeen(table.node);
  let next: FigureUpdate | undefined;
  let width = 0;
  let noted = "";
  function paint(): void {
    if (!next || width === 0) return;
    const {draw} = next;
    const drawn = timed("plot", () => draw(width));
    if (!drawn) return;
    if (drawn.isFresh) asImage(drawn.node, title.textContent || label);
    if (drawn.node !== plot.firstElementChild) plot.replaceChildren(drawn.node);
    plot.style.minHeight = "0";
  }
  new ResizeObserver(([entry]) => {
    const now = Math.floor(entry!.contentRect.width);
    if (now === width) return;
    width = now;
    paint();
  }).observe(plot);
  return {
    node,
    plot,
    update(update) {
      next = update;
      write(title, update.title);
      const written = JSON.stringify(update.note);
      if (written !== noted) note.replaceChildren(...noteOf(update.note));
      noted = written;
      tabled(() => table.update(update.table));
      seen(paint);
    }
  };
}

const strokes = {
  refined: {style: "color:var(--refined)", dash: ""},
  textbook: {style: "color:var(--textbook)", dash: " dash"},
  pinned: {style: "color:var(--b)", dash: ""}
} as const;

/** Part of the grey line under a finding: words, or a line of the chart and its name. */
export type NotePart = string | {readonly line: keyof typeof strokes; readonly words?: string};

/** What is plotted, the key, how to move. */
function noteOf(parts: readonly NotePart[]): readonly HTMLElement[] {
  return parts.map((part) => {
    if (typeof part === "string") return element`<span>${part}</span>`;
    const {style, dash} = strokes[part.line];
    return element`<span class="one"><span class=${`key${dash}`} style=${style}></span>${part.words ?? part.line}</span>`;
  });
}

/** A plot as one labelled image; its table carries the values. */
function asImage(drawn: Element, label: string): void {
  for (const svg of drawn instanceof SVGSVGElement ? [drawn] : drawn.querySelectorAll("svg")) {
    svg.setAttribute("role", "img");
    const name = svg.dataset["name"] ?? label;
    svg.setAttribute("aria-label", `${name}. The same values are in the table below the chart.`);
    for (const part of svg.querySelectorAll("g[aria-label], g[aria-description]")) {
      part.removeAttribute("aria-label");
      part.removeAttribute("aria-description");
    }
  }
}

/** The x scale of what is drawn: where a pointer stands. */
export interface Dragged {
  readonly domain: readonly [number, number];
  readonly invert: (pixel: number) => number;
  /** the drawing whose left edge is pixel 0 */
  readonly svg: Element;
}

/** Drag anywhere on a plot to set x; the slider does the same from the keyboard. */
export function drag(
  plot: HTMLElement,
  scale: () => Dragged | undefined,
  set: (x: number) => void
): void {
  plot.classList.add("drag");
  const at = (event: PointerEvent): void => {
    const found = scale();
    if (!found) return;
    const [low, high] = found.domain;
    const x = found.invert(event.clientX - found.svg.getBoundingClientRect().left);
    set(Math.min(high, Math.max(low, x)));
  };
  plot.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    plot.setPointerCapture(event.pointerId);
    at(event);
  });
  plot.addEventListener("pointermove", (event) => {
    if (plot.hasPointerCapture(event.pointerId)) at(event);
  });
}
