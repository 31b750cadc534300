import {cited} from "../lib/model/source.js";
import {recordTypes} from "../lib/models/records/all.js";
import {load} from "../lib/registry/registry.js";
import {parseTable} from "../lib/registry/table.js";

/**
 * Reads every row of every table of records and every reference, so that a bad one stops a build with one line:
 * file, line, column and rule. A loader would bury it under a stack; a warm cache would hide it.
 */
export function checkRegistry(texts: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(texts)) parseTable(name, text);
  const registry = load(texts);
  for (const row of registry.table("references")?.rows ?? []) cited(row.cell("key"), registry);
  for (const type of recordTypes) {
    for (const key of registry.keys(type)) {
      const {source} = registry.row(type, key)!; // a key of the table
      for (const field of Object.keys(type.own)) source(field);
    }
  }
}
