import {from} from "arquero";
import {element} from "./element.js";
import type {Cell, Shown, TableRow} from "./export.js";

/** Rows as a table to read. */
export function tableOf({rows, columns, caption, mark = () => ""}: Shown): HTMLElement {
  const table = from([...rows]).select(columns.map(({name}) => name));
  const head = columns.map(
    ({head: words, isText = false}, i) =>
      element`<th scope="col" class=${i > 0 && !isText ? "r" : ""}>${words}</th>`
  );
  const lines = rows.map((row, i) => {
    const cells = columns.map(({name, show, isText = false}, k) => {
      const words = show(table.get(name, i) as Cell); // a cell of the rows above
      if (k === 0) return element`<th scope="row">${words}</th>`;
      return element`<td class=${isText ? "" : "r"}>${words}</td>`;
    });
    return element`<tr class=${mark(row)}>${cells}</tr>`;
  });
  return element`<table><caption class="vh">${caption}</caption><thead><tr>${head}</tr></thead><tbody>${lines}</tbody></table>`;
}

/** Rows as CSV, numbers in SI. */
export function csvOf(rows: readonly TableRow[]): string {
  return from([...rows]).toCSV();
}
