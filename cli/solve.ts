import type {Command} from "commander";
import {InputError, toWire, wireName} from "../lib/index.js";
import type {AnyModel, CellSpec, WireValue} from "../lib/index.js";
import {readFlags} from "./flags.js";
import type {Asked} from "./flags.js";
import {columns, json, lines, shown} from "./print.js";

interface Solution {
  readonly trace: readonly string[];
}

/** `ironlaw solve MODEL`: every documented output with its unit, or as `{value, unit, shown}`. */
export function solveCommand(command: Command, model: AnyModel): void {
  const asked = readFlags(command, model);
  const solution = solved(model, asked);
  const outputs = toWire(model, solution);
  const said = solution.trace.map((sentence) =>
    sentence.replace(/\{([\w.]+)\}/g, (_, id: string) => asked.named(id))
  );
  const cells = model.spec.outputs
    .map((id) => ({name: wireName(model, id), cell: model.spec.cells[id]!}))
    .filter(({name}) => Object.hasOwn(outputs, name));
  if (asked.isJson) {
    const all = cells.map(({name, cell}) => [name, worded(cell, outputs[name]!)]);
    process.stdout.write(json(Object.fromEntries(all)));
    // a note on an input that was not read is no output
    process.stderr.write(lines(said.filter((sentence) => sentence.includes("has no effect"))));
    return;
  }
  const rows = cells.map(({name, cell}) => {
    const value = outputs[name]!;
    const why = value === null && cell.none !== undefined ? `: ${cell.none}` : "";
    return [name, shownOf(cell, value), `${cell.doc}${why}`];
  });
  process.stdout.write(columns(rows));
  if (said.length > 0) process.stdout.write(`\n${lines(said)}`);
}

/** Solves a model for a command; errors name flags. */
export function solved(model: AnyModel, {given, fidelity, registry, named}: Asked): Solution {
  return inFlags(named, () => {
    // names are those of the model's inputs; it checks the values itself
    return model.solve(given as never, {fidelity, registry}) as Solution;
  });
}

/** Runs `ask`; an input that its error names is named as a flag. */
export function inFlags<T>(named: (id: string) => string, ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    throw error instanceof InputError ? error.named(named) : error;
  }
}

/** A value with the unit of its SI number and as a reader would see it; no unit where it is no number. */
function worded(
  cell: CellSpec,
  value: WireValue
): {readonly value: WireValue; readonly unit: string | null; readonly shown: string} {
  return {
    value,
    unit: "unit" in cell ? cell.unit : null,
    shown: shownOf(cell, value)
  };
}

function shownOf(cell: CellSpec, value: WireValue): string {
  if (value === null) return "none";
  return "unit" in cell ? shown(Number(value), cell) : String(value);
}
