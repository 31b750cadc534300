import {paints, visit} from "./visit.js";
import type {Subject} from "./visit.js";

interface Run {
  readonly first: number;
  readonly largest: number;
  readonly figures: number;
  readonly chart: number;
  readonly shift: number;
  /** the element that was largest */
  readonly what: string;
}

/** Prints when a first visit on slow 4G with a processor four times slower shows what, ms. */
export async function load(subject: Subject): Promise<void> {
  console.log("slow 4G, 4x slower processor; ms from navigation");
  for (const width of [1440, 390]) {
    const runs: Run[] = [];
    for (let run = 0; run < subject.repeats; ++run) runs.push(await once(subject, width));
    const median = (key: "first" | "largest" | "figures" | "chart" | "shift"): number =>
      runs.map((one) => one[key]).toSorted((a, b) => a - b)[Math.floor(runs.length / 2)]!;
    const ms = (key: "first" | "largest" | "figures" | "chart"): string => median(key).toFixed(0);
    console.log(
      `  ${width} px: first paint ${ms("first")}, largest ${ms("largest")} (${runs[0]!.what}), ` +
        `figures ${ms("figures")}, chart ${ms("chart")}; shift ${median("shift").toFixed(3)}`
    );
  }
}

async function once(subject: Subject, width: number): Promise<Run> {
  const {context, page, url} = await visit(subject, {slow: true, cpu: 4, width});
  const shown = async (selector: string): Promise<number> => {
    await page.waitForFunction((one) => document.querySelector(one)?.textContent, selector, {
      timeout: 30_000
    });
    return page.evaluate(() => performance.now());
  };
  await page.goto(url, {waitUntil: "load"});
  const figures = await shown(".figures .value");
  const chart = await shown(".plot svg, .slot-rank svg");
  await page.waitForTimeout(1500);
  const {largest, what, shift} = await paints(page);
  const first = await page.evaluate(
    () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0
  );
  await context.close();
  return {first, largest, figures, chart, shift, what};
}
