import {existsSync, readFileSync} from "node:fs";
import {join, posix} from "node:path";
import {build} from "esbuild";
import type {Plugin} from "esbuild";
import {expect, test} from "vitest";
import {names} from "../../scripts/dist.js";
import {base, pages, stage} from "./harness.js";

const {open, site} = stage();

interface Named {
  readonly ids: readonly string[];
  readonly links: readonly string[];
}

test("every link and every anchor of every page resolves", async () => {
  const found = new Map<string, Named>();
  for (const path of pages) {
    const {page, context} = await open(path);
    found.set(
      path,
      await page.evaluate(() => ({
        ids: [...document.querySelectorAll("[id]")].map((element) => element.id),
        links: [...document.querySelectorAll("a[href]")].map(
          (a) => new URL(a.getAttribute("href") ?? "", document.baseURI).href
        )
      }))
    );
    await context.close();
  }
  const broken: string[] = [];
  for (const [path, {links}] of found) {
    for (const link of new Set(links)) {
      const problem = wrong(link, found);
      if (problem !== undefined) broken.push(`/${path}: ${problem}: ${link}`);
    }
  }
  expect(broken).toEqual([]);
});

function wrong(link: string, found: ReadonlyMap<string, Named>): string | undefined {
  const url = new URL(link);
  if (url.protocol === "blob:" || url.protocol === "data:") return undefined;
  if (url.origin !== site().origin) return url.protocol === "https:" ? undefined : "not https";
  if (!url.pathname.startsWith(base)) return "outside the site";
  const path = url.pathname.slice(base.length);
  const target = found.get(path);
  if (!target) return existsSync(join("dist", path || "index.html")) ? undefined : "no such page";
  const anchor = decodeURIComponent(url.hash.slice(1));
  // Framework's 404 page has a <base>, so its own anchors name the first page
  const there =
    anchor === "" || target.ids.includes(anchor) || found.get("404")?.ids.includes(anchor);
  return there ? undefined : "no such anchor";
}

test("every import of every script resolves within the build", async () => {
  const local: Plugin = {
    name: "local",
    setup(plugin) {
      plugin.onResolve({filter: /^[^./]/}, ({path, importer}) =>
        importer === "" ? undefined : {errors: [{text: `${path} is not in the build`}]}
      );
    }
  };
  const entryPoints = names(/^_app\/.*\.js$/).map((name) => join(process.cwd(), "dist", name));
  const {errors} = await build({
    entryPoints,
    bundle: true,
    write: false,
    format: "esm",
    outdir: "unused",
    logLevel: "silent",
    plugins: [local]
  }).catch((error: {errors: unknown[]}) => error);
  expect(errors).toEqual([]);
  expect(entryPoints.length).toBeGreaterThan(1);
});

test("every file that a page, a stylesheet or the worker names is there", () => {
  const missing: string[] = [];
  const ask = (by: string, name: string, at = posix.dirname(by)): void => {
    const path = posix.join(at, name.replace(/[?#].*/, ""));
    const isThere = [path, `${path}.html`, posix.join(path, "index.html")].some((file) =>
      existsSync(join("dist", file))
    );
    if (!isThere && name !== base && !/^(data:|https:|#)/.test(name))
      missing.push(`${by}: ${name}`);
  };
  const text = (name: string): string => readFileSync(join("dist", name), "utf-8");
  for (const page of names(/\.html$/)) {
    for (const [, name] of text(page).matchAll(/ (?:href|src)="([^"]+)"/g)) ask(page, name!);
  }
  for (const sheet of names(/\.css$/)) {
    for (const [, name] of text(sheet).matchAll(/url\("?([^")]+)"?\)/g)) ask(sheet, name!);
  }
  for (const script of names(/^_app\/.*\.js$/)) {
    for (const [, name] of text(script).matchAll(/"path":"([^"]+)"|path:"(\.\/_file[^"]+)"/g))
      if (name !== undefined) ask(script, name, "");
  }
  for (const [, name] of text("sw.js").matchAll(/"(_(?:app|file)\/[^"]+)"/g)) ask("sw.js", name!);
  expect(missing).toEqual([]);
});
