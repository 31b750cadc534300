import type {AnyModel, Fidelity} from "../../lib/graph/spec.js";
import {shares} from "./domain.js";

/** What is wrong with a solution: nothing must be NaN, and what is infinite, negative or none must be declared so. */
export function faultsOf(
  {spec}: AnyModel,
  solution: object,
  fidelity: Fidelity
): readonly string[] {
  const values = solution as Readonly<Record<string, unknown>>; // an output is a property
  const found: string[] = [];
  for (const output of spec.outputs) {
    const cell = spec.cells[output]!;
    const value = values[output];
    const isFine =
      value === undefined
        ? !isStated(cell.eq, fidelity)
        : value === null
          ? cell.optional === true
          : typeof value === "number"
            ? (Number.isFinite(value) || (value === Infinity && cell.infinite !== undefined)) &&
              (value >= 0 || cell.signed === true) &&
              (!shares.test(output) || value <= 1 + 1e-9)
            : typeof value === ("flag" in cell ? "boolean" : "string");
    if (!isFine) found.push(`${output} is ${String(value)}`);
  }
  const said = (values["trace"] as readonly string[]).join("\n"); // every solution has it
  if (/\bNaN\b|\bundefined\b|\bnull\b/.test(said)) found.push(`trace says ${said}`);
  return found;
}

/** Whether a cell has an equation at a fidelity, its own or a plainer one's. */
function isStated(eq: AnyModel["spec"]["cells"][string]["eq"], fidelity: Fidelity): boolean {
  return typeof eq === "string" || eq.textbook !== undefined || fidelity !== "textbook";
}
