import {nearest} from "../errors.js";
import {readCell} from "./field.js";
import {figureIn, figureKey, provenanceOf} from "./provenance.js";
import type {Provenance} from "./provenance.js";
import {makeRow} from "./row.js";
import type {Row} from "./row.js";
import {columnName} from "./schema.js";
import type {FieldSpec, NestedField, NumberField, RecordType, Value} from "./schema.js";
import {parseTable, TableError} from "./table.js";
import type {Table, TableRow} from "./table.js";

/** The figures that models look up by key. */
export interface Registry {
  /** undefined for a key that the table does not have */
  readonly row: (type: RecordType, key: string) => Row | undefined;
  readonly keys: (type: RecordType) => readonly string[];
  /** a table as written; undefined when it was not loaded */
  readonly table: (name: string) => Table | undefined;
}

interface Loaded {
  readonly table: Table;
  readonly lines: ReadonlyMap<string, TableRow>;
  readonly made: Map<string, Row>;
}

/**
 * A registry of CSV texts by table name (`hardware`, `models`, …, `provenance`, `references`,
 * `errata`). Text is parsed at the first look-up of its table; a cell that breaks its schema throws
 * `TableError` with file, line and column.
 */
export function load(texts: Readonly<Record<string, string>>): Registry {
  const tables = new Map<string, Table>();
  const loaded = new Map<string, Loaded>();
  let provenance: Provenance | undefined;
  let errata: ReadonlyMap<string, ReadonlyMap<string, string>> | undefined;
  let findings: ReadonlyMap<string, readonly TableRow[]> | undefined;

  function table(name: string): Table | undefined {
    const text = texts[name];
    if (text === undefined) return undefined;
    let found = tables.get(name);
    if (!found) tables.set(name, (found = parseTable(name, text)));
    return found;
  }
  function rowsOf(type: RecordType): Loaded | undefined {
    const known = loaded.get(type.table);
    if (known) return known;
    const found = table(type.table);
    if (!found) return undefined;
    checkColumns(type, found);
    const lines = new Map<string, TableRow>();
    for (const line of found.rows) {
      const key = line.cell("key");
      if (key === "") throw line.error("key", "must not be empty");
      if (lines.has(key)) throw line.error("key", "must be unique");
      lines.set(key, line);
    }
    const made = {table: found, lines, made: new Map<string, Row>()};
    loaded.set(type.table, made);
    return made;
  }
  function erratum(of: string, key: string): ReadonlyMap<string, string> | undefined {
    errata ??= errataOf(table("errata"));
    return errata.get(`${of}/${key}`);
  }
  /** What sources give for a figure that the table keeps all the same, least and most, in SI. */
  function foundElsewhere(
    of: string,
    key: string,
    column: string,
    spec: Exclude<FieldSpec, NestedField>
  ): readonly [number, number] | undefined {
    findings ??= findingsOf(table("errata"));
    const values = findings.get(figureKey(of, key, column))?.map((line) =>
      Number(
        readCell(spec, line.cell("found"), (rule) => {
          throw line.error("found", rule);
        })
      )
    );
    return values && [Math.min(...values), Math.max(...values)];
  }
  function row(type: RecordType, key: string): Row | undefined {
    const rows = rowsOf(type);
    const known = rows?.made.get(key);
    if (known) return known;
    const line = rows?.lines.get(key);
    if (!rows || !line) return undefined;
    const made = read(type, key, line);
    rows.made.set(key, made);
    return made;
  }
  function read(type: RecordType, key: string, line: TableRow): Row {
    const own: Record<string, Value> = {};
    const ownReference: Record<string, Value> = {};
    const nested: Record<string, Row | null> = {};
    const wrong = erratum(type.table, key);
    for (const [field, spec] of Object.entries(type.own)) {
      if ("record" in spec) {
        nested[field] = nestedRow(spec, field, line);
        continue;
      }
      const value = (option?: string): Value =>
        cellValue(spec, columnName(field, spec, option), line);
      own[field] = "unit" in spec && spec.by ? byOption(spec.by, value) : value();
      const reference = referenceValue(field, spec, wrong, own[field]);
      if (reference !== undefined) ownReference[field] = reference;
    }
    const made = makeRow({...parts(type, key, line), own, ownReference, nested});
    for (const {field, says, that} of type.rules) {
      if (!that(made.values)) throw line.error(columnName(field, type.own[field]!), says);
    }
    return made;
  }
  function parts(
    type: RecordType,
    key: string,
    line: TableRow
  ): Pick<Row, "type" | "key" | "name" | "source"> {
    return {
      type,
      key,
      name: line.cell("name") || key,
      source: (field) => {
        provenance ??= provenanceOf(table("provenance"), table("references"));
        const [name = "", option] = field.split("[");
        const spec = type.own[name];
        const column = spec ? columnName(name, spec, option?.slice(0, -1)) : field;
        const found = spec && !("record" in spec) && foundElsewhere(type.table, key, column, spec);
        const source = provenance(type.table, key, column);
        return found ? {...source, found} : source;
      }
    };
  }
  function nestedRow(spec: NestedField, field: string, line: TableRow): Row | null {
    const column = columnName(field, spec);
    const key = line.cell(column);
    if (key === "") {
      if (spec.optional) return null;
      throw line.error(column, "must not be empty");
    }
    const found = row(spec.record, key);
    if (!found) throw line.error(column, `must be a key of data/${spec.record.table}.csv`);
    return found;
  }
  return {row, table, keys: (type) => [...(rowsOf(type)?.lines.keys() ?? [])]};
}

function cellValue(spec: FieldSpec, column: string, line: TableRow): Value {
  return readCell(spec, line.cell(column), (rule) => {
    throw line.error(column, rule);
  });
}

function byOption(options: readonly string[], value: (option: string) => Value): Value {
  const found: Record<string, number | null> = {};
  for (const option of options) found[option] = value(option) as number | null; // a number field
  return found;
}

/** The reference's value of a field, undefined where it is the table's. */
function referenceValue(
  field: string,
  spec: Exclude<FieldSpec, NestedField>,
  wrong: ReadonlyMap<string, string> | undefined,
  value: Value | undefined
): Value | undefined {
  if (!wrong) return undefined;
  const read = (column: string): Value =>
    readCell(
      "unit" in spec ? ({...spec, optional: true} satisfies NumberField) : spec,
      wrong.get(column)!,
      (rule, text) => {
        throw new TableError(`data/errata.csv: ${column} ${rule}: ${String(text)}`);
      }
    );
  if ("unit" in spec && spec.by && typeof value === "object") {
    const changed = spec.by.filter((option) => wrong.has(columnName(field, spec, option)));
    if (changed.length === 0) return undefined;
    const entries = changed.map((option) => [option, read(columnName(field, spec, option))]);
    return {...value, ...(Object.fromEntries(entries) as Record<string, number | null>)}; // a number field
  }
  const column = columnName(field, spec);
  return wrong.has(column) ? read(column) : undefined;
}

/** `table/key` -> column -> the reference's value. */
function errataOf(table: Table | undefined): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const found = new Map<string, Map<string, string>>();
  for (const row of table?.rows ?? []) {
    if (row.cell("found") !== "") continue; // the table keeps the reference's value
    const at = `${row.cell("table")}/${row.cell("key")}`;
    if (!found.has(at)) found.set(at, new Map());
    found.get(at)!.set(row.cell("column"), row.cell("value"));
  }
  return found;
}

/** `table key column` -> rows with what a source gives in place of a figure that is kept. */
function findingsOf(table: Table | undefined): ReadonlyMap<string, readonly TableRow[]> {
  const found = new Map<string, TableRow[]>();
  for (const row of table?.rows ?? []) {
    if (row.cell("found") === "") continue;
    const at = figureIn(row);
    found.set(at, [...(found.get(at) ?? []), row]);
  }
  return found;
}

/** The columns that a table of this kind must have, `key` first. */
export function columnsOf(type: RecordType): readonly string[] {
  const fields = Object.entries(type.own).flatMap(([field, spec]) =>
    "unit" in spec && spec.by
      ? spec.by.map((option) => columnName(field, spec, option))
      : [columnName(field, spec)]
  );
  return ["key", ...fields];
}

function checkColumns(type: RecordType, table: Table): void {
  const known = columnsOf(type);
  for (const column of table.columns) {
    if (known.includes(column)) continue;
    const close = nearest(column, known);
    throw table.headerError(
      column,
      `is not a column of this table${close ? `, nearest is ${close}` : ""}`
    );
  }
}
