import fc from "fast-check";
import type {AnyModel} from "../lib/graph/spec.js";
import {validCalls} from "./arbitrary.js";

type Given = Readonly<Record<string, unknown>>;

const cycle: Record<string, unknown> = {};
cycle["from"] = cycle;
cycle["value"] = cycle;
const loop: unknown[] = [];
loop.push(loop);
const deep = Array.from({length: 5000}).reduce<object>((inner) => ({from: inner, node: inner}), {});

const bare = [
  null,
  undefined,
  true,
  false,
  NaN,
  Infinity,
  -Infinity,
  0,
  -0,
  -1,
  0.5,
  1e308,
  -1e308
];
const edges = [5e-324, -5e-324, Number.MAX_VALUE, 2 ** 53, 2 ** 53 + 2, 1e-300, 1e21];
const quantities = [
  "1e999 GB/s",
  "-1e-999 s",
  "3 parsec",
  "0 B/s",
  "10 s",
  "1e308 TB",
  "1e-320 ms",
  "1/0"
];
const words = ["", " ", "x", "%", "NaN", "Infinity", "H100 ", "grid:", "grid:Nowhere", "from"];
const names = ["__proto__", "constructor", "toString", "x".repeat(100_000), "\ud800", "\u2028"];
const objects = [[], [1], [[]], {}, loop, cycle, deep, {from: cycle}, {from: []}, {name: 1}];
const stated = [
  {value: 1, unit: "s"},
  {value: NaN, unit: "B"},
  {value: "1"},
  {value: 1e308, unit: "EB"}
];
const figures = [
  {of: null, key: "x", field: "y"},
  {of: {table: "hardware"}, key: "H100", field: "unitCost"}
];
const others = [
  () => 1,
  Symbol("x"),
  10n,
  new Date(0),
  /x/,
  new Map(),
  new Error("x"),
  Object.create(null)
];

/** What nobody should hand in, and somebody will. */
const values: readonly unknown[] = [
  ...bare,
  ...edges,
  ...quantities,
  ...words,
  ...names,
  ...objects,
  ...stated,
  ...figures,
  ...others
];

const anything = fc.anything({
  maxDepth: 2,
  withBigInt: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSparseArray: true,
  withTypedArray: true
});
const wrong = fc.oneof({weight: 6, arbitrary: fc.constantFrom(...values)}, anything);

/** Records of another kind, fields that do not exist, fields with anything in them. */
function wrongRecord(fields: readonly string[]): fc.Arbitrary<unknown> {
  const keys = ["H100", "Llama3_8B", "Research_256", "DGX_H100", "Norway", "ResNet50", "nowhere"];
  const own = [...fields, "from", "bogus", "__proto__", "constructor"];
  const parts = fc.dictionary(fc.constantFrom(...own), wrong, {
    maxKeys: 3,
    noNullPrototype: false
  });
  return fc
    .tuple(fc.option(fc.constantFrom(...keys), {nil: undefined}), parts)
    .map(([from, more]) => (from === undefined ? more : {from, ...more}));
}

/** Calls of which one to three inputs are what they should not be; some have inputs that no model knows. */
export function hostileCalls(model: AnyModel): fc.Arbitrary<Given> {
  const {name, spec} = model;
  const inputs = Object.entries(spec.inputs);
  const change = fc.constantFrom(...inputs).chain(([input, one]) => {
    const isRecord = "record" in one;
    const value = isRecord ? fc.oneof(wrong, wrongRecord(Object.keys(one.record.own))) : wrong;
    return value.map((found): readonly [string, unknown] => [input, found]);
  });
  const stray = fc
    .constantFrom("", "bogus", "__proto__", "constructor", name, "seq_len", "a.b", "batchsize")
    .map((input): readonly [string, unknown] => [input, 1]);
  const changes = fc.array(fc.oneof({weight: 12, arbitrary: change}, stray), {
    minLength: 1,
    maxLength: 3
  });
  const dropped = fc.option(fc.constantFrom(...inputs.map(([input]) => input)), {
    nil: undefined,
    freq: 10
  });
  return fc.tuple(validCalls(model), changes, dropped).map(([valid, more, without]) => {
    const kept = Object.entries(valid).filter(([input]) => input !== without);
    return Object.fromEntries([...kept, ...more]);
  });
}
