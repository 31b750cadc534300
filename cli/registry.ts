import {existsSync, readdirSync, readFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {fileURLToPath} from "node:url";
import {load} from "../lib/registry/registry.js";
import type {Registry} from "../lib/registry/registry.js";
import {Failure} from "./failure.js";

/** Where package.json stands: above this file, and further above what it is compiled to. */
export const packageFolder: string = folderAbove(dirname(fileURLToPath(import.meta.url)));

function folderAbove(folder: string): string {
  return existsSync(join(folder, "package.json")) ? folder : folderAbove(dirname(folder));
}

/** The tables of the package. */
export const dataFolder: string = join(packageFolder, "data");

/** A registry of a folder's CSV files; a file is read when a model first looks something up in it. */
export function readRegistry(folder: string = dataFolder): Registry {
  const texts: Record<string, string> = {};
  for (const file of filesOf(folder)) {
    if (!file.endsWith(".csv")) continue;
    Object.defineProperty(texts, file.slice(0, -".csv".length), {
      enumerable: true,
      get: () => readFileSync(join(folder, file), "utf-8")
    });
  }
  return load(texts);
}

function filesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    throw new Failure(`ironlaw: invalid --data; must be a folder that can be read: ${folder}`);
  }
}
