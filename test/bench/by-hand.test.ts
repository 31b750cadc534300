import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {jobOf} from "../../bench/engine/jobs.js";
import type {Call} from "../../bench/engine/jobs.js";
import {servingRefined, servingTextbook} from "../../bench/engine/serving-by-hand.js";
import {hardware} from "../../lib/models/records/hardware.js";
import {precisions} from "../../lib/models/records/precision.js";
import {workload} from "../../lib/models/records/workload.js";
import {ServingModel} from "../../lib/models/serving.js";
import {registry} from "../registry.js";

const networks = registry
  .keys(workload)
  .filter((key) =>
    ["transformer", "sparse transformer"].includes(
      registry.row(workload, key)!.values["kind"] as string
    )
  );
const network = fc.constantFrom(...networks);
const device = fc.constantFrom(...registry.keys(hardware));
const share = fc.double({min: 0.01, max: 1, noNaN: true});
const calls: fc.Arbitrary<Call> = fc
  .record({
    model: network,
    hardware: device,
    seqLen: fc.integer({min: 1, max: 200_000}),
    batchSize: fc.integer({min: 1, max: 4096}),
    precision: fc.constantFrom(...precisions),
    efficiency: share,
    decodeHardware: fc.option(device),
    networkBandwidth: fc.double({min: 1e9, max: 1e12, noNaN: true}),
    draftModel: fc.option(network),
    draftAcceptanceRate: fc.double({min: 0, max: 1, noNaN: true}),
    cachedPrefixLen: fc.integer({min: 0, max: 1000}),
    prefillChunkTokens: fc.option(fc.integer({min: 1, max: 4096})),
    speculativeLength: fc.integer({min: 1, max: 16}),
    memoryEfficiency: share,
    memoryFraction: share,
    layerOverhead: fc.double({min: 0, max: 1e-4, noNaN: true}),
    overlap: fc.option(fc.double({min: 0, max: 1, noNaN: true})),
    pageSize: fc.integer({min: 1, max: 256})
  })
  .filter(({seqLen, cachedPrefixLen}) => cachedPrefixLen < seqLen);

/** Outputs of inputs that a measured call does not give; the function by hand has none of them. */
const onRequest: readonly string[] = ["worstItl", "prefillDecodeRatio", "prefixLoadTime"];

describe("the function that the engine is measured against", () => {
  it.each([
    ["textbook", servingTextbook],
    ["refined", servingRefined]
  ] as const)("equals solve bit for bit in %s", (fidelity, byHand) => {
    fc.assert(
      fc.property(calls, (call) => {
        const wanted: object = byHand(jobOf(call, registry, fidelity === "textbook"));
        const found = ServingModel.solve(call, {fidelity, registry});
        const names = Object.keys(wanted);
        expect(names.toSorted()).toEqual(
          ServingModel.spec.outputs
            .filter(
              (name) =>
                name in found && found[name as "itl"] !== undefined && !onRequest.includes(name)
            )
            .toSorted()
        ); // any output
        for (const name of names)
          expect([name, found[name as "itl"]]).toStrictEqual([name, wanted[name as never]]); // any output
      }),
      {numRuns: 1000}
    );
  });
});
