import {format} from "../lib/index.js";

/** A number in the unit that its definition shows: `10.64 ms`. */
export function shown(
  value: number,
  {unit, show}: {readonly unit: string; readonly show?: string}
): string {
  return format(value, unit, show === undefined ? {} : {show});
}

/** Rows as columns, two blanks apart; the last column is not padded. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, cell.length)));
  }
  return lines(
    rows.map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join("  ")
        .trimEnd()
    )
  );
}

/** Lines of a text, each with its end. */
export function lines(all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join("");
}

/** A value as indented JSON with its end of line. */
export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
