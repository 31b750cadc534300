import {models} from "../lib/models/all.js";
import {load} from "../lib/registry/registry.js";
import type {RecordType} from "../lib/registry/schema.js";
import {parseTable} from "../lib/registry/table.js";

/**
 * Reads every row that a model may take, so that a bad one stops a build with one line:
 * file, line, column and rule. A loader would bury it under a stack; a warm cache would hide it.
 */
export function checkRegistry(texts: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(texts)) parseTable(name, text);
  const registry = load(texts);
  for (const type of recordTypes()) {
    for (const key of registry.keys(type)) registry.row(type, key);
  }
}

function recordTypes(): ReadonlySet<RecordType> {
  const found = new Set<RecordType>();
  const add = (type: RecordType): void => {
    if (found.has(type)) return;
    found.add(type);
    for (const field of Object.values(type.own)) if ("record" in field) add(field.record);
  };
  for (const {spec} of models) {
    for (const input of Object.values(spec.inputs)) {
      if ("record" in input) add(input.record);
      else if ("unit" in input && typeof input.default === "object") add(input.default.of);
    }
    for (const cell of Object.values(spec.cells)) {
      if ("record" in cell && typeof cell.record === "object") add(cell.record);
    }
  }
  return found;
}
