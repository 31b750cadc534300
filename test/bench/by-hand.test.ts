import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {servingRefined, servingTextbook} from "../../bench/engine/by-hand/serving.js";
import {
  sustainabilityRefined,
  sustainabilityTextbook
} from "../../bench/engine/by-hand/sustainability.js";
import {
  trainingMemoryRefined,
  trainingMemoryTextbook
} from "../../bench/engine/by-hand/training-memory.js";
import {servingJob, sustainabilityJob, trainingMemoryJob} from "../../bench/engine/jobs.js";
import type {ServingCall, SustainabilityCall, TrainingMemoryCall} from "../../bench/engine/jobs.js";
import type {AnyModel, Fidelity} from "../../lib/graph/spec.js";
import {datacenter} from "../../lib/models/records/datacenter.js";
import {fleet} from "../../lib/models/records/fleet.js";
import {grid} from "../../lib/models/records/grid.js";
import {hardware} from "../../lib/models/records/hardware.js";
import {optimizers} from "../../lib/models/records/optimizer.js";
import {precisions} from "../../lib/models/records/precision.js";
import {workload} from "../../lib/models/records/workload.js";
import {ServingModel} from "../../lib/models/serving.js";
import {SustainabilityModel} from "../../lib/models/sustainability.js";
import {TrainingMemoryModel} from "../../lib/models/training-memory.js";
import {registry} from "../registry.js";

const networks = registry
  .keys(workload)
  .filter((key) =>
    ["transformer", "sparse transformer"].includes(
      registry.row(workload, key)!.values["kind"] as string
    )
  );
const network = fc.constantFrom(...networks);
const windowed = fc
  .tuple(network, fc.integer({min: 1, max: 10_000}), fc.option(fc.integer({min: 1, max: 6})))
  .map(([from, slidingWindow, slidingLayers]) => ({from, slidingWindow, slidingLayers}));
const device = fc.constantFrom(...registry.keys(hardware));
const share = fc.double({min: 0.01, max: 1, noNaN: true});
const whole = (min: number, max: number): fc.Arbitrary<number> => fc.integer({min, max});
const between = (min: number, max: number): fc.Arbitrary<number> =>
  fc.double({min, max, noNaN: true});

const serving: fc.Arbitrary<ServingCall> = fc
  .record({
    model: fc.oneof({weight: 3, arbitrary: network}, windowed),
    hardware: device,
    seqLen: whole(1, 200_000),
    batchSize: whole(1, 4096),
    precision: fc.constantFrom(...precisions),
    efficiency: share,
    decodeHardware: fc.option(device),
    networkBandwidth: between(1e9, 1e12),
    draftModel: fc.option(network),
    draftAcceptanceRate: between(0, 1),
    cachedPrefixLen: whole(0, 1000),
    prefillChunkTokens: fc.option(whole(1, 4096)),
    speculativeLength: whole(1, 16),
    outputTokens: fc.oneof(fc.constant(0), whole(0, 2000)),
    kvTransferOverlap: between(0, 1),
    prefixBandwidth: fc.option(between(1e9, 1e12)),
    pageSize: whole(1, 256),
    memoryEfficiency: share,
    memoryFraction: share,
    layerOverhead: between(0, 1e-4),
    overlap: fc.option(between(0, 1)),
    tpSize: fc.oneof(fc.constant(1), whole(1, 16)),
    allreduceLatency: between(0, 1e-4),
    linkEfficiency: share,
    assumedLinkBandwidth: between(1e9, 1e12),
    kvPrecision: fc.option(fc.constantFrom(...precisions)),
    quantGroupSize: fc.option(whole(1, 256)),
    weightOnlyEfficiency: fc.option(share),
    embeddingLookup: fc.boolean(),
    assumedHeads: whole(1, 128),
    assumedHiddenSize: whole(128, 16_384)
  })
  .filter(
    ({seqLen, cachedPrefixLen, outputTokens}) => cachedPrefixLen < seqLen && outputTokens < seqLen
  );

const place = fc.constantFrom(...registry.keys(datacenter));
const region = fc.constantFrom(...registry.keys(grid));
const cluster = fc.constantFrom(...registry.keys(fleet));
const sustainability: fc.Arbitrary<SustainabilityCall> = fc.record({
  fleet: fc.oneof(
    cluster,
    fc.record({from: cluster, region}),
    fc.record({
      from: cluster,
      datacenter: fc.record({from: place, pueOverride: fc.option(between(1, 3))})
    })
  ),
  duration: between(0, 1e9),
  datacenter: fc.option(place),
  mfu: between(0, 1),
  embodiedCarbonPerDevice: between(0, 1e4),
  embodiedFromRegistry: fc.boolean(),
  embodiedLifetime: between(1e6, 1e9),
  embodiedUtilization: share,
  idlePower: between(0, 1),
  fallbackPower: between(1, 1e4),
  fallbackGrid: region,
  fallbackPue: between(1, 3)
});

const trainingMemory: fc.Arbitrary<TrainingMemoryCall> = fc
  .record({
    model: network,
    hardware: device,
    batchSize: whole(1, 10_000),
    seqLen: whole(1, 100_000),
    precision: fc.constantFrom(...precisions),
    optimizer: fc.constantFrom(...optimizers),
    activationCheckpointing: fc.constantFrom(
      "none" as const,
      "selective" as const,
      "full" as const
    ),
    tpSize: whole(1, 16),
    ppSize: whole(1, 16),
    dpSize: whole(1, 64),
    epSize: whole(1, 8),
    zeroStage: whole(0, 3),
    gradientAccumulationSteps: whole(1, 16),
    trainableFraction: between(0, 1),
    communicationBufferFraction: between(0, 1),
    sequenceParallel: fc.boolean(),
    microbatchCount: fc.option(whole(1, 64)),
    vStages: whole(1, 4),
    gradientDtype: fc.constantFrom("same" as const, "fp32" as const),
    attention: fc.constantFrom("unfused" as const, "flash" as const),
    mlpWidth: fc.option(whole(1, 100_000)),
    sgdMomentum: fc.boolean(),
    assumedHiddenSize: whole(128, 16_384)
  })
  .map((call) => {
    const {kind, heads} = registry.row(workload, call.model)!.values;
    return {
      ...call,
      epSize: kind === "sparse transformer" ? call.epSize : 1,
      activationCheckpointing:
        typeof heads === "number" ? call.activationCheckpointing : ("full" as const)
    };
  });

/** Holds every output of `solve` and of the function by hand equal by Object.is, on any calls. */
function agree<C extends object>(
  model: AnyModel,
  fidelity: Fidelity,
  calls: fc.Arbitrary<C>,
  byHand: (call: C) => object
): void {
  fc.assert(
    fc.property(calls, (call) => {
      const wanted: Readonly<Record<string, unknown>> = {...byHand(call)};
      const found = model.solve(call as never, {fidelity, registry}) as Readonly<
        Record<string, unknown>
      >; // any output
      const outputs = model.spec.outputs.filter((name) => found[name] !== undefined);
      expect(Object.keys(wanted).toSorted()).toEqual(outputs.toSorted());
      for (const name of outputs) expect([name, found[name]]).toStrictEqual([name, wanted[name]]);
    }),
    {numRuns: 1000}
  );
}

describe("the functions that the engine is measured against equal solve bit for bit", () => {
  it.each([
    ["textbook", servingTextbook],
    ["refined", servingRefined]
  ] as const)("ServingModel in %s", (fidelity, byHand) => {
    agree(ServingModel, fidelity, serving, (call) => byHand(servingJob(call, registry, fidelity)));
  });
  it.each([
    ["textbook", sustainabilityTextbook],
    ["refined", sustainabilityRefined]
  ] as const)("SustainabilityModel in %s", (fidelity, byHand) => {
    agree(SustainabilityModel, fidelity, sustainability, (call) =>
      byHand(sustainabilityJob(call, registry, fidelity))
    );
  });
  it.each([
    ["textbook", trainingMemoryTextbook],
    ["refined", trainingMemoryRefined]
  ] as const)("TrainingMemoryModel in %s", (fidelity, byHand) => {
    agree(TrainingMemoryModel, fidelity, trainingMemory, (call) =>
      byHand(trainingMemoryJob(call, registry, fidelity))
    );
  });
});
