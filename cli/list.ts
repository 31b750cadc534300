import type {Command} from "commander";
import {models, nearest, nounOf} from "../lib/index.js";
import type {RecordType} from "../lib/index.js";
import {Failure, nearestHint} from "./failure.js";
import {folderOf} from "./flags.js";
import {columns, json} from "./print.js";
import {readRegistry} from "./registry.js";

/** `ironlaw list`: the models and what they answer; `ironlaw list hardware`: the keys of a table. */
export function listCommand(command: Command, table: string | undefined): void {
  const isJson = command.opts<{json?: boolean}>().json === true;
  const rows = table === undefined ? modelRows() : keyRows(table, folderOf(command));
  process.stdout.write(isJson ? json(rows) : columns(rows.map((row) => Object.values(row))));
}

function modelRows(): readonly Readonly<Record<string, string>>[] {
  return models.map(({name, spec}) => ({
    noun: nounOf(name),
    model: name,
    inputs: `${Object.keys(spec.inputs).length} inputs`,
    question: spec.question ?? spec.doc
  }));
}

function keyRows(table: string, folder: string): readonly Readonly<Record<string, string>>[] {
  const types = recordTypes();
  const type = types.get(table);
  if (!type) {
    const close = nearest(table, types.keys());
    throw new Failure(
      `ironlaw list: unknown table; must be one of ${[...types.keys()].join(", ")}` +
        `${nearestHint(close)}: ${table}`
    );
  }
  const registry = readRegistry(folder);
  return registry.keys(type).map((key) => ({key, name: registry.row(type, key)!.name}));
}

/** The tables that some input of some model takes a key of. */
function recordTypes(): ReadonlyMap<string, RecordType> {
  const found = new Map<string, RecordType>();
  const add = (type: RecordType): void => {
    if (found.has(type.table)) return;
    found.set(type.table, type);
    for (const field of Object.values(type.own)) if ("record" in field) add(field.record);
  };
  for (const {spec} of models) {
    for (const input of Object.values(spec.inputs)) if ("record" in input) add(input.record);
  }
  return found;
}
