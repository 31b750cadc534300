import type {FieldSource} from "./provenance.js";
import type {RecordType, Value, Values} from "./schema.js";

/** One checked record: numbers in SI by path, `null` or nothing where nothing is known. */
export interface Row {
  readonly type: RecordType;
  /** key in its table; `inline` for one given in full */
  readonly key: string;
  readonly name: string;
  readonly values: Values;
  /** what the reference program has in place of the corrected values (`data/errata.csv`) */
  readonly reference: Values;
  /** nested records by field, null where there is none */
  readonly nested: Readonly<Record<string, Row | null>>;
  /** where a field's value comes from */
  readonly source: (field: string) => FieldSource;
}

/** A field as a fidelity sees it: the reference's own value in `textbook`. */
export function valueIn(row: Row, field: string, isTextbook: boolean): Value {
  if (isTextbook && Object.hasOwn(row.reference, field)) return row.reference[field] ?? null;
  return row.values[field] ?? null;
}

export interface RowParts {
  readonly type: RecordType;
  readonly key: string;
  readonly name: string;
  /** fields of the record itself, nested records left out */
  readonly own: Values;
  readonly ownReference: Values;
  readonly nested: Readonly<Record<string, Row | null>>;
  readonly source: (field: string) => FieldSource;
  /** the row that it starts from, whose nested records it may share */
  readonly base?: Row | undefined;
}

/** Puts nested records' fields in by path; a nested record's presence is 1. */
export function makeRow({type, key, name, own, ownReference, nested, source, base}: RowParts): Row {
  const values: Record<string, Value> = {...base?.values, ...own, name};
  const reference: Record<string, Value> = {...base?.reference};
  for (const field of Object.keys(own)) delete reference[field];
  Object.assign(reference, ownReference);
  for (const [field, row] of Object.entries(nested)) {
    const before = base?.nested[field];
    if (base && row === before) continue; // its fields stand there already
    values[field] = row ? 1 : null;
    for (const path of Object.keys(before?.values ?? {})) delete values[`${field}.${path}`];
    for (const path of Object.keys(before?.reference ?? {})) delete reference[`${field}.${path}`];
    if (!row) continue;
    for (const [path, value] of Object.entries(row.values)) values[`${field}.${path}`] = value;
    for (const [path, value] of Object.entries(row.reference))
      reference[`${field}.${path}`] = value;
  }
  return {
    type,
    key,
    name,
    values,
    reference,
    nested,
    source(field) {
      const dot = field.indexOf(".");
      const inner = dot < 0 ? undefined : nested[field.slice(0, dot)];
      return inner ? inner.source(field.slice(dot + 1)) : source(field);
    }
  };
}
