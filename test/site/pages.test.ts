import {AxeBuilder} from "@axe-core/playwright";
import type {Page} from "playwright-core";
import {describe, expect, test} from "vitest";
import {kinds, noted, otherReferences, settled, stage, views} from "./harness.js";

const {open} = stage();

describe.each(kinds.map((path) => [path]))("/%s", (path) => {
  test.each(views)("is sound in $scheme, $width px wide", async (view) => {
    const {page, context, problems} = await open(path, view);
    const {shift, shifts} = await noted(page);
    expect.soft(shift, `layout shift: ${shifts.join("; ")}`).toBeLessThan(0.05);
    expect.soft(await wrongText(page), "text of a page").toEqual([]);
    expect.soft(await tooWide(page), "wider than the screen").toEqual([]);
    expect.soft(await accessibility(page), "accessibility").toEqual([]);

    await openAll(page);
    expect.soft(await tooWide(page), "wider than the screen, opened").toEqual([]);
    expect.soft(await accessibility(page), "accessibility, opened").toEqual([]);

    expect.soft((await noted(page)).forbidden, "forbidden by the policy").toEqual([]);
    expect.soft(problems).toEqual([]);
    await context.close();
  });
});

describe.each(otherReferences.map((path) => [path]))("/%s", (path) => {
  test.each([1440, 390])("is whole and quiet, %d px wide", async (width) => {
    const {page, context, problems} = await open(path, {width});
    expect.soft(await page.locator(".reference .math .katex").count()).toBeGreaterThan(5);
    expect.soft(await wrongText(page), "text of a page").toEqual([]);
    expect.soft(await tooWide(page), "wider than the screen").toEqual([]);
    expect.soft((await noted(page)).forbidden, "forbidden by the policy").toEqual([]);
    expect.soft(problems).toEqual([]);
    await context.close();
  });
});

test("what is wider than its box in a reference scrolls by keyboard, the rest is no stop", async () => {
  const {page, context} = await open("reference/moe-routing", {width: 390});
  const found = await page
    .locator(".reference :is(.math, .scroll)")
    .evaluateAll((boxes) =>
      boxes.map((box) => [box.scrollWidth > box.clientWidth, box.getAttribute("tabindex") === "0"])
    );
  expect(found.filter(([isWide]) => isWide).length).toBeGreaterThan(2);
  expect(found.filter(([isWide, isStop]) => isWide !== isStop)).toEqual([]);
  await context.close();
});

test("the references are found from the method page, the footer and a model's page", async () => {
  const {page, context} = await open("serving");
  await page.locator("#observablehq-footer a", {hasText: "equations"}).click();
  await page.waitForURL(/\/reference\/$/);
  expect(await page.locator(".models a").count()).toBe(1 + otherReferences.length);
  await page.locator(".models a", {hasText: /^ServingModel$/}).click();
  await page.waitForURL(/\/reference\/serving$/);
  await page.getByRole("link", {name: "Move its inputs"}).click();
  await page.waitForURL(/\/serving$/);
  await page.waitForLoadState("networkidle");
  await settled(page); // what moves while it is made is not clicked
  await page.getByRole("link", {name: "All inputs, outputs and equations"}).click();
  await page.waitForURL(/\/reference\/serving$/);
  await page.goto(page.url().replace("reference/serving", "method"), {waitUntil: "networkidle"});
  expect(await page.locator('main a[href*="reference/"]').count()).toBeGreaterThan(13);
  await context.close();
});

test("the list of models opens and closes by keyboard, and leads through the map", async () => {
  const {page, context, problems} = await open("serving?predict=off&batchSize=64");
  const summary = page.locator("#models summary");
  const list = page.locator("#models > div");
  await summary.focus();
  await page.keyboard.press("Enter");
  expect(await list.isVisible()).toBe(true);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Escape");
  expect(await list.isVisible()).toBe(false);
  expect(await summary.evaluate((one) => one === document.activeElement)).toBe(true);
  await summary.click();
  await page.mouse.click(20, 700); // beside the page
  expect(await list.isVisible()).toBe(false);
  const next = page.locator(".neighbours a[rel=next]");
  expect(await next.getAttribute("href")).toContain("batchSize=64");
  await next.click();
  await settled(page);
  await page.locator(".neighbours a[rel=prev]").click();
  await page.waitForURL(/\/serving/);
  expect(problems).toEqual([]);
  await context.close();
});

test("an address that is not there shows the page that says so", async () => {
  const {page, context, response, problems} = await open("a/page/that/is/not/there");
  expect(response?.status()).toBe(404);
  expect(await page.locator("h1").innerText()).toBe("This page does not exist");
  await page.locator("main a:not(.observablehq-header-anchor)").first().click();
  await settled(page);
  expect(new URL(page.url()).pathname).toBe("/ironlaw/");
  expect(problems).toEqual([]);
  await context.close();
});

test.each(kinds.map((path) => [path]))(
  "/%s has a button for the theme, and keeps its choice",
  async (path) => {
    const {page, context} = await open(path, {scheme: "light"});
    const paper = (): Promise<string> =>
      page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await paper();
    await page.locator("#theme").click();
    const dark = await paper();
    expect(dark).not.toBe(light);
    await page.reload();
    expect(await paper()).toBe(dark);
    await context.close();
  }
);

/** Cells that failed, and numbers that are none. */
async function wrongText(page: Page): Promise<readonly string[]> {
  const failed = await page.locator(".observablehq--error").allTextContents();
  const text = await page.locator("main").innerText();
  return [...failed, ...(text.match(/.*(\bNaN\b|\bundefined\b|\[object |\{\{).*/g) ?? [])];
}

/** Elements that make a page scroll sideways. */
function tooWide(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll("main *")]
      .filter((element) => element.getBoundingClientRect().right > width + 1)
      .slice(0, 3)
      .map((element) => element.outerHTML.slice(0, 120));
  });
}

async function accessibility(page: Page): Promise<readonly string[]> {
  const {violations} = await new AxeBuilder({page})
    .disableRules(["region", "empty-table-header"])
    .analyze();
  return violations.map(({id, nodes}) => {
    const first = nodes[0]!;
    const contrast = id === "color-contrast" ? (first.any[0]?.message ?? "") : "";
    return `${id}, ${nodes.length}: ${String(first.target)} ${contrast}`;
  });
}

/** Opens every fold, and the first panel behind a button. */
async function openAll(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const fold of document.querySelectorAll("details")) fold.open = true;
  });
  const panel = page.locator('main button[aria-expanded="false"]').first();
  if ((await panel.count()) > 0) await panel.click();
  await settled(page);
}
