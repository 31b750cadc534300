/** A model or record that cannot be what its author wrote; names model, cell and sub-expression. */
export class DefinitionError extends Error {
  override readonly name = "DefinitionError";
  readonly where: string;
  readonly problem: string;
  constructor(where: string, problem: string) {
    super(`${where}: ${problem}`);
    this.where = where;
    this.problem = problem;
  }
}

/** What is wrong with an input, as it stands on the wire. */
export type InputErrorCode =
  | "missing"
  | "unknown"
  | "invalid"
  | "ambiguous"
  | "unit"
  | "out-of-memory"
  | "not-json";

export interface InputProblem {
  readonly model: string;
  readonly code: InputErrorCode;
  /** id of the input, or its path: `hardware.memoryBandwidth` */
  readonly input: string;
  /** what must hold; other inputs stand in braces: `must be less than {seqLen}` */
  readonly rule: string;
  readonly value?: unknown;
  /** the known name closest to a name that is not known */
  readonly nearest?: string | undefined;
}

/** A value from outside that a model does not take; thrown before anything is computed. */
export class InputError extends Error implements InputProblem {
  override readonly name: string = "InputError";
  readonly model: string;
  readonly code: InputErrorCode;
  readonly input: string;
  readonly rule: string;
  readonly value: unknown;
  readonly nearest: string | undefined;
  constructor(problem: InputProblem) {
    super(sentence(problem, (name) => name));
    this.model = problem.model;
    this.code = problem.code;
    this.input = problem.input;
    this.rule = problem.rule;
    this.value = problem.value;
    this.nearest = problem.nearest;
  }

  /** The same error in words of another caller: `seq_len`, `--seq-len`. */
  named(name: (id: string) => string): InputError {
    const {model, code, rule, value, nearest: close} = this;
    const renamed = new InputError({
      model,
      code,
      value,
      input: name(this.input),
      rule: rule.replace(/\{([\w.]+)\}/g, (_, id: string) => name(id)),
      nearest: close === undefined ? undefined : name(close)
    });
    return renamed;
  }
}

/** Memory that a device does not have, in bytes; thrown only when a caller asks to raise it. */
export class OOMError extends InputError {
  override readonly name = "OOMError";
  readonly required: number;
  readonly available: number;
  constructor(model: string, input: string, required: number, available: number, rule: string) {
    super({model, code: "out-of-memory", input, rule});
    this.required = required;
    this.available = available;
  }

  override named(name: (id: string) => string): OOMError {
    return new OOMError(this.model, name(this.input), this.required, this.available, this.rule);
  }
}

const verbs: Readonly<Record<InputErrorCode, string>> = {
  missing: "missing",
  unknown: "unknown",
  invalid: "invalid",
  ambiguous: "ambiguous",
  unit: "invalid",
  "out-of-memory": "invalid",
  "not-json": "invalid"
};

function sentence(problem: InputProblem, name: (id: string) => string): string {
  const {model, code, input, rule, value, nearest: close} = problem;
  const plain = rule.replace(/\{([\w.]+)\}/g, (_, id: string) => name(id));
  const hint = close === undefined ? "" : `, nearest is ${name(close)}`;
  return `${model}: ${verbs[code]} ${cut(name(input))}; ${plain}${hint}${value === undefined ? "" : `: ${printed(value)}`}`;
}

/** A value as its author wrote it, cut where it is long. */
export function printed(value: unknown): string {
  let text: string;
  try {
    const isObject = typeof value === "object" && value !== null;
    text =
      isObject || typeof value === "function"
        ? (JSON.stringify(value) ?? typeof value)
        : String(value);
  } catch {
    text = typeof value; // a cycle, or a value that JSON has no word for
  }
  if (text === "") return '""';
  return cut(text);
}

const cut = (text: string): string => (text.length > 80 ? `${text.slice(0, 77)}…` : text);

/** The entry of `names` closest to `wrong`, for "nearest is"; undefined when none is close. */
export function nearest(wrong: string, names: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.min(wrong.length, Math.max(2, wrong.length / 2));
  for (const name of names) {
    const steps = distance(wrong.toLowerCase(), name.toLowerCase());
    if (steps < least) [least, best] = [steps, name];
  }
  return best;
}

/** Levenshtein's edit distance. */
function distance(a: string, b: string): number {
  let row = Array.from({length: b.length + 1}, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + +(a[i - 1] !== b[j - 1]));
    }
    row = next;
  }
  return row[b.length]!;
}
