import {expect, test} from "vitest";
import {kinds, noted, pages, settled, stage} from "./harness.js";

const {open, site, browser, address} = stage();

test.each(pages.map((path) => [path]))(
  "/%s states its policy before its first script",
  async (path) => {
    const html = await (await fetch(address(path))).text();
    const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]+)">/.exec(html);
    expect(policy).not.toBeNull();
    expect(policy!.index).toBeLessThan(html.indexOf("<script"));
    const scripts = /script-src ([^;]+)/.exec(policy![1]!)![1];
    expect(scripts).toMatch(/^'self' 'wasm-unsafe-eval'( 'sha256-[\w+/=]{44}')*$/);
    expect(policy![1]).toContain("default-src 'self'");
    expect(html).not.toMatch(/ on\w+="/);
  }
);

test("the policy forbids eval, scripts written into the page and other sites", async () => {
  const {page, context} = await open("");
  const ran = await page.evaluate(async () => {
    const found: string[] = [];
    // a string in place of a function is what the policy must stop
    Reflect.apply(setTimeout, globalThis, ["globalThis.ran = 'eval'"]);
    const script = document.createElement("script");
    script.textContent = "globalThis.ran = 'inline'";
    document.body.append(script);
    await fetch("https://example.org/").then(
      () => found.push("fetch"),
      () => undefined
    );
    await new Promise((done) => setTimeout(done, 200));
    if (Reflect.has(globalThis, "ran")) found.push(String(Reflect.get(globalThis, "ran")));
    return found;
  });
  expect(ran).toEqual([]);
  const {forbidden} = await noted(page);
  expect(forbidden.map((one) => one.split(" ")[0] ?? "").toSorted()).toEqual([
    "connect-src",
    "script-src",
    "script-src-elem"
  ]);
  await context.close();
});

test.each(kinds.map((path) => [path]))(
  "/%s says the same where WebAssembly is forbidden",
  async (path) => {
    const {page, context} = await open(path);
    const told = (await page.locator("main").innerText()).split("\n");
    await context.close();

    const strict = await browser().newContext({serviceWorkers: "block", colorScheme: "light"});
    const other = await strict.newPage();
    await other.setViewportSize({width: 1440, height: 900});
    const problems: string[] = [];
    other.on("pageerror", (error) => problems.push(error.message));
    other.on("console", (message) => {
      // the browser reports what it refuses, though the page has caught it
      if (message.type() === "error" && !/wasm|WebAssembly/i.test(message.text()))
        problems.push(message.text());
    });
    await other.route(`${site().origin}/**`, async (route) => {
      if (!route.request().isNavigationRequest()) return route.continue();
      const response = await route.fetch();
      const body = (await response.text()).replace(" 'wasm-unsafe-eval'", "");
      return route.fulfill({response, body});
    });
    await other.goto(address(path), {waitUntil: "networkidle"});
    await settled(other);
    const said = (await other.locator("main").innerText()).split("\n");
    expect(said.filter((line) => !told.includes(line))).toEqual([]);
    expect(said.length).toBe(told.length);
    expect(problems).toEqual([]);
    await strict.close();
  }
);
