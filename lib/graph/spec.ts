import type {FunctionSpec} from "../expression/functions.js";
import type {RecordType} from "../registry/schema.js";
import type {Registry} from "../registry/registry.js";

/** How true to the reference, or to the machine, an equation is. */
export const fidelities = ["textbook", "refined", "calibrated"] as const;
export type Fidelity = (typeof fidelities)[number];

/** One equation, or one for each fidelity that has its own. */
export type Equation = string | {readonly [F in Fidelity]?: string};

interface Described {
  readonly symbol: string;
  /** what it is, one sentence without a full stop */
  readonly doc: string;
  /** at most 20 characters, for a box of the graph; what has none is not drawn */
  readonly label?: string;
  /** one sentence on the mechanism, for a reader who asks why */
  readonly why?: string;
  /** key of `references.csv` */
  readonly source?: string;
}

/** Its name and unit in JSON and on the command line, where they are not those of the definition. */
export interface Wire {
  readonly name: string;
  /** unit of a bare number there; the declared unit where it is left out */
  readonly unit?: string;
}

/** A default that stands in the registry: the value, its source and its date have one home. */
export interface Figure {
  readonly of: RecordType;
  readonly key: string;
  readonly field: string;
}

export interface NumberInput extends Described {
  readonly unit: string;
  /** unit to print in, e.g. "ms" */
  readonly show?: string;
  readonly wire?: Wire;
  /** an SI number, text with a unit (`"100 GB/s"`), or a figure of the registry */
  readonly default?: number | string | Figure;
  /** may be absent; read with `has(x)` or `x ?? y`. With a default, `null` stands for it */
  readonly optional?: true;
  readonly min?: number;
  readonly max?: number;
  /** the bound itself is not allowed */
  readonly above?: number;
  readonly whole?: true;
}

export interface ChoiceInput extends Described {
  readonly choice: readonly string[];
  readonly default?: string;
  /** may be absent; read with `has(x)` or `x ?? y` */
  readonly optional?: true;
  /** `FP16` is `fp16` */
  readonly ignoreCase?: true;
}

export interface FlagInput extends Described {
  readonly flag: true;
  readonly default?: boolean;
}

export interface RecordInput extends Described {
  readonly record: RecordType;
  readonly default?: string;
  readonly optional?: true;
}

export type InputSpec = NumberInput | ChoiceInput | FlagInput | RecordInput;

/** Whether an equation may find it absent: where there is a default, `null` stands for that. */
export function mayBeAbsent(spec: InputSpec): boolean {
  return !hasDefault(spec) && "optional" in spec && (spec.optional ?? false);
}
/** Whether every call must give it. */
export function isRequired(spec: InputSpec): boolean {
  return !hasDefault(spec) && !mayBeAbsent(spec);
}
function hasDefault(spec: InputSpec): boolean {
  return "default" in spec && spec.default !== undefined;
}
export type InputSpecs = Readonly<Record<string, InputSpec>>;

interface Calculated extends Described {
  readonly eq: Equation;
  /** may come out as none */
  readonly optional?: true;
  /** why there is no answer when it comes out as none */
  readonly none?: string;
  /** why it may come out infinite; what does not say so is always finite */
  readonly infinite?: string;
  /** may be negative; what does not say so never is */
  readonly signed?: true;
  readonly wire?: Wire;
}

export interface NumberCell extends Calculated {
  readonly unit: string;
  /** unit to print in, e.g. "ms" */
  readonly show?: string;
}
export interface ChoiceCell extends Calculated {
  readonly choice: readonly string[];
}
export interface FlagCell extends Calculated {
  readonly flag: true;
}
/** Words from a record: the name of a grid. */
export interface TextCell extends Calculated {
  readonly text: true;
}
/** One of two records, e.g. `decodeHardware ?? hardware`; its fields become cells. */
export interface RecordCell extends Calculated {
  readonly record: RecordType;
}

export type CellSpec = NumberCell | ChoiceCell | FlagCell | TextCell | RecordCell;
export type CellSpecs = Readonly<Record<string, CellSpec>>;

/** Numbers by choice that no one sets: bytes per element of a precision. */
export interface Table {
  readonly by: readonly string[];
  readonly unit: string;
  readonly symbol: string;
  readonly values: Readonly<Record<string, number>>;
  readonly doc: string;
  readonly source?: string;
}

/**
 * A model or part whose cells are read as `name.cell`. Inputs left out are those of the same name here, or the part's
 * defaults. A field of a record may be given apart, `"fleet.nodes": "replicas"`; the record itself may then be `none`.
 */
export interface UseSpec {
  readonly of: AnyModel;
  readonly with?: Readonly<Record<string, string>>;
}
export type UseSpecs = Readonly<Record<string, UseSpec>>;

/**
 * What must hold between inputs, or cells that follow from them; it stands under the input that the
 * error names. In `says`, `{name}` is how the caller calls another input, `{name:unit}` the value of an
 * input or a field, `{name:#}` the bare number. A rule may differ by fidelity as an equation does, and
 * hold at none plainer than its first.
 */
export interface Rule {
  readonly that: Equation;
  readonly says: string;
  /** cells in bytes: a call that breaks the rule lacks memory, and an `OOMError` says how much */
  readonly memory?: {readonly required: string; readonly available: string};
}

/** A sentence with `{name}` or `{name:unit}` holes, said when `when` holds. */
export interface Sentence {
  readonly when?: string;
  readonly say: string;
}

export interface ModelSpec {
  readonly doc: string;
  /** what a reader would ask; a part has none */
  readonly question?: string;
  readonly inputs: InputSpecs;
  readonly tables?: Readonly<Record<string, Table>>;
  readonly functions?: Readonly<Record<string, FunctionSpec>>;
  readonly uses?: UseSpecs;
  readonly cells: CellSpecs;
  readonly rules?: Readonly<Record<string, Rule>>;
  readonly outputs: readonly string[];
  readonly trace?: Readonly<Record<string, Sentence>>;
}

/** A definition that has passed its checks. The type parameters only carry names and kinds. */
export interface Model<I extends InputSpecs, C extends CellSpecs, O extends string> {
  readonly name: string;
  readonly spec: ModelSpec;
  readonly types?: {readonly inputs: I; readonly cells: C; readonly outputs: O};
  readonly solve: (given: Given<I>, options?: SolveOptions) => Solution<C, O>;
}

export interface SolveOptions {
  readonly fidelity?: Fidelity;
  /** where keys of records are looked up; without one every record must be given in full */
  readonly registry?: Registry;
}

/** A model whose names the compiler does not know. */
export interface AnyModel {
  readonly name: string;
  readonly spec: ModelSpec;
  // a model of any inputs takes any; each checks them itself
  readonly solve: (given: never, options?: SolveOptions) => object;
}

/** Names that an inline record may use: its fields, and those of its node where it is a fleet. */
type Stated<Path> = Path extends `node.${infer Field}`
  ? Field extends `${string}.${string}`
    ? never
    : Field
  : Path extends `${string}.${string}`
    ? never
    : Path;
/** A record in full, or one that starts `from` a row; its values are checked when it is read. */
export type RecordGiven<F> = {readonly from?: string} & {readonly [K in Stated<keyof F>]?: unknown};

type Optional<S> = S extends {readonly default: unknown} | {readonly optional: true} ? true : false;
type Value<S> = S extends {readonly choice: readonly (infer T)[]}
  ? T
  : S extends {readonly flag: true}
    ? boolean
    : S extends {readonly record: RecordType<infer F>}
      ? string | RecordGiven<F>
      : number | string | {readonly value: number; readonly unit: string};
type OrNull<S> = S extends {readonly optional: true} ? null : never;

/** What `solve` takes: required inputs, and those with a default or that may be absent. */
export type Given<I extends InputSpecs> = {
  readonly [K in keyof I as Optional<I[K]> extends true ? never : K]: Value<I[K]>;
} & {
  readonly [K in keyof I as Optional<I[K]> extends true ? K : never]?:
    | Value<I[K]>
    | OrNull<I[K]>
    | undefined;
};

/** `undefined` for a cell that has no textbook equation: plainer graphs do not have it. */
export type CellValue<S> =
  | (S extends {readonly eq: string | {readonly textbook: string}} ? never : undefined)
  | (S extends {readonly choice: readonly (infer T)[]}
      ? T
      : S extends {readonly flag: true}
        ? boolean
        : S extends {readonly text: true} | {readonly record: RecordType}
          ? string
          : number)
  | OrNull<S>;

/** What `solve` gives back: the documented outputs and, made when asked for, the sentences. */
export type Solution<C extends CellSpecs, O extends string> = {
  readonly [K in O & keyof C]: CellValue<C[K]>;
} & {readonly trace: readonly string[]};
