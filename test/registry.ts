import {readdirSync, readFileSync} from "node:fs";
import {load} from "../lib/registry/registry.js";

/** The files of `data/` by table name. */
export const tables: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync("data")
    .filter((file) => file.endsWith(".csv"))
    .map((file) => [file.slice(0, -".csv".length), readFileSync(`data/${file}`, "utf-8")])
);

/** The registry that pages and the command line use. */
export const registry = load(tables);
