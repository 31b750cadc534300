import {describe, expect, test} from "vitest";
import {box, figure, query, rest, words} from "./controls.js";
import {stage} from "./harness.js";

const {open, address} = stage();

describe("the address of a page", () => {
  test("writes the address under the inputs' names and reads it back", async () => {
    const {page, context} = await open("serving?predict=off");
    expect([...(await query(page))]).toEqual([["predict", "off"]]);
    await box(page, "Batch").fill("64");
    await page.getByLabel("Device", {exact: true}).selectOption("H200");
    expect(Object.fromEntries(await query(page))).toEqual({
      v: "1",
      batchSize: "64",
      hardware: "H200",
      predict: "off"
    });
    const shown = await figure(page, 1).innerText();
    const link = page.locator('#observablehq-header nav a[href*="reliability"]');
    expect(await link.getAttribute("href")).toContain("batchSize=64");
    await page.goto(address("serving?v=1&seq_len=4096"), {waitUntil: "networkidle"});
    await page.goto(address("serving?predict=off&v=1&batchSize=64&hardware=H200"), {
      waitUntil: "networkidle"
    });
    await rest(page);
    expect(await figure(page, 1).innerText()).toBe(shown);
    expect(await box(page, "Batch").inputValue()).toBe("64");
    await context.close();
  });

  test("takes an input that has no control, shows it and lets it go", async () => {
    const {page, context} = await open("serving?predict=off&memoryEfficiency=0.4");
    const slow = await words(figure(page, 1));
    expect(await page.locator(".others").innerText()).toContain("memoryEfficiency 0.4");
    await page.getByRole("button", {name: "Leave out memoryEfficiency"}).click();
    await rest(page);
    expect(await figure(page, 1).innerText()).not.toBe(slow);
    expect((await query(page)).has("memoryEfficiency")).toBe(false);
    await context.close();
  });

  test("takes a record in JSON and a changed field", async () => {
    const record = encodeURIComponent(JSON.stringify({from: "H100", memoryBandwidth: "6.7 TB/s"}));
    const {page, context, problems} = await open(`serving?predict=off&hardware=${record}`);
    const own = await figure(page, 1).innerText();
    expect(await page.locator(".lead").innerText()).toContain("H100");
    await page.goto(address("serving?predict=off&hardware.memoryBandwidth=6.7e12"), {
      waitUntil: "networkidle"
    });
    await rest(page);
    expect(await figure(page, 1).innerText()).toBe(own);
    expect(problems).toEqual([]);
    await context.close();
  });

  test.each([
    ["batchSize=-3", "batchSize"],
    ["batchSize=lots", "batchSize"],
    ["hardware=H900", "hardware"],
    ["hardware={broken", "hardware"],
    ["itlTargetMs=0", "itlTargetMs"],
    ["cachedPrefixLen=99999", "cachedPrefixLen"],
    ["hardware.memoryBandwidth=0", "hardware.memoryBandwidth"]
  ])("says in a sentence what it cannot use of ?%s and goes on", async (bad, name) => {
    const {page, context, problems} = await open(`serving?predict=off&seqLen=4096&${bad}`);
    const notice = await page.locator(".notice").innerText();
    expect(notice).toContain(name);
    expect(notice).toMatch(/\.$/);
    expect(await box(page, "Batch").inputValue()).toBe("32");
    expect(await box(page, "Context").inputValue()).toBe("4096");
    expect(await figure(page, 1).innerText()).toMatch(/ms$/);
    expect(problems).toEqual([]);
    await context.close();
  });
});

test("an open page follows its address when a reader goes back", async () => {
  const {page, context} = await open("serving?predict=off&batchSize=64");
  await page.evaluate(() => {
    history.pushState(null, "", `${location.pathname}?predict=off&v=1&batchSize=128`);
    dispatchEvent(new PopStateEvent("popstate"));
  });
  await rest(page);
  expect(await box(page, "Batch").inputValue()).toBe("128");
  await page.goBack();
  await rest(page);
  expect(await box(page, "Batch").inputValue()).toBe("64");
  await context.close();
});

describe("/reliability", () => {
  test("changes the size of the chosen cluster and carries it to the next page", async () => {
    const {page, context} = await open("reliability?predict=off&fleet=Research_256");
    expect(await box(page, "Cluster").inputValue()).toBe("256");
    await box(page, "Cluster").fill("512");
    const stated = await query(page);
    expect([stated.get("fleet"), stated.get("fleet.nodes")]).toEqual(["Research_256", "64"]);
    await box(page, "Cluster").fill("513");
    expect(await page.locator(".error:visible").innerText()).toContain("whole nodes of 8");
    await box(page, "Cluster").blur();
    await page.locator("#models summary").click();
    await page.locator("#models a", {hasText: "Carbon"}).click();
    await page.waitForURL(/carbon/);
    await page.waitForLoadState("networkidle");
    await rest(page);
    expect(await box(page, "Cluster").inputValue()).toBe("512");
    await context.close();
  });

  test("names an interval that is off the best one, and goes back to Young's", async () => {
    const {page, context} = await open("reliability?predict=off");
    await box(page, "Save every").fill("10");
    await rest(page);
    const u = page.locator(".chart").nth(1);
    await u.scrollIntoViewIfNeeded();
    await rest(page);
    expect(await words(u.locator(".finding"))).toMatch(/^Saving every 10 min loses/);
    expect((await query(page)).get("intervalS")).toBe("600");
    await page.getByRole("button", {name: "Young’s"}).click();
    expect((await query(page)).has("intervalS")).toBe(false);
    await context.close();
  });
});

describe("/carbon", () => {
  test("compares two places chosen by keyboard", async () => {
    const {page, context} = await open("carbon?predict=off");
    await page.getByLabel("Poland as A").focus();
    await page.keyboard.press("Space");
    await rest(page);
    expect(await page.locator(".lead").innerText()).toContain("in Poland");
    await page.getByLabel("Norway as B").focus();
    await page.keyboard.press("Space");
    const stated = await query(page);
    expect([stated.get("datacenter"), stated.get("against")]).toEqual([
      "grid:Poland",
      "grid:Norway"
    ]);
    expect(await page.locator(".lead").innerText()).toContain("in Norway");
    await context.close();
  });

  test("ignores a place that no table has", async () => {
    const {page, context} = await open(
      "carbon?predict=off&against=grid:Atlantis&datacenter=Utopia"
    );
    const notice = await page.locator(".notice").innerText();
    expect(notice).toContain("against");
    expect(notice).toContain("datacenter");
    expect(await page.locator(".lead").innerText()).toContain("in Quebec");
    await context.close();
  });
});

describe("/", () => {
  test("answers all questions for one scenario and carries it along", async () => {
    const {page, context} = await open("");
    const answers = page.locator(".walls .answer");
    const before = await answers.allInnerTexts();
    expect(before).toHaveLength(3);
    await page.getByLabel("Device", {exact: true}).selectOption("B200");
    await page.getByLabel("Nodes", {exact: true}).fill("512");
    await rest(page);
    const after = await answers.allInnerTexts();
    after.forEach((answer, i) => expect(answer).not.toBe(before[i]));
    expect((await query(page)).get("fleet.nodes")).toBe("512");
    await page.locator(".walls a").first().click();
    await page.waitForURL(/serving/);
    await page.waitForLoadState("networkidle");
    await rest(page);
    expect(await page.locator(".lead").innerText()).toContain("B200");
    await context.close();
  });

  test("keeps the last good value while a number is bad", async () => {
    const {page, context} = await open("");
    await page.getByLabel("Requests at once").fill("0");
    expect(await page.locator(".notice").innerText()).toMatch(/32 stays\.$/);
    await page.getByLabel("Requests at once").blur();
    expect(await page.getByLabel("Requests at once").inputValue()).toBe("32");
    await context.close();
  });
});
