import {html} from "htl";
import type {AnyModel} from "../lib/graph/spec.js";
import {explainCell} from "../lib/model/explain-cell.js";
import type {Explained} from "../lib/model/explain-cell.js";
import type {Values} from "../lib/model/values.js";
import type {FieldSource} from "../lib/registry/provenance.js";
import type {Registry} from "../lib/registry/registry.js";
import {button, element} from "./element.js";
import type {Given} from "./inputs.js";
import {text} from "./numbers.js";
import type {Typeset} from "./typeset.js";

/** What the panel asks of a page's model. */
export interface Panel {
  readonly model: AnyModel;
  readonly registry: Registry;
  /** inputs that the page gives, and names that have a box */
  readonly inputs: readonly string[];
  readonly shown: readonly string[];
  readonly typeset: () => Promise<Typeset>;
  /** inputs of the present scenario */
  readonly given: () => Given;
}

/** How far a figure is to be trusted, and a command that measures the same quantity. */
export interface Basis {
  readonly accuracy: string;
  readonly check: string;
}

export interface Why {
  readonly node: HTMLElement;
  /** opens at a cell; `from` gets the focus back when it closes */
  readonly open: (cell: string, from: HTMLElement) => void;
  readonly close: () => void;
  /** the cell that the trail starts from, undefined when it is closed */
  readonly root: () => string | undefined;
  readonly update: (values: Values) => void;
}

const inline = (markup: string): HTMLElement => {
  const span = document.createElement("span");
  span.innerHTML = markup; // KaTeX's, made at build
  return span;
};

/** A source with its address; what is known of it, and the day. */
function cite({title, address, status, checked}: FieldSource): HTMLElement {
  const words = address ? html`<a href=${address} rel="external">${title}</a>` : title;
  return element`<span>${words}${status === "given" ? "" : html` <span class="kind">${statusText(status, checked)}</span>`}</span>`;
}

/** `checked 2026-11-24`, `unchecked`, `judgement`. */
export function statusText(status: FieldSource["status"], checked?: string): string {
  return checked === undefined ? status : `${status} ${checked}`;
}

/** The panel under the figures: an equation with today's values in it, what it reads, and its sources. */
export function why(
  {model, registry, inputs, shown, typeset, given}: Panel,
  basis: (cell: string) => Basis | undefined,
  onChange: () => void
): Why {
  let known: Typeset | undefined;
  let trail: readonly string[] = [];
  let opener: HTMLElement | undefined;
  const node = element`<div class="because" id="because" hidden tabindex="-1" role="region" aria-label="Where this number comes from"></div>`;
  node.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  const explained = (name: string): Explained =>
    explainCell(model, name, given(), {registry, inputs, shown});

  /** What a part works out carries the part's name: prefill and decode have the same cells. */
  const labelOf = ({name, label}: Explained): string => {
    const [part = ""] = name.split(".");
    return Object.hasOwn(model.spec.uses ?? {}, part) ? `${label}, ${part}` : label;
  };

  function close(): void {
    show([]);
    opener?.focus();
  }
  function show(next: readonly string[]): void {
    trail = next;
    node.hidden = next.length === 0;
    onChange();
    render();
  }
  /** One step deeper, or back to a step that the trail has. */
  function link(name: string, label: string): HTMLButtonElement {
    const at = trail.indexOf(name);
    const go = (): void => {
      show([...(at < 0 ? trail : trail.slice(0, at)), name]);
      node.focus({preventScroll: true});
    };
    return button(label, go, "");
  }
  function render(): void {
    if (trail.length === 0) return;
    if (known) return fill(known);
    void typeset().then((loaded) => {
      known = loaded;
      if (trail.length > 0) fill(loaded);
    });
  }
  function fill(lines: Typeset): void {
    const cell = explained(trail.at(-1)!);
    const {doc, source, none} = cell;
    const label = labelOf(cell);
    const path = trail.map((one, i) => {
      return i < trail.length - 1
        ? html`${link(one, labelOf(explained(one)))} › `
        : html`<b>${label}</b>`;
    });
    const shut = button("×", close, "close");
    shut.setAttribute("aria-label", "Close");
    const trust = basis(cell.name);
    const check = trust && html`${trust.accuracy} Check it yourself: <code>${trust.check}</code>`;
    const rule =
      source &&
      html`${cell.equation === undefined ? "Source" : "Rule"}: ${cite(source)}.
      ${source.note === undefined ? "" : `${source.note}. `}`;
    node.replaceChildren(
      element`<div class="trail">${path}</div>`,
      shut,
      element`<p>${doc}. ${cell.why ?? ""}${none === undefined ? "" : ` ${none}`}</p>`,
      equationOf(cell, lines),
      ...readsOf(cell, lines),
      element`<p class="cap">${rule ?? ""}${check ?? ""}</p>`
    );
  }
  function equationOf(cell: Explained, lines: Typeset): HTMLElement {
    const typed = lines.lines[cell.key];
    const value = text(cell.value, cell.unit, cell.show);
    if (!typed) {
      const words = cell.equation === undefined ? "" : html`<code>${cell.equation}</code> = `;
      return element`<p class="result">${words}<b>${value}</b></p>`;
    }
    const math = element`<div class="math" tabindex="0" role="group" aria-label=${`${labelOf(cell)} as an equation, first with symbols, then with the current values`}></div>`;
    math.append(...typed.map(inline));
    for (const slot of math.querySelectorAll<HTMLElement>("[data-slot]")) {
      const of = explained(slot.dataset["slot"]!);
      // setting the text of the slot would drop the spacing inside it
      const target = slot.querySelector<HTMLElement>(".mord:not(:has(*))") ?? slot;
      target.textContent = text(of.value, of.unit, of.show);
    }
    const end = math.lastElementChild?.querySelector(".base:last-child");
    end?.append(element`<span class="result"> = ${value}</span>`);
    return math;
  }
  function readsOf(cell: Explained, lines: Typeset): readonly HTMLElement[] {
    const read = [...new Map(cell.names.map((name) => [name, explained(name)])).values()];
    if (read.length === 0) return [];
    const rows = read.map((one) => {
      const isComputed = one.equation !== undefined;
      const value = text(one.value, one.unit, one.show);
      const source = one.source;
      const from = isComputed
        ? "Computed here"
        : source === undefined || source.status === "given"
          ? "Your choice on this page"
          : cite(source);
      return html`<tr>
        <td>${inline(lines.symbols[one.name] ?? "")}</td>
        <td>${link(one.name, labelOf(one))}</td>
        <td class="r">${value}</td>
        <td>${from}</td>
      </tr>`;
    });
    return [
      element`<div class="scroll" tabindex="0" role="region" aria-label="What it reads">
        <table>
          <thead>
            <tr>
              <th scope="col"><span class="vh">Symbol</span></th>
              <th scope="col">Quantity</th>
              <th scope="col" class="r">Value</th>
              <th scope="col">Source</th>
            </tr>
          </thead>
          <tbody>${rows}</tbody>
        </table>
      </div>`
    ];
  }
  return {
    node,
    close,
    open(cell, from) {
      opener = from;
      show([cell]);
    },
    root: () => trail[0],
    update() {
      // focus stays inside an open panel: only its values change while sliding
      if (trail.length > 0 && !node.contains(document.activeElement)) render();
    }
  };
}
