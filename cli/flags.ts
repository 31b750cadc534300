import {Option} from "commander";
import type {Command} from "commander";
import {
  asWritten,
  bareNumber,
  fidelities,
  figureOf,
  format,
  fromWire,
  InputError,
  kebabCase,
  nearest,
  printed,
  wireName
} from "../lib/index.js";
import type {AnyModel, Fidelity, InputSpec, NumberInput, Registry} from "../lib/index.js";
import {Failure, nearestHint} from "./failure.js";
import {dataFolder, readRegistry} from "./registry.js";

/** What a command about one model reads: its inputs, and where and how to solve. */
export interface Asked {
  readonly given: Readonly<Record<string, unknown>>;
  readonly fidelity: Fidelity;
  readonly registry: Registry;
  readonly isJson: boolean;
  /** an input's id, or the path of a field, as a flag */
  readonly named: (id: string) => string;
}

/** The flag of an input: `--seq-len`. */
export function flagOf(model: AnyModel, id: string): string {
  return `--${kebabCase(wireName(model, id))}`;
}

/** Gives a command a flag for each input of a model, with its unit, range and default in the help. */
export function addFlags(command: Command, model: AnyModel): void {
  for (const [id, spec] of Object.entries(model.spec.inputs)) {
    const flag = flagOf(model, id);
    const option = new Option(`${flag} ${argumentOf(spec)}`, spec.doc).helpGroup("Inputs:");
    option.argParser((text: string, before: unknown) => {
      if (before !== undefined) throw new Failure(`${model.name}: ambiguous ${flag}; given twice`);
      return valueOf(model, flag, spec, text);
    });
    command.addOption(option);
  }
  addCommon(command);
  command.option(
    "--fidelity <name>",
    `one of ${fidelities.join(", ")} (default: refined)`,
    once("--fidelity")
  );
  command.configureHelp({
    optionDescription(option) {
      const found = Object.entries(model.spec.inputs).find(
        ([id]) => option.long === flagOf(model, id)
      );
      if (!found) return option.description;
      return described(found[1], () => readRegistry(folderOf(command)));
    }
  });
}

/** The flags of every command that looks something up. */
export function addCommon(command: Command): void {
  command.option(
    "--data <folder>",
    "folder of the tables (default: those of the package)",
    once("--data")
  );
  command.option("--json", "print JSON");
}

/** Reads a flag that may stand once and that a value must follow. */
export function once(flag: string): (text: string, before: unknown) => string {
  return (text, before) => {
    if (before !== undefined) throw new Failure(`ironlaw: ambiguous ${flag}; given twice: ${text}`);
    if (text.startsWith("--"))
      throw new Failure(`ironlaw: missing ${flag}; a value must follow it`);
    return text;
  };
}

/** The folder of tables that a command was given. */
export function folderOf(command: Command): string {
  const {data} = command.opts<{data?: string}>();
  return data ?? dataFolder;
}

/** Reads a command's flags; throws `InputError` for an input that the model does not take. */
export function readFlags(command: Command, model: AnyModel): Asked {
  const options = command.opts<Readonly<Record<string, unknown>>>();
  const {fidelity, json} = command.opts<{fidelity?: string; json?: boolean}>();
  const written: Record<string, unknown> = {};
  for (const id of Object.keys(model.spec.inputs)) {
    const option = command.options.find(({long}) => long === flagOf(model, id))!;
    const value = options[option.attributeName()];
    if (value !== undefined) written[wireName(model, id)] = value;
  }
  return {
    given: fromWire(model, written),
    fidelity: fidelityOf(fidelity),
    registry: readRegistry(folderOf(command)),
    isJson: json === true,
    named: asWritten(model, written, (name) => `--${kebabCase(name)}`)
  };
}

function fidelityOf(name: string | undefined): Fidelity {
  const found = fidelities.find((one) => one === name);
  if (found || name === undefined) return found ?? "refined";
  const close = nearest(name, fidelities);
  throw new Failure(
    `ironlaw: invalid --fidelity; must be one of ${fidelities.join(", ")}` +
      `${nearestHint(close)}: ${printed(name)}`
  );
}

/** A flag's text as JSON would have it: a number, an object, or text. */
export function valueOf(model: AnyModel, flag: string, spec: InputSpec, text: string): unknown {
  if (text.startsWith("--")) {
    throw new Failure(`${model.name}: missing ${flag}; a value must follow it`);
  }
  if ("choice" in spec) return text;
  if ("flag" in spec) return text === "true" || text === "false" ? text === "true" : text;
  if (text.trimStart().startsWith("{")) return objectOf(model, flag, text);
  if ("record" in spec) return text;
  const number = bareNumber(text.trim());
  return Number.isNaN(number) ? text : number;
}

function objectOf(model: AnyModel, flag: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError({
      model: model.name,
      code: "not-json",
      input: flag,
      rule: "must be a key or JSON",
      value: text
    });
  }
}

/** What follows a flag: nothing need stand after one that says yes. */
function argumentOf(spec: InputSpec): string {
  if ("record" in spec) return "<key|JSON>";
  if ("choice" in spec) return "<name>";
  if ("flag" in spec) return "[true|false]";
  const unit = wireUnit(spec);
  return unit === "1" ? "<number>" : `<${unit}>`;
}

/** Unit of a bare number on the command line. */
function wireUnit(spec: NumberInput): string {
  return spec.wire?.unit ?? spec.unit;
}

/** A flag's line in the help: what it is; what it may be (default). */
function described(spec: InputSpec, registry: () => Registry): string {
  const rules = [rangeOf(spec)].filter((rule) => rule !== "");
  const preset = defaultOf(spec, registry);
  const isOptional = "optional" in spec && spec.optional;
  const fallback =
    preset === undefined ? (isOptional ? "optional" : "required") : `default: ${preset}`;
  return `${[spec.doc, ...rules].join("; ")} (${fallback})`;
}

function rangeOf(spec: InputSpec): string {
  if ("record" in spec) return `a ${spec.record.noun} of data/${spec.record.table}.csv`;
  if ("choice" in spec) return `one of ${spec.choice.join(", ")}`;
  if ("flag" in spec) return "";
  const shown = wireUnit(spec);
  const bound = (value: number): string => format(value, spec.unit, {show: shown});
  return [
    spec.whole ? "whole" : "",
    spec.min === undefined ? "" : `at least ${bound(spec.min)}`,
    spec.above === undefined ? "" : `above ${bound(spec.above)}`,
    spec.max === undefined ? "" : `at most ${bound(spec.max)}`
  ]
    .filter((rule) => rule !== "")
    .join(", ");
}

function defaultOf(spec: InputSpec, registry: () => Registry): string | undefined {
  if (!("default" in spec) || spec.default === undefined) return undefined;
  if (!("unit" in spec)) return String(spec.default);
  if (typeof spec.default === "string") return spec.default;
  if (typeof spec.default === "number") {
    return format(spec.default, spec.unit, {show: wireUnit(spec)});
  }
  const {of, key, field} = spec.default;
  const value = figureOf(spec.default, registry());
  const shown = value === undefined ? "" : `${format(value, spec.unit, {show: wireUnit(spec)})}, `;
  return `${shown}${field} of ${key} in data/${of.table}.csv`;
}
