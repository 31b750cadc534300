import type {AnyModel} from "../../lib/graph/spec.js";
import {reads} from "../../lib/expression/ast.js";
import {plainSymbol} from "../../lib/model/diagram.js";
import {holdingAt, keyOf} from "../../lib/model/explain-cell.js";
import {latexIn} from "../../lib/model/latex-of.js";
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
    const heldAt = holdingAt(model, given, asked);
    const todo = new Set<string>(shown);
    for (const name of todo) {
      const held = heldAt(name);
      symbols[held.name] ??= symbol(plainSymbol(held.quantity.symbol));
      for (const read of held.node ? reads(held.node).names : []) todo.add(read);
      const key = keyOf(held);
      if (lines[key]) continue;
      const tex = latexIn(held);
      if (tex) lines[key] = [display(tex[0]), display(tex[1])];
    }
  }
  return {lines, symbols};
}
