import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {check} from "../../lib/model/check.js";
import {MoERoutingModel} from "../../lib/models/moe-routing.js";
import {workload} from "../../lib/models/records/workload.js";
import {registry} from "../registry.js";

type Given = Parameters<typeof MoERoutingModel.solve>[0];
const textbook = (given: Given) => MoERoutingModel.solve(given, {registry, fidelity: "textbook"});
const refined = (given: Given) => MoERoutingModel.solve(given, {registry});

/** Eight of 46.7e9 parameters' experts, two a token, on a node of eight H100. */
const mixtral = {
  model: "Mixtral_8x7B",
  batchSize: 8,
  seqLen: 4096,
  epSize: 8,
  routingImbalanceFactor: 1.25,
  fleet: "Research_256"
} as const;
/** 256 experts of 671e9 parameters, eight a token, on 64 H100 in eight nodes. */
const deepseek = {
  model: "DeepSeek_V3",
  batchSize: 1,
  seqLen: 4096,
  precision: "fp8",
  epSize: 64,
  routingImbalanceFactor: 1.1,
  fleet: "DgxH100SuperPodSU"
} as const;

describe("MoERoutingModel in textbook, worked by hand", () => {
  it("is sound as a whole", () => {
    expect(() => check(MoERoutingModel, registry)).not.toThrow();
  });
  it("Mixtral: the busiest expert takes a quarter more than the mean", () => {
    const one = textbook(mixtral);
    // 2 * 1.25, and 1.25 * 12.9e9
    expect(one.effectiveActiveExperts).toBeCloseTo(2.5, 12);
    expect(one.activeParameterMultiplier).toBeCloseTo(1.25, 12);
    expect(one.effectiveActiveParameters).toBeCloseTo(16.125e9, 0);
    // 8 * 4096 tokens * 4096 wide * 2 B * 2.5, 7/8 of it leaves
    expect(one.routingPayload).toBe(671_088_640);
    expect(one.tokenDispatchBytes).toBe(587_202_560);
    // 587.2 MB / 12.5 GB/s + 7 * 50 µs
    expect(one.allToAllLatency).toBeCloseTo(47.3262048e-3, 12);
    expect(one.layerRoundTrip).toBeCloseTo(2 * 47.3262048e-3, 12);
    // 4 * 32 layers
    expect(one.stepAllToAll).toBeCloseTo(128 * 47.3262048e-3, 9);
    expect([one.routingImbalance, one.expertParallel]).toEqual([1.25, 8]);
  });
  it("DeepSeek-V3 in 8 bits on 64 accelerators", () => {
    const one = textbook(deepseek);
    expect(one.effectiveActiveExperts).toBeCloseTo(8.8, 12);
    expect(one.effectiveActiveParameters).toBeCloseTo(40.7e9, 0);
    expect(one.tokenDispatchBytes).toBeCloseTo(254.3321088e6, 0);
    expect(one.allToAllLatency).toBeCloseTo(5.401642176e-3, 12);
  });
  it("a token can cost no more experts than there are", () => {
    expect(textbook({...mixtral, routingImbalanceFactor: 9}).effectiveActiveExperts).toBe(8);
    expect(textbook({...mixtral, routingImbalanceFactor: 9}).activeParameterMultiplier).toBe(4);
  });
});

describe("MoERoutingModel, worked by hand", () => {
  it("only experts are unevenly used", () => {
    // (46.7 - 12.9) / 6 = 5.6333e9 an expert, 1.6333e9 beside them: 1.6333 + 2.5 * 5.6333
    expect(refined(mixtral).effectiveActiveParameters).toBeCloseTo(15.7166667e9, -3);
    // 634 / 248 = 2.556452e9 an expert, 671 - 256 of them = 16.548387e9: + 8.8 of them
    expect(refined(deepseek).effectiveActiveParameters).toBeCloseTo(
      16.548387097e9 + 8.8 * 2.556451613e9,
      -3
    );
    // evenly used, both are what a token passes through
    const even = {...mixtral, routingImbalanceFactor: 1};
    expect(refined(even).effectiveActiveParameters).toBeCloseTo(12.9e9, 0);
    expect(textbook(even).effectiveActiveParameters).toBe(12.9e9);
    // 15.7167 of 12.9 billion are multiplied in the time of the busiest expert, not 1.25 times all
    expect(refined(mixtral).computeSlowdown).toBeCloseTo(15.7166667 / 12.9, 8);
    expect(refined(mixtral).trace[1]).toBe(
      "The busiest expert has 1.25 times the mean to send and to compute."
    );
    expect(refined(even).computeSlowdown).toBeCloseTo(1, 12);
  });
  it("each rank holds its own tokens, and a node's links carry what stays", () => {
    // an eighth of 671 MB, 7/8 of it over 450 GB/s, 7 * 0.5 µs
    expect(refined(mixtral).allToAllLatency).toBeCloseTo(
      ((7 / 8) * 83.88608e6) / 450e9 + 3.5e-6,
      12
    );
    expect(refined(mixtral).nodesReached).toBe(1);
    // the group sends as much in all as before
    expect(refined(mixtral).tokenDispatchBytes).toBe(587_202_560);
    // a 64th of 258.4 MB, 56/64 of it over 50 GB/s, 63 * 5 µs; 7/64 over 450 GB/s meanwhile
    const message = 258_369_126.4 / 64;
    expect(refined(deepseek).allToAllLatency).toBeCloseTo(
      ((56 / 64) * message) / 50e9 + 315e-6,
      12
    );
    expect(refined(deepseek).nodesReached).toBe(8);
    // four each of 61 layers
    expect(refined(deepseek).stepAllToAll).toBeCloseTo(
      244 * (((56 / 64) * message) / 50e9 + 315e-6),
      9
    );
  });
  it("the busiest rank computes with the tokens that come to it", () => {
    // an expert in one of 32 layers; 32768 tokens to 2.5 of them, on 8 accelerators at half of 989e12
    const each = 33.8e9 / 6 / 32;
    expect(refined(mixtral).expertTime).toBeCloseTo(
      (2 * each * 32_768 * 2.5) / (8 * 0.5 * 989e12),
      12
    );
    // 634e9 / 248 an expert in 61 layers, in 8 bits
    expect(refined(deepseek).expertTime).toBeCloseTo(
      (2 * (634e9 / 248 / 61) * 4096 * 8.8) / (64 * 0.5 * 1979e12),
      12
    );
    expect(refined({...deepseek, efficiency: 0.25}).expertTime).toBeCloseTo(
      2 * refined(deepseek).expertTime!,
      12
    );
    const {fleet: _, ...nowhere} = mixtral;
    expect(refined(nowhere).expertTime).toBe(null);
    // a token that visits every expert tells nothing of what one holds
    const unsaid = {
      kind: "sparse transformer",
      parameters: 46.7e9,
      activeParameters: 46.7e9,
      layers: 32,
      hiddenSize: 4096,
      experts: 8,
      activeExperts: 8
    };
    expect(refined({...mixtral, model: unsaid}).expertTime).toBe(null);
  });
  it("a token that may go to few nodes crosses few times", () => {
    const message = (4096 * 7168 * 8.8) / 64;
    // four copies of eight cross, all eight are spread within nodes: 7/8 over 450 GB/s is shorter
    expect(refined({...deepseek, nodeLimit: 4}).allToAllLatency).toBeCloseTo(
      ((56 / 64) * 0.5 * message) / 50e9 + 315e-6,
      12
    );
    // on two nodes no more than two copies can cross
    const two = {...deepseek, epSize: 16, nodeLimit: 4};
    expect(refined(two).allToAllLatency).toBeCloseTo(
      ((8 / 16) * (2 / 8) * (message * 4)) / 50e9 + 15 * 5e-6,
      12
    );
    expect(textbook({...deepseek, nodeLimit: 4}).trace).toContain(
      "{nodeLimit} has no effect in textbook."
    );
  });
  it("a capacity bounds what the busiest expert takes, and drops the rest", () => {
    const bounded = refined({...mixtral, routingImbalanceFactor: 1.5, capacityFactor: 1.2});
    expect(bounded.effectiveActiveExperts).toBeCloseTo(2.4, 12);
    // 1 - 1.2 / 1.5
    expect(bounded.droppedShare).toBeCloseTo(0.2, 12);
    expect(bounded.trace).toContain("The busiest expert drops 20 % of its tokens.");
    expect(refined({...mixtral, capacityFactor: 2}).droppedShare).toBe(0);
    expect(refined(mixtral).droppedShare).toBe(null);
    expect(textbook({...mixtral, capacityFactor: 1.2}).droppedShare).toBe(null);
  });
  it("what a token leaves out tells how large experts are, however small", () => {
    const small = {name: "Small", kind: "sparse transformer", parameters: 2, layers: 1} as const;
    const given = {batchSize: 1, seqLen: 1, routingImbalanceFactor: 2} as const;
    // 0.6 of 2 are six of eight experts: all eight have 0.8, 1.2 are beside them, and four are visited
    const some = {...small, activeParameters: 1.4, experts: 8, activeExperts: 2};
    expect(refined({...given, model: some}).effectiveActiveParameters).toBeCloseTo(1.2 + 0.4, 12);
    // where a token visits all experts, nothing tells
    const all = {...small, activeParameters: 1.4, experts: 2, activeExperts: 2};
    expect(refined({...given, model: all}).effectiveActiveParameters).toBe(1.4);
  });
  it("has no times without a cluster, or where nothing travels", () => {
    const {fleet: _, ...nowhere} = mixtral;
    for (const solve of [textbook, refined]) {
      expect(solve(nowhere).allToAllLatency).toBe(null);
      expect(solve({...mixtral, fleet: null}).stepAllToAll).toBe(null);
      expect(solve({...mixtral, epSize: 1}).layerRoundTrip).toBe(null);
      expect(solve({...mixtral, epSize: 1}).tokenDispatchBytes).toBe(0);
    }
    expect(refined(nowhere).nodesReached).toBe(null);
    expect(refined({...mixtral, epSize: 1}).trace).toContain(
      "All experts stand on one rank, so nothing travels."
    );
  });
  it("accelerators that share network cards or an oversubscribed network take longer", () => {
    const message = 258_369_126.4 / 64;
    const within = {batchSize: 1, seqLen: 4096} as const;
    const on = (node: object, fabric: object): number | null =>
      refined({
        ...deepseek,
        ...within,
        fleet: {
          node: {from: "DGX_H100", ...node},
          nodes: 32,
          fabric: {from: "InfiniBand_NDR", ...fabric}
        }
      }).allToAllLatency;
    // 56/64 crosses at 50 GB/s; two cards for eight leave 12.5, one or none 6.25, sixteen no more than 50
    const crossing = ((56 / 64) * message) / 50e9;
    expect(on({nicsPerNode: 2}, {})).toBeCloseTo(4 * crossing + 315e-6, 12);
    expect(on({nicsPerNode: 1}, {})).toBeCloseTo(8 * crossing + 315e-6, 12);
    expect(on({nicsPerNode: 0}, {})).toBeCloseTo(8 * crossing + 315e-6, 12);
    expect(on({nicsPerNode: 16}, {})).toBeCloseTo(crossing + 315e-6, 12);
    // three to one
    expect(on({}, {oversubscription: 3})).toBeCloseTo(3 * crossing + 315e-6, 12);
  });
  it("a node that is not full counts, and slow links within it may be what takes long", () => {
    // 12 ranks are one node of eight and half of another
    expect(refined({...deepseek, epSize: 12}).nodesReached).toBe(2);
    // copies for one node are sent once, so 7/8 of a message is spread over 1 GB/s there
    const slow = {
      node: {from: "DGX_H100", deviceBandwidth: 1e9},
      nodes: 32,
      fabric: "InfiniBand_NDR"
    };
    const message = 258_369_126.4 / 64;
    expect(refined({...deepseek, nodeLimit: 4, fleet: slow}).allToAllLatency).toBeCloseTo(
      ((7 / 8) * message) / 1e9 + 315e-6,
      12
    );
  });
  it("a network that does not say how many experts a token visits sends it to one", () => {
    const one = {kind: "sparse transformer", parameters: 10e9, layers: 10} as const;
    const given = {batchSize: 1, seqLen: 1, routingImbalanceFactor: 1.5} as const;
    // 7e9 are left out by 7 of 8 experts: 1e9 an expert, 2e9 beside them, 1.5 experts
    const eight = refined({...given, model: {...one, activeParameters: 3e9, experts: 8}});
    expect(eight.effectiveActiveExperts).toBe(1.5);
    expect(eight.effectiveActiveParameters).toBe(3.5e9);
    // 4e9 are left out by one of two: 4e9 an expert, 2e9 beside them
    const two = refined({...given, model: {...one, activeParameters: 6e9, experts: 2}});
    expect(two.effectiveActiveParameters).toBe(8e9);
    // nothing is left out, so nothing is known of experts
    const none = {...one, activeParameters: 10e9, experts: 4, activeExperts: 2};
    expect(refined({...given, model: none}).effectiveActiveParameters).toBe(10e9);
  });
  it("a network of which all experts are active costs all its parameters", () => {
    const all = {
      kind: "sparse transformer",
      parameters: 10e9,
      activeParameters: 10e9,
      experts: 4,
      activeExperts: 4,
      layers: 10
    };
    const one = refined({model: all, batchSize: 1, seqLen: 1, routingImbalanceFactor: 2});
    expect(one.effectiveActiveParameters).toBe(10e9);
    expect(one.effectiveActiveExperts).toBe(4);
    // 4096 wide where nothing is stated: 4096 * 2 B * 4
    expect(one.routingPayload).toBe(32_768);
  });
});

describe("MoERoutingModel, for any inputs", () => {
  const inputs = fc.record({
    model: fc.constantFrom("Mixtral_8x7B", "DeepSeek_V3", "GPT4"),
    batchSize: fc.integer({min: 1, max: 4096}),
    seqLen: fc.integer({min: 1, max: 100_000}),
    epSize: fc.integer({min: 2, max: 8}),
    routingImbalanceFactor: fc.double({min: 1, max: 10, noNaN: true}),
    fleet: fc.constantFrom("Research_256", "Lab_64_H100", "Kempner_H100_384"),
    capacityFactor: fc.option(fc.double({min: 1, max: 4, noNaN: true})),
    nodeLimit: fc.option(fc.integer({min: 1, max: 8}))
  });
  it("an imbalance costs between nothing and all parameters", () => {
    fc.assert(
      fc.property(inputs, (given) => {
        const one = refined(given);
        const even = refined({...given, routingImbalanceFactor: 1});
        const {parameters} = registry.row(workload, given.model)!.values as {parameters: number};
        expect(one.effectiveActiveParameters).toBeGreaterThanOrEqual(
          even.effectiveActiveParameters * (1 - 1e-12)
        );
        expect(one.effectiveActiveParameters).toBeLessThanOrEqual(parameters * (1 + 1e-12));
        expect(one.allToAllLatency).toBeGreaterThanOrEqual(even.allToAllLatency! * (1 - 1e-12));
      })
    );
  });
  it("what is taken and what is dropped is the load of the busiest expert", () => {
    fc.assert(
      fc.property(inputs, fc.double({min: 1, max: 4, noNaN: true}), (given, capacityFactor) => {
        const {droppedShare} = refined({...given, capacityFactor});
        const taken = (1 - droppedShare!) * given.routingImbalanceFactor;
        expect(taken).toBeCloseTo(Math.min(given.routingImbalanceFactor, capacityFactor), 9);
      })
    );
  });
  it("a rank sends in its time no more than its links carry, and the refined dispatch never exceeds the textbook's", () => {
    fc.assert(
      fc.property(inputs, (given) => {
        const [one, plain] = [refined(given), textbook(given)];
        const sent = one.tokenDispatchBytes / given.epSize;
        expect(one.allToAllLatency! * (450e9 + 50e9)).toBeGreaterThanOrEqual(
          given.nodeLimit === null ? sent * (1 - 1e-12) : 0
        );
        expect(one.allToAllLatency).toBeLessThanOrEqual(plain.allToAllLatency! * (1 + 1e-12));
      })
    );
  });
});

describe("MoERoutingModel rejects", () => {
  it.each([
    [{batchSize: 1, seqLen: 1}, "MoERoutingModel: missing model; has no default"],
    [{model: "Mixtral_8x7B", batchSize: 1}, "MoERoutingModel: missing seqLen; has no default"],
    [
      {...mixtral, model: "GPT3"},
      "MoERoutingModel: invalid model; must be a mixture of experts that states how many it has and its active parameters"
    ],
    [
      {...mixtral, epSize: 9},
      "MoERoutingModel: invalid epSize; must be at most the experts of model, and the accelerators of fleet: 9"
    ],
    [
      {...deepseek, fleet: {node: "DGX_H100", nodes: 4, fabric: "InfiniBand_NDR"}},
      "must be at most the experts of model, and the accelerators of fleet: 64"
    ],
    [
      {...mixtral, routingImbalanceFactor: 0.99},
      "MoERoutingModel: invalid routingImbalanceFactor; must be at least 1: 0.99"
    ],
    [
      {...mixtral, capacityFactor: 0.5},
      "MoERoutingModel: invalid capacityFactor; must be at least 1: 0.5"
    ],
    [
      {...mixtral, batchSize: 0},
      "MoERoutingModel: invalid batchSize; must be an integer of at least 1: 0"
    ],
    [{...mixtral, bogus: 1}, "MoERoutingModel: unknown bogus; no such input"]
  ])("%j", (given, message) => {
    expect(() => refined(given as Given)).toThrow(message);
  });
});
