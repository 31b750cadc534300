import type {Table} from "./table.js";

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

/** Reads `provenance.csv` and `references.csv`; either may be missing. */
export function provenanceOf(rows: Table | undefined, references: Table | undefined): Provenance {
  const titles = new Map(references?.rows.map((row) => [row.cell("key"), row]) ?? []);
  const found = new Map<string, FieldSource>();
  for (const row of rows?.rows ?? []) {
    const reference = titles.get(row.cell("reference"));
    const [address, checked, note] = [
      row.cell("address") || (reference?.cell("address") ?? ""),
      row.cell("checked"),
      row.cell("note")
    ];
    const status = statuses.find((one) => one === row.cell("status"));
    if (!status) throw row.error("status", `must be one of ${statuses.join(", ")}`);
    found.set(["table", "key", "column"].map((column) => row.cell(column)).join("\n"), {
      title: reference?.cell("title") ?? row.cell("reference"),
      status,
      ...(address === "" ? {} : {address}),
      ...(checked === "" ? {} : {checked}),
      ...(note === "" ? {} : {note})
    });
  }
  return (table, key, column) =>
    found.get([table, key, column].join("\n")) ??
    found.get([table, key, "*"].join("\n")) ??
    unknown;
}
