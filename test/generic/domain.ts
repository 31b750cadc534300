import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {InputError} from "../../lib/errors.js";
import {isCell} from "../../lib/graph/graph.js";
import type {Graph} from "../../lib/graph/graph.js";
import {fidelities} from "../../lib/graph/spec.js";
import type {AnyModel, InputSpec} from "../../lib/graph/spec.js";
import {graphOf} from "../../lib/model/model.js";
import {solved} from "../../lib/model/solve.js";
import {workload} from "../../lib/models/records/workload.js";
import type {FieldSpec, RecordType} from "../../lib/registry/schema.js";
import {registry} from "../registry.js";
import type {Subject} from "../subjects.js";

interface Bounds {
  readonly min?: number;
  readonly above?: number;
  readonly max?: number;
  readonly whole?: true;
}

/** Any number within the bounds, the bounds themselves often. */
function numbers({min, above, max = 1e30, whole}: Bounds): fc.Arbitrary<number> {
  const low = min ?? (above === undefined ? -1e30 : Math.max(above, Number.MIN_VALUE));
  const positive = Math.max(low, 1e-12);
  const between = fc
    .double({min: Math.log(positive), max: Math.log(max), noNaN: true})
    .map((x) => Math.min(max, Math.max(low, whole ? Math.round(Math.exp(x)) : Math.exp(x))));
  const usual = fc
    .double({min: Math.max(low, 0), max: Math.min(max, 1e5), noNaN: true})
    .map((x) => (whole ? Math.round(x) : x));
  const few = whole && low <= 1 && max >= 8 ? [1, 2, 4, 8] : [low]; // degrees that divide a cluster
  return fc.oneof(
    {weight: 2, arbitrary: fc.constantFrom(...few)},
    {weight: 1, arbitrary: fc.constantFrom(low, max)},
    {weight: 3, arbitrary: between},
    {weight: 3, arbitrary: usual}
  );
}

/** Some of the named values, those in `required` always. */
function some(
  values: Readonly<Record<string, fc.Arbitrary<unknown>>>,
  required: readonly string[]
) {
  return fc.record(values, {requiredKeys: [...required]});
}

/** Names in the equations of a model, part by part. */
const namesRead = new WeakMap<AnyModel, ReadonlySet<string>>();
function namesIn(model: AnyModel): ReadonlySet<string> {
  let known = namesRead.get(model);
  if (!known) {
    const graphs = fidelities.map((fidelity) => graphOf(model, fidelity));
    const names = graphs.flatMap(({quantities}) => [...quantities.keys()]);
    namesRead.set(model, (known = new Set(names.flatMap((name) => name.split(".")))));
  }
  return known;
}
type Read = ReadonlySet<string>;
/** Whether some equation reads a field of this name. */
const isRead = (read: Read, name: string, field: FieldSpec): boolean =>
  "record" in field || read.has(name);

/** A key of the registry, or a record in full. */
function records(type: RecordType, read: Read): fc.Arbitrary<unknown> {
  const keys = registry.keys(type).filter((key) => !transformers(type) || isTransformer(key));
  const own = Object.entries(type.own).filter(
    ([name, field]) => isRead(read, name, field) || !("optional" in field && field.optional)
  );
  const required = own.filter(([, field]) => !("optional" in field && field.optional));
  const full = some(
    Object.fromEntries(own.map(([name, field]) => [name, fields(field, read, transformers(type))])),
    required.map(([name]) => name)
  );
  return fc.oneof(fc.constantFrom(...keys), full.map(withoutContradictions));
}
/** Whether a record stands for a transformer: its parameters must be stated, and layers. */
const transformers = ({table, fields: {parameters}}: RecordType): boolean =>
  table === workload.table && !(parameters && "optional" in parameters);

const kinds = new Set<string>(
  workload.own["kind"] && "choice" in workload.own["kind"] ? workload.own["kind"].choice : []
);

function fields(field: FieldSpec, read: Read, isTransformers: boolean): fc.Arbitrary<unknown> {
  if ("record" in field) return records(field.record, read);
  if ("text" in field) return fc.constant("x");
  if ("flag" in field) return fc.boolean();
  if ("choice" in field)
    return fc.constantFrom(
      ...field.choice.filter(
        (kind) => !isTransformers || !kinds.has(kind) || kind.includes("transformer")
      )
    );
  if (!field.by) return numbers(field);
  return some(Object.fromEntries(field.by.map((option) => [option, numbers(field)])), []);
}
function isTransformer(key: string): boolean {
  const {kind, layers, parameters} = registry.row(workload, key)!.values;
  const isKind = kind === "transformer" || kind === "sparse transformer";
  return isKind && layers !== null && parameters !== null;
}
/** Rules between fields of a record: what breaks one is left out. */
function withoutContradictions(
  record: Readonly<Record<string, unknown>>
): Readonly<Record<string, unknown>> {
  const isMore = (a: string, b: string): boolean => Number(record[a]) > Number(record[b]);
  const wrong = [
    isMore("activeParameters", "parameters") && "activeParameters",
    isMore("activeExperts", "experts") && "activeExperts",
    isMore("slidingLayers", "layers") && "slidingLayers",
    !isMore("psusPerNode", "psuRedundancy") && "psuRedundancy"
  ];
  return Object.fromEntries(Object.entries(record).filter(([name]) => !wrong.includes(name)));
}

function inputs(spec: InputSpec, read: Read): fc.Arbitrary<unknown> {
  if ("record" in spec) return records(spec.record, read);
  if ("choice" in spec) return fc.constantFrom(...spec.choice);
  return "flag" in spec ? fc.boolean() : numbers(spec);
}
type Given = Readonly<Record<string, unknown>>;
function givens(model: AnyModel): fc.Arbitrary<Given> {
  const own = Object.entries(model.spec.inputs);
  const required = own.filter(([, one]) => !("default" in one) && !("optional" in one));
  return some(
    Object.fromEntries(own.map(([name, one]) => [name, inputs(one, namesIn(model))])),
    required.map(([name]) => name)
  )
    .map((given) => withoutBroken(model, given))
    .filter((given) => given !== undefined);
}
/** A call without the inputs that break a rule of the strictest fidelity; undefined where only required ones are left. */
function withoutBroken(model: AnyModel, given: Given): Given | undefined {
  try {
    solved(graphOf(model), given, registry);
    return given;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    // the rejected input, or one that it is held against
    const others = [...error.rule.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
    const broken = [error.input, ...others].find((name) => {
      const spec = model.spec.inputs[name];
      return given[name] !== undefined && spec && ("default" in spec || "optional" in spec);
    });
    if (broken === undefined) return undefined;
    const rest = Object.entries(given).filter(([name]) => name !== broken);
    return withoutBroken(model, Object.fromEntries(rest));
  }
}

/** Shares of a whole; ratios that may pass 1, such as memory needed over capacity, are not among them. */
export const shares =
  /^(failureProbability|goodputRatio|expectedEfficiency|firstOrderEfficiency|lostShare|writeShare|reworkShare|recoveryShare|promptCacheHitRatio|mfu|hfu|mfuTotal|hfuTotal|scalingEfficiency|bubbleFraction|trainableShare|backwardShare|.*[.](?:cross|local|card)Share|memoryUse|mfuPrefill|mbuDecode|prefillShare|preemptionRisk|(?:paged|static)InternalFragmentation|.*waitProbability|.*p\d\dBeyond|.*untouchedExperts)$/;

/** What is wrong with the values of a graph. */
function faults(graph: Graph, slots: ArrayLike<number>): readonly string[] {
  const found: string[] = [];
  for (const [name, quantity] of graph.quantities) {
    if (!isCell(quantity) || quantity.type.kind !== "number") continue;
    const value = slots[quantity.slot]!;
    if (Number.isNaN(value) && quantity.type.maybe.size > 0) continue; // none
    const isFine =
      (Number.isFinite(value) || (value === Infinity && quantity.infinite !== undefined)) &&
      (value >= 0 || quantity.signed === true) &&
      (!shares.test(name) || value <= 1 + 1e-9);
    if (!isFine) found.push(`${name}: ${value}`);
  }
  return found;
}

/** Whatever the numbers, within their bounds: no value is infinite, negative, or a share above 1. */
export function domainTests(subjects: readonly Subject[]): void {
  describe.each(subjects.map(({model}) => [model.name, model] as const))(
    "%s, for any valid inputs",
    (_, model) => {
      it("is finite, not negative and no share above 1, in both fidelities", () => {
        const graphs = (["textbook", "refined"] as const).map((fidelity) =>
          graphOf(model, fidelity)
        );
        fc.assert(
          fc.property(givens(model), (given) => {
            for (const graph of graphs)
              expect(faults(graph, solved(graph, given, registry))).toEqual([]);
          }),
          {numRuns: 10_000}
        );
      });
    }
  );
}
