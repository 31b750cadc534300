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
    // several replicas share the traffic evenly: 50 over 6 a second each
    const [six, share] = [refined({...p1, serviceTimeCv: 0}), 50 / 6];
    near(six.loadBatch, (share * 128 * A) / (1 - share * (128 * g + prefill)));
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
    // of exponential answers of 890 ms in the mean, one in a hundred takes ln(100) as long: 4164 ms
    const spread = refined({...p1, targetP99Latency: "1500 ms"});
    expect(spread).toMatchObject({
      feasible: false,
      bottleneck: "Service Variation",
      requiredReplicas: 6
    });
    const alone = prefill + Math.log(100) * (128 * (A + g) + prefill);
    const close = {...p1, maxReplicas: 10_000};
    expect(refined({...close, targetP99Latency: alone * 1.001}).feasible).toBe(true);
    expect(refined({...close, targetP99Latency: alone / 1.001})).toMatchObject({
      feasible: false,
      bottleneck: "Service Variation"
    });
    // more replicas would help, and there are none
    const tail = refined({...p1, targetP99Latency: "4300 ms", maxReplicas: 20});
    expect(tail).toMatchObject({
      feasible: false,
      bottleneck: "Tail Latency",
      requiredReplicas: 20
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
    expect(refined({...p1, precision: "int4"}).trace[0]).toMatch(/^Only the weights are in int4/);
    expect(refined({...p1, hardware: "TPUv5p", precision: "fp32"}).trace[0]).toContain(
      "no rate in fp32"
    );
    expect(refined(p1).trace).toHaveLength(1);
  });
  it("answers that all take as long are late only for the queue", () => {
    // 955 ms alone: a target of 1500 ms that spread answers miss whatever the replicas
    const even = refined({...p1, targetP99Latency: "1500 ms", lengthCv: 0});
    expect(even).toMatchObject({feasible: true, bottleneck: "Feasible"});
    expect(even.estimatedP99Latency).toBeLessThanOrEqual(1.5);
    // lengths say how services vary, whatever is said of services
    const given = {...p1, lengthCv: 0.5} as const;
    const [one, other] = [3, 0.5].map((serviceTimeCv) => refined({...given, serviceTimeCv}));
    expect(one!.estimatedP99Latency).toBe(other!.estimatedP99Latency);
    expect(one!.requiredReplicas).toBe(other!.requiredReplicas);
    expect(one!.requiredReplicas).toBeLessThan(refined(p1).requiredReplicas);
  });
  it("a target of the time between tokens bounds the batch", () => {
    // a full batch of 32 takes A + 32 g + 32 * 64.64 ms / 128 a token, 26.7 ms
    const free = refined({...p1, serviceTimeCv: 0});
    near(free.itlFull, A + 32 * g + (32 * prefill) / 128);
    // 12 ms: (12 ms - A) / (g + prefill / 128) is 8.8, so batches of 8
    const target = 12e-3;
    const most = Math.floor((target - A) / (g + prefill / 128));
    expect(most).toBe(8);
    const bound = refined({...p1, serviceTimeCv: 0, targetItl: "12 ms"});
    expect(bound.feasible).toBe(true);
    expect(bound.batchCap).toBeLessThanOrEqual(most);
    expect(bound.itlFull).toBeLessThanOrEqual(target);
    // 8 at a time: 128 steps of t(8) and 8 prompts, so 5.24 a second of 50
    const served = 8 / (128 * (A + 8 * g) + 8 * prefill);
    expect(bound.requiredReplicas).toBeGreaterThanOrEqual(Math.ceil(50 / served));
    // alone a token takes 6.96 ms and its part of the prompt
    const never = refined({...p1, serviceTimeCv: 0, targetItl: "6 ms"});
    expect(never).toMatchObject({feasible: false, bottleneck: "ITL", batchCap: 1});
    near(never.requiredReplicas, Math.floor(50 * (128 * (A + g) + prefill)) + 1);
    // three are too few with batches of any size
    const three = {...p1, serviceTimeCv: 0, maxReplicas: 3};
    for (const more of [{targetItl: "12 ms"}, {targetTtft: "100 ms"}])
      expect(refined({...three, ...more}).bottleneck).toBe("Capacity");
    // a pool of 6 is enough with batches of 32, not with batches of 8
    const few = {...p1, serviceTimeCv: 0, maxReplicas: 6};
    expect(refined(few).feasible).toBe(true);
    expect(refined({...few, targetItl: "12 ms"})).toMatchObject({
      feasible: false,
      bottleneck: "ITL",
      batchCap: 8,
      requiredReplicas: 6
    });
  });
  it("a target of the first token bounds the wait", () => {
    const free = refined({...p1, serviceTimeCv: 0});
    near(free.ttftP99, free.queueWaitP99 + prefill + free.itlFull!);
    const bound = refined({...p1, serviceTimeCv: 0, targetTtft: "100 ms"});
    expect(bound.feasible).toBe(true);
    expect(bound.ttftP99).toBeLessThanOrEqual(0.1);
    expect(bound.requiredReplicas).toBeGreaterThan(free.requiredReplicas);
    // the prompt alone takes 64.64 ms, and a step 6.96 ms with its part of the next prompt: 71.6 ms
    expect(refined({...p1, serviceTimeCv: 0, targetTtft: "71 ms"})).toMatchObject({
      feasible: false,
      bottleneck: "TTFT",
      requiredReplicas: 6
    });
    expect(prefill + A + g + prefill / 128).toBeCloseTo(0.0716, 4);
    // six replicas answer in time, but do not begin in time
    expect(refined({...p1, serviceTimeCv: 0, maxReplicas: 6, targetTtft: "100 ms"})).toMatchObject({
      feasible: false,
      bottleneck: "TTFT"
    });
  });
  it("one replica would do, but for its pace or for its first token", () => {
    // at 5 a second a batch of 6.83: a token takes 10.67 ms and waits for prompts; alone 6.96 ms
    const alone = {
      ...p1,
      qps: 5,
      targetP99Latency: "1000 s",
      maxReplicas: 1,
      serviceTimeCv: 0
    } as const;
    expect(refined(alone).requiredReplicas).toBe(1);
    expect(refined({...alone, targetItl: "7 ms"})).toMatchObject({
      feasible: false,
      bottleneck: "ITL"
    });
    expect(refined({...alone, targetTtft: "72 ms"})).toMatchObject({
      feasible: false,
      bottleneck: "TTFT"
    });
    // at 1.5 a second a batch of 1.38 reads the weights for fewer than two
    const few = refined({...alone, qps: 1.5});
    const batch = (1.5 * 128 * A) / (1 - 1.5 * (128 * g + prefill));
    expect(batch).toBeCloseTo(1.38, 2);
    const reading = (2 * P) / beta;
    near(few.memoryUse, 1.5 * (reading + 128 * (reading / batch + (kappa * 1984) / beta)));
  });
  it("memory, and how busy the devices are", () => {
    const one = refined({...p1, serviceTimeCv: 0});
    // pages of a mean request of 1984 tokens in the cache, lengths capped at 2048: 32 of them
    expect(one.totalMemoryRequired).toBeGreaterThan(2 * P + 32 * kappa * 1984);
    expect(one.totalMemoryRequired).toBeLessThan(2 * P + 32 * kappa * 2064);
    near(one.memoryAvailable, 0.9 * 80 * 2 ** 30);
    // every request is 1920 tokens of prompt and 128 of answer
    const prompt = 2 * P * 1920 + 4 * L * width * 1920 * (1920 - 1919 / 2);
    const flops = prompt + 128 * (2 * P + 4 * L * width * 1984);
    expect(one.servedRate).toBe(50);
    near(one.mfu, (50 * flops) / (6 * 989e12));
    // a prompt reads the weights once, a token its part of them and its cache
    const reading =
      (2 * P) / beta + 128 * ((2 * P) / beta / one.loadBatch! + (kappa * 1984) / beta);
    near(one.memoryUse, (50 / 6) * reading);
    // what cannot be served is not worked on
    const over = refined({...p1, qps: 1e4, maxReplicas: 6});
    near(over.servedRate, over.qpsCapacity);
    near(over.mfu, (over.qpsCapacity * flops) / (6 * 989e12));
    expect(refined({...p1, model: "Llama3_70B"})).toMatchObject({servedRate: 0, mfu: 0});
    // four devices share weights, cache (8 key heads) and work
    const four = refined({...p1, model: "Llama3_70B", qps: 1, targetP99Latency: "30 s", tpSize: 4});
    const [P70, cache] = [70.6e9, 2 * 80 * 8 * 128 * 2];
    const pages = (four.totalMemoryRequired * 4 - 2 * P70) / cache / 32;
    expect(pages).toBeGreaterThan(1984);
    expect(pages).toBeLessThan(2064);
    const large = 2 * P70 * 1920 + 4 * 80 * 8192 * 1920 * (1920 - 1919 / 2);
    const writing = 128 * (2 * P70 + 4 * 80 * 8192 * 1984);
    near(four.mfu, (large + writing) / (four.requiredReplicas * 4 * 989e12));
    // where nothing fits, what one request would take
    const alone = (refined({...p1, model: "Llama3_70B"}).totalMemoryRequired - 2 * P70) / cache;
    expect(alone).toBeCloseTo(pages, 3);
    // textbook: every token of every request sees all 2048, and the prompt is all of them
    const plain = 2 * P * 2048 + 4 * L * width * 2048 * 2048 + 128 * (2 * P + 4 * L * width * 2048);
    near(textbook(p1).mfu, (50 * plain) / (2 * 989e12));
    near(textbook(p1).totalMemoryRequired, 2 * P + 32 * kappa * 2048);
  });
  it("devices of a replica, and room for failures", () => {
    const one = refined({...p1, model: "Llama3_70B", qps: 1, targetP99Latency: "15 s", tpSize: 4});
    expect(one).toMatchObject({feasible: true, requiredReplicas: 1, requiredAccelerators: 4});
    const spare = refined({...p1, serviceTimeCv: 0, targetUtilization: 0.5});
    // 50 over half of 9.365
    expect(spare.requiredReplicas).toBe(11);
    const slow = refined({...p1, targetP99Latency: "900 ms", targetUtilization: 0.5});
    expect([slow.bottleneck, slow.requiredReplicas]).toEqual(["Base Latency", 11]);
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
    const engines = fc.record({
      overlap: fc.constantFrom(null, 0.3, 1),
      weightOnlyEfficiency: fc.constantFrom(null, 0.6)
    });
    fc.assert(
      fc.property(calls, engines, (given, engine) => {
        const one = parts({...given, ...engine});
        near(stepTime(shape(one), one["batchCap"]!), one["capped.passTime"]!);
        const batch = Math.max(1, one["loadBatch"]!);
        near(stepTime(shape(one), batch), one["loaded.passTime"]!);
      }),
      {numRuns: 200}
    );
  });
  it("finds what trying every cap and every number of replicas finds", () => {
    const targets = fc.record({
      targetTtft: fc.option(fc.double({min: 0.01, max: 5, noNaN: true})),
      targetItl: fc.option(fc.double({min: 0.005, max: 0.2, noNaN: true}))
    });
    fc.assert(
      fc.property(calls, targets, (call, more) => {
        const given = {...call, ...more};
        const one = parts(given);
        if (!one["fits"]) return;
        const [qps, tokens, prefill] = [one["qps"]!, one["outputTokens"]!, one["promptTime"]!];
        const meets = (replicas: number, cap: number): boolean => {
          const time = tokens * stepTime(shape(one), cap) + cap * prefill;
          const [slots, cv] = [replicas * cap, one["serviceTimeCv"]!];
          if (qps * time >= slots || one["targetP99Latency"]! <= prefill) return false;
          if (time / tokens > (more.targetItl ?? Infinity)) return false;
          const wait = (((1 + cv ** 2) / 2) * time) / (slots - qps * time);
          const chance = waiting(qps * time, slots);
          // the first token comes a wait, a prompt and a step of the full batch later
          const spare = (more.targetTtft ?? Infinity) - prefill - time / tokens;
          if (spare < 0 || chance * Math.exp(-spare / wait) > 0.01) return false;
          return sojournBeyond(one["targetP99Latency"]! - prefill, chance, wait, time, cv) <= 0.01;
        };
        // of each cap the fewest replicas, of the caps those that need the fewest
        let [least, caps]: [number, number[]] = [0, []];
        for (let replicas = 1; replicas <= 64 && least === 0; replicas++) {
          caps = [];
          for (let cap = 1; cap <= one["activeBatchSize"]!; cap++)
            if (meets(replicas, cap)) caps.push(cap);
          if (caps.length > 0) least = replicas;
        }
        expect([given, one["meetingReplicas"]]).toEqual([given, least]);
        if (least > 0)
          expect([given, caps]).toEqual([given, expect.arrayContaining([one["batchCap"]])]);
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
