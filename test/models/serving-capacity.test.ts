import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {stepTime} from "../../lib/functions/pool.js";
import {sojournBeyond} from "../../lib/functions/sojourn.js";
import {waiting} from "../../lib/functions/queueing.js";
import {check} from "../../lib/model/check.js";
import {valuesOf} from "../../lib/model/values.js";
import {ServingCapacityModel} from "../../lib/models/serving-capacity.js";
import {registry} from "../registry.js";

type Given = Parameters<typeof ServingCapacityModel.solve>[0];
const textbook = (given: Given) =>
  ServingCapacityModel.solve(given, {registry, fidelity: "textbook"});
const refined = (given: Given) => ServingCapacityModel.solve(given, {registry});
const parts = (given: Given) =>
  valuesOf(ServingCapacityModel, given, {registry}) as Readonly<Record<string, number>>; // numbers are read
const ms = 1e3;
const near = (found: number | undefined, wanted: number): void =>
  expect(found! / wanted).toBeCloseTo(1, 9);

const llama = {model: "Llama3_8B", hardware: "H100"} as const;
const p1 = {...llama, qps: 50, targetP99Latency: "5 s"} as const;

describe("ServingCapacityModel in textbook, worked by hand", () => {
  it("is sound as a whole", () => {
    expect(() => check(ServingCapacityModel, registry)).not.toThrow();
  });
  it("P1: 50 requests a second in 5 s", () => {
    const one = textbook(p1);
    expect(one).toMatchObject({
      requiredReplicas: 2,
      activeBatchSize: 32,
      bottleneck: "Feasible",
      qpsTarget: 50,
      latencyTarget: 5
    });
    near(one.perReplicaQpsCapacity, 33.975749382791705);
    near(one.qpsCapacity, 67.95149876558341);
    near(one.utilization, 0.7358189430447762);
    near(one.ttft * ms, 2270.7418588021524);
    near(one.itl * ms, 7.678189430447762);
    near(one.baseRequestLatency * ms, 3253.550105899466);
    near(one.queueWaitP99 * ms, 230.24794317038834);
    near(one.estimatedP99Latency * ms, 3483.798049069854);
  });
  it("P4: shorter requests, longer answers, larger batches", () => {
    const one = textbook({
      ...p1,
      qps: 100,
      meanRequestTokens: 600,
      outputTokens: 200,
      maxBatchSize: 64
    });
    expect(one.requiredReplicas).toBe(3);
    near(one.perReplicaQpsCapacity, 50.82215069025583);
    near(one.utilization, 0.6558819900497512);
    near(one.estimatedP99Latency * ms, 2666.51753939362);
  });
  it("P2, P3, P5: too slow without a queue, too large, too many", () => {
    const slow = textbook({...p1, targetP99Latency: "1500 ms"});
    expect(slow).toMatchObject({
      feasible: false,
      requiredReplicas: 1024,
      bottleneck: "Tail Latency"
    });
    near(slow.estimatedP99Latency * ms, 3253.550105899466);
    const large = textbook({...p1, model: "Llama3_70B"});
    expect(large).toMatchObject({
      bottleneck: "Memory",
      utilization: Infinity,
      estimatedP99Latency: Infinity,
      qpsCapacity: 0
    });
    const many = textbook({...p1, qps: 1e6, maxReplicas: 8});
    expect(many.bottleneck).toBe("Capacity");
    near(many.utilization, 3679.094715223881);
  });
});

describe("ServingCapacityModel refined, worked by hand", () => {
  // 8B on an H100, prompt 1920, 128 generated: a step of B requests at 1984 tokens is A + B g
  const [P, L, width, kappa] = [8.03e9, 32, 4096, 131_072];
  const [rate, beta] = [989e12 * 0.5, 3.35e12 * 0.8];
  const A = (2 * P) / beta + 10e-6 + 32 * 10e-6;
  const g = (kappa * 1984) / beta + (2 * P + 4 * L * width * 1984) / rate;
  const prefill = (2 * P * 1920 + 4 * L * width * 1920 * (1920 - 1919 / 2)) / rate + 330e-6;
  it("prompts take their part: six replicas where the textbook has two", () => {
    const one = refined({...p1, serviceTimeCv: 0});
    // 64.64 ms of prefill and 128 of a 32nd of a step of 10.534 ms: 9.365 a second
    expect(one).toMatchObject({
      requiredReplicas: 6,
      batchCap: 32,
      feasible: true,
      bottleneck: "Feasible"
    });
    near(one.perReplicaQpsCapacity, 1 / (prefill + (128 * (A + 32 * g)) / 32));
    expect(one.perReplicaQpsCapacity).toBeCloseTo(9.365, 3);
    // constant services: 99% wait on top of a slot's time
    near(
      one.estimatedP99Latency,
      2 * prefill - prefill + one.queueWaitP99 + 128 * (A + 32 * g) + 32 * prefill
    );
  });
  it("the batch follows the load: 6.83, 18.60, 27.32 requests at 5, 8, 9 a second", () => {
    const table = [
      [5, 6.83, 10.67],
      [8, 18.6, 18.16],
      [9, 27.32, 23.71]
    ] as const;
    for (const [qps, batch, itl] of table) {
      const one = refined({
        ...p1,
        qps,
        targetP99Latency: "1000 s",
        maxReplicas: 1,
        serviceTimeCv: 0
      });
      expect(one.requiredReplicas).toBe(1);
      near(one.loadBatch, (qps * 128 * A) / (1 - qps * (128 * g + prefill)));
      expect([one.loadBatch, one.itl * ms]).toEqual([
        expect.closeTo(batch, 2),
        expect.closeTo(itl, 2)
      ]);
      near(one.baseRequestLatency, prefill + 128 * one.itl);
      near(one.ttft, prefill + one.itl);
    }
    // alone in a replica it is still a batch of one
    near(refined({...p1, qps: 0.01}).itl, A + g + prefill / 128);
  });
  it("a smaller batch where long answers would be late", () => {
    const one = refined(p1);
    // exponential answers: 99 of 100 within 5 s take batches of 3
    expect(one).toMatchObject({feasible: true, requiredReplicas: 20, batchCap: 3});
    expect(one.estimatedP99Latency).toBeLessThanOrEqual(5);
    const looser = refined({...p1, targetP99Latency: "20 s"});
    expect(looser.requiredReplicas).toBe(6);
    expect(looser.batchCap).toBeGreaterThan(3);
  });
  it("what binds when nothing meets the target", () => {
    // alone a request takes 64.64 ms and 128 tokens of 6.96 ms: 955 ms
    const base = refined({...p1, targetP99Latency: "900 ms"});
    expect(base).toMatchObject({feasible: false, bottleneck: "Base Latency", requiredReplicas: 6});
    const tail = refined({...p1, targetP99Latency: "1500 ms"});
    expect(tail).toMatchObject({
      feasible: false,
      bottleneck: "Tail Latency",
      requiredReplicas: 1024
    });
    const many = refined({...p1, qps: 1e6, maxReplicas: 8});
    expect(many).toMatchObject({
      feasible: false,
      bottleneck: "Capacity",
      requiredReplicas: 8,
      estimatedP99Latency: Infinity
    });
    const large = refined({...p1, model: "Llama3_70B"});
    expect(large).toMatchObject({
      feasible: false,
      bottleneck: "Memory",
      qpsCapacity: 0,
      utilization: Infinity
    });
    expect(large.trace[0]).toContain("do not fit");
  });
  it("devices of a replica, and room for failures", () => {
    const one = refined({...p1, model: "Llama3_70B", qps: 1, targetP99Latency: "15 s", tpSize: 4});
    expect(one).toMatchObject({feasible: true, requiredReplicas: 1, requiredAccelerators: 4});
    const spare = refined({...p1, serviceTimeCv: 0, targetUtilization: 0.5});
    // 50 over half of 9.365
    expect(spare.requiredReplicas).toBe(11);
    expect(spare.utilization).toBeLessThanOrEqual(0.5);
  });
});

describe("ServingCapacityModel for any pool", () => {
  const calls = fc.record({
    model: fc.constantFrom("Llama3_8B", "Mixtral_8x7B", "DeepSeek_V3"),
    hardware: fc.constantFrom("H100", "B200", "MI300X"),
    precision: fc.constantFrom("fp16", "fp8", "int4"),
    qps: fc.double({min: 0.1, max: 300, noNaN: true}),
    targetP99Latency: fc.double({min: 0.3, max: 60, noNaN: true}),
    outputTokens: fc.integer({min: 1, max: 1000}),
    maxBatchSize: fc.integer({min: 1, max: 64}),
    maxReplicas: fc.constant(64),
    serviceTimeCv: fc.constantFrom(0, 0.5, 1),
    tpSize: fc.constantFrom(1, 2, 8)
  }) as fc.Arbitrary<Given>;
  const shape = (one: Readonly<Record<string, number>>) => ({
    compute: one["alone.computeTime"]!,
    cache: one["cacheTimePerRequest"]!,
    weights: one["weightTime"]!,
    experts: one["expertTime"]!,
    idle: one["idleExperts"]!,
    fixed: one["fixedTime"]!,
    link: one["linkTimePerRequest"]!,
    hidden: one["alone.hidden"]!
  });
  it("the search and the forward pass mean the same step, for every batch", () => {
    const withOverlap = fc.tuple(calls, fc.constantFrom(null, 0.3, 1));
    fc.assert(
      fc.property(withOverlap, ([given, overlap]) => {
        const one = parts({...given, overlap});
        near(stepTime(shape(one), one["batchCap"]!), one["capped.passTime"]!);
        const batch = Math.max(1, one["loadBatch"]!);
        near(stepTime(shape(one), batch), one["loaded.passTime"]!);
      }),
      {numRuns: 200}
    );
  });
  it("finds what trying every cap and every number of replicas finds", () => {
    fc.assert(
      fc.property(calls, (given) => {
        const one = parts(given);
        if (!one["fits"]) return;
        const [qps, tokens, prefill] = [one["qps"]!, one["outputTokens"]!, one["promptTime"]!];
        const meets = (replicas: number, cap: number): boolean => {
          const time = tokens * stepTime(shape(one), cap) + cap * prefill;
          const [slots, cv] = [replicas * cap, one["serviceTimeCv"]!];
          if (qps * time >= slots || one["targetP99Latency"]! <= prefill) return false;
          const wait = (((1 + cv ** 2) / 2) * time) / (slots - qps * time);
          const chance = waiting(qps * time, slots);
          return sojournBeyond(one["targetP99Latency"]! - prefill, chance, wait, time, cv) <= 0.01;
        };
        let least = 0;
        for (let replicas = 1; replicas <= 64 && least === 0; replicas++)
          for (let cap = 1; cap <= one["activeBatchSize"]!; cap++)
            if (meets(replicas, cap)) least = replicas;
        expect([given, one["meetingReplicas"]]).toEqual([given, least]);
      }),
      {numRuns: 300}
    );
  });
  it("what is feasible meets its target, and less traffic never needs more", () => {
    fc.assert(
      fc.property(calls, (given) => {
        const one = refined(given);
        if (!one.feasible) return;
        expect(one.estimatedP99Latency).toBeLessThanOrEqual(one.latencyTarget * (1 + 1e-9));
        expect(one.utilization).toBeLessThan(1);
        const half = refined({...given, qps: (given.qps as number) / 2}); // a number, above
        expect(half.feasible).toBe(true);
        expect(half.requiredReplicas).toBeLessThanOrEqual(one.requiredReplicas);
      }),
      {numRuns: 300}
    );
  });
});

describe("ServingCapacityModel rejects", () => {
  it.each([
    [{qps: 0}, "invalid qps; must be above 0"],
    [{targetP99Latency: 0}, "invalid targetP99Latency; must be above 0"],
    [{outputTokens: 3000}, "invalid outputTokens; must be at most maxSeqLen: 3000 token"],
    [{meanRequestTokens: 3000}, "invalid meanRequestTokens; must be at most maxSeqLen: 3000 token"],
    [{maxReplicas: 1.5}, "invalid maxReplicas; must be an integer of at least 1"],
    [{serviceTimeCv: -1}, "invalid serviceTimeCv; must be at least 0"],
    [{targetUtilization: 0}, "invalid targetUtilization; must be above 0"],
    [{model: "ResNet50"}, "invalid model; must be a transformer"]
  ] as const)("%j", (more, message) => {
    expect(() => refined({...p1, ...more})).toThrow(message);
  });
});
