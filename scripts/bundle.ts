// After `observable build`: one small set of scripts for all pages, instead of a file for each module.
//
// Framework copies every module as it is and imports it by name inside each page, so nothing is shaken
// or minified. Here each page's inline module becomes an entry of one esbuild run with shared chunks:
//   - its dynamic imports become static ones, so that esbuild sees which names are used;
//   - what Framework had bundled from node_modules (`_node/`) is taken from node_modules again, because
//     only there package.json says which modules have no side effects;
//   - names carry the hash of the content; a page preloads the scripts and the data that it waits for;
//   - fonts inlined in a stylesheet become files, so that text is not held up by them.
// The pages then hold no inline module, and a policy without 'unsafe-inline' for scripts is possible.
import {existsSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {dirname, join, posix, resolve as absolute} from "node:path";
import {build, transform} from "esbuild";
import type {BuildResult, Plugin} from "esbuild";
import {joined} from "./chunks.js";
import type {Script} from "./chunks.js";
import {dist, from, late, names, onDemand, put, read} from "./dist.js";
import {assembled} from "./page-html.js";
import {hoisted, inlineModule} from "./page-module.js";
import {stylesheets} from "./stylesheets.js";

const app = "_app";
const sheets = await stylesheets();
const pages = names(/\.html$/);
const html = new Map(pages.map((page) => [page, renamed(page, read(page))]));
const split = await bundled(new Map(pages.map((page) => [page, entryOf(page)])));
if (process.env["METAFILE"]) writeFileSync(process.env["METAFILE"], JSON.stringify(split.metafile));
const scripts = await joined(split);

const fonts = names(/\.woff2$/).filter((font) =>
  [...sheets.text].some(([name, css]) => !late(name) && css.includes(posix.basename(font)))
);
for (const page of pages) {
  const entry = [...scripts].find(([, {entryPoint}]) => entryPoint === `page:${page}`)?.[0];
  if (entry === undefined) throw new Error(`bundle: no script for ${page}`);
  const now = needs(entry, ({imports}) => imports).add(entry);
  const later = [...needs(entry, (one) => [...one.imports, ...one.later])];
  const loads = {entry, now: [...now], later: later.filter((file) => !now.has(file)), fonts};
  put(page, assembled(page, html.get(page) ?? "", loads, sheets));
}
for (const folder of ["_import", "_node", "_npm", "_observablehq"])
  rmSync(join(dist, folder), {recursive: true, force: true});
for (const name of sheets.text.keys()) if (!late(name)) rmSync(join(dist, name), {force: true});
await worker();

function renamed(page: string, text: string): string {
  let now = text;
  for (const [old, name] of sheets.renamed) now = now.replaceAll(from(page, old), from(page, name));
  return now;
}

function entryOf(page: string): string {
  const address = from(`${app}/${page}`, "sw.js");
  return [
    `import {register} from ${JSON.stringify(absolute("scripts/register.ts"))};`,
    hoisted(inlineModule(html.get(page) ?? "")),
    `register(new URL(${JSON.stringify(address)}, import.meta.url));`
  ].join("\n");
}

function bundled(
  entries: ReadonlyMap<string, string>
): Promise<BuildResult<{write: false; metafile: true}>> {
  const framework: Plugin = {
    name: "framework",
    setup(plugin) {
      plugin.onResolve({filter: /^page:/}, ({path}) => ({path: path.slice(5), namespace: "page"}));
      plugin.onLoad({filter: /.*/, namespace: "page"}, ({path}) => ({
        contents: entries.get(path) ?? "",
        resolveDir: join(dist, dirname(path)),
        loader: "js"
      }));
      // libraries that Framework would fetch if a page named them: none does (scripts/prepare.ts)
      plugin.onLoad({filter: /.*/, namespace: "absent"}, () => ({
        contents: `throw new Error("not a library of this site");`
      }));
      plugin.onResolve({filter: /^\.\.?\//}, ({path, resolveDir}) => {
        const library = /_node\/((?:@[^/@]+\/)?[^/@]+)@[^/]+\//.exec(path)?.[1];
        if (library !== undefined)
          return plugin.resolve(library, {kind: "import-statement", resolveDir: process.cwd()});
        const file = join(resolveDir, path);
        if (!existsSync(file)) return {path: "library", namespace: "absent"};
        // package.json speaks for lib and src: what Framework wrote runs for its effects
        return path.includes("_observablehq/")
          ? {path: absolute(file), sideEffects: true}
          : undefined;
      });
    }
  };
  return build({
    entryPoints: pages.map((page) => ({in: `page:${page}`, out: page.replace(/\.html$/, "")})),
    bundle: true,
    splitting: true,
    format: "esm",
    write: false,
    // scripts/chunks.ts writes what is left
    minifySyntax: true,
    target: "es2022",
    legalComments: "none",
    charset: "utf8",
    metafile: true,
    outdir: join(dist, app),
    chunkNames: "shared.[hash]",
    plugins: [framework],
    logLevel: "warning",
    logOverride: {"ignored-bare-import": "error"}
  });
}

/** The scripts that one loads, those that wait for a click left out. */
function needs(
  name: string,
  of: (script: Script) => readonly string[],
  found = new Set<string>()
): Set<string> {
  const script = scripts.get(name);
  for (const next of script ? of(script) : []) {
    const about = scripts.get(next);
    if (!about || found.has(next) || about.inputs.some(isAside)) continue;
    found.add(next);
    needs(next, of, found);
  }
  return found;
}

/** Whether a page does without a module until a reader asks. */
function isAside(module: string): boolean {
  return onDemand(module) || module.startsWith("absent:");
}

/** The service worker knows what this build consists of. */
async function worker(): Promise<void> {
  const files = names(/^(_app|_file)\//);
  const open = pages
    .filter((page) => page !== "404.html")
    .map((page) => page.replace(/(^|\/)index\.html$/, "$1").replace(/\.html$/, ""));
  const {code} = await transform(readFileSync("scripts/worker.js", "utf-8"), {
    minify: true,
    target: "es2022",
    define: {FILES: JSON.stringify(files), PAGES: JSON.stringify(open)}
  });
  put("sw.js", code);
}
