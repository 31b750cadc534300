import {createReadStream} from "node:fs";
import {once} from "node:events";
import type {Readable, Writable} from "node:stream";
import {
  asWritten,
  fidelities,
  fromWire,
  InputError,
  isObject,
  modelNamed,
  nearest,
  nearestModel,
  toWire
} from "../lib/index.js";
import type {Fidelity, InputErrorCode, InputProblem, Registry} from "../lib/index.js";
import {Failure} from "./failure.js";

/** What a line is answered with: its id, and outputs or what is wrong. */
type Answer =
  | {readonly id: unknown; readonly outputs: object}
  | {readonly id: unknown; readonly error: Wrong};

interface Wrong {
  readonly code: InputErrorCode;
  readonly input: string;
  readonly message: string;
}

/** `ironlaw batch`: one line of JSON out for each line in, in order, as they come. */
export async function batchCommand(file: string | undefined, registry: Registry): Promise<void> {
  const input = file === undefined || file === "-" ? process.stdin : await opened(file);
  try {
    await batch(input, process.stdout, registry);
  } catch (error) {
    const isUnread = error instanceof Error && "syscall" in error && error.syscall === "read";
    throw isUnread ? unreadable(file ?? "-") : error;
  }
}

async function opened(file: string): Promise<Readable> {
  const stream = createReadStream(file);
  try {
    await once(stream, "open");
  } catch {
    throw unreadable(file);
  }
  return stream;
}

function unreadable(file: string): Failure {
  return new Failure(`ironlaw batch: invalid file; must be one that can be read: ${file}`);
}

/** Answers every line of `input`; memory does not grow with their number. */
async function batch(input: Readable, output: Writable, registry: Registry): Promise<void> {
  const decoder = new TextDecoder(); // drops a byte order mark
  let line = 0;
  let rest = "";
  const write = async (text: string): Promise<void> => {
    if (text !== "" && !output.write(text)) await once(output, "drain");
  };
  for await (const chunk of input as AsyncIterable<Uint8Array>) {
    // not `readline`: it also ends a line at U+2028, which JSON text may hold
    const parts = decoder.decode(chunk, {stream: true}).split("\n");
    parts[0] = rest + parts[0]!;
    rest = parts.pop()!;
    await write(parts.map((text) => written(answer(text, ++line, registry))).join(""));
  }
  rest += decoder.decode();
  if (rest !== "") await write(written(answer(rest, ++line, registry)));
}

/** An answer as its line; an id nested too deep to be written is left out. */
function written(one: Answer): string {
  try {
    return `${JSON.stringify(one)}\n`;
  } catch {
    return `${JSON.stringify({...one, id: null})}\n`;
  }
}

/** The answer to one line. Never throws: what goes wrong is the answer. */
function answer(text: string, line: number, registry: Registry): Answer {
  let id: unknown = null;
  try {
    const asked = parsed(text, line);
    id = asked["id"] ?? null;
    return {id, outputs: solved(asked, registry)};
  } catch (error) {
    if (error instanceof InputError) {
      const {code, input, message} = error;
      return {id, error: {code, input, message}};
    }
    // a broken table, or a fault of ours: the lines after it may still be answered
    const message = error instanceof Error ? error.message : String(error);
    return {id, error: {code: "invalid", input: `line ${line}`, message}};
  }
}

function parsed(text: string, line: number): Readonly<Record<string, unknown>> {
  let value: unknown = text.trim();
  let rule = "must be JSON";
  try {
    value = JSON.parse(text);
    rule = "must be a JSON object";
  } catch {
    // said below
  }
  return isObject(value) ? value : reject("not-json", `line ${line}`, rule, {value});
}

function reject(
  code: InputErrorCode,
  input: string,
  rule: string,
  more: Partial<InputProblem> = {}
): never {
  throw new InputError({...more, model: "ironlaw batch", code, input, rule});
}

function solved(asked: Readonly<Record<string, unknown>>, registry: Registry): object {
  const {solver, inputs} = asked;
  const fidelity = fidelityOf(asked);
  if (solver === undefined) return reject("missing", "solver", "must name a model");
  if (typeof solver !== "string") {
    return reject("invalid", "solver", "must name a model", {value: solver});
  }
  const model = modelNamed(solver);
  if (!model) {
    const close = {value: solver, nearest: nearestModel(solver)};
    return reject("unknown", "solver", "no such model", close);
  }
  if (inputs === undefined) return reject("missing", "inputs", "must be inputs by name");
  try {
    // names are those of the model's inputs; it checks the values itself
    return toWire(model, model.solve(fromWire(model, inputs) as never, {fidelity, registry}));
  } catch (error) {
    const names = isObject(inputs) ? inputs : {};
    throw error instanceof InputError ? error.named(asWritten(model, names)) : error;
  }
}

function fidelityOf(asked: Readonly<Record<string, unknown>>): Fidelity {
  const {fidelity: value} = asked;
  if (value === undefined) {
    // other keys are the caller's own, but a misspelt fidelity would change the numbers unseen
    const wrong = Object.keys(asked).find((name) => nearest(name, ["fidelity"]));
    if (wrong === undefined) return "refined";
    return reject("unknown", wrong, "no such key", {nearest: "fidelity"});
  }
  const rule = `must be one of ${fidelities.join(", ")}`;
  return fidelities.find((one) => one === value) ?? reject("invalid", "fidelity", rule, {value});
}
