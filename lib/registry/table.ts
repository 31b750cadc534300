import {csvParseRows} from "d3-dsv";

/** A place in a file that breaks a rule: `data/hardware.csv:3:7: memory_capacity_B must be above 0 B: 0`. */
export class TableError extends Error {
  override readonly name = "TableError";
}

/** One line of a table, cells by column name. */
export interface TableRow {
  readonly line: number;
  /** a cell's text, without blanks around it; empty when the table has no such column */
  readonly cell: (column: string) => string;
  readonly error: (column: string, rule: string) => TableError;
}

export interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
  readonly headerError: (column: string, rule: string) => TableError;
}

/** Reads a CSV text; every line must have a cell for each column of the header. */
export function parseTable(name: string, text: string): Table {
  const [columns = [], ...lines] = csvParseRows(text);
  const file = `data/${name}.csv`;
  const at = new Map(columns.map((column, i) => [column, i]));
  if (at.size < columns.length) {
    const twice = columns.find((column, i) => columns.indexOf(column) !== i)!;
    throw new TableError(`${file}:1:${columns.lastIndexOf(twice) + 1}: ${twice} stands twice`);
  }
  const rows = lines.map((cells, i): TableRow => {
    const line = i + 2;
    if (cells.length !== columns.length) {
      throw new TableError(
        `${file}:${line}:${cells.length}: must have ${columns.length} cells, has ${cells.length}`
      );
    }
    return {
      line,
      cell: (column) => cells[at.get(column) ?? -1]?.trim() ?? "",
      error: (column, rule) => {
        const place = at.get(column) ?? 0;
        const value = cells[place] ?? "";
        return new TableError(`${file}:${line}:${place + 1}: ${column} ${rule}: ${value || '""'}`);
      }
    };
  });
  return {
    name,
    columns,
    rows,
    headerError: (column, rule) =>
      new TableError(`${file}:1:${(at.get(column) ?? columns.length) + 1}: ${column} ${rule}`)
  };
}
