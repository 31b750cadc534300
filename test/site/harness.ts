import {existsSync} from "node:fs";
import type {Browser, BrowserContext, Page, Response} from "playwright-core";
import {afterAll, beforeAll} from "vitest";
import {launch} from "../../scripts/browser.js";
import {names} from "../../scripts/dist.js";
import {serve} from "../../scripts/serve.js";
import type {Site} from "../../scripts/serve.js";

/** Where the site lies under its origin; not the root, as on GitHub Pages. */
export const base = "/ironlaw/";

if (!existsSync("dist/404.html")) throw new Error("there is no dist: run `npm run build`");

/** Every page of the build as a link names it: "" for the first, "serving". */
export const pages: readonly string[] = names(/\.html$/).map((name) =>
  name.replace(/(^|\/)index\.html$/, "$1").replace(/\.html$/, "")
);

const isReference = (path: string): boolean => /^reference\/./.test(path);
const walked = "reference/moe-routing";

/** One reference stands for all where a walk is long: one loader makes them. */
export const kinds: readonly string[] = pages.filter(
  (path) => !isReference(path) || path === walked
);
export const otherReferences: readonly string[] = pages.filter((path) => !kinds.includes(path));

/** Two themes, a desk and a phone. */
export const views = [
  {scheme: "light", width: 1440},
  {scheme: "dark", width: 1440},
  {scheme: "light", width: 390},
  {scheme: "dark", width: 390}
] as const;

export interface View {
  readonly scheme?: "light" | "dark";
  readonly width?: number;
  readonly worker?: boolean;
}

/** A page in a context of its own. */
export interface Opened {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly response: Response | null;
  /** what a reader would take for broken, one line each; grows while the page lives */
  readonly problems: string[];
}

/** A served build and a browser for the tests of a file. */
export interface Stage {
  readonly site: () => Site;
  readonly browser: () => Browser;
  readonly address: (path: string) => string;
  readonly open: (path: string, view?: View) => Promise<Opened>;
}

export function stage(folder = "dist"): Stage {
  let site: Site | undefined;
  let browser: Browser | undefined;
  beforeAll(async () => {
    site = await serve(folder, base);
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });
  const made = <T>(one: T | undefined): T => {
    if (one === undefined) throw new Error("before beforeAll");
    return one;
  };
  const address = (path: string): string => `${made(site).origin}${base}${path}`;
  return {
    site: () => made(site),
    browser: () => made(browser),
    address,
    open: (path, view) => opened(made(browser), made(site).origin, address(path), view)
  };
}

async function opened(
  browser: Browser,
  origin: string,
  address: string,
  {scheme = "light", width = 1440, worker = false}: View = {}
): Promise<Opened> {
  const context = await browser.newContext({
    colorScheme: scheme,
    viewport: {width, height: width < 700 ? 844 : 900},
    hasTouch: width < 700,
    serviceWorkers: worker ? "allow" : "block"
  });
  const page = await context.newPage();
  const problems: string[] = [];
  watch(page, origin, problems);
  await page.addInitScript(notes);
  const response = await page.goto(address, {waitUntil: "networkidle"});
  await settled(page);
  return {page, context, response, problems};
}

/** Resolves once every cell has its value and what is drawn at rest is drawn. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => !document.querySelector("observablehq-loading"));
  await page.waitForTimeout(1000); // a verdict is spoken 0.8 s after the last move
}

function watch(page: Page, origin: string, problems: string[]): void {
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !/^(data|blob):/.test(url))
      problems.push(`foreign request: ${url}`);
  });
  page.on("response", (response) => {
    const isPage = response.request().isNavigationRequest();
    if (response.status() >= 400 && !isPage)
      problems.push(`${response.status()}: ${response.url()}`);
  });
  page.on("console", (message) => {
    const isPage = message.location().url === page.url() && message.text().includes("404");
    if (message.type() === "error" && !isPage) problems.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => problems.push(`error: ${error.message}`));
}

/** What a page notes about itself: shifts of its layout, and what its policy forbade. */
export interface Notes {
  shift: number;
  /** when, how much, what moved */
  shifts: string[];
  forbidden: string[];
}

function notes(): void {
  const seen: Notes = {shift: 0, shifts: [], forbidden: []};
  Reflect.set(globalThis, "seen", seen);
  addEventListener("securitypolicyviolation", (event) => {
    seen.forbidden.push(`${event.violatedDirective} ${event.blockedURI}`);
  });
  new PerformanceObserver((list) => {
    // the DOM library does not know entries of a shift
    for (const entry of list.getEntries() as (PerformanceEntry & {
      value: number;
      hadRecentInput: boolean;
      sources: {node: Node | null}[];
    })[]) {
      if (entry.hadRecentInput) continue;
      seen.shift += entry.value;
      const what = entry.sources.map(({node}) => (node instanceof Element ? node.className : ""));
      seen.shifts.push(
        `${Math.round(entry.startTime)} ms ${entry.value.toFixed(3)} ${what.join()}`
      );
    }
  }).observe({type: "layout-shift", buffered: true});
}

/** What a page noted so far. */
export function noted(page: Page): Promise<Notes> {
  // set by `notes` before the page's own scripts
  return page.evaluate(() => Reflect.get(globalThis, "seen") as Notes);
}
