import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {check} from "../../lib/model/check.js";
import {ReliabilityModel} from "../../lib/models/reliability.js";
import {registry} from "../registry.js";

const hour = 3600;
type Given = Parameters<typeof ReliabilityModel.solve>[0];
const textbook = (given: Given) => ReliabilityModel.solve(given, {registry, fidelity: "textbook"});
const refined = (given: Given) => ReliabilityModel.solve(given, {registry});
const research = {fleet: "Research_256", jobDuration: "336 h"} as const;
const llama = {fleet: "Meta_Llama3_16K_H100", jobDuration: "1296 h"} as const;

describe("ReliabilityModel, worked by hand", () => {
  it("is sound as a whole", () => {
    expect(() => check(ReliabilityModel, registry)).not.toThrow();
  });
  it("textbook: 32 DGX H100 for 336 h", () => {
    const one = textbook(research);
    // a node: 8 / 50 000 h + 8 / 150 000 h = 2.13333e-4 failures an hour; its power supplies have spares
    expect(one.gpuFailureRate * hour).toBeCloseTo(8 / 50_000, 15);
    expect(one.nicFailureRate * hour).toBeCloseTo(8 / 150_000, 15);
    expect(one.psuFailureRate).toBe(0);
    expect(one.nodeMtbf / hour).toBeCloseTo(4687.5, 9);
    // 4687.5 h / 32 nodes
    expect(one.fleetMtbf / hour).toBeCloseTo(146.484375, 9);
    // 336 / 146.484375, and 1 - exp(-2.29376)
    expect(one.expectedFailures).toBeCloseTo(2.29376, 9);
    expect(one.failureProbability).toBeCloseTo(0.8991135851, 9);
    // sqrt(2 * 60 s * 527 343.75 s)
    expect(one.optimalCheckpointInterval).toBeCloseTo(7954.951288, 5);
    // 1 - 60 / 7954.95 - 300 / 527 343.75
    expect(one.goodputRatio).toBeCloseTo(0.9918886388, 9);
  });
  it("textbook: 2048 DGX H100 for 54 days", () => {
    const one = textbook(llama);
    expect(one.fleetMtbf / hour).toBeCloseTo(2.288818359, 8);
    expect(one.expectedFailures).toBeCloseTo(566.231, 2);
    expect(one.optimalCheckpointInterval).toBeCloseTo(994.3689, 3);
    expect(one.goodputRatio).toBeCloseTo(0.9032513, 6);
  });
  it("refined: redone work halves what the textbook calls good", () => {
    const [small, large] = [refined(research), refined(llama)];
    // 1 - 60/7954.95 - 7954.95/(2 * 527 343.75) - 300/527 343.75
    expect(small.firstOrderEfficiency).toBeCloseTo(0.98435, 5);
    expect(large.firstOrderEfficiency).toBeCloseTo(0.8429, 4);
    // tau / (Theta e^(R/Theta) (e^((tau + delta)/Theta) - 1))
    expect(small.goodputRatio).toBeCloseTo(0.98443, 6);
    expect(large.goodputRatio).toBeCloseTo(0.852433, 6);
    expect(small.goodputRatio).toBe(small.expectedEfficiency);
    // T / gamma
    expect(small.wallTime! / hour).toBeCloseTo(336 / 0.98443043, 4);
    // the first-order parts: 60/7954.95, the same again for rework, 300/527 343.75
    expect(small.writeOverhead).toBeCloseTo(60 / 7954.951288, 9);
    expect(small.reworkOverhead).toBeCloseTo(7954.951288 / 2 / 527_343.75, 9);
    expect(small.recoveryOverhead).toBeCloseTo(300 / 527_343.75, 12);
    const parts = 60 / 7954.951288 + 7954.951288 / 2 / 527_343.75 + 300 / 527_343.75;
    expect(small.writeShare).toBeCloseTo((0.0155695666 * (60 / 7954.951288)) / parts, 9);
    expect(small.recoveryShare).toBeCloseTo((0.0155695666 * (300 / 527_343.75)) / parts, 9);
  });
  it("refined: Daly's published intervals for saves of five minutes", () => {
    // 24 h, 6 h and 15 min between failures give 117, 57 and 9.1 min (Daly 2006)
    for (const [mtbf, minutes] of [
      ["24 h", 116.7],
      ["6 h", 56.7],
      ["15 min", 9.14]
    ] as const) {
      const one = refined({
        fleet: {from: "Research_256", mtbf},
        jobDuration: "1 day",
        checkpointTime: "5 min"
      });
      expect(one.dalyInterval / 60).toBeCloseTo(minutes, minutes < 10 ? 2 : 1);
    }
    // beyond twice the time between failures the best interval is that time
    const beyond = refined({
      fleet: {from: "Research_256", mtbf: "100 s"},
      jobDuration: 1,
      checkpointTime: 200
    });
    expect(beyond.dalyInterval).toBe(100);
  });
  it("refined: a chosen interval takes Young's place, in textbook it has no effect and says so", () => {
    const given = {...research, interval: "1 h"};
    const one = refined(given);
    expect(one.chosenInterval).toBe(3600);
    expect(one.writeOverhead).toBeCloseTo(60 / 3600, 12);
    // 3600 e^(-300/527343.75) / (527343.75 (e^(3660/527343.75) - 1))
    expect(one.goodputRatio).toBeCloseTo(
      (3600 * Math.exp(-300 / 527_343.75)) / (527_343.75 * Math.expm1(3660 / 527_343.75)),
      12
    );
    expect(textbook(given).chosenInterval).toBeCloseTo(7954.951288, 5);
    expect(textbook(given).trace).toContain("{interval} has no effect in textbook.");
  });
  it("refined: a fleet's measured time between failures is taken as it is", () => {
    expect(refined({...research, fleet: {from: "Research_256", mtbf: "10 h"}}).fleetMtbf).toBe(
      36_000
    );
    expect(
      textbook({...research, fleet: {from: "Research_256", mtbf: "10 h"}}).fleetMtbf / hour
    ).toBeCloseTo(146.484375, 9);
  });
  it("counts power supplies in series: unknown redundancy fails in textbook only", () => {
    const unknown = {fleet: "Meta_GenAI_H100_24K_IB", jobDuration: "1 day"};
    // two supplies without a spare: 2 / 100 000 h
    expect(textbook(unknown).psuFailureRate * hour).toBeCloseTo(2 / 100_000, 15);
    expect(refined(unknown).psuFailureRate).toBe(0);
    const stated = {
      accelerator: "H100",
      acceleratorsPerNode: 8,
      nodes: 4,
      fabric: "InfiniBand_NDR",
      psusPerNode: 4
    };
    expect(refined({fleet: stated, jobDuration: "1 day"}).psuFailureRate * hour).toBeCloseTo(
      4 / 100_000,
      15
    );
    const spare = {...stated, psuRedundancy: 1};
    expect(refined({fleet: spare, jobDuration: "1 day"}).psuFailureRate).toBe(0);
    expect(textbook({fleet: spare, jobDuration: "1 day"}).psuFailureRate).toBe(0);
    expect(textbook({fleet: stated, jobDuration: "1 day"}).psuFailureRate * hour).toBeCloseTo(
      4 / 100_000,
      15
    );
    expect(textbook({...unknown, assumedPsus: 3}).psuFailureRate * hour).toBeCloseTo(
      3 / 100_000,
      15
    );
    // 1 / (8 / 50 000 + 1 / 150 000 + 4 / 100 000) h: one network card where none is stated
    expect(refined({fleet: stated, jobDuration: "1 day"}).nodeMtbf / hour).toBeCloseTo(
      1 / (8 / 50_000 + 1 / 150_000 + 4 / 100_000),
      9
    );
  });
  it("says how often something fails, and what saving keeps", () => {
    expect(refined(research).trace).toEqual([
      "256 accelerators: a failure every 146.5 h, 2.294 expected in the run.",
      "Saving every 132.6 min keeps 98.44 % of the time."
    ]);
  });
  it("textbook: what is lost is lost to saves and restarts", () => {
    const one = textbook(llama);
    // 60 / 994.3689 and 300 / (2.288818359 h)
    expect(one.writeShare).toBeCloseTo(60 / 994.3689, 7);
    expect(one.recoveryShare).toBeCloseTo(300 / (2.288818359 * hour), 9);
    expect(one.reworkShare).toBe(0);
    expect(one.lostShare).toBeCloseTo(1 - 0.9032513, 6);
  });
  it("warns where Young's interval is off, and where no work is kept", () => {
    const tight = refined({
      fleet: {from: "Research_256", mtbf: "15 min"},
      jobDuration: "1 day",
      checkpointTime: "5 min"
    });
    expect(tight.trace.join(" ")).toContain(
      "is not short against failures: Young's interval is 12.25 min, Daly's 9.141 min."
    );
    expect(refined(research).trace).toHaveLength(2);
    const lost = refined({
      fleet: {from: "Research_256", mtbf: "1 s"},
      jobDuration: "1 day",
      checkpointTime: "1 day"
    });
    expect(lost.wallTime).toBe(null);
    expect(lost.goodputRatio).toBe(0);
  });
});

describe("ReliabilityModel, for any inputs", () => {
  const inputs = fc.record({
    fleet: fc.constantFrom("Research_256", "Frontier_8K", "Mega_100K", "Lab_64_A100"),
    jobDuration: fc.double({min: 0, max: 1e9, noNaN: true}),
    checkpointTime: fc.double({min: 1e-6, max: 1e6, noNaN: true}),
    avgRecoveryTime: fc.double({min: 0, max: 1e6, noNaN: true}),
    interval: fc.option(fc.double({min: 1e-3, max: 1e9, noNaN: true}))
  });
  it("the parts of lost time sum to it, and no share leaves 0 to 1", () => {
    fc.assert(
      fc.property(inputs, (given) => {
        const one = refined(given);
        expect(one.writeShare + one.reworkShare + one.recoveryShare).toBeCloseTo(one.lostShare, 12);
        for (const share of [
          one.goodputRatio,
          one.lostShare,
          one.writeShare,
          one.reworkShare,
          one.recoveryShare,
          one.failureProbability
        ]) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(1);
        }
        expect(one.goodputRatio + one.lostShare).toBeCloseTo(1, 12);
      })
    );
  });
  it("a part that fails less often never shortens the time between failures", () => {
    fc.assert(
      fc.property(
        inputs,
        fc.constantFrom("gpuMttf", "nicMttf", "psuMttf"),
        fc.double({min: 1, max: 50, noNaN: true}),
        (given, part, times) => {
          const base = {gpuMttf: 50_000 * hour, nicMttf: 150_000 * hour, psuMttf: 100_000 * hour};
          const better = refined({...given, ...base, [part]: base[part as "gpuMttf"] * times});
          expect(better.fleetMtbf).toBeGreaterThanOrEqual(refined({...given, ...base}).fleetMtbf);
        }
      )
    );
  });
  it("Daly's interval is within a hundredth of the one that keeps most", () => {
    fc.assert(
      fc.property(
        fc.double({min: 1, max: 1e7, noNaN: true}),
        fc.double({min: 1e-6, max: 0.02, noNaN: true}),
        (mtbf, share) => {
          const given = {
            fleet: {from: "Research_256", mtbf},
            jobDuration: 1,
            checkpointTime: share * mtbf
          };
          // the derivative of tau / (e^((tau + delta) / Theta) - 1) is nought where
          // e^((tau + delta) / Theta) (1 - tau / Theta) = 1
          let [low, high] = [0, mtbf];
          for (let i = 0; i < 200; i++) {
            const middle = (low + high) / 2;
            const isBefore = Math.exp(middle / mtbf + share) * (1 - middle / mtbf) > 1;
            [low, high] = isBefore ? [middle, high] : [low, middle];
          }
          const {dalyInterval} = refined(given);
          expect(Math.abs(dalyInterval / low - 1)).toBeLessThan(0.01);
          const most = refined({...given, interval: low}).goodputRatio;
          expect(refined({...given, interval: dalyInterval}).goodputRatio / most).toBeCloseTo(1, 4);
        }
      )
    );
  });
  it("Daly's interval keeps within a hundredth of the most, while saves are short against failures", () => {
    fc.assert(
      fc.property(
        fc.double({min: 1e4, max: 1e7, noNaN: true}),
        fc.double({min: 1e-5, max: 1e-2, noNaN: true}),
        (mtbf, share) => {
          const given = {
            fleet: {from: "Research_256", mtbf},
            jobDuration: 1,
            checkpointTime: share * mtbf
          };
          const best = refined(given).dalyInterval;
          const kept = (interval: number) => refined({...given, interval}).goodputRatio;
          for (const factor of [0.5, 0.9, 1.1, 2])
            expect(kept(best)).toBeGreaterThanOrEqual(kept(best * factor));
          expect(refined({...given, interval: best}).goodputRatio).toBeGreaterThanOrEqual(
            refined(given).goodputRatio - 1e-12
          );
        }
      )
    );
  });
});

describe("ReliabilityModel rejects", () => {
  it.each([
    [{}, "ReliabilityModel: missing fleet; has no default"],
    [{fleet: "Research_256"}, "ReliabilityModel: missing jobDuration; has no default"],
    [
      {...research, fleet: "Research_257"},
      "ReliabilityModel: unknown fleet; no such fleet, nearest is Research_256: Research_257"
    ],
    [
      {...research, jobDuration: -1},
      "ReliabilityModel: invalid jobDuration; must be at least 0 h: -1"
    ],
    [
      {...research, checkpointTime: 0},
      "ReliabilityModel: invalid checkpointTime; must be above 0 s: 0"
    ],
    [
      {...research, checkpointTime: "60"},
      "ReliabilityModel: invalid checkpointTime; must be a number, or text with a unit: 60"
    ],
    [
      {...research, checkpointTime: "60 B"},
      "ReliabilityModel: invalid checkpointTime; must be in s, has dimension B: 60 B"
    ],
    [
      {...research, avgRecoveryTime: null},
      "ReliabilityModel: invalid avgRecoveryTime; must be a finite number of s: null"
    ],
    [
      {...research, fleet: {from: "Research_256", nodes: 0}},
      "ReliabilityModel: invalid fleet.nodes; must be at least 1 node: 0"
    ],
    [
      {...research, fleet: {from: "Research_256", mtbf: "0 h"}},
      "ReliabilityModel: invalid fleet.mtbf; must be above 0 h: 0 h"
    ],
    [{...research, checkpoints: 3}, "ReliabilityModel: unknown checkpoints; no such input"]
  ])("%j", (given, message) => {
    expect(() => refined(given as Given)).toThrow(message);
  });
});
