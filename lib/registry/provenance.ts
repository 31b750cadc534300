import type {Table, TableRow} from "./table.js";

export const statuses = [
  "checked",
  "checked: secondary",
  "unchecked",
  "judgement",
  "derived",
  "given"
] as const;
export type Status = (typeof statuses)[number];

/** Where a figure comes from and how far that was followed up. */
export interface FieldSource {
  readonly title: string;
  readonly address?: string;
  readonly status: Status;
  /** day on which somebody opened the source and saw the figure */
  readonly checked?: string;
  readonly note?: string;
  /** what other sources give that contradict it, least and most, in SI (`data/errata.csv`) */
  readonly found?: readonly [number, number];
}

/** The source of what a caller states: there is nothing to look up. */
export const given: FieldSource = {title: "given", status: "given"};

/** Sources by table, record and column; `*` stands for a record's other columns. */
export type Provenance = (table: string, key: string, column: string) => FieldSource;

const unknown: FieldSource = {title: "no source stated", status: "unchecked"};

/** A row's own status, day and note beside a title and an address; `unstated` where it has no status. */
export function sourceIn(
  row: TableRow,
  {
    title,
    address,
    unstated = ""
  }: {readonly title: string; readonly address: string; readonly unstated?: string}
): FieldSource {
  const text = row.cell("status") || unstated;
  const status = statuses.find((one) => one === text);
  if (!status) throw row.error("status", `must be one of ${statuses.join(", ")}`);
  const [checked, note] = [row.cell("checked"), row.cell("note")];
  return {
    title,
    status,
    ...(address === "" ? {} : {address}),
    ...(checked === "" ? {} : {checked}),
    ...(note === "" ? {} : {note})
  };
}

/** What a row of `provenance.csv` or `errata.csv` is about, as a key. */
export function figureIn(row: TableRow): string {
  return figureKey(row.cell("table"), row.cell("key"), row.cell("column"));
}

/** A figure by table, record and column. */
export function figureKey(table: string, key: string, column: string): string {
  return [table, key, column].join("\n");
}

/** Reads `provenance.csv` and `references.csv`; either may be missing. */
export function provenanceOf(rows: Table | undefined, references: Table | undefined): Provenance {
  const titles = new Map(references?.rows.map((row) => [row.cell("key"), row]) ?? []);
  const found = new Map<string, FieldSource>();
  for (const row of rows?.rows ?? []) {
    const reference = titles.get(row.cell("reference"));
    const title = reference?.cell("title") ?? row.cell("reference");
    const address = row.cell("address") || (reference?.cell("address") ?? "");
    found.set(figureIn(row), sourceIn(row, {title, address}));
  }
  return (table, key, column) =>
    found.get(figureKey(table, key, column)) ?? found.get(figureKey(table, key, "*")) ?? unknown;
}
