import {
  button,
  element,
  inputElement,
  optgroupElement,
  optionElement,
  selectElement,
  write
} from "./element.js";
import {num} from "./numbers.js";
import {scenario} from "./scenario.js";
import {writeValue} from "./scenario-text.js";
import type {Value} from "./scenario-text.js";
import {nearest, placeOf, step, stops, valueAt} from "./stops.js";
import type {Range} from "./stops.js";

let last = 0;
const nextId = (): string => `c${++last}`;

/** A number of the scenario as a control shows it. */
export interface Bound {
  readonly value: () => number;
  /** the rule that a value breaks, undefined when it is taken */
  readonly set: (x: number) => string | undefined;
  readonly isMoved: () => boolean;
}

/** A value of the scenario; `worth` is what one of the control's units is in the scenario's: 0.01 for per cent. */
export function bound(name: string, worth = 1): Bound {
  return {
    value: () => Number((scenario.number(name) / worth).toPrecision(12)),
    set: (x) => scenario.set({[name]: Number((x * worth).toPrecision(12))}),
    isMoved: () => scenario.isMoved(name)
  };
}

export interface SliderOptions extends Range {
  readonly of: Bound;
  readonly label: string;
  readonly unit: string;
  /** the unit as it is spoken */
  readonly word?: string;
  /** what undoes a choice, where leaving it out means something */
  readonly back?: {readonly words: string; readonly run: () => void};
}

export interface Slider {
  readonly node: HTMLElement;
  /** paints the track beyond the last value that still works, and says what holds there */
  readonly limit: (x: number, text: string) => void;
  /** shows the value again, where it depends on more than the scenario */
  readonly sync: () => void;
}

const keys: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowUp: 1,
  ArrowLeft: -1,
  ArrowDown: -1,
  PageUp: 2,
  PageDown: -2
};

/**
 * A slider over round numbers with a box for any exact value that the model takes. Arrow keys go to the
 * next stop, Page keys double or halve.
 */
export function slider({of, label, unit, word = unit, back, ...range}: SliderOptions): Slider {
  const {min, max} = range;
  const id = nextId();
  const list = stops(range);
  const input = inputElement`<input type="range" id=${id} min="0" max="1" step="any" aria-describedby=${`${id}h`}>`;
  const box = inputElement`<input type="number" inputmode="decimal" step="any" aria-label=${`${label}, exact value`}>`;
  const error = element`<span class="error" role="alert" hidden></span>`;
  const undo = back && button(back.words, back.run, "undo");
  const hint = element`<span class="hint" id=${`${id}h`}></span>`;
  const node = element`<div class="control"><label for=${id}>${label}</label><span class="box">${box}${unit}</span>${input}${error}<span class="under">${hint}${undo ?? ""}</span></div>`;
  const say = (words: string): void => {
    error.hidden = words === "";
    write(error, words);
  };
  /** A stop that the rest of the scenario does not allow is said, and the thumb goes back. */
  function put(x: number): void {
    const rule = of.set(x);
    say(rule === undefined ? "" : `${num(x)} does not go with the rest; ${num(of.value())} stays.`);
    if (rule === undefined) return;
    shown = undefined;
    sync();
  }

  input.addEventListener("input", () =>
    put(nearest(valueAt(Number(input.value), range), list, range))
  );
  input.addEventListener("keydown", (event) => {
    const by = keys[event.key];
    if (by !== undefined) put(step(of.value(), by, list, range));
    else if (event.key === "Home") put(min);
    else if (event.key === "End") put(max);
    else return;
    event.preventDefault();
  });
  bindNumber(box, of, label, say, sync);
  let shown: string | undefined;
  let wall: number | undefined;
  function sync(): void {
    const x = of.value();
    const state = [x, of.isMoved(), error.hidden, box.value].join();
    if (state === shown) return;
    const place = Math.min(1, Math.max(0, placeOf(x, range)));
    input.value = String(place);
    input.style.setProperty("--p", `${100 * place}%`);
    input.setAttribute("aria-valuetext", `${num(x, 4)} ${word}`);
    if (error.hidden && (document.activeElement !== box || Number(box.value) !== x))
      box.value = String(x);
    node.classList.toggle("moved", of.isMoved());
    if (undo) undo.hidden = !of.isMoved();
    shown = [x, of.isMoved(), error.hidden, box.value].join();
  }
  scenario.listen(() => {
    if (document.activeElement !== box) say("");
    sync();
  });
  sync();
  return {
    node,
    sync,
    limit(x, text) {
      const place = Math.min(1, Math.max(0, placeOf(Math.max(min, x), range)));
      if (place !== wall) input.style.setProperty("--l", `${100 * place}%`);
      wall = place;
      write(hint, text);
    }
  };
}

/** A box for a number: what cannot be taken is said, and the last good value stays; `sync` shows it again. */
export function bindNumber(
  box: HTMLInputElement,
  of: Bound,
  label: string,
  say: (words: string) => void,
  sync: () => void
): void {
  box.addEventListener("input", () => {
    const rule = box.value.trim() === "" ? "needs a number" : of.set(Number(box.value));
    box.setAttribute("aria-invalid", String(rule !== undefined));
    say(rule === undefined ? "" : `${label} ${rule}; ${num(of.value())} stays.`);
  });
  box.addEventListener("blur", () => {
    box.removeAttribute("aria-invalid");
    say("");
    sync();
  });
}

export interface Option {
  readonly id: string;
  readonly name: string;
  /** heading that it stands under */
  readonly group?: string;
}

/** A list of records or choices. A value that is none of them, a record in JSON, is named as such. */
export function select(name: string, label: string, options: readonly Option[]): HTMLElement {
  const id = nextId();
  const input = selectElement`<select id=${id}></select>`;
  fillSelect(input, options);
  const node = element`<div class="control"><label for=${id}>${label}</label>${input}</div>`;
  bindSelect(input, name, () => node.classList.toggle("moved", scenario.isMoved(name)));
  return node;
}

/** A select whose value is the scenario's. */
export function bindSelect(input: HTMLSelectElement, name: string, synced = (): void => {}): void {
  const own = optionElement`<option value="" hidden>Your own</option>`;
  input.append(own);
  // a record's changed fields are those of the record that was chosen before
  input.addEventListener("change", () => {
    const fields = Object.keys(scenario.own()).filter((key) => key.startsWith(`${name}.`));
    scenario.set({
      ...Object.fromEntries(fields.map((key) => [key, undefined])),
      [name]: input.value
    });
  });
  const sync = (): void => {
    const value: Value | undefined = scenario.value(name);
    const isListed = [...input.options].some((one) => one !== own && one.value === value);
    own.hidden = isListed;
    input.value = isListed && value !== undefined ? writeValue(value) : "";
    synced();
  };
  scenario.listen(sync);
  sync();
}

/** Options in their order, those with a group under its heading. */
export function fillSelect(input: HTMLSelectElement, options: readonly Option[]): void {
  const groups = new Map<string, HTMLOptGroupElement>();
  for (const {id, name, group} of options) {
    const option = element`<option value=${id}>${name}</option>`;
    if (group === undefined) {
      input.append(option);
      continue;
    }
    let head = groups.get(group);
    if (!head) {
      head = optgroupElement`<optgroup label=${group}></optgroup>`;
      groups.set(group, head);
      input.append(head);
    }
    head.append(option);
  }
}

export interface Choice {
  readonly value: Value;
  readonly text: string;
}

/** A few choices side by side; a scenario's other value is shown as one more. */
export function segments(name: string, label: string, choices: readonly Choice[]): HTMLElement {
  const group = nextId();
  const box = element`<div class="segments"></div>`;
  const node = element`<fieldset class="control"><legend class="vh">${label}</legend><span class="label" aria-hidden="true">${label}</span><span></span>${box}</fieldset>`;
  const made = new Map<Value, HTMLInputElement>();
  function add({value, text}: Choice): void {
    const input = inputElement`<input type="radio" name=${group} value=${writeValue(value)}>`;
    input.addEventListener("change", () => scenario.set({[name]: value}));
    made.set(value, input);
    box.append(element`<label>${input}${text}</label>`);
  }
  for (const choice of choices) add(choice);
  const sync = (): void => {
    const value = scenario.value(name);
    if (value !== undefined && !made.has(value)) add({value, text: writeValue(value)});
    for (const [one, input] of made) input.checked = one === value;
    node.classList.toggle("moved", scenario.isMoved(name));
  };
  scenario.listen(sync);
  sync();
  return node;
}

/**
 * The panel of controls; on a phone it becomes a dock that one swipes. Below it stands what an address
 * sets that has no control here.
 */
export function panel(names: readonly string[], parts: readonly HTMLElement[]): HTMLElement {
  const reset = button("Reset", () => scenario.reset(), "button quiet");
  const others = element`<div class="others"></div>`;
  let listed = "";
  const sync = (): void => {
    const set = Object.keys(scenario.own()).filter((name) => scenario.isMoved(name));
    reset.disabled = set.length === 0;
    const rest = set.filter((name) => !names.includes(name) && isOwn(name));
    if (rest.join() === listed) return;
    listed = rest.join();
    others.replaceChildren(...rest.map(other));
  };
  scenario.listen(sync);
  sync();
  return element`<section class="controls" aria-label="Scenario" tabindex="0"><div class="controls-head"><h2>Scenario</h2>${reset}</div>${parts}${others}</section>`;
}

/** Whether a name is one of the page's models'. */
function isOwn(name: string): boolean {
  return Object.hasOwn(scenario.defaults(), name) || scenario.value(name) !== undefined;
}

function other(name: string): HTMLElement {
  const value = scenario.value(name);
  const words = value === undefined ? "" : writeValue(value);
  const drop = button("×", () => scenario.set({[name]: undefined}), "drop");
  drop.setAttribute("aria-label", `Leave out ${name}`);
  return element`<div class="other"><span>${name} ${words}</span>${drop}</div>`;
}
