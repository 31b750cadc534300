import type {Page} from "playwright-core";

/** ms of the fixed work below when nothing disturbs it: the least seen so far. */
let best = Infinity;

/**
 * How many times slower this machine runs now than at its best: a virtual one shares its processors, and
 * a step that waits for a neighbour says nothing of the page.
 */
export async function pace(page: Page): Promise<number> {
  const times = await page.evaluate(async () => {
    const found: number[] = [];
    for (let k = 0; k < 15; k++) {
      const start = performance.now();
      let sum = 0;
      for (let i = 0; i < 4e6; i++) sum += i % 7;
      found.push(performance.now() - start);
      if (sum < 0) throw new Error("the loop was not run"); // and not left out as unused
      await new Promise((done) => setTimeout(done, 10));
    }
    return found.toSorted((a, b) => a - b);
  });
  best = Math.min(best, times[0]!);
  return times[7]! / best; // the median
}
