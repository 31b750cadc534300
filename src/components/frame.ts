import {atRest, notAtRest} from "./rest.js";

/** Names a stretch of work for the browser’s performance panel and for bench/site. */
export function timed<T>(part: string, work: () => T): T {
  const start = performance.now();
  const result = work();
  performance.measure(part, {start});
  return result;
}

/**
 * Updates of a block that may be out of view. In view they happen at once. Out of view only the newest
 * one counts, and it happens when the hand rests or the block is scrolled near: nothing on the page is
 * out of date for a search, a screen reader or a printer, but a drag does not pay for what nobody sees.
 * `isFirst`: in view when the page opens.
 */
export function whenSeen(node: Element, {isFirst = false} = {}): (update: () => void) => void {
  let near = isFirst;
  let waiting: (() => void) | null = null;
  const flush = () => {
    notAtRest(flush);
    const update = waiting;
    waiting = null;
    update?.();
  };
  new IntersectionObserver(
    (entries) => {
      near = entries.at(-1)!.isIntersecting;
      node.classList.toggle("far", !near);
      if (near) flush();
    },
    {rootMargin: "8px"}
  ).observe(node);
  return (update) => {
    waiting = update;
    if (near) return flush();
    atRest(flush);
  };
}
