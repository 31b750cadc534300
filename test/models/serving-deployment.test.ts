import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {check} from "../../lib/model/check.js";
import {sensitivity} from "../../lib/model/sensitivity.js";
import {EconomicsModel} from "../../lib/models/economics.js";
import {ServingCapacityModel} from "../../lib/models/serving-capacity.js";
import {ServingDeploymentModel} from "../../lib/models/serving-deployment.js";
import {SustainabilityModel} from "../../lib/models/sustainability.js";
import {registry} from "../registry.js";

type Given = Parameters<typeof ServingDeploymentModel.solve>[0];
const options = (fidelity: "textbook" | "refined") => ({registry, fidelity}) as const;
const refined = (given: Given) => ServingDeploymentModel.solve(given, {registry});
const textbook = (given: Given) => ServingDeploymentModel.solve(given, options("textbook"));
const llama = {model: "Llama3_8B", hardware: "H100", qps: 50, targetP99Latency: "5 s"} as const;
const even = {...llama, serviceTimeCv: 0} as const;
const close = (found: number | null | undefined, wanted: number): void => {
  expect(found! / wanted).toBeCloseTo(1, 9);
};
const year = 365 * 86_400;

describe("ServingDeploymentModel, worked by hand", () => {
  it("is sound as a whole", () => {
    expect(() => check(ServingDeploymentModel, registry)).not.toThrow();
  });
  it("textbook: 50 requests a second to 8 billion parameters on two H100", () => {
    const one = textbook(llama);
    // 2 * 8.03 GB and 32 requests of 2048 tokens of 131 072 B
    close(one.memoryFootprint, 16.06e9 + 32 * 2048 * 131_072);
    expect([one.feasible, one.requiredReplicas, one.requiredAccelerators]).toEqual([true, 2, 2]);
    close(one.ttft, 2.270741858802152);
    close(one.itl, 0.007678189430447762);
    close(one.estimatedP99Latency, 3.483798049069854);
    // 50 * 128 tokens a second, for a year
    close(one.tokenRate, 6400);
    close(one.tokens, 6400 * year);
    // 2 * 25 000 USD over three years and 5% of it for upkeep; power by MFU at 12 cents a kWh, PUE 1.12
    const kwh = (1.12 * 2 * 700 * (0.3 + 0.7 * one.mfu) * 8760) / 1000;
    close(one.totalEnergy, kwh * 3.6e6);
    close(one.tco, 50_000 / 3 + 2500 + kwh * 0.12);
    close(one.costPerToken, one.tco! / (6400 * year));
    // 429 g and 1.8 L a kWh; water by energy of the facility
    close(one.carbonPerToken, (kwh * 0.429) / (6400 * year));
    close(one.waterPerToken, (kwh * 1.8e-3) / (6400 * year));
  });
  it("refined: prompts take time, so it is six, and a token costs 30 cents a million", () => {
    const one = refined(even);
    expect([one.feasible, one.requiredReplicas, one.batchCap]).toEqual([true, 6, 32]);
    const [P, kappa, rate, beta] = [8.03e9, 131_072, 989e12, 3.35e12 * 0.8];
    // operations of 1920 tokens of prompt, causal, and 128 of answer that see 1984
    const prompt = 2 * P * 1920 + 4 * 32 * 4096 * 1920 * (1920 - 1919 / 2);
    const mfu = (50 * (prompt + 128 * (2 * P + 4 * 32 * 4096 * 1984))) / (6 * rate);
    close(one.mfu, mfu);
    // weights once a prompt, and once a step for all requests in it
    const reading = (2 * P) / beta + (128 * ((2 * P) / one.loadBatch! + kappa * 1984)) / beta;
    const busy = (50 / 6) * reading;
    // a busy memory draws 0.4 of what busy arithmetic does: whichever is more
    const power = 700 * (0.3 + 0.7 * Math.max(mfu, 0.4 * busy));
    close(one.devicePower, power);
    close(one.facilityPower, 1.12 * 6 * power);
    const kwh = (1.12 * 6 * power * 8760) / 1000;
    close(one.tco, 150_000 / 3 + 7500 + kwh * 0.12);
    close(one.costRate, one.tco! / year);
    close(one.costPerRequest, one.tco! / (50 * year));
    close(one.energyPerToken, (kwh * 3.6e6) / (6400 * year));
    close(one.carbonRate, (kwh * 0.429) / year);
    // water by energy of the devices
    close(one.waterRate, (((kwh / 1.12) * 1.8) / year) * 1e-3);
    expect(one.trace[1]).toMatch(/^Tokens cost 0\.2972 USD\/Mtoken, take 0\.\d+ kWh\/Mtoken/);
    const shown = Number(/cost ([\d.]+) USD/.exec(one.trace[1]!)![1]);
    expect(shown / (one.costPerToken! * 1e6)).toBeCloseTo(1, 3);
  });
  it("a prompt alone keeps arithmetic busy, an answer alone keeps memory busy", () => {
    // one token of answer to 2047 of prompt, full tilt: power follows MFU
    const prompts = refined({...even, outputTokens: 1, qps: 7, maxReplicas: 1});
    expect(prompts.devicePower).toBeCloseTo(700 * (0.3 + 0.7 * prompts.mfu), 6);
    // 2047 tokens of answer to one of prompt: MFU is a few per cent
    const answers = refined({...even, outputTokens: 2047, targetP99Latency: "100 s"});
    expect(answers.devicePower).toBeGreaterThan(700 * (0.3 + 0.7 * answers.mfu) * 1.1);
  });
  it("making the devices is counted where a device's record says it, by the part of their life", () => {
    const given = {
      ...even,
      hardware: {from: "H100", embodiedCarbon: 150},
      embodiedFromRegistry: true
    } as const;
    const one = refined({...given, duration: "30 day"});
    // 6 devices of 150 kg, 30 days of 6 years at 85%
    close(one.embodiedCarbon, (6 * 150 * 30) / (6 * 365 * 0.85));
    close(
      one.carbonFootprint,
      refined({...even, duration: "30 day"}).carbonFootprint! + one.embodiedCarbon!
    );
  });
  it("stands where it is told, at a price of its own", () => {
    const home = refined(even);
    const norway = refined({...even, grid: "Norway"});
    expect(norway.region).not.toBe(home.region);
    const built = refined({...even, datacenter: {grid: "Norway", pueOverride: 1.5}});
    expect([built.region, built.pue]).toEqual([norway.region, 1.5]);
    close(built.totalEnergy! / built.pue, norway.totalEnergy! / norway.pue);
    // replicas of four devices each at 100 000 USD, whatever a device costs
    const large = {
      ...even,
      model: "Llama3_70B",
      tpSize: 4,
      qps: 2,
      targetP99Latency: "30 s"
    } as const;
    const one = refined({...large, nodePrice: 100_000});
    close(one.requiredAccelerators, 4 * one.requiredReplicas);
    close(one.capex, (one.requiredReplicas * 100_000) / 3);
    close(refined(large).capex, (one.requiredAccelerators * 25_000) / 3);
  });
});

describe("ServingDeploymentModel is what its models say one after the other", () => {
  const bill = {duration: "30 day", electricityPrice: "0.2 USD/kWh"} as const;
  const givens: readonly (Given & {readonly hardware: string})[] = [
    llama,
    {...llama, model: "Mixtral_8x7B", hardware: "H200", meanRequestTokens: 1200, outputTokens: 300},
    {...llama, model: "Llama3_70B", tpSize: 8, qps: 4, targetP99Latency: "30 s", precision: "fp8"}
  ];
  it.each(
    (["textbook", "refined"] as const).flatMap((fidelity) =>
      givens.map((given) => [fidelity, given] as const)
    )
  )("%s, %j", (fidelity, given) => {
    const one = ServingDeploymentModel.solve({...given, ...bill}, options(fidelity));
    const pool = ServingCapacityModel.solve(given, options(fidelity));
    const names = ["feasible", "bottleneck", "ttft", "itl", "estimatedP99Latency"] as const;
    for (const name of [...names, "requiredReplicas", "utilization", "mfu"] as const)
      expect([name, one[name]]).toEqual([name, pool[name]]);
    expect(one.memoryFootprint).toBe(pool.totalMemoryRequired);
    if (one.tco === null) return;
    const devices = fidelity === "refined" ? Number(given.tpSize ?? 1) : 1;
    const use = fidelity === "refined" ? Math.max(pool.mfu, 0.4 * pool.memoryUse!) : pool.mfu;
    const fleet = {
      accelerator: given.hardware,
      acceleratorsPerNode: devices,
      nodes: pool.requiredReplicas,
      fabric: "InfiniBand_NDR"
    };
    const run = {fleet, mfu: use, duration: bill.duration} as const;
    const cost = EconomicsModel.solve(
      {...run, electricityPrice: bill.electricityPrice, throughput: one.tokenRate},
      options(fidelity)
    );
    close(one.tco, cost.tco);
    close(one.capex, cost.capex);
    if (fidelity === "refined") close(one.costPerToken, cost.costPerUnit!);
    const climate = SustainabilityModel.solve(run, options(fidelity));
    expect(one.totalEnergy).toBe(climate.totalEnergy);
    expect(one.overheadEnergy).toBe(climate.overheadEnergy);
    expect(one.carbonFootprint).toBe(climate.carbonFootprint);
    expect(one.waterUsage).toBe(climate.waterUsage);
    expect(one.region).toBe(climate.region);
  });
});

describe("ServingDeploymentModel, for any traffic", () => {
  const inputs = fc.record({
    model: fc.constantFrom("Llama3_8B", "Mixtral_8x7B", "Llama3_70B"),
    hardware: fc.constantFrom("H100", "B200", "MI300X"),
    precision: fc.constantFrom("fp16", "fp8"),
    qps: fc.double({min: 0.1, max: 200, noNaN: true}),
    targetP99Latency: fc.double({min: 1, max: 60, noNaN: true}),
    outputTokens: fc.integer({min: 1, max: 1000}),
    serviceTimeCv: fc.constantFrom(0, 0.5, 1),
    tpSize: fc.constantFrom(1, 2, 8),
    duration: fc.double({min: 3600, max: 1e9, noNaN: true})
  });
  const both = fc.tuple(inputs, fc.constantFrom("textbook" as const, "refined" as const));
  it("what a token costs, takes and emits, times the tokens, is the whole", () => {
    fc.assert(
      fc.property(both, ([given, fidelity]) => {
        const one = ServingDeploymentModel.solve(given, options(fidelity));
        if (!one.fits) {
          expect([one.tco, one.costPerToken, one.carbonRate, one.tokens]).toEqual([
            null,
            null,
            null,
            0
          ]);
          return;
        }
        const pairs = [
          [one.costPerToken, one.costRate, one.tco],
          [one.energyPerToken, one.facilityPower, one.totalEnergy],
          [one.carbonPerToken, one.carbonRate, one.carbonFootprint],
          [one.waterPerToken, one.waterRate, one.waterUsage]
        ] as const;
        for (const [each, rate, all] of pairs) {
          close(each! * one.tokens, all!);
          close(rate! * given.duration, all!);
        }
        close(one.capex! + one.totalOpex!, one.tco!);
        expect(one.devicePower * one.requiredAccelerators).toBeLessThanOrEqual(one.facilityPower!);
        // what is served is what arrives, or what the pool can serve
        if (one.feasible) close(one.tokenRate, given.qps * given.outputTokens);
        expect(one.tokenRate).toBeLessThanOrEqual(given.qps * given.outputTokens * (1 + 1e-9));
      }),
      {numRuns: 200}
    );
  });
  it("twice the time is twice of everything; nothing else moves", () => {
    fc.assert(
      fc.property(both, ([given, fidelity]) => {
        const [one, two] = [1, 2].map((times) =>
          ServingDeploymentModel.solve(
            {...given, duration: times * given.duration},
            options(fidelity)
          )
        ) as [ReturnType<typeof refined>, ReturnType<typeof refined>];
        if (!one.fits) return;
        for (const name of [
          "tco",
          "totalEnergy",
          "carbonFootprint",
          "waterUsage",
          "tokens"
        ] as const)
          close(two[name], 2 * one[name]!);
        for (const name of ["costPerToken", "carbonPerToken", "facilityPower"] as const)
          close(two[name], one[name]!);
        expect([two.requiredReplicas, two.ttft, two.itl, two.mfu]).toEqual([
          one.requiredReplicas,
          one.ttft,
          one.itl,
          one.mfu
        ]);
      }),
      {numRuns: 100}
    );
  });
  it("more traffic never takes fewer replicas, nor costs less", () => {
    fc.assert(
      fc.property(both, fc.double({min: 1, max: 3, noNaN: true}), ([given, fidelity], times) => {
        const less = ServingDeploymentModel.solve(given, options(fidelity));
        const more = ServingDeploymentModel.solve(
          {...given, qps: given.qps * times},
          options(fidelity)
        );
        if (!less.feasible || !more.feasible) return;
        expect(more.requiredReplicas).toBeGreaterThanOrEqual(less.requiredReplicas);
        expect(more.capex!).toBeGreaterThanOrEqual(less.capex! * (1 - 1e-9));
      }),
      {numRuns: 200}
    );
  });
  it("slopes run through the whole chain", () => {
    const elasticity = (output: "tco" | "carbonPerToken" | "facilityPower", name: string) =>
      sensitivity(ServingDeploymentModel, output, even, {registry}).find((one) => one.name === name)
        ?.elasticity;
    expect(elasticity("tco", "duration")).toBeCloseTo(1, 9);
    expect(elasticity("carbonPerToken", "fallbackGrid.carbonIntensity")).toBeCloseTo(1, 9);
    expect(elasticity("facilityPower", "hardware.powerLimit")).toBeCloseTo(1, 9);
  });
});

describe("ServingDeploymentModel where there is no answer", () => {
  it("a network that does not fit costs nothing and serves nothing", () => {
    const one = refined({...llama, model: "Llama3_70B"});
    expect(one).toMatchObject({feasible: false, bottleneck: "Memory", tokens: 0, tco: null});
    expect(one.memoryFootprint).toBeGreaterThan(one.memoryAvailable);
    expect(one.trace[0]).toContain("nothing is served");
  });
  it("a target that is missed is billed as what runs", () => {
    const one = refined({...llama, targetP99Latency: "900 ms"});
    expect(one).toMatchObject({feasible: false, bottleneck: "Base Latency", requiredReplicas: 6});
    expect(one.tco).not.toBeNull();
  });
  it("a device without a price is billed for running alone, and says so", () => {
    const one = refined({...even, hardware: {from: "H100", unitCost: null}});
    expect([one.capexKnown, one.capex]).toEqual([false, 0]);
    expect(one.trace.at(-1)).toContain("states no price");
  });
  it.each([
    [{qps: 0}, "ServingDeploymentModel: invalid qps; must be above 0"],
    [{duration: 0}, "ServingDeploymentModel: invalid duration; must be above 0"],
    [{outputTokens: 3000}, "invalid outputTokens; must be at most maxSeqLen: 3000 token"],
    [{meanRequestTokens: 3000}, "invalid meanRequestTokens; must be at most maxSeqLen"],
    [{model: "ResNet50"}, "ServingDeploymentModel: invalid model; must be a transformer"],
    [{datacenter: {grid: "Norway", pueOverride: 0.9}}, "invalid datacenter.pueOverride"]
  ] as const)("%j", (more, message) => {
    expect(() => refined({...llama, ...more})).toThrow(message);
  });
});
