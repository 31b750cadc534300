import type {Verdict} from "../components/blocks.js";
import {markup} from "../components/numbers.js";

/** The line above the figures, as `verdict` in src/components/blocks.ts makes it. */
export function verdictLine({isGood, sentence}: Verdict): string {
  const words = `<span class="dot" aria-hidden="true"></span><span>${markup(sentence)}</span>`;
  return `<div class="verdict${isGood ? "" : " bad"}">${words}</div>`;
}
