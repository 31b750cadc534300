import {latex} from "../expression/latex.js";
import type {AnyModel} from "../graph/spec.js";
import {plainSymbol} from "./diagram.js";
import {holding} from "./explain-cell.js";
import type {Holding} from "./explain-cell.js";
import type {Inputs} from "./inputs.js";
import type {PageOptions} from "./view.js";

/**
 * A cell's equation as two lines of LaTeX, the branch that holds only: with symbols, and with slots
 * (`\htmlData{slot=NAME}{\text{0}}`) that a page writes values into. The options are those of
 * `explainCell`, whose `key` the lines belong to. Undefined for what has no equation.
 */
export function latexOf(
  model: AnyModel,
  cell: string,
  given: Inputs,
  options: PageOptions = {}
): readonly [string, string] | undefined {
  return latexIn(holding(model, cell, given, options));
}

/** `latexOf` of an equation that holds. */
export function latexIn({graph, quantity, node}: Holding): readonly [string, string] | undefined {
  if (!node) return undefined;
  const named = graph.scope.named;
  const symbol = (name: string): string => {
    const found = graph.quantities.get(name)?.symbol;
    return found === undefined || found === "" ? `\\text{${name}}` : plainSymbol(found);
  };
  const slot = (name: string): string => `\\htmlData{slot=${name}}{\\text{0}}`;
  const own = plainSymbol(quantity.symbol);
  // numbers side by side need a sign between them
  const slots = latex(node, {named, symbol: slot}).replace(/\\,\s*(?=\\htmlData|\d)/g, "\\times ");
  return [`${own} = ${latex(node, {named, symbol})}`, `\\phantom{${own}} = ${slots}`];
}
