import type {AnyModel} from "../lib/graph/spec.js";
import {button, element, write, writeRich, writeStyle} from "./element.js";
import {whenSeen} from "./frame.js";
import {keptRows} from "./kept-rows.js";
import type {KeptRow} from "./kept-rows.js";
import {cellLabel, lower, num, ratio, text, unitsOf} from "./numbers.js";
import {scenario} from "./scenario.js";
import type {Scenario, Value} from "./scenario.js";

/** Writes the answer below the question of a page. */
export function lead(): (sentence: () => string) => void {
  const node = document.querySelector(".lead")!; // every model page has one
  const seen = whenSeen(node, {isFirst: true});
  return (sentence) => seen(() => writeRich(node, sentence()));
}

/** What a page says first: whether it works, and a sentence. */
export interface Verdict {
  readonly isGood: boolean;
  readonly sentence: string;
}

/** Feasibility first: one line, above every number. Above it stands what of an address could not be used. */
export function verdict(): {
  readonly node: HTMLElement;
  readonly update: (next: () => Verdict) => void;
} {
  const words = element`<span></span>`;
  const spoken = element`<span class="vh" role="status"></span>`;
  const line = element`<div class="verdict"><span class="dot" aria-hidden="true"></span>${words}${spoken}</div>`;
  const notice = element`<p class="notice" role="alert" hidden></p>`;
  const node = element`<div>${notice}${line}</div>`;
  const seen = whenSeen(node, {isFirst: true});
  let timer = 0;
  let isFirst = true;
  function show({isGood, sentence}: Verdict): void {
    const notices = scenario.notices();
    notice.hidden = notices.length === 0;
    write(notice, notices.join(" "));
    line.classList.toggle("bad", !isGood);
    writeRich(words, sentence);
    // a screen reader hears the slider at once and the verdict when the hand rests
    clearTimeout(timer);
    if (!isFirst) timer = window.setTimeout(() => write(spoken, words.textContent), 800);
    isFirst = false;
  }
  return {node, update: (next) => seen(() => show(next()))};
}

/** How a moved value reads: `Batch` and `32`. */
export type Saying = (name: string, value: Value | undefined) => readonly [string, string];

/** Keeps the present scenario and shows every later number beside it. */
export function pinbar(say: Saying): {
  readonly node: HTMLElement;
  readonly update: (pin: Scenario | null) => void;
} {
  const node = element`<div class="pinbar"></div>`;
  const keep = button("Pin this to compare", () => scenario.keep());
  const what = element`<span></span>`;
  const kept = [
    element`<span class="diff"><span class="key" style="color:var(--b)"></span><b class="pinned">Pinned:</b> ${what}</span>`,
    button("Back to pinned", () => scenario.backToPin()),
    button("Unpin", () => scenario.unpin())
  ];
  return {
    node,
    update(pin) {
      const wanted = pin ? kept : [keep];
      if (node.firstChild !== wanted[0]) node.replaceChildren(...wanted);
      if (!pin) return;
      const now = scenario.get();
      const names = new Set([...Object.keys(pin), ...Object.keys(now)]);
      const moved = [...names].flatMap((name) => {
        const [label, before] = say(name, pin[name]);
        const [, after] = say(name, now[name]);
        return before === after ? [] : [`${label} ${before} → ${after}`];
      });
      const isSame = moved.length === 0;
      write(what, isSame ? "what you see now. Move a control to compare." : moved.join(", "));
    }
  };
}

/** How far an answer moves for an input, in both fidelities; the steepest comes first. */
export interface Elasticity {
  readonly label: string;
  readonly value: number;
  readonly book: number;
  /** taken from here to a tenth more, on a path with steps: it says nothing of a tenth less */
  readonly isStepped?: boolean;
}

/** The steepest in words: the direction that lowers the answer, or on steps the one that was tried. */
export function steepest(what: string, {label, value, isStepped = false}: Elasticity): string {
  const isUp = isStepped || value < 0;
  const change = isStepped ? value / 10 : (isUp ? 1.1 : 0.9) ** value - 1;
  const moves = change < 0 ? "falls" : "rises";
  return `${label} ${isUp ? "up" : "down"} 10%: ${lower(what)} ${moves} ${num(Math.abs(change) * 100, 2)}%`;
}

/** d ln y / d ln x: how many per cent the answer moves if an input rises 1%. */
export function bars(): {
  readonly node: HTMLElement;
  readonly update: (what: string, rows: readonly Elasticity[]) => void;
} {
  const title = element`<h3></h3>`;
  const name = element`<span></span>`;
  const note = element`<p class="cap">${name}: per cent change for a 1% rise of each input. <span class="key" style="color:var(--refined);border-top-width:9px"></span>refined <span class="key dash" style="color:var(--textbook)"></span>textbook</p>`;
  const body = element`<tbody></tbody>`;
  const table = element`<table class="bars"><thead class="vh"><tr><th scope="col">Input</th><th scope="col">Bar</th><th scope="col">Refined, % per 1%</th></tr></thead>${body}</table>`;
  const none = element`<p class="cap">Nothing moves it here.</p>`;
  const node = element`<div>${none}${title}${note}${table}</div>`;
  const show = keptRows(body, elasticityRow);
  return {
    node,
    update(what, rows) {
      const first = rows[0];
      none.hidden = first !== undefined;
      for (const part of [title, note, table]) part.hidden = first === undefined;
      if (!first) return;
      const most = Math.max(
        1,
        ...rows.flatMap(({value, book}) => [Math.abs(value), Math.abs(book) || 0])
      );
      write(title, steepest(what, first));
      write(name, what);
      show(rows.map((row) => ({...row, most})));
    }
  };
}

function elasticityRow(): KeptRow<Elasticity & {readonly most: number}> {
  const label = element`<th scope="row"></th>`;
  const plain = element`<i class="t"></i>`;
  const main = element`<i></i>`;
  const value = element`<td class="r"></td>`;
  const span = (bar: HTMLElement, share: number): void => {
    writeStyle(bar, "left", `${Math.min(50, 50 + share * 50)}%`);
    writeStyle(bar, "width", `${Math.abs(share) * 50}%`);
  };
  return {
    node: element`<tr>${label}<td><div class="bar" style="--zero:50%">${plain}${main}</div></td>${value}</tr>`,
    write(row) {
      write(label, row.label);
      plain.hidden = Number.isNaN(row.book); // the textbook has no such cell
      if (!plain.hidden) span(plain, row.book / row.most);
      span(main, row.value / row.most);
      const sign = row.value > 0 ? "+" : row.value < 0 ? "\u2212" : "";
      write(value, `${sign}${Math.abs(row.value).toFixed(2)}`);
    }
  };
}

/** One quantity in both fidelities, and why they differ. */
export interface Difference {
  readonly name: string;
  readonly unit: string;
  readonly show?: string;
  readonly book: number;
  readonly refined: number;
  readonly because: string;
}

/** A cell's row: its label and units are the definition's. */
export function differenceIn<K extends string>(
  model: AnyModel,
  {
    now,
    book
  }: {readonly now: Readonly<Record<K, number>>; readonly book: Readonly<Record<K, number>>},
  because: Readonly<Partial<Record<string, string>>>
): (cell: K) => Difference {
  return (cell) => {
    const [unit, show] = unitsOf(model, cell);
    return {
      name: cellLabel(model, cell),
      unit,
      ...(show !== undefined && {show}),
      book: book[cell],
      refined: now[cell],
      because: because[cell] ?? ""
    };
  };
}

/** Textbook and refined in adjacent columns, with the reason for the gap. */
export function compare(): {
  readonly node: HTMLElement;
  readonly update: (rows: readonly Difference[]) => void;
} {
  const body = element`<tbody></tbody>`;
  const node = element`<div class="scroll" tabindex="0" role="region" aria-label="Textbook and refined values"><table class="ab diff"><thead><tr><th scope="col"><span class="vh">Quantity</span></th><th scope="col" class="r"><span class="key dash" style="color:var(--textbook)"></span>Textbook</th><th scope="col" class="r" style="color:var(--refined)"><span class="key"></span>Refined</th><th scope="col" class="r">Ratio</th><th scope="col">Why they differ</th></tr></thead>${body}</table></div>`;
  return {node, update: keptRows(body, differenceRow)};
}

function differenceRow(): KeptRow<Difference> {
  const name = element`<th scope="row"></th>`;
  const plain = element`<td class="r"></td>`;
  const main = element`<b></b>`;
  const times = element`<td class="r"></td>`;
  const reason = element`<td></td>`;
  return {
    node: element`<tr>${name}${plain}<td class="r">${main}</td>${times}${reason}</tr>`,
    write(row) {
      const {unit, show, book, refined} = row;
      write(name, row.name);
      write(plain, text(book, unit, show));
      write(main, text(refined, unit, show));
      write(times, ratio(refined, book));
      write(reason, row.because);
    }
  };
}
