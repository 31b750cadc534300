import type {Page} from "playwright-core";
import {pace} from "./pace.js";
import {throttle, visit} from "./visit.js";
import type {Subject} from "./visit.js";

const places = [
  ["top of page", ".controls"],
  ["chart in view", ".chart"],
  ["graph in view", ".dag"]
] as const;

/** A processor that is lent out meanwhile: a slider is moved again, so many times at most. */
const tries = 4;
const disturbed = 1.2;

/**
 * Prints the time of a slider step, ms: from the input event to the end of the frame that shows it,
 * with handlers, style, layout and paint, once something on the page has changed. Frames are not held
 * back to 60 a second, so waiting for the display is not counted. Steps count where this machine ran at
 * most 1.2 times slower than at its best before and after them; else `~` and how much slower it ran.
 */
export async function step(subject: Subject): Promise<void> {
  for (const cpu of subject.cpus) {
    for (const [place, selector] of places) {
      const all = new Map<string, number[]>();
      const slow = new Map<string, number>();
      for (let run = 0; run < subject.repeats; ++run) {
        const {context, page, session, url} = await visit(subject, {query: "?predict=off"});
        await page.goto(url, {waitUntil: "networkidle"});
        await page.waitForTimeout(600);
        const isThere = await page.evaluate((one) => {
          document.querySelector(one)?.scrollIntoView({block: "start"});
          return document.querySelector(one) !== null;
        }, selector);
        await page.waitForTimeout(500);
        for (const [name, index] of isThere ? await sliders(page) : []) {
          const found = await undisturbed(page, async () => {
            await throttle(session, cpu);
            const times = await moved(page, index, subject.steps);
            await throttle(session, 1);
            return times;
          });
          all.set(name, [...(all.get(name) ?? []), ...found.times]);
          slow.set(name, Math.max(slow.get(name) ?? 1, found.slow));
        }
        await context.close();
      }
      const shown = [...all].map(
        ([name, times]) =>
          `${name} ${quantile(times, 0.5).toFixed(1)}/${quantile(times, 0.95).toFixed(1)}` +
          (slow.get(name)! > disturbed ? ` ~${slow.get(name)!.toFixed(2)}` : "")
      );
      if (shown.length > 0)
        console.log(`slider step, ${cpu}x, ${place.padEnd(13)} ms p50/p95: ${shown.join("; ")}`);
    }
  }
}

interface Steps {
  /** ms */
  readonly times: readonly number[];
  /** how many times slower than at its best the machine ran meanwhile */
  readonly slow: number;
}

/** Times taken while the machine kept its pace; else those of the least disturbed try. */
async function undisturbed(page: Page, take: () => Promise<readonly number[]>): Promise<Steps> {
  let least: Steps | undefined;
  for (let i = 0; i < tries && (least === undefined || least.slow > disturbed); i++) {
    const before = await pace(page);
    const times = await take();
    const slow = Math.max(before, await pace(page));
    if (least === undefined || slow < least.slow) least = {times, slow};
  }
  return least!; // tried at least once
}

/** The first three sliders of a page. */
export function sliders(page: Page): Promise<readonly (readonly [string, number])[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLInputElement>(".controls input[type=range]")]
      .slice(0, 3)
      .map((range, index) => {
        const label = range.ariaLabel ?? range.labels?.[0]?.textContent ?? `slider ${index + 1}`;
        return [label.trim().toLowerCase(), index] as const;
      })
  );
}

function moved(page: Page, slider: number, steps: number): Promise<readonly number[]> {
  return page.evaluate(
    async ({index, count}) => {
      const shown = document.querySelectorAll(".lead, .verdict, .figures, .chart, .dag");
      const ranges = document.querySelectorAll<HTMLInputElement>(".controls input[type=range]");
      const range = ranges[index]!;
      const [low, high] = [Number(range.min || 0), Number(range.max || 1)];
      const one = async (share: number): Promise<number | null> => {
        const before = range.getAttribute("aria-valuetext");
        const seen = new Promise<void>((done) => {
          const observer = new MutationObserver(() => {
            observer.disconnect();
            done();
          });
          for (const element of shown)
            observer.observe(element, {
              subtree: true,
              childList: true,
              characterData: true,
              attributes: true
            });
          setTimeout(done, 1000);
        });
        range.value = String(low + share * (high - low));
        const start = performance.now();
        range.dispatchEvent(new Event("input", {bubbles: true}));
        if (range.getAttribute("aria-valuetext") === before) return null; // the same round number
        await seen;
        await new Promise<void>((done) => {
          requestAnimationFrame(() => {
            const {port1, port2} = new MessageChannel();
            port1.addEventListener("message", () => done());
            port1.start();
            port2.postMessage(0);
          });
        });
        return performance.now() - start;
      };
      for (let i = 0; i < 10; ++i) await one(0.15 + 0.01 * i); // compiled and warm, as in a drag
      const times: number[] = [];
      for (let i = 0; i < count; ++i) {
        const time = await one(0.2 + (0.5 * i) / count);
        if (time !== null) times.push(time);
        await new Promise((done) => setTimeout(done, 40)); // the last frame is on the screen by then
      }
      return times;
    },
    {index: slider, count: steps}
  );
}

function quantile(list: readonly number[], q: number): number {
  return (
    list.toSorted((a, b) => a - b)[Math.min(list.length - 1, Math.floor(q * list.length))] ?? 0
  );
}
