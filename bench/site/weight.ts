import {brotliCompressSync, gzipSync} from "node:zlib";
import {base, visit} from "./visit.js";
import type {Subject} from "./visit.js";

interface Sizes {
  files: number;
  raw: number;
  gzip: number;
  brotli: number;
}

/** Prints what a first visit loads, by kind, in decimal kilobytes. */
export async function weight(subject: Subject): Promise<void> {
  const {context, page, url} = await visit(subject);
  const files: Promise<readonly [string, Buffer]>[] = [];
  page.on("response", (response) => {
    const name = response.url().slice(subject.origin.length + base.length);
    if (response.url().startsWith(subject.origin))
      files.push(response.body().then((body) => [name, body]));
  });
  await page.goto(url, {waitUntil: "networkidle"});
  await page.waitForTimeout(800);

  const total: Sizes = {files: 0, raw: 0, gzip: 0, brotli: 0};
  const sums = new Map<string, Sizes>();
  for (const [name, body] of await Promise.all(files)) {
    const kind = kindOf(name);
    const packed = kind === "fonts";
    const gzip = packed ? body.length : gzipSync(body).length;
    const brotli = packed ? body.length : brotliCompressSync(body).length;
    const sum = sums.get(kind) ?? {files: 0, raw: 0, gzip: 0, brotli: 0};
    sums.set(kind, sum);
    for (const into of [sum, total]) {
      into.files += 1;
      into.raw += body.length;
      into.gzip += gzip;
      into.brotli += brotli;
    }
  }
  console.log("first visit, kB       files     raw    gzip  brotli");
  for (const [kind, sum] of [...sums, ["total", total] as const]) {
    const sizes = [sum.raw, sum.gzip, sum.brotli].map(kilobytes).join(" ");
    console.log(`${kind.padEnd(20)} ${String(sum.files).padStart(6)} ${sizes}`);
  }
  await context.close();
}

function kindOf(name: string): string {
  const extension = /\.(\w+)$/.exec(name)?.[1];
  const kinds: Readonly<Record<string, string>> = {
    woff2: "fonts",
    css: "css",
    json: "data",
    js: "script"
  };
  return kinds[extension ?? ""] ?? "html";
}

const kilobytes = (bytes: number): string => (bytes / 1000).toFixed(1).padStart(7);
