import {readFileSync, readdirSync} from "node:fs";
import {load} from "../../lib/registry/registry.js";
import type {Registry} from "../../lib/registry/registry.js";

/** The files of `data/` by table name. */
export function readTables(): Readonly<Record<string, string>> {
  const files = readdirSync("data").filter((file) => file.endsWith(".csv"));
  return Object.fromEntries(
    files.map((file) => [file.slice(0, -".csv".length), readFileSync(`data/${file}`, "utf-8")])
  );
}

/** The whole registry, for what is made at build. */
export const registry: Registry = load(readTables());
