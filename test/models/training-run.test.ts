import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {check} from "../../lib/model/check.js";
import {sensitivity} from "../../lib/model/sensitivity.js";
import {CheckpointModel} from "../../lib/models/checkpoint.js";
import {DistributedModel} from "../../lib/models/distributed.js";
import {EconomicsModel} from "../../lib/models/economics.js";
import {ReliabilityModel} from "../../lib/models/reliability.js";
import {SustainabilityModel} from "../../lib/models/sustainability.js";
import {TrainingRunModel} from "../../lib/models/training-run.js";
import {registry} from "../registry.js";

type Given = Parameters<typeof TrainingRunModel.solve>[0];
const options = (fidelity: "textbook" | "refined") => ({registry, fidelity}) as const;
const refined = (given: Given) => TrainingRunModel.solve(given, {registry});
const small = {
  model: "Llama3_8B",
  fleet: "Research_256",
  batchSize: 256,
  seqLen: 4096,
  zeroStage: 1
} as const;
const run = {...small, trainingTokens: 1e12} as const;
const close = (found: number | null | undefined, wanted: number): void => {
  expect(found! / wanted).toBeCloseTo(1, 9);
};

describe("TrainingRunModel, worked by hand", () => {
  it("is sound as a whole", () => {
    expect(() => check(TrainingRunModel, registry)).not.toThrow();
  });
  it("a trillion tokens of 8 billion parameters on 256 H100, from the step to the bill", () => {
    const one = refined(run);
    // 1e12 / (256 * 4096) = 953 674.3 steps
    close(one.steps, 1e12 / (256 * 4096));
    close(one.trainingTime, one.steps * one.stepLatency);
    // 14 B * 8.03e9 by 32 nodes of 7 GB/s each
    close(one.checkpointSize, 14 * 8.03e9);
    close(one.saveTime, (14 * 8.03) / (32 * 7));
    // 1 / (8/50 000 h + 8/150 000 h) / 32 = 146.48 h; sqrt(2 * 0.5019 s * 146.48 h)
    close(one.fleetMtbf, 146.484375 * 3600);
    close(one.chosenInterval, Math.sqrt(2 * one.saveTime * one.fleetMtbf));
    // 60 + 180 + 120 s and the state read back as fast as it was written
    close(one.recoveryTime, 360 + one.saveTime);
    close(one.wallTime, one.trainingTime / one.goodputRatio);
    close(one.deviceTime, 256 * one.wallTime!);
    // 25 000 USD a device over three years, 5% upkeep, 12 cents a kWh
    const years = one.wallTime! / (365 * 86_400);
    close(one.capex, ((256 * 25_000) / 3) * years);
    const power = 256 * 700 * (0.3 + 0.7 * one.mfu);
    close(one.totalEnergy, 1.12 * power * one.wallTime!);
    close(one.overheadEnergy, 0.12 * power * one.wallTime!);
    close(one.totalOpex, 0.05 * 256 * 25_000 * years + (one.totalEnergy! / 3.6e6) * 0.12);
    close(one.carbonFootprint, (one.totalEnergy! / 3.6e6) * 0.429);
    close(one.costPerToken, one.tco! / 1e12);
  });
  it("takes the tokens of the published training where none are given", () => {
    // 15 trillion
    const one = refined({...run, model: "Llama3_70B", trainingTokens: null, tpSize: 8});
    close(one.steps, 15e12 / (256 * 4096));
  });
  it("saves what is trained: adapters keep 12 bytes more for each of their parameters", () => {
    // rank 16 on four projections of 32 layers: 16 * 32 * (6 * 4096 + 2 * 8 * 128)
    const adapters = 16 * 32 * (6 * 4096 + 2 * 8 * 128);
    close(refined({...run, isLora: true}).checkpointSize, 2 * 8.03e9 + 12 * adapters);
  });
  it("saves in the background no more often than a save takes to write", () => {
    const slow = {
      ...run,
      nWriters: 1,
      interval: 1,
      asyncCheckpoint: true,
      hostCopyBandwidth: "50 GB/s"
    } as const;
    // 112.42 GB at 7 GB/s; 112.42 / 50 s block
    close(refined(slow).chosenInterval, (14 * 8.03) / 7);
    close(refined(slow).saveTime, (14 * 8.03) / 50);
    close(refined({...slow, interval: "1 h"}).chosenInterval, 3600);
    close(refined({...slow, asyncCheckpoint: false}).chosenInterval, 1);
  });
  it("reproduces the order of Llama 3.1 405B: 30.84 million H100-hours were published", () => {
    const one = refined({
      model: "Llama3_405B",
      fleet: "Meta_Llama3_16K_H100",
      batchSize: 2048,
      seqLen: 8192,
      tpSize: 8,
      ppSize: 16,
      microbatchCount: 16,
      vStages: 8,
      zeroStage: 1,
      overlapComm: true,
      attention: "flash"
    });
    const hours = one.deviceTime! / 3600;
    expect(hours).toBeGreaterThan(25e6);
    expect(hours).toBeLessThan(50e6);
  });
});

describe("TrainingRunModel is what its models say one after the other", () => {
  const givens: readonly Given[] = [
    run,
    {
      ...run,
      fleet: {from: "Training_1K", region: "Quebec"},
      batchSize: 1024,
      tpSize: 8,
      model: "Llama3_70B"
    },
    {
      ...run,
      fleet: "Training_1K",
      model: "Mixtral_8x7B",
      epSize: 8,
      batchSize: 1024,
      electricityPrice: "0.3 USD/kWh"
    }
  ];
  it.each(
    (["textbook", "refined"] as const).flatMap((fidelity) =>
      givens.map((given) => [fidelity, given] as const)
    )
  )("%s, %j", (fidelity, given) => {
    const one = TrainingRunModel.solve(given, options(fidelity));
    const {trainingTokens: _, electricityPrice = null, ...job} = given;
    const step = DistributedModel.solve(job, options(fidelity));
    expect([one.feasible, one.memoryFootprint, one.stepLatency, one.mfu]).toEqual([
      step.feasible,
      step.memoryFootprint,
      step.stepLatency,
      step.mfuTotal
    ]);
    const nodes = given.fleet === "Research_256" ? 32 : 128;
    const save = CheckpointModel.solve(
      {model: given.model, hardware: "H100", nWriters: nodes},
      options(fidelity)
    );
    close(one.saveTime, save.blockingTime);
    const failures = ReliabilityModel.solve(
      {
        fleet: given.fleet,
        jobDuration: one.trainingTime,
        checkpointTime: save.blockingTime,
        avgRecoveryTime: save.recoveryTime ?? 360
      },
      options(fidelity)
    );
    close(one.chosenInterval, failures.optimalCheckpointInterval);
    close(one.goodputRatio, failures.goodputRatio);
    close(one.wallTime, failures.wallTime!);
    const bill = EconomicsModel.solve(
      {
        fleet: given.fleet,
        duration: one.wallTime!,
        mfu: one.mfu,
        electricityPrice,
        goodput: one.goodputRatio
      },
      options(fidelity)
    );
    close(one.tco, bill.tco);
    const climate = SustainabilityModel.solve(
      {fleet: given.fleet, duration: one.wallTime!, mfu: one.mfu},
      options(fidelity)
    );
    expect(one.totalEnergy).toBe(climate.totalEnergy);
    expect(one.carbonFootprint).toBe(climate.carbonFootprint);
    expect(one.waterUsage).toBe(climate.waterUsage);
    expect(one.region).toBe(climate.region);
  });
});

describe("TrainingRunModel, for any inputs", () => {
  const inputs = fc.record({
    model: fc.constantFrom("Llama3_8B", "Llama3_70B", "GPT3"),
    fleet: fc.constantFrom("Research_256", "Training_1K", "Frontier_8K"),
    batchSize: fc.integer({min: 1, max: 4096}),
    tpSize: fc.constantFrom(1, 2, 4, 8),
    ppSize: fc.constantFrom(1, 2, 4),
    trainingTokens: fc.double({min: 1e9, max: 1e14, noNaN: true}),
    nWriters: fc.integer({min: 1, max: 1024})
  });
  it("twice the tokens are twice the days, dollars, joules and kilograms; nothing else moves", () => {
    fc.assert(
      fc.property(inputs, (given) => {
        const [one, two] = [
          refined(given),
          refined({...given, trainingTokens: 2 * given.trainingTokens})
        ];
        for (const name of ["wallTime", "tco", "totalEnergy", "carbonFootprint"] as const)
          close(two[name], 2 * one[name]!);
        expect([two.stepLatency, two.goodputRatio, two.chosenInterval]).toEqual([
          one.stepLatency,
          one.goodputRatio,
          one.chosenInterval
        ]);
        close(one.costPerToken! * given.trainingTokens, one.tco!);
        expect(one.wallTime!).toBeGreaterThanOrEqual(one.trainingTime);
      })
    );
  });
  it("slopes run through the whole chain", () => {
    fc.assert(
      fc.property(inputs, (given) => {
        const elasticities = (output: "tco" | "carbonFootprint" | "deviceTime") =>
          new Map(
            sensitivity(TrainingRunModel, output, given, {registry}).map((one) => [
              one.name,
              one.elasticity
            ])
          );
        expect(elasticities("tco").get("trainingTokens")).toBeCloseTo(1, 9);
        expect(elasticities("deviceTime").get("trainingTokens")).toBeCloseTo(1, 9);
        expect(
          elasticities("carbonFootprint").get("fleet.node.accelerator.powerLimit")
        ).toBeCloseTo(1, 9);
      }),
      {numRuns: 20}
    );
  });
});

describe("TrainingRunModel rejects", () => {
  it.each([
    [
      small,
      "TrainingRunModel: invalid trainingTokens; must be given; model states no published training"
    ],
    [{...run, model: "ResNet50"}, "TrainingRunModel: invalid model; must be a transformer"],
    [
      {...run, tpSize: 7},
      "TrainingRunModel: invalid tpSize; must divide the accelerators of fleet"
    ],
    [{...run, epSize: 8}, "TrainingRunModel: invalid epSize"]
  ])("%j", (given, message) => {
    expect(() => refined(given as unknown as Given)).toThrow(message);
  });
});
