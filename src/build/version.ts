import {readFileSync} from "node:fs";
import type {Version} from "../components/export.js";
import {registry} from "./tables.js";

/** The library's version, and the last day on which a figure was looked up. */
export function version(): Version {
  // npm's own file
  const {version: number} = JSON.parse(readFileSync("package.json", "utf-8")) as {version: string};
  const days = registry.table("provenance")?.rows.map(({cell}) => cell("checked")) ?? [];
  return {number, dataDate: days.toSorted().at(-1) ?? ""};
}
