import {gzipSync} from "node:zlib";
import {expect, test} from "vitest";
import {storyPaths} from "../../src/build/story-markup.js";
import {pages, settled, stage} from "./harness.js";

const {browser, address, site} = stage();

/** Gzip, decimal kilobytes, fonts and engine included. */
const kilobytes = 260;
/** What pages of stories weigh today at most: those that join many parts hold their definitions. All should be 260. */
const storyKilobytes = 295;
const requests = 20;
const storyRequests = 24;

const limits = pages.map((path) =>
  storyPaths.includes(`/${path}`)
    ? ([path, storyKilobytes, storyRequests] as const)
    : ([path, kilobytes, requests] as const)
);

test.each(limits)(
  "a first visit to /%s weighs at most %d kB in %d files",
  async (path, limit, most) => {
    const context = await browser().newContext({serviceWorkers: "block"});
    const page = await context.newPage();
    const files: Promise<readonly [string, number]>[] = [];
    page.on("response", (response) => {
      if (!response.url().startsWith(site().origin)) return;
      const isPacked = response.url().endsWith(".woff2");
      files.push(
        response
          .body()
          .then((body) => [
            response.url().slice(site().origin.length),
            isPacked ? body.length : gzipSync(body).length
          ])
      );
    });
    await page.goto(address(path), {waitUntil: "networkidle"});
    await settled(page);
    const sizes = await Promise.all(files);
    const list = sizes.map(([name, size]) => `${name} ${size}`).join("\n");
    const sum = sizes.reduce((total, [, size]) => total + size, 0) / 1000;
    expect(sum, list).toBeLessThanOrEqual(limit);
    expect(sizes.length, list).toBeLessThanOrEqual(most);
    await context.close();
  }
);
