import {anchorElement, button, detailsElement, element} from "./element.js";
import {scenario} from "./scenario.js";

export type Cell = string | number | boolean | null;
export type TableRow = Readonly<Record<string, Cell>>;

/** A column of a folded table: its name in exports, its head, how a value reads. */
export interface Column {
  readonly name: string;
  readonly head: string;
  readonly show: (value: Cell) => string;
  readonly isText?: boolean;
}

/** Rows and how they read. */
export interface Shown {
  readonly rows: readonly TableRow[];
  readonly columns: readonly Column[];
  readonly caption: string;
  /** class of a row: `now` for where you are, `out` for what does not work */
  readonly mark?: (row: TableRow) => string;
}

export interface Folded {
  readonly node: HTMLElement;
  readonly update: (next: () => Shown) => void;
}

/** The plotted values, folded away; arquero makes the table when it is opened, so that nobody else pays for it. */
export function folded(): Folded {
  const box = element`<div class="scroll" tabindex="0" role="region"></div>`;
  const summary = element`<summary>Exact values as a table</summary>`;
  const node = detailsElement`<details class="tablebox">${summary}${box}</details>`;
  let next: (() => Shown) | undefined;
  const fill = async (): Promise<void> => {
    const {tableOf} = await import("./table.js");
    if (!next) return;
    const shown = next();
    box.setAttribute("aria-label", shown.caption);
    box.replaceChildren(tableOf(shown));
  };
  node.addEventListener("toggle", () => {
    if (node.open) void fill();
  });
  return {
    node,
    update(shown) {
      next = shown;
      if (node.open) void fill();
    }
  };
}

/** The version of the library and the day of the newest figure, for a citation. */
export interface Version {
  readonly number: string;
  readonly dataDate: string;
}

/** BibTeX of a page as it is seen. */
function bibtex(name: string, title: string, link: string, version: Version): string {
  const {number, dataDate} = version;
  const day = dataDate === "" ? "" : `, data of ${dataDate}`;
  const lines = [
    `title = {${title}}`,
    "author = {{Ironlaw}}",
    `year = {${dataDate.slice(0, 4)}}`,
    `note = {Version ${number}${day}}`,
    `url = {${link}}`
  ];
  return `@misc{ironlaw-${name},\n${lines.map((line) => `  ${line}`).join(",\n")}\n}`;
}

/** Link, data and citation of what is seen. */
export function share({
  name,
  version,
  rows,
  json
}: {
  readonly name: string;
  readonly version: Version;
  readonly rows: () => readonly TableRow[];
  readonly json: () => unknown;
}): HTMLElement {
  const said = element`<span role="status" class="cap"></span>`;
  const link = (): string => location.origin + location.pathname + scenario.address();
  const copy = async (words: string, what: string): Promise<void> => {
    try {
      await navigator.clipboard.writeText(words);
      said.textContent = `${what} copied.`;
    } catch {
      said.textContent = `Copying is blocked here: ${words}`;
    }
  };
  const save = (words: string, type: string, ending: string): void => {
    const file = `ironlaw-${name}.${ending}`;
    const url = URL.createObjectURL(new Blob([words], {type}));
    anchorElement`<a download=${file} href=${url}></a>`.click();
    URL.revokeObjectURL(url);
    said.textContent = `${file} saved.`;
  };
  const csv = async (): Promise<void> => {
    const {csvOf} = await import("./table.js");
    save(csvOf(rows()), "text/csv", "csv");
  };
  const title = (): string => document.querySelector("h1")?.textContent ?? "Ironlaw";
  return element`<div><div class="share">${[
    button("Copy link", () => void copy(link(), "Link")),
    button("Copy citation", () => {
      void copy(bibtex(name, title(), link(), version), "Citation (BibTeX)");
    }),
    button("CSV", () => void csv()),
    button("JSON", () => save(JSON.stringify(json(), null, 2), "application/json", "json"))
  ]}</div>${said}</div>`;
}
