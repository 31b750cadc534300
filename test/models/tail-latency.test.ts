import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {waiting} from "../../lib/functions/queueing.js";
import {sojournBeyond} from "../../lib/functions/sojourn.js";
import {check} from "../../lib/model/check.js";
import {valuesOf} from "../../lib/model/values.js";
import {TailLatencyModel} from "../../lib/models/tail-latency.js";

type Given = Parameters<typeof TailLatencyModel.solve>[0];
const textbook = (given: Given) => TailLatencyModel.solve(given, {fidelity: "textbook"});
const refined = (given: Given) => TailLatencyModel.solve(given);
const ms = 1e3;
const near = (found: number, wanted: number, digits = 9): void =>
  expect(found / wanted).toBeCloseTo(1, digits);
const s = "80 ms";

describe("TailLatencyModel in textbook, worked by hand", () => {
  it("is sound as a whole", () => {
    expect(() => check(TailLatencyModel)).not.toThrow();
  });
  it("10/s, one replica of 80 ms", () => {
    const one = textbook({arrivalRate: 10, serviceLatency: s});
    // P_w = rho = 0.8, theta = 12.5 * 0.2 = 2.5/s; ln(0.8 / 0.5) / 2.5 and ln(0.8 / 0.01) / 2.5
    near(one.p50Latency * ms, 268.00145169829426);
    near(one.p99Latency * ms, 1832.810653869553);
    near(one.p50Wait, Math.log(1.6) / 2.5);
    near(one.p99Wait, Math.log(80) / 2.5);
    near(one.sloHeadroomRatio, 4.382026634673883);
    near(one.meanWait, 0.8 / 2.5);
    expect(one).toMatchObject({isStable: true, waitProbability: 0.8});
    near(one.queueUtilization, 0.8);
  });
  it("40/s, four replicas; and with services half as uneven", () => {
    const given = {arrivalRate: 40, serviceLatency: s, numReplicas: 4} as const;
    const one = textbook(given);
    // Erlang C of 3.2 erlang on 4: 0.5964…; theta = 4 * 12.5 * 0.2 = 10/s
    near(one.waitProbability, 0.5964324717874046);
    near(one.p50Latency * ms, 97.63579293098606);
    near(one.p99Latency * ms, 488.83809347380065);
    near(one.sloHeadroomRatio, 1.0220952336845017);
    const half = textbook({...given, serviceTimeCv: 0.5});
    near(half.p50Latency * ms, 91.02237058186628);
    near(half.p99Latency * ms, 335.5238084211254);
    near(half.sloHeadroomRatio, 0.6388095210528136);
  });
  it("without a queue, and with one that grows without end", () => {
    const idle = textbook({arrivalRate: 1, serviceLatency: s, numReplicas: 4});
    near(idle.p50Latency * ms, 80);
    near(idle.p99Latency * ms, 80);
    expect(idle.sloHeadroomRatio).toBe(0);
    const over = {arrivalRate: 60, serviceLatency: s, numReplicas: 4} as const;
    expect(textbook(over)).toMatchObject({
      p50Latency: Infinity,
      p99Latency: Infinity,
      queueUtilization: 1,
      isStable: false,
      sloHeadroomRatio: 1
    });
    // at exactly full load too
    expect(textbook({arrivalRate: 50, serviceLatency: s, numReplicas: 4}).isStable).toBe(false);
  });
});

describe("TailLatencyModel refined, worked by hand", () => {
  it("exponential service: the exact quantiles of wait and service together", () => {
    const table = [
      [1, 4, 55.5, 368.4],
      [20, 4, 58.7, 373.4],
      [400, 40, 56.8, 369.8],
      [40, 4, 107.7, 551.5],
      [10, 1, 277.3, 1842.1]
    ] as const;
    for (const [arrivalRate, numReplicas, p50, p99] of table) {
      const one = refined({arrivalRate, serviceLatency: s, numReplicas});
      expect([one.p50Latency * ms, one.p99Latency * ms]).toEqual([
        expect.closeTo(p50, 1),
        expect.closeTo(p99, 1)
      ]);
    }
    // M/M/1: wait and service together are exponential with mu - lambda = 2.5/s
    const one = refined({arrivalRate: 10, serviceLatency: s});
    near(one.p50Latency, Math.log(2) / 2.5);
    near(one.p99Latency, Math.log(100) / 2.5);
  });
  it("other variations: a gamma service behind an Allen-Cunneen wait", () => {
    const given = {arrivalRate: 40, serviceLatency: s, numReplicas: 4} as const;
    const at = (serviceTimeCv: number) => refined({...given, serviceTimeCv}).p99Latency * ms;
    expect([at(0.5), at(2), at(0)]).toEqual([351.9, 1246, 284].map((x) => expect.closeTo(x, -0.5)));
    // constant service: P_w e^{-(t - s) / w} = 0.01 with w = 0.5 / 10 s
    near(
      refined({...given, serviceTimeCv: 0}).p99Latency,
      0.08 + 0.05 * Math.log(59.64324717874046)
    );
  });
  it("arrivals that come in bursts", () => {
    const given = {arrivalRate: 40, serviceLatency: s, numReplicas: 4} as const;
    // (3^2 + 1) / 2 = 5 times the wait
    near(refined({...given, arrivalCv: 3}).p99Wait, 5 * refined(given).p99Wait);
    near(refined({...given, arrivalCv: 3}).meanWait, (5 * 0.5964324717874046) / 10);
    // at a steady beat and with constant services nobody waits
    const beat = refined({...given, arrivalCv: 0, serviceTimeCv: 0});
    expect([beat.p99Wait, beat.meanWait]).toEqual([0, 0]);
    near(beat.p99Latency, 0.08);
  });
  it("fan-out: the slowest of ten pools", () => {
    // without load a pool is late at t with e^{-t/s}; ten are in time with (1 - e^{-t/s})^10 = 0.99
    const one = refined({arrivalRate: 0, serviceLatency: s, fanout: 10});
    near(one.p99Latency, -0.08 * Math.log(1 - 0.99 ** 0.1), 7);
    near(one.p50Latency, -0.08 * Math.log(1 - 0.5 ** 0.1));
    // wait of M/M/1: P_w e^{-2.5 t}
    const busy = refined({arrivalRate: 10, serviceLatency: s, fanout: 10});
    near(busy.p99Wait, Math.log(0.8 / (1 - 0.99 ** 0.1)) / 2.5, 7);
  });
  it("an overload says how far it is over, and has no margin", () => {
    const one = refined({arrivalRate: 60, serviceLatency: s, numReplicas: 4});
    near(one.queueUtilization, 1.2);
    expect(one).toMatchObject({
      p99Latency: Infinity,
      meanWait: Infinity,
      sloHeadroomRatio: Infinity
    });
    expect(one.sloMargin).toBeNull();
    expect(one.trace[0]).toContain("the queue grows without end");
    const tight = refined({arrivalRate: 40, serviceLatency: s, numReplicas: 4});
    near(tight.sloMargin!, 1 - 1.0220952336845017, 6);
  });
  it("variables that lead there", () => {
    const one = valuesOf(
      TailLatencyModel,
      {arrivalRate: 40, serviceLatency: 0.08, numReplicas: 4},
      {}
    );
    expect(one).toMatchObject({offeredLoad: 3.2, serviceRate: 12.5, variability: 1});
    near(one["drainRate"] as number, 10);
    near(one["waitOfWaiting"] as number, 0.1);
  });
  it("says which inputs the textbook does not read", () => {
    const {trace} = textbook({arrivalRate: 1, serviceLatency: s, fanout: 2, arrivalCv: 2});
    expect(trace.slice(1)).toEqual([
      "{fanout} has no effect in textbook.",
      "{arrivalCv} has no effect in textbook."
    ]);
  });
});

describe("queueing functions", () => {
  it("Erlang C agrees with the recursion, and with its limit for many servers", () => {
    expect(waiting(3.2, 4)).toBeCloseTo(0.5964324717874046, 14);
    expect(waiting(32, 40)).toBeCloseTo(0.1211825577930958, 14);
    expect([waiting(0, 4), waiting(4, 4), waiting(9, 4)]).toEqual([0, 1, 1]);
    expect(waiting(-0, 4)).toBe(0);
    const recursion = (load: number, servers: number): number => {
      let blocked = 1;
      for (let k = 1; k <= servers; k++) blocked = (load * blocked) / (k + load * blocked);
      return blocked / (1 - (load / servers) * (1 - blocked));
    };
    const many = fc.record({
      servers: fc.integer({min: 1, max: 20_000}),
      used: fc.double({min: 0.3, max: 0.9999, noNaN: true})
    });
    fc.assert(
      fc.property(many, ({servers, used}) => {
        const wanted = recursion(servers * used, servers);
        expect(Math.abs(waiting(servers * used, servers) - wanted)).toBeLessThan(
          1e-10 * wanted + 1e-200
        );
      }),
      {numRuns: 200}
    );
    const [below, above] = [waiting(0.9995e6, 1e6), waiting(0.9995e6 + 1, 1e6 + 1)];
    expect(Math.abs(above / below - 1)).toBeLessThan(2e-3);
  });
  it("wait and service together are the convolution, by Simpson's rule", () => {
    // Erlang service of k = 4 and 2 phases: its survival is e^{-x} (1 + x + … + x^{k-1} / (k-1)!)
    for (const [k, wait] of [
      [4, 0.1],
      [4, 0.02],
      [4, 0.001],
      [2, 0.04],
      [2, 3]
    ] as const) {
      const survival = (t: number): number => {
        const x = (k * t) / 0.08;
        let [term, sum] = [1, 1];
        for (let i = 1; i < k; i++) sum += term *= x / i;
        return Math.exp(-x) * sum;
      };
      for (const t of [0.01, 0.08, 0.3, 1]) {
        const panels = 20_000;
        const f = (w: number): number => (Math.exp(-w / wait) / wait) * survival(t - w);
        let sum = f(0) + f(t);
        for (let i = 1; i < panels; i++) sum += (i % 2 === 1 ? 4 : 2) * f((i * t) / panels);
        const both = (sum * t) / panels / 3 + Math.exp(-t / wait);
        const wanted = 0.4 * survival(t) + 0.6 * both;
        near(sojournBeyond(t, 0.6, wait, 0.08, 1 / Math.sqrt(k)), wanted, 7);
      }
    }
  });
  it("all variations meet: gamma of shape 1 is exponential, a small one is constant", () => {
    for (const [t, wait] of [
      [0.05, 0.1],
      [0.3, 0.08],
      [0.3, 0.01],
      [40, 0.0125]
    ] as const) {
      const exact = sojournBeyond(t, 0.6, wait, 0.08, 1);
      near(sojournBeyond(t, 0.6, wait, 0.08, 1 + 1e-9), exact, 5);
      near(sojournBeyond(t, 0.6, wait, 0.08, 1 - 1e-9), exact, 5);
    }
    near(sojournBeyond(0.3, 0.6, 0.1, 0.08, 1.1e-3), sojournBeyond(0.3, 0.6, 0.1, 0.08, 0), 4);
  });
});

describe("TailLatencyModel for any pool", () => {
  const pools = fc.record({
    arrivalRate: fc.double({min: 0, max: 200, noNaN: true}),
    serviceLatency: fc.double({min: 1e-3, max: 1, noNaN: true}),
    numReplicas: fc.integer({min: 1, max: 100}),
    serviceTimeCv: fc.constantFrom(0, 0.3, 1, 2, 5),
    fanout: fc.integer({min: 1, max: 50})
  });
  it("one more replica never makes a request later, nor does a lower rate; half are faster than 99%", () => {
    fc.assert(
      fc.property(pools, (pool) => {
        const one = refined(pool);
        const more = refined({...pool, numReplicas: pool.numReplicas + 1});
        const fewer = refined({...pool, arrivalRate: pool.arrivalRate / 2});
        const slack = 1 + 1e-9;
        expect(more.p99Latency).toBeLessThanOrEqual(one.p99Latency * slack);
        expect(more.meanWait).toBeLessThanOrEqual(one.meanWait * slack);
        expect(fewer.p99Latency).toBeLessThanOrEqual(one.p99Latency * slack);
        expect(one.p50Latency).toBeLessThanOrEqual(one.p99Latency * slack);
        expect(one.p99Latency).toBeGreaterThanOrEqual(one.p99Wait / slack);
      }),
      {numRuns: 500}
    );
  });
  it("has no clock of its own: twice as slow services and arrivals take twice as long", () => {
    fc.assert(
      fc.property(pools, (pool) => {
        const [one, two] = [
          refined(pool),
          refined({
            ...pool,
            arrivalRate: pool.arrivalRate / 2,
            serviceLatency: pool.serviceLatency * 2
          })
        ];
        if (!one.isStable) return;
        near(two.p99Latency, 2 * one.p99Latency, 7);
      }),
      {numRuns: 200}
    );
  });
});

describe("TailLatencyModel rejects", () => {
  it.each([
    [
      {arrivalRate: -1, serviceLatency: 1},
      "TailLatencyModel: invalid arrivalRate; must be at least 0 request/s: -1"
    ],
    [
      {arrivalRate: 1, serviceLatency: 0},
      "TailLatencyModel: invalid serviceLatency; must be above 0 ms: 0"
    ],
    [
      {arrivalRate: 1, serviceLatency: 1, numReplicas: 1.7},
      "TailLatencyModel: invalid numReplicas; must be an integer of at least 1 replica: 1.7"
    ],
    [
      {arrivalRate: 1, serviceLatency: 1, numReplicas: 0},
      "TailLatencyModel: invalid numReplicas; must be an integer of at least 1 replica: 0"
    ],
    [
      {arrivalRate: 1, serviceLatency: 1, serviceTimeCv: -0.1},
      "TailLatencyModel: invalid serviceTimeCv; must be at least 0: -0.1"
    ],
    [
      {arrivalRate: 1, serviceLatency: 1, fanout: 0},
      "TailLatencyModel: invalid fanout; must be an integer of at least 1: 0"
    ],
    [{arrivalRate: 1}, "TailLatencyModel: missing serviceLatency; has no default"]
  ] as const)("%j", (given, message) => {
    expect(() => refined(given as never)).toThrow(message); // as an untyped caller would
  });
});
