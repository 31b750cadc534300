import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {check} from "../../lib/model/check.js";
import {collective} from "../../lib/models/collective.js";

type Given = Parameters<typeof collective.solve>[0];
const textbook = (given: Given) => collective.solve(given, {fidelity: "textbook"});
const refined = (given: Given) => collective.solve(given);

/** 32 nodes of eight ranks: 450 GB/s and 0.5 µs within, 12.5 GB/s and 50 µs between. */
const cluster = {
  message: 16.06e9,
  ranks: 256,
  ranksPerNode: 8,
  localBandwidth: 450e9,
  localLatency: 0.5e-6,
  crossBandwidth: 12.5e9,
  crossLatency: 50e-6,
  inNetworkReduction: false
};
const node = {...cluster, ranks: 8};

describe("a collective, worked by hand", () => {
  it("is sound as a whole", () => {
    expect(() => check(collective)).not.toThrow();
  });
  it("ring: 4.4125 GB over 32 ranks at 25 GB/s and 7 µs, one rank a node", () => {
    const one = textbook({
      ...cluster,
      message: 4.4125e9,
      ranks: 32,
      ranksPerNode: 1,
      crossBandwidth: 25e9,
      crossLatency: 7e-6
    });
    // 2 * 31/32 * 4.4125/25 s + 62 * 7 µs
    expect(one.ring).toBeCloseTo(0.34240275, 12);
    // with one rank a node nothing is done within nodes, so placement gives the same ring
    expect(one.hierarchical).toBeCloseTo(0.34240275, 12);
    expect(one.stage).toBeCloseTo(0.34240275 / 2, 12);
    // 2 * 5 levels * (4.4125/25 s + 7 µs)
    expect(one.tree).toBeCloseTo(10 * (0.1765 + 7e-6), 12);
    // 1.05 * 2 * 31/32 * 0.1765 s + 1.2 * 2 * 5 * 7 µs
    expect(one.doubleTree).toBeCloseTo(1.05 * 1.9375 * 0.1765 + 84e-6, 12);
    expect(one.bestAlgorithm).toBe("ring");
    expect(one.bestAllReduce).toBe(one.ring);
    // 7 µs + 4.4125/25 s
    expect(one.pointToPoint).toBeCloseTo(0.176507, 12);
    // 31/32 * 0.1765 s + 31 * 7 µs
    expect(one.allToAll).toBeCloseTo((31 / 32) * 0.1765 + 217e-6, 12);
  });
  it("by placement: 16.06 GB over 32 nodes of eight", () => {
    const one = textbook(cluster);
    expect(one.nodesSpanned).toBe(32);
    // 2 (7/8 * 16.06/450 s + 7 * 0.5 µs) + 2 * 31/32 * 2.0075/12.5 s + 62 * 50 µs
    expect(one.hierarchical).toBeCloseTo(0.37672506, 8);
    // a flat ring drags all of it over the slowest link: 2 * 255/256 * 16.06/12.5 s + 510 * 50 µs
    expect(one.ring).toBeCloseTo(2 * (255 / 256) * 1.2848 + 0.0255, 9);
  });
  it("a node that is not filled is one more node", () => {
    // 12 ranks of eight a node: two nodes
    const one = textbook({...cluster, ranks: 12});
    expect(one.nodesSpanned).toBe(2);
    expect(one.flatBandwidth).toBe(12.5e9);
  });
  it("short messages: the double tree's few steps win", () => {
    const one = textbook({...cluster, message: 8});
    expect(one.bestAlgorithm).toBe("double-tree");
    // 1.2 * 2 * 8 * 50 µs, and next to nothing for 8 bytes
    expect(one.bestAllReduce).toBeCloseTo(960e-6, 8);
  });
  it("one rank exchanges nothing", () => {
    const alone = refined({...cluster, ranks: 1, inNetworkReduction: true});
    for (const time of [
      alone.ring,
      alone.tree,
      alone.doubleTree,
      alone.stage,
      alone.hierarchical,
      alone.allToAll
    ])
      expect(time).toBe(0);
  });
  it("refined: a switch that adds up makes each rank send once", () => {
    // 7/4 * 16.06/450 s + 14 * 0.5 µs by a ring, 16.06/450 s + 2 * 0.5 µs in the switch
    expect(refined(node).hierarchical).toBeCloseTo(1.75 * (16.06 / 450) + 7e-6, 12);
    const added = {...node, inNetworkReduction: true};
    expect(refined(added).hierarchical).toBeCloseTo(16.06 / 450 + 1e-6, 12);
    expect(textbook(added).hierarchical).toBe(textbook(node).hierarchical);
    // it gains nothing across nodes
    const across = {...cluster, inNetworkReduction: true};
    expect(refined(across).hierarchical).toBe(refined(cluster).hierarchical);
  });
  it("refined: an all-to-all uses both kinds of link at once", () => {
    const sixteen = {...cluster, message: 1e9, ranks: 16};
    // 7/16 GB over 450 GB/s is hidden behind 8/16 GB over 12.5 GB/s; 15 latencies
    expect(refined(sixteen).allToAll).toBeCloseTo(0.5 / 12.5 + 15 * 50e-6, 12);
    expect(textbook(sixteen).allToAll).toBeCloseTo(0.9375 / 12.5 + 15 * 50e-6, 12);
    // within a node: 7/8 GB over 450 GB/s, 7 latencies of 0.5 µs
    expect(refined({...node, message: 1e9}).allToAll).toBeCloseTo(0.875 / 450 + 3.5e-6, 12);
    // a third of the copies crosses, all are spread within the node: 0.5/3 GB over 12.5 GB/s
    expect(refined({...sixteen, crossShare: 1 / 3}).allToAll).toBeCloseTo(
      0.5 / 3 / 12.5 + 15 * 50e-6,
      12
    );
    const fast = {...sixteen, crossBandwidth: 450e9, crossShare: 0.25};
    // 7/8 GB over 450 GB/s is longer than 0.125 GB over as much
    expect(refined(fast).allToAll).toBeCloseTo(0.875 / 450 + 15 * 50e-6, 12);
  });
  it("refined: a flat path is as slow as its slowest link, whichever that is", () => {
    const odd = {...cluster, localBandwidth: 1e9, localLatency: 1e-3};
    expect(refined(odd).flatBandwidth).toBe(1e9);
    expect(refined(odd).flatLatency).toBe(1e-3);
    // two nodes are enough for a path to cross
    expect(refined({...odd, ranks: 16, localBandwidth: 450e9}).flatBandwidth).toBe(12.5e9);
    expect(textbook(odd).flatBandwidth).toBe(12.5e9);
    expect(textbook(odd).flatLatency).toBe(50e-6);
  });
  it("counts the levels of a tree exactly, where a quotient of logarithms is just above", () => {
    const wide = {...cluster, message: 0, ranks: 2 ** 29, ranksPerNode: 1};
    expect(textbook(wide).tree).toBeCloseTo(2 * 29 * 50e-6, 12);
    expect(textbook({...wide, ranks: 2 ** 29 + 1}).tree).toBeCloseTo(2 * 30 * 50e-6, 12);
  });
});

describe("a collective, for any inputs", () => {
  const inputs = fc.record({
    message: fc.double({min: 0, max: 1e15, noNaN: true}),
    ranks: fc.integer({min: 1, max: 100_000}),
    ranksPerNode: fc.integer({min: 1, max: 72}),
    localBandwidth: fc.double({min: 1e9, max: 1e13, noNaN: true}),
    localLatency: fc.double({min: 0, max: 1e-3, noNaN: true}),
    crossBandwidth: fc.double({min: 1e8, max: 1e12, noNaN: true}),
    crossLatency: fc.double({min: 0, max: 1e-2, noNaN: true}),
    inNetworkReduction: fc.boolean()
  });
  it("no all-reduce is shorter than sending the message once over the fastest link", () => {
    fc.assert(
      fc.property(inputs, (given) => {
        const one = refined(given);
        const fastest = Math.max(given.localBandwidth, given.crossBandwidth);
        const least = (given.ranks > 1 ? given.message : 0) / fastest;
        const slack = 1 - 1e-12;
        for (const time of [one.ring, one.tree, one.doubleTree])
          expect(time).toBeGreaterThanOrEqual(least * slack);
        if (one.nodesSpanned === 1) expect(one.hierarchical).toBeGreaterThanOrEqual(least * slack);
      })
    );
  });
  it("a longer message or a slower link never takes less time", () => {
    fc.assert(
      fc.property(inputs, fc.double({min: 1, max: 10, noNaN: true}), (given, times) => {
        const base = refined(given);
        const longer = refined({...given, message: given.message * times});
        const slower = refined({...given, crossBandwidth: given.crossBandwidth / times});
        for (const cell of [
          "ring",
          "tree",
          "doubleTree",
          "stage",
          "hierarchical",
          "allToAll",
          "pointToPoint"
        ] as const) {
          expect(longer[cell]).toBeGreaterThanOrEqual(base[cell]);
          expect(slower[cell]).toBeGreaterThanOrEqual(base[cell]);
        }
      })
    );
  });
  it("an all-reduce is its two halves", () => {
    fc.assert(
      fc.property(inputs, (given) => {
        const one = refined({...given, inNetworkReduction: false});
        expect(one.hierarchical).toBeCloseTo(2 * one.stage, 9);
      })
    );
  });
});
