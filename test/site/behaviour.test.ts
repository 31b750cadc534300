import type {Locator, Page} from "playwright-core";
import {describe, expect, test} from "vitest";
import {box, figure, query, rest, slider, words} from "./controls.js";
import {stage} from "./harness.js";

const {open} = stage();

const title = (page: Page): Locator => page.locator(".chart .finding").first();

describe("/serving", () => {
  test("hides the curve until one predicts, and keeps the answer", async () => {
    const {page, context, problems} = await open("serving");
    expect(await title(page).innerText()).toBe("What happens beyond batch 32?");
    await page.getByLabel("Longer, but less than 1.5×").focus();
    await page.keyboard.press("Space");
    await rest(page);
    expect(await page.locator(".predict .after").innerText()).toMatch(/^(Yes|Not here)\. From 32/);
    expect(await title(page).innerText()).toMatch(/binds first/);
    await page.reload({waitUntil: "networkidle"});
    await rest(page);
    expect(await title(page).innerText()).toMatch(/binds first/);
    await page.getByRole("button", {name: "Ask me again"}).click();
    await rest(page);
    expect(await title(page).innerText()).toBe("What happens beyond batch 32?");
    expect(problems).toEqual([]);
    await context.close();
  });

  test("moves by keyboard: arrows to round stops, page keys by two, ends", async () => {
    const {page, context} = await open("serving?predict=off");
    await slider(page, "Batch").focus();
    await page.keyboard.press("PageUp");
    expect(await box(page, "Batch").inputValue()).toBe("64");
    await page.keyboard.press("ArrowRight");
    expect(await box(page, "Batch").inputValue()).toBe("70");
    expect(await slider(page, "Batch").getAttribute("aria-valuetext")).toBe("70 requests");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("End");
    expect(await box(page, "Batch").inputValue()).toBe("512");
    await page.keyboard.press("Home");
    expect(await box(page, "Batch").inputValue()).toBe("1");
    await context.close();
  });

  test("an axis does not shrink while a slider moves, and fits again when it rests", async () => {
    const {page, context, problems} = await open("serving?predict=off&seqLen=65536");
    const highest = await page.evaluate(async () => {
      const range = document.querySelectorAll<HTMLInputElement>(".controls input[type=range]")[1]!;
      const top = (): number => {
        const texts = document.querySelectorAll(".plot svg:first-of-type g text");
        return Math.max(
          ...[...texts].map((one) => Number(one.textContent)).filter(Number.isFinite)
        );
      };
      const seen: number[] = [];
      for (const share of [0.6, 0.55, 0.5, 0.45, 0.4, 0.35, 0.3, 0.2, 0.1]) {
        range.value = String(share);
        range.dispatchEvent(new Event("input", {bubbles: true}));
        await new Promise((done) => setTimeout(done, 60));
        seen.push(top());
      }
      await new Promise((done) => setTimeout(done, 600));
      return [...seen, top()];
    });
    const moving = highest.slice(1, -1); // a first move is no drag yet
    expect(new Set(moving).size).toBe(1);
    expect(highest.at(-1)).toBeLessThan(moving[0]!);
    // what the last move reached stays lit when the hand rests
    expect(await page.locator(".slot-graph .cap").first().innerText()).toMatch(
      /^Your last move recomputed \d+ of \d+ cells/
    );
    expect(problems).toEqual([]); // ticks below 1 ms too
    await context.close();
  });

  test("keeps the last good value while a box holds a bad one", async () => {
    const {page, context} = await open("serving?predict=off");
    const before = await figure(page, 1).innerText();
    await box(page, "Batch").fill("-5");
    expect(await box(page, "Batch").getAttribute("aria-invalid")).toBe("true");
    expect(await page.locator(".error:visible").innerText()).toMatch(
      /^Batch must be .* 32 stays\.$/
    );
    await rest(page);
    expect(await figure(page, 1).innerText()).toBe(before);
    await box(page, "Batch").blur();
    expect(await box(page, "Batch").inputValue()).toBe("32");
    expect((await query(page)).has("batchSize")).toBe(false);
    await context.close();
  });

  test("opens an equation with today's values, goes deeper, stays live, gives the focus back", async () => {
    const {page, context, problems} = await open("serving?predict=off");
    const why = page.locator(".why").nth(1);
    await why.focus();
    await page.keyboard.press("Enter");
    const panel = page.locator("#because");
    await panel.locator(".katex").first().waitFor();
    const result = panel.locator(".math .result");
    expect(await words(result)).toBe("= 10.6 ms");
    await panel.getByRole("button", {name: "Reading memory"}).click();
    expect(await panel.locator(".trail").innerText()).toBe(
      "Time per token › Reading memory, decode"
    );
    await panel.getByRole("button", {name: "Memory bandwidth"}).click();
    expect(await panel.innerText()).toMatch(/Source: .*(checked|judgement)/s);
    await panel.getByRole("button", {name: "Time per token"}).click();
    await slider(page, "Batch").focus();
    await page.keyboard.press("PageUp");
    await rest(page);
    expect(await words(result)).toBe(`= ${await words(figure(page, 1))}`);
    await panel.locator(".close").focus();
    await page.keyboard.press("Escape");
    expect(await panel.isHidden()).toBe(true);
    expect(await why.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(problems).toEqual([]);
    await context.close();
  });

  test("an equation holds for what a control sets that the page opened without", async () => {
    const {page, context, problems} = await open("serving?predict=off");
    const devices = page.getByRole("group", {name: "Devices", exact: true});
    await devices.locator("label", {hasText: /^8$/}).click();
    await rest(page);
    await page.locator(".why").nth(1).click();
    const panel = page.locator("#because");
    await panel.locator(".katex").first().waitFor();
    expect(await words(panel.locator(".math .result"))).toBe("= 2.34 ms");
    await panel.getByRole("button", {name: "All-reduces, decode"}).click();
    // 64 times 10 µs and 2 x 7/8 x 32 x 4096 x 2 B over 360 GB/s
    expect(await words(panel.locator(".math .result"))).toBe("= 722 µs");
    expect(await words(panel.locator(".math"))).toContain("8 devices");
    expect(problems).toEqual([]);
    await context.close();
  });

  test("sets the batch by a drag on the chart", async () => {
    const {page, context} = await open("serving?predict=off");
    const plot = page.locator(".chart .plot").first();
    await plot.scrollIntoViewIfNeeded();
    const frame = (await plot.boundingBox())!;
    await page.mouse.move(frame.x + 300, frame.y + 120);
    await page.mouse.down();
    await page.mouse.move(frame.x + 560, frame.y + 130, {steps: 6});
    await page.mouse.up();
    const batch = Number(await box(page, "Batch").inputValue());
    expect(batch).toBeGreaterThan(60);
    expect((await query(page)).get("batchSize")).toBe(String(batch));
    await context.close();
  });

  test("keeps a scenario to compare, through a shared address too", async () => {
    const {page, context} = await open("serving?predict=off");
    await page.getByRole("button", {name: "Pin this to compare"}).click();
    await slider(page, "Batch").focus();
    await page.keyboard.press("PageUp");
    await rest(page);
    expect(await page.locator(".figures").innerText()).toMatch(/pinned 10\.6\sms, now/);
    expect(await page.locator(".pinbar").innerText()).toContain("Batch 32");
    expect((await query(page)).get("pin")).toBe("");
    await page.reload({waitUntil: "networkidle"});
    await rest(page);
    expect(await page.locator(".figures").innerText()).toMatch(/pinned 10\.6\sms, now/);
    await page.getByRole("button", {name: "Back to pinned"}).click();
    expect(await box(page, "Batch").inputValue()).toBe("32");
    await page.getByRole("button", {name: "Unpin"}).click();
    await rest(page);
    expect(await page.locator(".figures").innerText()).not.toContain("pinned");
    await context.close();
  });

  test("lights what a move reached and says how far it went", async () => {
    const {page, context} = await open("serving?predict=off");
    await page.locator(".dag").scrollIntoViewIfNeeded();
    await rest(page);
    await slider(page, "Batch").focus();
    await page.keyboard.press("PageUp");
    await rest(page);
    expect(await page.locator(".dag .changed").count()).toBeGreaterThan(4);
    // twice as many requests: the weights read are recomputed for nothing, and still fit
    expect(await page.locator(".dag .node", {hasText: "Fits"}).getAttribute("class")).toContain(
      "same"
    );
    expect(await page.getByText(/Your last move recomputed \d+ of \d+ cells/).count()).toBe(1);
    await page.locator(".dag .node", {has: page.getByText("KV cache", {exact: true})}).click();
    await page.locator("#because .katex").first().waitFor();
    expect(await page.locator("#because .trail").innerText()).toBe("KV cache");
    await context.close();
  });

  test("shows no number that cannot happen, and what would help", async () => {
    const {page, context} = await open("serving?predict=off&model=Llama3_70B");
    expect(await figure(page, 1).innerText()).toBe("–");
    expect(await page.locator(".fig").nth(1).innerText()).toContain("if it fitted");
    expect(await page.locator(".verdict").innerText()).toMatch(/Does not fit\..*Nearest fix: /);
    await context.close();
  });

  test("makes a table when it is opened, and exports what is seen", async () => {
    const {page, context, problems} = await open("serving?predict=off");
    const loaded: string[] = [];
    page.on("response", (response) => loaded.push(response.url()));
    await page.locator(".tablebox summary").first().click();
    await page.locator(".tablebox table").first().waitFor();
    expect(loaded.length).toBeGreaterThan(0);
    expect(await page.locator(".tablebox tr.now th").innerText()).toBe("32");
    const [csv] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", {name: "CSV"}).click()
    ]);
    expect(csv.suggestedFilename()).toBe("ironlaw-serving.csv");
    const [json] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", {name: "JSON"}).click()
    ]);
    expect(json.suggestedFilename()).toBe("ironlaw-serving.json");
    expect(problems).toEqual([]);
    await context.close();
  });

  test("writes cells into its prose as the scenario moves", async () => {
    const {page, context} = await open("serving?predict=off");
    expect(await words(page.locator(".prose.live"))).toContain("8.59 GB");
    await box(page, "Batch").fill("64");
    await rest(page);
    expect(await words(page.locator(".prose.live"))).toContain("17.2 GB");
    await context.close();
  });
});

test("nothing moves for a reader who asked for that", async () => {
  const {page, context} = await open("serving?predict=off");
  await page.emulateMedia({reducedMotion: "reduce"});
  await slider(page, "Batch").focus();
  await page.keyboard.press("PageUp");
  await rest(page);
  const running = await page.evaluate(() => document.getAnimations().length);
  expect(running).toBe(0);
  await context.close();
});
