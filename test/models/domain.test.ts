import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {InputError} from "../../lib/errors.js";
import {isCell} from "../../lib/graph/graph.js";
import type {Graph} from "../../lib/graph/graph.js";
import {fidelities} from "../../lib/graph/spec.js";
import type {AnyModel, InputSpec} from "../../lib/graph/spec.js";
import {graphOf} from "../../lib/model/model.js";
import {solved} from "../../lib/model/solve.js";
import {models} from "../../lib/models/all.js";
import {workload} from "../../lib/models/records/workload.js";
import type {FieldSpec, RecordType} from "../../lib/registry/schema.js";
import {registry} from "../registry.js";

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
  return fc.oneof(
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

const read = new Set(
  models.flatMap((model) =>
    fidelities.flatMap((fidelity) =>
      [...graphOf(model, fidelity).quantities.keys()].flatMap((name) => name.split("."))
    )
  )
);
/** Whether some equation reads a field of this name. */
const isRead = (name: string, field: FieldSpec): boolean => "record" in field || read.has(name);

/** A key of the registry, or a record in full. */
function records(type: RecordType): fc.Arbitrary<unknown> {
  const keys = registry
    .keys(type)
    .filter((key) => type.table !== workload.table || isTransformer(key));
  const own = Object.entries(type.own).filter(
    ([name, field]) => isRead(name, field) || !("optional" in field && field.optional)
  );
  const required = own.filter(([, field]) => !("optional" in field && field.optional));
  const full = some(
    Object.fromEntries(own.map(([name, field]) => [name, fields(field)])),
    required.map(([name]) => name)
  );
  return fc.oneof(fc.constantFrom(...keys), full.map(withoutContradictions));
}
function fields(field: FieldSpec): fc.Arbitrary<unknown> {
  if ("record" in field) return records(field.record);
  if ("text" in field) return fc.constant("x");
  if ("choice" in field)
    return fc.constantFrom(...field.choice.filter((kind) => kind.includes("transformer")));
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

function inputs(spec: InputSpec): fc.Arbitrary<unknown> {
  if ("record" in spec) return records(spec.record);
  if ("choice" in spec) return fc.constantFrom(...spec.choice);
  return "flag" in spec ? fc.boolean() : numbers(spec);
}
function givens(model: AnyModel): fc.Arbitrary<Readonly<Record<string, unknown>>> {
  const own = Object.entries(model.spec.inputs);
  const required = own.filter(([, one]) => !("default" in one) && !("optional" in one));
  return some(
    Object.fromEntries(own.map(([name, one]) => [name, inputs(one)])),
    required.map(([name]) => name)
  ).map((given) => withoutRejected(model, given));
}
/** What a rule between inputs rejects is left out. */
function withoutRejected(
  model: AnyModel,
  given: Readonly<Record<string, unknown>>
): Readonly<Record<string, unknown>> {
  try {
    solved(graphOf(model), given, registry);
    return given;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    // the rejected input, or the one that it is held against where it is a default
    const [, other = ""] = /\{(\w+)\}/.exec(error.rule) ?? [];
    const wrong = [error.input, other].find((name) => Object.hasOwn(given, name));
    if (wrong === undefined) throw error;
    return withoutRejected(
      model,
      Object.fromEntries(Object.entries(given).filter(([name]) => name !== wrong))
    );
  }
}

/** Shares of a whole; ratios that may pass 1, such as memory needed over capacity, are not among them. */
const shares =
  /^(failureProbability|goodputRatio|expectedEfficiency|firstOrderEfficiency|lostShare|writeShare|reworkShare|recoveryShare|promptCacheHitRatio|mfuPrefill|mbuDecode|mfu|prefillShare|preemptionRisk|(paged|static)InternalFragmentation|.*waitProbability|.*p\d\dBeyond|.*untouchedExperts)$/;

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

describe.each(models.map((model) => [model.name, model] as const))(
  "%s, for any valid inputs",
  (_, model) => {
    it("is finite, not negative and no share above 1, in both fidelities", () => {
      const graphs = (["textbook", "refined"] as const).map((fidelity) => graphOf(model, fidelity));
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
