// npm run bench [-- engine | site | mutation …]: each part is a folder. Its run.ts is bundled: what a page
// runs, and no loader's wrappers in what is timed. Its measure.ts drives other programs and is run as it is.
import {spawnSync} from "node:child_process";
import {existsSync} from "node:fs";
import {build} from "esbuild";

const words = process.argv.slice(2);
const options = words.filter((word) => word.startsWith("-"));
const parts = words.filter((word) => !word.startsWith("-"));
for (const part of parts.length > 0 ? parts : ["engine", "site"]) {
  const measure = `bench/${part}/measure.ts`;
  if (existsSync(measure)) {
    const {status} = spawnSync(process.execPath, ["--import", "tsx", measure, ...options], {
      stdio: "inherit"
    });
    process.exitCode = status ?? 1;
    continue;
  }
  const source = `bench/${part}/run.ts`;
  if (!existsSync(source)) {
    console.error(`unknown benchmark; must be engine, site or mutation: ${part}`);
    process.exit(2);
  }
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
