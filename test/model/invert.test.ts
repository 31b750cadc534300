import {describe, expect, it} from "vitest";
import {invert} from "../../lib/model/invert.js";
import type {Inverse} from "../../lib/model/invert.js";
import {ReliabilityModel} from "../../lib/models/reliability.js";
import {ServingModel} from "../../lib/models/serving.js";
import {registry} from "../registry.js";

const given = {model: "Llama3_8B", hardware: "H100", seqLen: 2048} as const;
const options = {registry} as const;
const solve = (more: object) => ServingModel.solve({...given, ...more}, options);

function found(answer: Inverse): Inverse & {readonly found: true} {
  if (!answer.found) throw new Error(answer.reason);
  return answer;
}
const ask = (question: object, more: object = {}): Inverse =>
  invert(ServingModel, question as never, {...given, ...more}, options);

describe("invert", () => {
  it("finds the batch whose tokens come every 20 ms, the first whole one past it", () => {
    const question = {find: "batchSize", so: "itl", equals: "20 ms", between: [1, 4096]};
    const {value} = found(ask(question));
    expect(solve({batchSize: value}).itl).toBeGreaterThanOrEqual(0.02);
    expect(solve({batchSize: value - 1}).itl).toBeLessThan(0.02);
  });
  it("says why there is no answer", () => {
    const answer = ask({find: "efficiency", so: "ttft", equals: "1 ms", between: [0.1, 1]});
    expect(answer).toMatchObject({found: false});
    const reason = answer.found ? "" : answer.reason;
    expect(reason).toMatch(/^ttft runs from [\d.]+ ms to [\d.]+ ms, never 1 ms$/);
  });
  it("solves a smooth path to the last digits, in few evaluations", () => {
    const question = {find: "efficiency", so: "ttft", equals: 0.1, between: [0.1, 1]};
    const {value, evaluations} = found(ask(question));
    expect(solve({efficiency: value}).ttft).toBeCloseTo(0.1, 14);
    expect(evaluations).toBeLessThan(45);
  });
  it("finds all crossings of a path that turns", () => {
    // what is kept of the time rises with the interval up to the optimum and falls again
    const job = {fleet: "Research_256", jobDuration: "30 day"} as const;
    const best = ReliabilityModel.solve(job, options);
    const question = {
      find: "interval",
      so: "expectedEfficiency",
      equals: best.expectedEfficiency * 0.99,
      between: [60, 1e6]
    } as const;
    const {all, value} = found(invert(ReliabilityModel, question, job, options));
    expect(all).toHaveLength(2);
    expect(value).toBe(all[0]);
    expect(all[0]).toBeLessThan(best.optimalCheckpointInterval);
    expect(all[1]).toBeGreaterThan(best.optimalCheckpointInterval);
    for (const interval of all) {
      const {expectedEfficiency} = ReliabilityModel.solve({...job, interval}, options);
      expect(expectedEfficiency).toBeCloseTo(question.equals, 12);
    }
  });
  it("counts the ends of the bracket", () => {
    const {itl} = solve({batchSize: 7});
    const at = (between: readonly [number, number]): readonly number[] =>
      found(ask({find: "batchSize", so: "itl", equals: itl, between})).all;
    expect([at([7, 90]), at([1, 7])]).toEqual([[7], [7]]);
  });
  it("of a value that is none all along says so", () => {
    const question = {find: "efficiency", so: "prefillChunkTime", equals: 1, between: [0.1, 1]};
    expect(ask(question)).toMatchObject({
      found: false,
      reason: "prefillChunkTime has no value there"
    });
  });
  it("asks for a number by a number", () => {
    const between = [0, 1];
    const wrong =
      (find: string, so: string): (() => Inverse) =>
      () =>
        ask({find, so, equals: 1, between});
    expect(wrong("hardware", "itl")).toThrow("ServingModel: invalid hardware; not a number");
    expect(wrong("efficiency", "feasible")).toThrow("invalid feasible; not a number at refined");
    expect(() =>
      ask({find: "cachedPrefixLen", so: "ttft", equals: 1, between: [9000, 9001]})
    ).toThrow("must be less than seqLen");
  });
});
