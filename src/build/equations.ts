import type {AnyModel} from "../../lib/graph/spec.js";
import {explainCell} from "../../lib/model/explain-cell.js";
import {latexOf} from "../../lib/model/latex-of.js";
import {inputsSet} from "../components/controlled.js";
import type {Given} from "../components/inputs.js";
import type {Typeset} from "../components/typeset.js";
import {addressNames} from "./pages.js";
import {setTex} from "./set-tex.js";
import {registry} from "./tables.js";

const display = (tex: string): string => setTex(tex, true);
const symbol = (tex: string): string => setTex(tex === "" ? "\\;" : tex, false);

/** Every equation that some scenario reaches from what it shows, set in two lines, and every symbol in them. */
export function equations(
  model: AnyModel,
  shownIn: (given: Given) => readonly string[],
  scenarios: Iterable<Given>,
  controls: readonly string[]
): Omit<Typeset, "sources"> {
  const lines: Record<string, readonly [string, string]> = {};
  const symbols: Record<string, string> = {};
  for (const given of scenarios) {
    const shown = shownIn(given);
    const asked = {registry, shown, inputs: inputsSet(model, addressNames, given, controls)};
    const todo = new Set<string>(shown);
    for (const name of todo) {
      const cell = explainCell(model, name, given, asked);
      symbols[cell.name] ??= symbol(cell.symbol);
      for (const read of cell.names) todo.add(read);
      if (lines[cell.key]) continue;
      const tex = latexOf(model, name, given, asked);
      if (tex) lines[cell.key] = [display(tex[0]), display(tex[1])];
    }
  }
  return {lines, symbols};
}
