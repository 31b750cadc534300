import {csvFormatRows} from "d3";
import {fidelities} from "../../lib/graph/spec.js";
import type {AnyModel, InputSpec} from "../../lib/graph/spec.js";
import {graphOf} from "../../lib/model/model.js";
import {columnName} from "../../lib/registry/schema.js";
import type {RecordType} from "../../lib/registry/schema.js";
import type {Table} from "../../lib/registry/table.js";
import {registry} from "./tables.js";

/** Fields that pages show and no equation reads. */
const shown: Readonly<Record<string, readonly string[]>> = {
  grids: ["place", "primarySource"],
  hardware: ["class"]
};

/** What is kept of one table. */
interface Part {
  readonly type: RecordType;
  readonly fields: Set<string>;
  readonly keys: Set<string>;
}

/** CSV texts by table: figures, and what is known of their sources. */
export interface Slim {
  readonly tables: Readonly<Record<string, string>>;
  readonly sources: Readonly<Record<string, string>>;
}

/**
 * What some models need of `data/`: the columns that an equation reads, the rows that a model takes
 * (`takes`), those that they refer to, and the sources of all this.
 */
export function slimTables(
  models: readonly AnyModel[],
  takes: (model: AnyModel, input: string, key: string) => boolean
): Slim {
  const parts = new Map<string, Part>();
  const cites = new Set<string>();
  for (const model of models) {
    for (const [input, spec] of Object.entries<InputSpec>(model.spec.inputs)) {
      if ("unit" in spec && typeof spec.default === "object") {
        const {of, key, field} = spec.default;
        keep(parts, of, key, [field]);
      }
      if (!("record" in spec)) continue;
      const keys = registry.keys(spec.record).filter((key) => takes(model, input, key));
      for (const key of keys) keep(parts, spec.record, key, fieldsRead(model, input));
    }
    for (const {spec} of [model, ...Object.values(model.spec.uses ?? {}).map(({of}) => of)]) {
      const said = [...Object.values(spec.inputs), ...Object.values(spec.cells)];
      for (const {source} of said) if (source !== undefined) cites.add(source);
    }
  }
  const tables: Record<string, string> = {};
  const sources: Record<string, string> = {};
  const columns = new Map<string, readonly string[]>();
  for (const [name, part] of parts) {
    const table = registry.table(name)!; // a part is of a table
    const own = columnsOf(part, table);
    columns.set(name, own);
    tables[name] = csv(table, own, (cell) => part.keys.has(cell("key")));
  }
  const isKept = (cell: Cell): boolean => {
    const column = cell("column");
    const isKnown = column === "*" || columns.get(cell("table"))?.includes(column) === true;
    return isKnown && parts.get(cell("table"))?.keys.has(cell("key")) === true;
  };
  const errata = registry.table("errata");
  if (errata) tables["errata"] = csv(errata, ["table", "key", "column", "value", "found"], isKept);
  const provenance = registry.table("provenance");
  if (provenance) {
    for (const {cell} of provenance.rows) if (isKept(cell)) cites.add(cell("reference"));
    sources["provenance"] = csv(provenance, provenance.columns, isKept);
  }
  const references = registry.table("references");
  if (references) {
    const wanted = references.columns.filter((column) => column !== "published");
    sources["references"] = csv(references, wanted, (cell) => cites.has(cell("key")));
  }
  return {tables, sources};
}

/** Fields of a record input that some fidelity's equations read, by path. */
function fieldsRead(model: AnyModel, input: string): readonly string[] {
  return fidelities.flatMap((fidelity) => [
    ...(graphOf(model, fidelity).records.get(input)?.fields.keys() ?? [])
  ]);
}

/** Keeps a row, and the rows in it, with some of their fields. */
function keep(
  parts: Map<string, Part>,
  type: RecordType,
  key: string,
  paths: readonly string[]
): void {
  let part = parts.get(type.table);
  if (!part) {
    part = {type, fields: new Set(shown[type.table]), keys: new Set()};
    parts.set(type.table, part);
  }
  part.keys.add(key);
  const inner = new Map<string, string[]>();
  for (const path of paths) {
    const dot = path.indexOf(".");
    const field = dot < 0 ? path : path.slice(0, dot);
    part.fields.add(field);
    if (dot >= 0) inner.set(field, [...(inner.get(field) ?? []), path.slice(dot + 1)]);
  }
  const row = registry.row(type, key);
  for (const [field, spec] of Object.entries(type.own)) {
    const nested = row?.nested[field];
    if ("record" in spec && nested) keep(parts, spec.record, nested.key, inner.get(field) ?? []);
  }
}

/** The key, the name, what is read and what a row must state; columns without a value are left out. */
function columnsOf({type, fields, keys}: Part, table: Table): readonly string[] {
  const wanted = new Set(["key", "name"]);
  for (const [field, spec] of Object.entries(type.own)) {
    const mayBeLeftOut =
      ("optional" in spec && spec.optional) ||
      ("blank" in spec && spec.blank) ||
      ("default" in spec && spec.default !== undefined);
    const isNested = "record" in spec;
    if (mayBeLeftOut && !isNested && !fields.has(field)) continue;
    const options = "unit" in spec && spec.by ? spec.by : [undefined];
    for (const option of options) wanted.add(columnName(field, spec, option));
  }
  const rows = table.rows.filter(({cell}) => keys.has(cell("key")));
  return table.columns.filter(
    (column) => wanted.has(column) && rows.some(({cell}) => cell(column) !== "")
  );
}

type Cell = (column: string) => string;

/** Some columns of some rows of a table, as text again. */
export function csv(
  table: Table,
  columns: readonly string[],
  isKept: (cell: Cell) => boolean = () => true
): string {
  const rows = table.rows.filter(({cell}) => isKept(cell));
  return csvFormatRows([[...columns], ...rows.map(({cell}) => columns.map(cell))]);
}
