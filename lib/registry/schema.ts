interface Described {
  readonly symbol: string;
  /** what it is, one sentence without a full stop */
  readonly doc: string;
  /** at most 20 characters, for a box of the graph */
  readonly label?: string;
  /** its name in JSON, where that is not the id in snake_case */
  readonly wire?: string;
}

/** A number of a record, or one for each option of a choice. */
export interface NumberField extends Described {
  readonly unit: string;
  /** unit of the CSV column and of pages, where it is not `unit` */
  readonly show?: string;
  readonly by?: readonly string[];
  /** may be absent; read with `has(x)` or `x ?? y` */
  readonly optional?: true;
  /** a row may leave it out; a model whose equations read it then rejects the row */
  readonly blank?: true;
  /** stands where an inline record or a row says nothing */
  readonly default?: number;
  readonly min?: number;
  readonly above?: number;
  readonly max?: number;
  readonly whole?: true;
}

export interface ChoiceField extends Described {
  readonly choice: readonly string[];
  /** may be absent; read with `has(x)` or `x ?? y` */
  readonly optional?: true;
}

/** Whether something holds of a record. */
export interface FlagField extends Described {
  readonly flag: true;
  /** may be absent; read with `has(x)` or `x ?? y` */
  readonly optional?: true;
}

/** Words that no equation computes with: a name, a maker. */
export interface TextField extends Described {
  readonly text: true;
  readonly optional?: true;
}

/** A record in a record; its fields are read as `node.accelerator.powerLimit`. */
export interface NestedField extends Described {
  readonly record: RecordType;
  readonly optional?: true;
}

export type FieldSpec = NumberField | ChoiceField | FlagField | TextField | NestedField;
export type FieldSpecs = Readonly<Record<string, FieldSpec>>;

/** What must hold within a record. */
export interface RecordRule {
  /** the field that an error names */
  readonly field: string;
  readonly says: string;
  readonly that: (values: Values) => boolean;
}

export type Value = number | string | boolean | null | Readonly<Record<string, number | null>>;
/** Fields in SI by name, those of nested records by path; null or left out where nothing is known. */
export type Values = Readonly<Record<string, Value>>;

/** A kind of record: one table of `data/`. `F` are the fields by path. */
export interface RecordType<F extends FieldSpecs = FieldSpecs> {
  readonly table: string;
  /** what an error calls it: `no such device` */
  readonly noun: string;
  /** fields as declared */
  readonly own: FieldSpecs;
  /** fields by path, those of nested records included */
  readonly fields: F;
  readonly rules: readonly RecordRule[];
  /** nested record whose fields an inline record may give as its own: a fleet those of its node */
  readonly hoist?: string;
  /** field that `"<field>:<key>"` stands for: a datacenter may be `grid:Iceland` */
  readonly shorthand?: string;
}

type Paths<F> = {
  [K in keyof F & string]: F[K] extends {readonly record: RecordType<infer G>}
    ? K | `${K}.${keyof G & string}`
    : K;
}[keyof F & string];
type At<F, P> = P extends keyof F
  ? F[P]
  : P extends `${infer K}.${infer Rest}`
    ? K extends keyof F
      ? F[K] extends {readonly record: RecordType<infer G>}
        ? Rest extends keyof G
          ? G[Rest]
          : never
        : never
      : never
    : never;
/** Fields by path. */
export type Flat<F extends FieldSpecs> = {readonly [P in Paths<F>]: Extract<At<F, P>, FieldSpec>};

const named = {
  name: {text: true, symbol: "\\text{name}", doc: "Name"}
} as const satisfies FieldSpecs;
type Named = typeof named;

/** Defines a kind of record; every record has a `name`. */
export function recordType<const F extends FieldSpecs>(
  table: string,
  fields: F,
  options: Partial<Pick<RecordType, "noun" | "rules" | "hoist" | "shorthand">> = {}
): RecordType<Flat<F & Named>> {
  const own: FieldSpecs = {...named, ...fields};
  const flat: Record<string, FieldSpec> = {};
  for (const [field, spec] of Object.entries(own)) {
    flat[field] = spec;
    if (!("record" in spec)) continue;
    for (const [path, inner] of Object.entries(spec.record.fields))
      flat[`${field}.${path}`] = inner;
  }
  // the loop above is what `Flat` says
  const paths = flat as unknown as Flat<F & Named>;
  const {noun = table, rules = [], hoist, shorthand} = options;
  return {
    table,
    noun,
    own,
    fields: paths,
    rules,
    ...(hoist === undefined ? {} : {hoist}),
    ...(shorthand === undefined ? {} : {shorthand})
  };
}

/** Name of a field's CSV column: `memory_bandwidth_B_per_s`, `peak_flops_fp8_FLOP_per_s`. */
export function columnName(field: string, spec: FieldSpec, option?: string): string {
  const stem = [snakeCase(field), option].filter((part) => part !== undefined).join("_");
  if (!("unit" in spec)) return stem;
  const shown = spec.show ?? spec.unit;
  return shown === "1" || isCount(shown) ? stem : `${stem}_${shown.replace(/\//g, "_per_")}`;
}

/** Counts are named after what they count, so a column needs no unit. */
function isCount(unit: string): boolean {
  return ["token", "param", "request", "replica", "device", "layer", "node"].includes(unit);
}

/** What a caller may call a field: its id, the same in snake_case, and its stated name in JSON. */
export function namesOf(field: string, {wire}: FieldSpec): readonly string[] {
  return [field, snakeCase(field), ...(wire === undefined ? [] : [wire])];
}

/** `memoryBandwidth` as `memory_bandwidth`. */
export function snakeCase(id: string): string {
  return id.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
