import type {Graph} from "../graph/graph.js";
import {fidelities} from "../graph/spec.js";
import type {AnyModel, Fidelity} from "../graph/spec.js";
import type {Registry} from "../registry/registry.js";
import {graphOf} from "./model.js";

export interface ReferenceOptions {
  /** where defaults that are figures, and sources, are looked up */
  readonly registry?: Registry;
  /** LaTeX as a page has it; in dollar signs where it is left out */
  readonly math?: (tex: string, display: boolean) => string;
  /** the address of another model's reference, where there is one */
  readonly pageOf?: (model: AnyModel) => string | undefined;
}

export type Graphs = Readonly<Record<Fidelity, Graph>>;

/** A reference while it is written. */
export interface Writing extends Required<ReferenceOptions> {
  readonly model: AnyModel;
  readonly graphs: Graphs;
  /** keys of what was cited, in the order in which it first was */
  readonly sources: Set<string>;
}

export function graphsOf(model: AnyModel): Graphs {
  return {
    textbook: graphOf(model, "textbook"),
    refined: graphOf(model, "refined"),
    calibrated: graphOf(model, "calibrated")
  };
}

export const sentence = (words: string): string => (words.endsWith(".") ? words : `${words}.`);
export const code = (words: string): string => `\`${words}\``;

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replace(/\|/g, "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

export function symbolOf({math}: Writing, tex: string): string {
  return tex === "" ? "" : math(tex, false);
}

/** A reference in brackets, which the last section spells out. */
export function citation({sources}: Writing, key: string | undefined): string {
  if (key === undefined) return "";
  sources.add(key);
  return `[${key}]`;
}

export function unitOf(spec: {readonly unit: string; readonly show?: string}): string {
  return spec.show === undefined || spec.show === spec.unit
    ? spec.unit
    : `${spec.unit} (shown in ${spec.show})`;
}

/** Fidelities by name, or that all are meant. */
export function atAll(of: readonly Fidelity[]): string {
  return of.length === fidelities.length ? "all" : of.join(", ");
}
