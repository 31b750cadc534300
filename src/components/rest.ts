/** ms after the last move at which a hand rests */
const wait = 250;

const waiting = new Set<() => void>();
let moved = 0;
let timer = 0;

/** Runs something once the hand rests, in the order in which it was first asked for; one timer for all. */
export function atRest(run: () => void): void {
  waiting.add(run);
  moved = performance.now();
  timer ||= window.setTimeout(check, wait);
}

/** Whether something still waits: what has been done meanwhile need not be done at rest. */
export const waitsFor = (run: () => void): boolean => waiting.has(run);
export const notAtRest = (run: () => void): void => void waiting.delete(run);

function check(): void {
  const left = moved + wait - performance.now();
  timer = left > 0 ? window.setTimeout(check, left) : 0;
  if (timer !== 0) return;
  const due = [...waiting];
  waiting.clear();
  for (const run of due) run();
}
