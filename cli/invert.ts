import type {Command} from "commander";
import {
  camelCase,
  cellNamed,
  fromWire,
  inputNamed,
  invert,
  nearest,
  numberCheck,
  printed,
  quantity,
  snakeCase,
  wireName,
  wireValue
} from "../lib/index.js";
import type {
  AnyModel,
  CellSpec,
  CellSpecs,
  Given,
  InputSpec,
  InputSpecs,
  Inverse,
  Model,
  NumberInput,
  Registry
} from "../lib/index.js";
import {Failure, nearestHint} from "./failure.js";
import {flagOf, readFlags, valueOf} from "./flags.js";
import type {Asked} from "./flags.js";
import {columns, json, lines, shown} from "./print.js";
import {inFlags, solved} from "./solve.js";

type NumberCell = Numeric<CellSpec>;

interface Question {
  readonly find: string;
  readonly input: NumberInput;
  readonly so: string;
  readonly cell: NumberCell;
  readonly equals: number;
  readonly between: readonly [number, number];
}

/** `ironlaw invert MODEL`: the input at which a cell has a value. */
export function invertCommand(command: Command, model: AnyModel): void {
  const asked = readFlags(command, model);
  const question = questionOf(command, model, asked);
  const {find, so, equals, between} = question;
  const answer = inFlags(asked.named, () =>
    // any model; names and numbers of the question are checked above, inputs by the model
    invert(
      model as Model<InputSpecs, CellSpecs, string>,
      {find, so, equals, between},
      asked.given as Given<InputSpecs>,
      asked
    )
  );
  process.stdout.write(
    asked.isJson
      ? json(answerJson(model, question, answer))
      : answerText(model, question, answer, asked)
  );
}

function questionOf(command: Command, model: AnyModel, {given, registry}: Asked): Question {
  const options = command.opts<{
    readonly find?: string;
    readonly so?: string;
    readonly equals?: string;
    readonly between?: readonly string[];
  }>();
  const {inputs, cells} = model.spec;
  const asked = must(model, "find", options.find);
  const [find, input] = numberNamed(model, "--find", inputs, asked, inputNamed(model, asked));
  if (given[find] !== undefined) {
    throw new Failure(`${model.name}: ambiguous ${flagOf(model, find)}; is what --find asks for`);
  }
  const wanted = must(model, "so", options.so);
  const [so, cell] = numberNamed(model, "--so", cells, wanted, cellNamed(model, wanted));
  const equals = goalOf(model, cell, must(model, "equals", options.equals));
  const texts = must(model, "between", options.between);
  const [low, high, ...more] = texts.map((text) => boundOf(model, find, input, text, registry));
  if (low === undefined || high === undefined || more.length > 0 || low >= high) {
    const rule = "must be a lower and an upper bound";
    throw new Failure(`${model.name}: invalid --between; ${rule}: ${texts.join(" ")}`);
  }
  return {find, input, so, cell, equals, between: [low, high]};
}

function must<T>(model: AnyModel, flag: string, value: T | undefined): T {
  if (value !== undefined) return value;
  throw new Failure(`${model.name}: missing --${flag}; must be given`);
}

type Numeric<S> = Extract<S, {readonly unit: string}>;

/** The id and definition of the number that a name means. */
function numberNamed<S extends InputSpec | CellSpec>(
  model: AnyModel,
  flag: string,
  specs: Readonly<Record<string, S>>,
  name: string,
  id: string | undefined
): readonly [string, Numeric<S>] {
  const isNumber = (spec: S | undefined): spec is Numeric<S> =>
    spec !== undefined && "unit" in spec;
  const found = id === undefined ? undefined : specs[id];
  if (id !== undefined && isNumber(found)) return [id, found];
  const numbers = Object.keys(specs).filter((one) => isNumber(specs[one]));
  const close = nearest(
    snakeCase(camelCase(name)),
    numbers.map((one) => wireName(model, one))
  );
  const rule = `must be a number of the model${nearestHint(close)}`;
  throw new Failure(`${model.name}: unknown ${flag}; ${rule}: ${name}`);
}

/** A bound in SI, read and checked as the input itself is. */
function boundOf(
  model: AnyModel,
  id: string,
  input: NumberInput,
  text: string,
  registry: Registry
): number {
  const flag = "--between";
  const given = fromWire(model, {[wireName(model, id)]: valueOf(model, flag, input, text)});
  const {check} = numberCheck(model.name, id, input, registry);
  return inFlags(
    () => flag,
    () => check(given[id])
  );
}

/** What the cell must be, in SI. */
function goalOf(model: AnyModel, cell: NumberCell, text: string): number {
  const number = text.trim() === "" ? NaN : Number(text);
  if (Number.isFinite(number)) return number;
  try {
    return quantity(text, cell.unit);
  } catch (error) {
    // quantity throws Errors
    const rule = (error as Error).message;
    throw new Failure(`${model.name}: invalid --equals; ${rule}: ${printed(text)}`);
  }
}

function answerJson(model: AnyModel, {find, input}: Question, answer: Inverse): object {
  const name = wireName(model, find);
  if (!answer.found) return {found: false, input: name, reason: answer.reason};
  const {value, all} = answer;
  return {
    found: true,
    input: name,
    value: wireValue(value),
    unit: input.unit,
    shown: shown(value, input),
    all
  };
}

function answerText(
  model: AnyModel,
  {find, input, so, cell, equals}: Question,
  answer: Inverse,
  asked: Asked
): string {
  if (!answer.found) return lines([`none: ${answer.reason}`]);
  const goal = shown(equals, cell);
  const reached = input.whole === true ? "first whole number past it" : "where it holds";
  const rows = answer.all.map((value) => {
    const outputs = solved(model, {...asked, given: {...asked.given, [find]: value}});
    const at = (outputs as unknown as Readonly<Record<string, unknown>>)[so]; // an output, or undefined
    return [
      wireName(model, find),
      shown(value, input),
      typeof at === "number" ? `${wireName(model, so)} = ${shown(at, cell)}` : ""
    ];
  });
  return columns(rows) + lines(["", `${wireName(model, so)} = ${goal} asked for; ${reached}.`]);
}
