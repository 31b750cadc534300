import type {CDPSession, Page} from "playwright-core";
import {sliders} from "./step.js";
import {throttle, visit} from "./visit.js";
import type {Subject} from "./visit.js";

interface TraceEvent {
  readonly name: string;
  readonly cat: string;
  readonly ph: string;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
}

const moves = 30;
const kinds: Readonly<Record<string, string>> = {
  UpdateLayoutTree: "style",
  Layout: "layout",
  PrePaint: "paint",
  Paint: "paint",
  Layerize: "paint",
  Commit: "paint",
  RunTask: "all"
};

/** Prints what a slider step is made of, ms on the main thread, from a trace of 30 moves. */
export async function parts(subject: Subject): Promise<void> {
  for (const cpu of subject.cpus) {
    const {context, page, session, url} = await visit(subject, {query: "?predict=off"});
    await page.goto(url, {waitUntil: "networkidle"});
    await page.waitForTimeout(600);
    await page.evaluate(() => document.querySelector(".chart")?.scrollIntoView({block: "end"}));
    await page.waitForTimeout(300);
    await throttle(session, cpu);
    for (const [name, index] of await sliders(page)) {
      await move(page, index, 15);
      const events = await traced(session, () => move(page, index, moves));
      const sum = summed(events);
      const named = ["engine", "plot", "style", "layout", "paint"].map((kind) => sum[kind] ?? 0);
      const other = named.reduce((rest, part) => rest - part, sum["all"] ?? 0);
      const [engine, plot, style, layout, paint] = named.map((part) => part.toFixed(2));
      console.log(
        `parts of a step, ${cpu}x, ${name.padEnd(10)} ms: engine ${engine}, plot ${plot}, ` +
          `other script and DOM ${other.toFixed(2)}, style ${style}, layout ${layout}, paint ${paint}`
      );
    }
    await context.close();
  }
}

function move(page: Page, slider: number, times: number): Promise<void> {
  return page.evaluate(
    async ({index, count}) => {
      const ranges = document.querySelectorAll<HTMLInputElement>(".controls input[type=range]");
      const range = ranges[index]!;
      const [low, high] = [Number(range.min || 0), Number(range.max || 1)];
      for (let i = 0; i < count; ++i) {
        range.value = String(low + (0.2 + (0.5 * i) / count) * (high - low));
        range.dispatchEvent(new Event("input", {bubbles: true}));
        await new Promise<void>((done) => {
          requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)));
        });
      }
    },
    {index: slider, count: times}
  );
}

async function traced(
  session: CDPSession,
  work: () => Promise<void>
): Promise<readonly TraceEvent[]> {
  const events: TraceEvent[] = [];
  const collect = ({value}: {value: object[]}): void => {
    events.push(...(value as TraceEvent[])); // the protocol leaves their shape open
  };
  session.on("Tracing.dataCollected", collect);
  await session.send("Tracing.start", {
    traceConfig: {
      includedCategories: [
        "devtools.timeline",
        "blink.user_timing",
        "disabled-by-default-devtools.timeline"
      ]
    },
    transferMode: "ReportEvents"
  });
  await work();
  const done = new Promise<void>((ended) => {
    session.once("Tracing.tracingComplete", () => ended());
  });
  await session.send("Tracing.end");
  await done;
  session.off("Tracing.dataCollected", collect);
  return events;
}

/** ms a move by kind; `engine` and `plot` are measures that the page makes itself. */
function summed(events: readonly TraceEvent[]): Readonly<Record<string, number>> {
  const main = events.find((event) => event.name === "FunctionCall")?.tid;
  const sum: Record<string, number> = {};
  const add = (kind: string, microseconds: number): void => {
    sum[kind] = (sum[kind] ?? 0) + microseconds / 1000 / moves;
  };
  const begun: Record<string, number> = {};
  for (const {name, cat, ph, tid, ts, dur = 0} of events.toSorted((a, b) => a.ts - b.ts)) {
    const kind = kinds[name];
    if (tid === main && ph === "X" && kind !== undefined) add(kind, dur);
    if (cat !== "blink.user_timing" || (name !== "engine" && name !== "plot")) continue;
    const start = begun[name];
    if (ph === "b") begun[name] = ts;
    // the other half of a pair may lie before the trace
    if (ph !== "e" || start === undefined) continue;
    add(name, ts - start);
    delete begun[name];
  }
  return sum;
}
