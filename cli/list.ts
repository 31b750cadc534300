import type {Command} from "commander";
import {joined, models, nearest, nounOf} from "../lib/index.js";
import type {AnyModel, RecordType} from "../lib/index.js";
import {Failure, nearestHint} from "./failure.js";
import {folderOf} from "./flags.js";
import {columns, json} from "./print.js";
import {readRegistry} from "./registry.js";

/** `ironlaw list`: the models and what they answer; `ironlaw list hardware`: the keys of a table. */
export function listCommand(command: Command, name: string | undefined): void {
  const isJson = command.opts<{json?: boolean}>().json === true;
  const text = name === undefined ? modelList(isJson) : keyList(name, folderOf(command), isJson);
  process.stdout.write(text);
}

type Rows = readonly Readonly<Record<string, string>>[];
const table = (rows: Rows): string => columns(rows.map((row) => Object.values(row)));

function modelList(isJson: boolean): string {
  const [own, those] = [rowsOf(models.filter((one) => !joined.includes(one))), rowsOf(joined)];
  if (!isJson) return `${table(own)}\nJoined from these:\n${table(those)}`;
  return json([
    ...own.map((row) => ({...row, joined: false})),
    ...those.map((row) => ({...row, joined: true}))
  ]);
}
function rowsOf(some: readonly AnyModel[]): Rows {
  return some.map(({name, spec}) => ({
    noun: nounOf(name),
    model: name,
    inputs: `${Object.keys(spec.inputs).length} inputs`,
    question: spec.question ?? spec.doc
  }));
}

function keyList(name: string, folder: string, isJson: boolean): string {
  const types = recordTypes();
  const type = types.get(name);
  if (!type) {
    const close = nearest(name, types.keys());
    throw new Failure(
      `ironlaw list: unknown table; must be one of ${[...types.keys()].join(", ")}` +
        `${nearestHint(close)}: ${name}`
    );
  }
  const registry = readRegistry(folder);
  const rows = registry.keys(type).map((key) => ({key, name: registry.row(type, key)!.name}));
  return isJson ? json(rows) : table(rows);
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
