// npm run bench [-- engine | site | mutation …]: each part is a folder with a run.ts or run.mjs of its own.
import {existsSync} from "node:fs";
import {build} from "esbuild";

const parts = process.argv.slice(2).filter((word) => !word.startsWith("-"));
for (const part of parts.length > 0 ? parts : ["engine", "site"]) {
  const source = [`bench/${part}/run.ts`, `bench/${part}/run.mjs`].find((file) => existsSync(file));
  if (!source) {
    console.error(`unknown benchmark; must be engine, site or mutation: ${part}`);
    process.exit(2);
  }
  if (source.endsWith(".mjs")) {
    await import(new URL(`../${source}`, import.meta.url));
    continue;
  }
  // bundled: what a page runs, and no loader's wrappers in what is timed
  const outfile = `scratch/bench/${part}.mjs`;
  await build({
    entryPoints: [source],
    bundle: true,
    platform: "node",
    format: "esm",
    target: "es2023",
    outfile,
    logLevel: "error"
  });
  await import(new URL(`../${outfile}`, import.meta.url));
}
