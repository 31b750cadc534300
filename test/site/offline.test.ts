import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync
} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Page} from "playwright-core";
import {afterAll, beforeAll, expect, test} from "vitest";
import {launch} from "../../scripts/browser.js";
import {names} from "../../scripts/dist.js";
import {serve} from "../../scripts/serve.js";
import type {Site} from "../../scripts/serve.js";
import {base, pages, settled} from "./harness.js";

// A copy: the last test replaces a file of the build.
const dist = join(mkdtempSync(join(tmpdir(), "ironlaw-offline-")), "dist");
const visited = pages.find((path) => path !== "" && path !== "404")!;
const other = pages.find((path) => path !== "404" && path !== visited)!;
let browser: Awaited<ReturnType<typeof launch>>;
let site: Site;

beforeAll(async () => {
  cpSync("dist", dist, {recursive: true});
  site = await serve(dist, base);
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
  rmSync(join(dist, ".."), {recursive: true, force: true});
});

const address = (path: string): string => `${site.origin}${base}${path}`;

/** Whether the worker has kept a page, or a file of the build. */
function isKept(page: Page, name: string): Promise<boolean> {
  return page.evaluate(
    async (url) => (await (await caches.open("ironlaw")).match(url)) !== undefined,
    address(name)
  );
}

async function kept(page: Page, name: string, wanted = true): Promise<void> {
  await expect.poll(() => isKept(page, name), {timeout: 30_000, message: name}).toBe(wanted);
}

async function heading(page: Page, path: string): Promise<string> {
  await page.goto(address(path));
  await settled(page);
  return page.locator("h1").innerText();
}

test("a visited page works without a network, with another scenario too; from the second visit on, all do", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  const name = await heading(page, visited);
  const text = await page.locator("main").innerText();
  await kept(page, visited);
  for (const file of await loaded(page)) await kept(page, file);

  await context.setOffline(true);
  expect(await heading(page, `${visited}?v=1`)).toBe(name);
  expect(await page.locator("main").innerText()).toBe(text);
  await expect(page.goto(address(other))).rejects.toThrow(/ERR_FAILED|DISCONNECTED/);

  await context.setOffline(false);
  await heading(page, visited);
  for (const path of pages.filter((one) => one !== "404")) await kept(page, path);
  for (const file of names(/^_app\//, dist)) await kept(page, file);
  await context.setOffline(true);
  for (const path of pages.filter((one) => one !== "404")) {
    expect(await heading(page, path)).not.toBe("");
    expect(await page.locator(".observablehq--error").count()).toBe(0);
  }
  expect(problems).toEqual([]);
  await context.close();
});

test("a new build is shown at once, and files of builds before the last are dropped", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await heading(page, visited);
  await kept(page, visited);
  const first = entry();
  await kept(page, `_app/${first}`);

  const second = replace(first, "SECOND");
  await heading(page, visited);
  expect(await loaded(page)).toContain(`_app/${second}`);
  await kept(page, `_app/${second}`);
  await expect.poll(() => builtFrom(page), {timeout: 30_000}).toContain(`_app/${second}`);
  await kept(page, `_app/${first}`); // a tab that is still open may ask for it

  const third = replace(second, "THIRD");
  await heading(page, visited);
  await kept(page, `_app/${third}`);
  await kept(page, `_app/${first}`, false);
  await context.close();
});

/** What the worker in charge was built with. */
function builtFrom(page: Page): Promise<readonly string[]> {
  return page.evaluate(async (url) => {
    const response = await (await caches.open("ironlaw")).match(url);
    // written by scripts/worker.js
    return (await response?.json()) as readonly string[];
  }, address("_build"));
}

/** The script of the visited page. */
function entry(): string {
  return readdirSync(join(dist, "_app")).find(
    (file) => file.startsWith(`${visited}.`) && file.endsWith(".js")
  )!;
}

/** A new build, as far as the page can tell: its script has another name. */
function replace(old: string, hash: string): string {
  const now = `${visited}.${hash}.js`;
  renameSync(join(dist, "_app", old), join(dist, "_app", now));
  for (const name of [`${visited}.html`, "sw.js"]) {
    const file = join(dist, name);
    expect(existsSync(file)).toBe(true);
    writeFileSync(file, readFileSync(file, "utf-8").replaceAll(old, now));
  }
  return now;
}

/** Files of the build that a page has loaded. */
async function loaded(page: Page): Promise<readonly string[]> {
  const urls = await page.evaluate(() =>
    performance.getEntriesByType("resource").map((one) => one.name)
  );
  const scope = address("");
  return urls.filter((url) => url.startsWith(`${scope}_`)).map((url) => url.slice(scope.length));
}
