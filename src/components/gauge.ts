import {element, writeStyle} from "./element.js";
import {num} from "./numbers.js";

/** Where a bar ends, as a share of the limit; the red wall of src/style/home.css stands at 1 of it. */
const end = 1.3;

/** Whether more than the limit is used; rounding does not break one. */
export const isBroken = ({used}: {readonly used: number}): boolean => used > 1 + 1e-9;

/** A share of a limit to two digits. */
export const usedPercent = (used: number): string => `${num(Number((used * 100).toPrecision(2)))}%`;

/** A bar against one red wall, with words below it. */
export function gauge(...words: readonly (string | Node)[]): {
  readonly node: HTMLElement;
  readonly show: (used: number) => void;
} {
  const bar = element`<i></i>`;
  const node = element`<div class="gaugebox">${bar}<span class="wall"></span><em>${words}</em></div>`;
  return {
    node,
    show(used) {
      node.classList.toggle("over", isBroken({used}));
      node.classList.toggle("clipped", used > end);
      writeStyle(bar, "width", `${(Math.min(end, used || 0) / end) * 100}%`);
    }
  };
}
