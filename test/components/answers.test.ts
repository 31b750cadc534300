import {describe, expect, it} from "vitest";
import {ReliabilityModel} from "../../lib/models/reliability.js";
import {ServingModel} from "../../lib/models/serving.js";
import {SustainabilityModel} from "../../lib/models/sustainability.js";
import {answers} from "../../src/build/answers.js";
import {addressNames} from "../../src/build/pages.js";
import {steepest} from "../../src/components/blocks.js";
import {carbonAnswer, regionSweep, regionsOf} from "../../src/components/carbon-answer.js";
import {defaults} from "../../src/components/defaults.js";
import {inputsOf} from "../../src/components/inputs.js";
import {
  incidentsOf,
  intervalSweep,
  lastedLonger,
  reliabilityAnswer,
  sizeSweep
} from "../../src/components/reliability-answer.js";
import {batchSweep, servingAnswer} from "../../src/components/serving-answer.js";
import {elasticities, solve} from "../../src/components/solve.js";
import {registry} from "../registry.js";
import {randomScenarios} from "./scenarios.js";

describe("the serving page", () => {
  it("answers what the model answers to the same inputs", () => {
    for (const scenario of randomScenarios(50, 2)) {
      const given = inputsOf(ServingModel, addressNames, scenario, registry);
      const {now, book} = servingAnswer(given, 0.02, registry);
      const solved = solve(ServingModel, given, {registry});
      for (const name of [
        "ttft",
        "itl",
        "feasible",
        "tokensPerSecond",
        "memoryUtilization"
      ] as const)
        expect(now[name]).toBe(solved[name]);
      const plain = solve(ServingModel, given, {registry, fidelity: "textbook"});
      expect(book.itl).toBe(plain.itl);
    }
  });
  it("takes the first scenario as the command line would", () => {
    const {itl, ttft} = ServingModel.solve(
      {model: "Llama3_8B", hardware: "H100", seqLen: 2048, batchSize: 32},
      {registry}
    );
    const given = inputsOf(ServingModel, addressNames, defaults, registry);
    expect(servingAnswer(given, 0.02, registry).now).toMatchObject({itl, ttft});
  });
  it("draws the curve that solve gives, point by point", () => {
    const sweep = batchSweep(registry);
    for (const scenario of randomScenarios(10, 3)) {
      const given = inputsOf(ServingModel, addressNames, scenario, registry);
      for (const row of sweep(given, 512)) {
        const at = {...given, batchSize: row.batch};
        const now = solve(ServingModel, at, {registry});
        expect(row.refined).toBe(now.itl);
        expect(row.fits).toBe(now.feasible);
        expect(row.textbook).toBe(solve(ServingModel, at, {registry, fidelity: "textbook"}).itl);
        expect(row.low).toBeLessThanOrEqual(row.high);
      }
    }
  });
  it("names a largest batch that fits while one more does not", () => {
    for (const scenario of randomScenarios(50, 4)) {
      const given = inputsOf(ServingModel, addressNames, scenario, registry);
      const {walls} = servingAnswer(given, 0.02, registry);
      const fits = (batchSize: number): boolean =>
        solve(ServingModel, {...given, batchSize}, {registry}).feasible;
      if (walls.batch > 0) expect(fits(walls.batch)).toBe(true);
      if (walls.batch < 4096) expect(fits(walls.batch + 1)).toBe(false);
    }
  });
  it("has elasticities that foretell a small change", () => {
    const given = inputsOf(ServingModel, addressNames, defaults, registry);
    const found = elasticities(ServingModel, "itl", given, registry);
    const memory = found.find(({label}) => label === "Memory bandwidth")!;
    const itl = (bandwidth: number): number =>
      ServingModel.solve(
        {
          model: "Llama3_8B",
          hardware: {from: "H100", memoryBandwidth: bandwidth},
          seqLen: 2048,
          batchSize: 32
        },
        {registry}
      ).itl;
    // d ln y / d ln x over a thousandth of the H100's 3.35 TB/s
    const slope =
      Math.log(itl(3.35e12 * 1.0005) / itl(3.35e12 * 0.9995)) / Math.log(1.0005 / 0.9995);
    expect(memory.value).toBeCloseTo(slope, 5);
    const still = ["hardware.memoryBandwidth"];
    const rest = elasticities(ServingModel, "itl", given, registry, {still});
    expect(rest.map(({label}) => label)).not.toContain("Memory bandwidth");
  });
});

describe("the reliability page", () => {
  const given = inputsOf(ReliabilityModel, addressNames, defaults, registry);
  it("has parts that sum to what is lost", () => {
    for (const scenario of randomScenarios(50, 5)) {
      const inputs = inputsOf(ReliabilityModel, addressNames, scenario, registry);
      const {now} = reliabilityAnswer(inputs, registry);
      const sum = now.writeShare + now.reworkShare + now.recoveryShare;
      expect(sum).toBeCloseTo(now.lostShare, 12);
    }
  });
  it("draws a U whose lowest point is Daly's interval, within a point in a thousand", () => {
    const {now, best} = reliabilityAnswer(given, registry);
    const rows = intervalSweep(registry)(given, [now.dalyInterval / 30, now.dalyInterval * 30]);
    const least = Math.min(...rows.map(({lost}) => lost));
    expect(best.lostShare).toBeLessThanOrEqual(least + 1e-3 * least);
  });
  it("draws the line that solve gives, size by size", () => {
    const rows = sizeSweep(registry)(given, 8, 131_072);
    for (const {accelerators, mtbf} of rows) {
      const fleet = {from: "Production_2K", nodes: accelerators / 8};
      const at = solve(ReliabilityModel, {...given, fleet}, {registry});
      expect(mtbf).toBe(at.fleetMtbf);
    }
  });
  it("says of published fleets what their counts say", () => {
    // Llama 3: 419 stops in 54 days; 50 000 h a GPU and 150 000 h a card give 2.289 h, so 3.093 / 2.289
    const [llama] = incidentsOf(registry);
    expect(llama!.mtbf / 3600).toBeCloseTo((54 * 24) / 419, 9);
    // published: failures per 1000 node-days, on clusters of 8 GPUs a node
    const [, first, second] = incidentsOf(registry);
    for (const [fleet, size, rate] of [
      [first!, 16_000, 6.5],
      [second!, 8000, 2.34]
    ] as const) {
      expect([fleet.accelerators, fleet.nodes]).toEqual([size, size / 8]);
      expect(86_400_000 / fleet.nodes / fleet.mtbf).toBeCloseTo(rate, 9);
    }
    const [least, most] = lastedLonger(incidentsOf(registry), given, registry);
    expect(least).toBeLessThan((54 * 24) / 419 / 2.2888);
    expect(most).toBeGreaterThan((54 * 24) / 419 / 2.2888);
  });
});

describe("the carbon page", () => {
  it("ranks every grid by what solve gives", () => {
    const given = inputsOf(SustainabilityModel, addressNames, defaults, registry);
    const places = regionsOf(registry);
    const rows = regionSweep(registry, places)(given);
    expect(rows).toHaveLength(places.length);
    for (const [i, {region, carbon}] of rows.entries()) {
      const at = solve(SustainabilityModel, {...given, datacenter: region.id}, {registry});
      expect(carbon).toBe(at.carbonFootprint);
      expect(carbon).toBeGreaterThanOrEqual(rows[i - 1]?.carbon ?? 0);
    }
  });
  it("keeps a building's own PUE when the place changes", () => {
    const scenario = {...defaults, "datacenter.pueOverride": 1.3};
    const given = inputsOf(SustainabilityModel, addressNames, scenario, registry);
    const {a, b} = carbonAnswer(given, "grid:Quebec", registry);
    expect([a.now.pue, b.now.pue]).toEqual([1.3, 1.3]);
  });
});

it("a page's first answer is written at build", () => {
  for (const page of ["serving", "reliability", "carbon", "method"]) {
    expect(answers[page]).toMatch(/<b>/);
    expect(answers[page]).not.toMatch(/NaN|undefined|\*\*/);
  }
});

it("the steepest input is said in the direction that was tried", () => {
  const step = {label: "Batch", book: 0};
  // 0.9^0.5 is 0.9487, 1.1^-1 is 0.9091; on steps a tenth more was tried: 10% of 1.3
  expect(steepest("Time per token", {...step, value: 0.5})).toBe(
    "Batch down 10%: time per token falls 5.1%"
  );
  expect(steepest("Cost", {...step, value: -1})).toBe("Batch up 10%: cost falls 9.1%");
  expect(steepest("MFU", {...step, value: 1.3, isStepped: true})).toBe(
    "Batch up 10%: MFU rises 13%"
  );
});
