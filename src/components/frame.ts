/** Names a stretch of work for the browser’s performance panel and for bench/site. */
export function timed<T>(part: string, work: () => T): T {
  const start = performance.now();
  const result = work();
  performance.measure(part, {start});
  return result;
}

/** ms after which a hand rests */
const rest = 200;
const resting = new Set<() => void>();
let moved = 0;
let timer = 0;

/** Runs what waits once the hand rests; one timer for all of it, and none set anew by each move. */
function atRest(run: () => void): void {
  resting.add(run);
  moved = performance.now();
  timer ||= window.setTimeout(check, rest);
}
function check(): void {
  const left = moved + rest - performance.now();
  timer = left > 0 ? window.setTimeout(check, left) : 0;
  if (timer !== 0) return;
  const due = [...resting];
  resting.clear();
  for (const run of due) run();
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
    resting.delete(flush);
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
