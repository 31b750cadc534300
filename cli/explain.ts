import type {Command} from "commander";
import {camelCase, cellNamed, explain, nearest, wireValue} from "../lib/index.js";
import type {AnyModel, FieldSource, Step} from "../lib/index.js";
import {Failure, nearestHint} from "./failure.js";
import {readFlags} from "./flags.js";
import {json, lines} from "./print.js";
import {inFlags} from "./solve.js";

/** `ironlaw explain MODEL`: every step with its equation, the same with numbers, and its sources. */
export function explainCommand(command: Command, model: AnyModel): void {
  const {given, fidelity, registry, isJson, named} = readFlags(command, model);
  const {cell} = command.opts<{cell?: string}>();
  const steps = inFlags(named, () => explain(model, given, {fidelity, registry}));
  const chosen = cell === undefined ? steps : [stepNamed(model, steps, cell)];
  process.stdout.write(
    isJson
      ? json(chosen.map((step) => ({...step, value: wireValue(step.value)})))
      : chosen.map(stepText).join("\n")
  );
}

function stepNamed(model: AnyModel, steps: readonly Step[], name: string): Step {
  const id = cellNamed(model, name) ?? camelCase(name);
  const found = steps.find((step) => step.name === id);
  if (found) return found;
  const names = steps.map((step) => step.name);
  const close = nearestHint(nearest(id, names));
  throw new Failure(`${model.name}: unknown --cell; no such step${close}: ${name}`);
}

function stepText(step: Step): string {
  const {name, doc, equation, substituted, shown, none, fields, source} = step;
  const blank = " ".repeat(name.length);
  return lines([
    `${name} = ${equation}`,
    ...(substituted === shown ? [] : [`${blank} = ${substituted}`]),
    `${blank} = ${shown}`,
    `  ${doc}`,
    ...(none === undefined ? [] : [`  none: ${none}`]),
    ...(source === undefined ? [] : [`  after ${sourceText(source)}`]),
    ...fields.map((field) => {
      const from = `${field.row}; ${sourceText(field.source)}`;
      return `  ${field.name} = ${field.shown}: ${from}`;
    })
  ]);
}

function sourceText({title, address, status, checked, note}: FieldSource): string {
  const state = checked === undefined ? status : `${status} ${checked}`;
  return [title, address, status === title ? undefined : state, note]
    .filter((part) => part !== undefined)
    .join(", ");
}
