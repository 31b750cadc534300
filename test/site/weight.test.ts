import {gzipSync} from "node:zlib";
import {expect, test} from "vitest";
import {pages, settled, stage} from "./harness.js";

const {browser, address, site} = stage();

/** Gzip, decimal kilobytes, fonts and engine included. */
const kilobytes = 260;
const requests = 20;

test.each(pages.map((path) => [path]))(
  `a first visit to /%s weighs at most ${kilobytes} kB in ${requests} files`,
  async (path) => {
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
    expect(sum, list).toBeLessThanOrEqual(kilobytes);
    expect(sizes.length, list).toBeLessThanOrEqual(requests);
    await context.close();
  }
);
