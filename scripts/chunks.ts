import {posix} from "node:path";
import {transform} from "esbuild";
import type {BuildResult, Metafile} from "esbuild";
import {rollup} from "rollup";
import type {Plugin} from "rollup";
import {dist, put} from "./dist.js";

/** A built script: what it imports at once and later, and the modules that it was made of. */
export interface Script {
  readonly imports: readonly string[];
  readonly later: readonly string[];
  /** the page whose entry it is, as esbuild names it */
  readonly entryPoint: string | undefined;
  readonly inputs: readonly string[];
}

type Split = BuildResult<{write: false; metafile: true}>;

/** What a request costs a page, in bytes of script before minification. */
const request = 4300;

/**
 * esbuild cuts a script for every set of pages that share something, which is a script for almost every
 * module once there are many pages. Some are joined again (`groupsOf`).
 */
export async function joined({metafile, outputFiles}: Split): Promise<ReadonlyMap<string, Script>> {
  const code = new Map(
    outputFiles.map(({path, text}) => [posix.relative(process.cwd(), path), text])
  );
  const entries = Object.entries(metafile.outputs).filter(([, {entryPoint}]) =>
    entryPoint?.startsWith("page:")
  );
  const groups = groupsOf(
    metafile,
    entries.map(([path]) => path)
  );
  const memory: Plugin = {
    name: "memory",
    resolveId: (id, importer) =>
      importer === undefined ? id : posix.join(posix.dirname(importer), id),
    load: (id) => code.get(id) ?? null
  };
  const bundle = await rollup({
    input: Object.fromEntries(
      entries.map(([path, {entryPoint}]) => [
        entryPoint!.slice("page:".length).replace(/\.html$/, ""),
        path
      ])
    ),
    plugins: [memory],
    // esbuild has shaken the tree
    treeshake: false,
    preserveEntrySignatures: false
  });
  const {output} = await bundle.generate({
    format: "es",
    entryFileNames: "[name].[hash].js",
    chunkFileNames: "shared.[hash].js",
    manualChunks: (path) => groups.get(path),
    minifyInternalExports: true,
    compact: true
  });
  await bundle.close();
  const app = posix.join(dist, "_app");
  const scripts = new Map<string, Script>();
  for (const chunk of output) {
    if (chunk.type !== "chunk") continue;
    const {code: small} = await transform(chunk.code, {
      minify: true,
      format: "esm",
      target: "es2022",
      legalComments: "none",
      charset: "utf8"
    });
    const name = (file: string): string => posix.relative(dist, posix.join(app, file));
    put(name(chunk.fileName), small);
    const facade = chunk.isEntry ? chunk.facadeModuleId : null;
    scripts.set(name(chunk.fileName), {
      imports: chunk.imports.map(name),
      later: chunk.dynamicImports.map(name),
      entryPoint: facade === null ? undefined : metafile.outputs[facade]?.entryPoint,
      inputs: chunk.moduleIds.flatMap((id) => Object.keys(metafile.outputs[id]?.inputs ?? {}))
    });
  }
  return scripts;
}

/** Scripts that become one, and who loads it. */
interface Group {
  readonly paths: readonly string[];
  readonly pages: ReadonlySet<string>;
  readonly bytes: number;
}

/**
 * A name for each script that pages share; scripts of one name become one. Two are joined where the
 * requests that pages save are worth more than the bytes that some then load in vain, best first, and
 * never so that one would wait for a script that waits for it.
 */
function groupsOf(metafile: Metafile, entries: readonly string[]): ReadonlyMap<string, string> {
  const pages = pagesOf(metafile, entries);
  let groups = [...pages]
    .filter(([path]) => metafile.outputs[path]!.entryPoint === undefined)
    .map(([path, users]): Group => ({
      paths: [path],
      pages: users,
      bytes: metafile.outputs[path]!.bytes
    }));
  for (;;) {
    const best = pairs(groups)
      .map(([a, b]) => ({a, b, gain: gainOf(a, b)}))
      .filter(({gain}) => gain > 0)
      .toSorted((one, other) => other.gain - one.gain)
      .find(({a, b}) => !isCyclic(metafile, groups, a, b));
    if (!best) break;
    const {a, b} = best;
    const both = {
      paths: [...a.paths, ...b.paths],
      pages: new Set([...a.pages, ...b.pages]),
      bytes: a.bytes + b.bytes
    };
    groups = [...groups.filter((one) => one !== a && one !== b), both];
  }
  return new Map(
    groups.flatMap(({paths}, i) => paths.map((path) => [path, `shared${i}`] as const))
  );
}

function gainOf(a: Group, b: Group): number {
  const common = [...a.pages].filter((page) => b.pages.has(page)).length;
  const inVain = a.bytes * (b.pages.size - common) + b.bytes * (a.pages.size - common);
  return request * common - inVain;
}

function pairs<T>(list: readonly T[]): readonly (readonly [T, T])[] {
  return list.flatMap((a, i) => list.slice(i + 1).map((b) => [a, b] as const));
}

/** Whether one of two groups needs the other by way of a third. */
function isCyclic(metafile: Metafile, groups: readonly Group[], a: Group, b: Group): boolean {
  const owners = new Map(groups.flatMap((one) => one.paths.map((path) => [path, one] as const)));
  const needs = ({paths}: Group): readonly Group[] =>
    paths.flatMap((path) => needed(metafile, path)).flatMap((path) => owners.get(path) ?? []);
  const isEither = (one: Group): boolean => one === a || one === b;
  const outside = new Set([a, b].flatMap(needs).filter((one) => !isEither(one)));
  for (const one of outside) {
    for (const next of needs(one)) {
      if (isEither(next)) return true;
      outside.add(next);
    }
  }
  return false;
}

/** What a script loads at once. */
function needed(metafile: Metafile, path: string): readonly string[] {
  return metafile.outputs[path]!.imports.filter(
    (one) => one.kind === "import-statement" && metafile.outputs[one.path]
  ).map((one) => one.path);
}

/** The pages that load each script at once. */
function pagesOf(
  metafile: Metafile,
  entries: readonly string[]
): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const entry of entries) {
    const seen = new Set([entry]);
    for (const path of seen) {
      found.set(path, (found.get(path) ?? new Set()).add(entry));
      for (const next of needed(metafile, path)) seen.add(next);
    }
  }
  return found;
}
