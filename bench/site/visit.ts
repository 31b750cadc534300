import type {Browser, BrowserContext, CDPSession, Page} from "playwright-core";

export const base = "/ironlaw/";

/** What a measure is given. */
export interface Subject {
  readonly browser: Browser;
  readonly origin: string;
  readonly path: string;
  readonly repeats: number;
  /** slider moves in each repeat */
  readonly steps: number;
  /** how many times slower than this machine the steps are taken */
  readonly cpus: readonly number[];
}

export interface Conditions {
  readonly query?: string;
  readonly slow?: boolean;
  /** how many times slower than this machine */
  readonly cpu?: number;
  readonly width?: number;
}

export interface Visit {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly session: CDPSession;
  readonly url: string;
}

/** What a page notes about its own loading, times in ms. */
export interface Paints {
  largest: number;
  what: string;
  shift: number;
}

// what DevTools and Lighthouse apply for "slow 4G": bytes a second, ms
const slow4g = {
  offline: false,
  latency: 562.5,
  downloadThroughput: 1.44e6 / 8,
  uploadThroughput: 675e3 / 8
};

/** A page about to be opened for the first time. */
export async function visit(
  {browser, origin, path}: Subject,
  {query = "", slow = false, cpu = 1, width = 1440}: Conditions = {}
): Promise<Visit> {
  const viewport = {width, height: width < 700 ? 844 : 900};
  const context = await browser.newContext({viewport, serviceWorkers: "block"});
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  if (slow) await session.send("Network.emulateNetworkConditions", slow4g);
  await throttle(session, cpu);
  await page.addInitScript("globalThis.__name = (f) => f"); // tsx names inner functions with it
  await page.addInitScript(note);
  return {context, page, session, url: `${origin}${base}${path}${query}`};
}

export async function throttle(session: CDPSession, cpu: number): Promise<void> {
  await session.send("Emulation.setCPUThrottlingRate", {rate: cpu});
}

/** What the page has noted so far. */
export function paints(page: Page): Promise<Paints> {
  // set by `note` before the page's own scripts
  return page.evaluate(() => Reflect.get(globalThis, "paints") as Paints);
}

function note(): void {
  const seen: Paints = {largest: 0, what: "", shift: 0};
  Reflect.set(globalThis, "paints", seen);
  // the DOM library does not know these entries
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & {element: Element | null})[]) {
      seen.largest = entry.startTime;
      seen.what = `${entry.element?.tagName ?? ""} ${entry.element?.className ?? ""}`.trim();
    }
  }).observe({type: "largest-contentful-paint", buffered: true});
  new PerformanceObserver((list) => {
    type Shift = PerformanceEntry & {value: number; hadRecentInput: boolean};
    for (const entry of list.getEntries() as Shift[])
      if (!entry.hadRecentInput) seen.shift += entry.value;
  }).observe({type: "layout-shift", buffered: true});
}
