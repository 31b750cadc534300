import {button, element, inputElement, write, writeRich} from "./element.js";

export interface Prediction {
  readonly id: string;
  readonly question: string;
  readonly options: readonly {readonly id: string; readonly text: string}[];
}

/** The right option and a sentence that says why. */
export interface Reveal {
  readonly right: string;
  readonly sentence: string;
}

export interface Predictor {
  readonly node: HTMLElement;
  /** answered or skipped */
  readonly isDone: () => boolean;
  /** `right` is computed from the present scenario, never typed in */
  readonly reveal: (answer: () => Reveal) => void;
}

/** Asks first, then shows. The answer stays on this device; `?predict=off` skips the question. */
export function predict({id, question, options}: Prediction, onChange: () => void): Predictor {
  const key = `ironlaw-predict-${id}`;
  const isOff = new URLSearchParams(location.search).get("predict") === "off";
  let choice = isOff ? "skip" : localStorage.getItem(key);
  const after = element`<p class="after" aria-live="polite" hidden></p>`;
  const choose = (made: string | null): void => {
    choice = made;
    if (made === null) localStorage.removeItem(key);
    else localStorage.setItem(key, made);
    onChange();
  };
  const labels = options.map((option) => {
    const input = inputElement`<input type="radio" name=${key} value=${option.id}>`;
    input.addEventListener("change", () => choose(option.id));
    return {option, input, node: element`<label>${input}${option.text}</label>`};
  });
  const skip = button(
    "Skip, show me",
    () => choose(choice !== null && choice !== "skip" ? null : "skip"),
    "again"
  );
  const node = element`<fieldset class="predict"><legend>${question}</legend><div class="options">${labels.map((one) => one.node)}${skip}</div>${after}</fieldset>`;
  return {
    node,
    isDone: () => choice !== null,
    reveal(answer) {
      const isDone = choice !== null;
      node.hidden = choice === "skip" && isOff;
      if (node.hidden) return;
      const {right, sentence} = answer();
      for (const {option, input, node: label} of labels) {
        input.checked = option.id === choice;
        label.classList.toggle("chosen", option.id === choice);
        label.classList.toggle("right", isDone && option.id === right);
      }
      write(skip, isDone && choice !== "skip" ? "Ask me again" : "Skip, show me");
      skip.hidden = choice === "skip";
      after.hidden = !isDone;
      if (!isDone) return;
      const start = choice === "skip" ? "" : `**${choice === right ? "Yes." : "Not here."}** `;
      writeRich(after, start + sentence);
    }
  };
}
