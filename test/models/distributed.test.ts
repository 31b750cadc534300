import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {check} from "../../lib/model/check.js";
import {DistributedModel} from "../../lib/models/distributed.js";
import {TrainingMemoryModel} from "../../lib/models/training-memory.js";
import {registry} from "../registry.js";

type Given = Parameters<typeof DistributedModel.solve>[0];
const textbook = (given: Given) => DistributedModel.solve(given, {registry, fidelity: "textbook"});
const refined = (given: Given) => DistributedModel.solve(given, {registry});

/** 1024 H100, 25 GB/s and 7 µs between nodes: 32 replicas of 8 x 4. */
const dense = {
  model: "Llama3_70B",
  fleet: "Training_1K",
  batchSize: 512,
  tpSize: 8,
  ppSize: 4,
  microbatchCount: 16,
  vStages: 2,
  overlapComm: true,
  activationRecomputation: true,
  seqLen: 4096,
  zeroStage: 1
} as const;
/** 256 H100 in 32 nodes, 12.5 GB/s and 50 µs between them. */
const plain = {model: "Llama3_8B", fleet: "Research_256", batchSize: 256} as const;
/** 256 H100 in 32 nodes, 50 GB/s and 5 µs between them: each node holds one replica. */
const mixture = {
  model: "Mixtral_8x7B",
  fleet: "DgxH100SuperPodSU",
  batchSize: 256,
  epSize: 8,
  seqLen: 4096,
  zeroStage: 1,
  moeRoutingImbalanceFactor: 1.25
} as const;

describe("DistributedModel in textbook, worked by hand", () => {
  it("is sound as a whole", () => {
    expect(() => check(DistributedModel, registry)).not.toThrow();
  });
  it("70B on 1024 H100: 8 to a layer, 4 stages, 32 replicas", () => {
    const one = textbook(dense);
    expect([
      one.dataParallel,
      one.tensorParallel,
      one.pipelineParallel,
      one.expertParallel
    ]).toEqual([32, 8, 4, 1]);
    // 4 * 141.2 GFLOP * 4096 tokens * 16 samples / (32 * 494.5 TFLOP/s)
    expect(one.computeTime).toBeCloseTo(2.3391514661, 9);
    // 141.2 GB / 32 * (1 + 0.1 * 16) / 3.35 TB/s
    expect(one.memoryTime).toBeCloseTo(0.0034246269, 9);
    // 10 µs + 3 * 80 layers * 10 µs
    expect(one.overhead).toBeCloseTo(0.00241, 12);
    expect(one.replicaLatency).toBeCloseTo(2.3415614661, 9);
    expect(one.memoryFootprint).toBeCloseTo(11.080928302e9, -1);
    expect(one.mfu).toBeCloseTo(0.374614, 6);
    expect(one.hfu).toBeCloseTo(0.499485, 6);
    // 141.2 GB / 32 around 32 ranks: 2 * 31/32 * 4.4125/25 s + 62 * 7 µs
    expect(one.dpCommunicationLatency).toBeCloseTo(0.34240275, 9);
    // 4 * 20 layers * (2 * 7/8 * 1.0737 GB / 450 GB/s + 14 * 0.5 µs)
    expect(one.tpCommunicationLatency).toBeCloseTo(0.3346130119, 9);
    // 3 / (2 * 16 + 3), and 2.3416 s * 3 / 32
    expect(one.bubbleFraction).toBeCloseTo(3 / 35, 12);
    expect(one.pipelineBubbleLatency).toBeCloseTo(0.2195213874, 9);
    expect(one.exposedDp).toBeCloseTo(0.34240275 * 0.15, 9);
    expect(one.stepLatency).toBeCloseTo(2.947056278, 8);
    expect(one.scalingEfficiency).toBeCloseTo(0.7945425, 7);
    expect(one.effectiveThroughput).toBeCloseTo(173.7326849, 5);
  });
  it("8B on 256 H100: what does not fit drags all traffic over the host's link", () => {
    const one = textbook(plain);
    expect(one.feasible).toBe(false);
    expect(one.memoryFootprint).toBeCloseTo(138.409805504e9, 0);
    // 80 GiB are 85.899 GB
    expect(one.offloadSpill).toBeCloseTo(138.409805504e9 - 85.89934592e9, 0);
    expect(one.offloadBandwidth).toBe(64e9);
    // 16.06 GB * 1.1 / 64 GB/s
    expect(one.memoryTime).toBeCloseTo(0.27603125, 9);
    expect(one.bottleneck).toBe("Memory");
    expect(one.dpCommunicationLatency).toBeCloseTo(0.3767250556, 9);
    expect(one.stepLatency).toBeCloseTo(0.6537263056, 9);
    expect(one.effectiveThroughput).toBeCloseTo(391.6012, 4);
    expect(textbook({...plain, zeroStage: 1}).stepLatency).toBeCloseTo(0.5772353, 7);
  });
  it("Mixtral with eight to the experts", () => {
    const one = textbook(mixture);
    expect(one.memoryFootprint).toBeCloseTo(172.1517e9, -6);
    expect(one.computeTime).toBeCloseTo(0.641113, 6);
    expect(one.dpCommunicationLatency).toBeCloseTo(3.61956, 6);
    // 7/8 * 8 * 4096 * 4096 * 2 B * 2 * 1.25 / 50 GB/s + 7 * 5 µs
    expect(one.epCommunicationLatency).toBeCloseTo(0.0117790512, 10);
    expect(one.stepLatency).toBeCloseTo(4.2734221, 7);
  });
  it("reads neither the topology nor what refined adds, and says so", () => {
    const given = {...plain, topologyOverride: "tree", stepTimeCv: 0.1, nodeLimit: 4} as const;
    expect(textbook(given).stepLatency).toBe(textbook(plain).stepLatency);
    expect(textbook(given).trace).toEqual(
      expect.arrayContaining([
        "{topologyOverride} has no effect in textbook.",
        "{stepTimeCv} has no effect in textbook."
      ])
    );
  });
});

describe("DistributedModel, worked by hand", () => {
  it("70B on 1024 H100: every part of a step", () => {
    const one = refined(dense);
    // a sample forward: the output layer 2 * 128256 * 8192 * 4096 = 8.6071 TFLOP,
    // the layers 2 * 70.6e9 * 4096 less that twice = 561.141, attention 4 * 80 * 8192 * 4096^2 = 43.980
    const head = 8.607114461e12;
    const layers = 578.3552e12 - 2 * head;
    const attention = 43.980465111e12;
    // layers once more with recomputation, over 32 ranks; the output layer on the last stage's eight
    const arithmetic =
      (4 * (layers + attention) * 16) / (32 * 494.5e12) + (3 * head * 16) / (8 * 494.5e12);
    expect(arithmetic).toBeCloseTo(2.551841, 6);
    expect(one.computeTime).toBeCloseTo(arithmetic, 9);
    // 16 passes of 10 µs + 3 * 20 layers * 10 µs
    expect(one.overhead).toBeCloseTo(16 * 610e-6, 12);
    // six exchanges * 20 layers * 16 passes of 67.1 MB: 7/4 * 67.1 MB / 450 GB/s + 14 * 0.5 µs
    expect(one.tpCommunicationLatency).toBeCloseTo(
      1920 * ((1.75 * 67.108864e6) / 450e9 + 7e-6),
      10
    );
    // (16 + 3/2) * 2 * 2 hand-overs of 8.39 MB: 7 µs + 335.5 µs
    expect(one.p2pLatency).toBeCloseTo(70 * (7e-6 + 8.388608e6 / 25e9), 10);
    // 3/32 of what a stage does: the output layer is the last stage's alone
    const headTime = (3 * head * 16) / (8 * 494.5e12);
    expect(one.pipelineBubbleLatency).toBeCloseTo(
      (3 / 32) * (one.replicaLatency - headTime + one.tpCommunicationLatency),
      9
    );
    // gradients can hide behind the last of 16 ways back only, 119.5 ms of 342.4
    const forward = (head + layers + attention) * 16;
    const work = 4 * (layers + attention) * 16 + 3 * head * 16;
    const window = (arithmetic * (1 - forward / work)) / 16;
    expect(window).toBeCloseTo(0.119477, 6);
    expect(one.exposedDp).toBeCloseTo(0.34240275 - window, 9);
    // 30 B * 70.6e9 / 32 parameters, shared by 32 replicas, / 3.35 TB/s
    expect(one.optimizerTime).toBeCloseTo(617.42e-6, 8);
    expect(one.stepLatency).toBeCloseTo(3.6022375, 6);
    expect(one.effectiveThroughput).toBeCloseTo(512 / one.stepLatency, 9);
    expect(one.tokensPerSecond).toBeCloseTo((512 * 4096) / one.stepLatency, 6);
    // (3 * forward) * 512 samples over 1024 * 989 TFLOP/s
    expect(one.mfuTotal).toBeCloseTo(
      (3 * (forward / 16) * 512) / (one.stepLatency * 1024 * 989e12),
      9
    );
  });
  it("8B on 256 H100: only the spill goes to the host and back", () => {
    const one = refined(plain);
    const spill = one.offloadSpill!;
    expect(one.feasible).toBe(false);
    // 16.06 GB * 1.1 / 3.35 TB/s, and the spill twice over 64 GB/s
    expect(one.memoryTime).toBeCloseTo(17.666 / 3350 + (2 * spill) / 64e9, 9);
    expect(one.offloadBandwidth).toBe(64e9);
    expect(one.trace.join(" ")).toContain("more than it has; what is missing goes over the link");
  });
  it("accumulating does not share out what replicas exchange, and says so", () => {
    const given = {...plain, batchSize: 2048};
    const [one, four] = [refined(given), refined({...given, gradientAccumulationSteps: 4})];
    expect(four.dpCommunicationLatency).toBe(one.dpCommunicationLatency);
    expect(four.dpPerMicrostep).toBeCloseTo(one.dpCommunicationLatency / 4, 12);
    expect(four.trace.join(" ")).toContain(
      "what replicas exchange in one step does not become less"
    );
    // the textbook divides by four what is paid once
    expect(textbook({...given, gradientAccumulationSteps: 4}).dpCommunicationLatency).toBeCloseTo(
      textbook(given).dpCommunicationLatency / 4,
      12
    );
  });
  it("ZeRO stage 3 fetches the weights twice a pass", () => {
    const given = {...plain, batchSize: 2048};
    // by placement, half an all-reduce of 16.06 GB is 188.3625 ms: a sum and two fetches are three of them
    const half = 0.3767250556 / 2;
    for (const zeroStage of [0, 1, 2])
      expect(refined({...given, zeroStage}).dpCommunicationLatency).toBeCloseTo(2 * half, 9);
    expect(refined({...given, zeroStage: 3}).dpCommunicationLatency).toBeCloseTo(3 * half, 9);
    expect(
      refined({...given, zeroStage: 3, gradientAccumulationSteps: 4}).dpCommunicationLatency
    ).toBeCloseTo(9 * half, 8);
    // an 8-bit network fetches 8 bits and sums 16: 1/2 of the traffic there, the same latencies
    const eight = refined({...given, zeroStage: 3, precision: "fp8"}).dpCommunicationLatency;
    const latency = 7 * 0.5e-6 + 31 * 50e-6;
    expect(eight).toBeCloseTo(half + 2 * ((half - latency) / 2 + latency), 8);
  });
  it("ZeRO stage 3 hides sums behind the last way back, and fetches behind the rest", () => {
    const half = 0.3767250556 / 2;
    // a sample: 3 * (layers + output layer) + 4 * attention = 101.013 TFLOP, 32.938 of it forward
    const compute = 101.0133972e12 / 494.5e12;
    const back = compute * (1 - 32.93812464 / 101.0133972);
    const given = {...plain, zeroStage: 3, overlapComm: true};
    // 137.7 of 188.4 ms, and 66.6 of 376.7
    expect(refined(given).exposedDp).toBeCloseTo(half - back + (2 * half - (compute - back)), 8);
    // eight samples are time enough: all but 15 % hides
    expect(refined({...given, batchSize: 2048}).exposedDp).toBeCloseTo(0.15 * 3 * half, 8);
  });
  it("what all replicas hold, all update: 30 B * 8.03e9 / 3.35 TB/s", () => {
    expect(refined(plain).optimizerTime).toBeCloseTo((30 * 8.03e9) / 3.35e12, 12);
    expect(refined({...plain, zeroStage: 2}).optimizerTime).toBeCloseTo(
      (30 * 8.03e9) / 256 / 3.35e12,
      12
    );
  });
  it("what fills the memory to the last byte fits", () => {
    const memoryCapacity = refined(plain).memoryFootprint;
    const node = {from: "DGX_H100", accelerator: {from: "H100", memoryCapacity}};
    const fleet = {node, nodes: 32, fabric: "Ethernet_100G"};
    expect(refined({...plain, fleet}).feasible).toBe(true);
    expect(refined({...plain, fleet}).offloadSpill).toBe(null);
  });
  it("adapters larger than the network train all of it, no more", () => {
    const huge = {...plain, isLora: true, loraRank: 1_000_000};
    for (const solve of [textbook, refined])
      expect(solve(huge).memoryFootprint).toBe(solve(plain).memoryFootprint);
  });
  it("sums gradients the way it is told", () => {
    const by = (topologyOverride: "ring" | "tree" | "double-tree" | "hierarchical" | null) =>
      refined({...plain, topologyOverride}).dpCommunicationLatency;
    expect(by(null)).toBeCloseTo(0.3767250556, 9);
    expect(by("hierarchical")).toBe(by(null));
    // a flat ring of 256: 2 * 255/256 * 16.06/12.5 s + 510 * 50 µs
    expect(by("ring")).toBeCloseTo((255 / 128) * 1.2848 + 0.0255, 9);
    // 16 levels of 1.2848 s + 50 µs
    expect(by("tree")).toBeCloseTo(16 * (1.2848 + 50e-6), 9);
    expect(by("double-tree")).toBeCloseTo(1.05 * (255 / 128) * 1.2848 + 1.2 * 16 * 50e-6, 9);
    const one = refined(plain);
    expect(one.dpBestAlgorithm).toBe("ring");
    expect(one.dpBestLatency).toBeCloseTo((255 / 128) * 1.2848 + 0.0255, 9);
    // around a ring the half of an all-reduce is half of it, and stage 3 takes three
    expect(
      refined({...plain, topologyOverride: "ring", zeroStage: 3}).dpCommunicationLatency
    ).toBeCloseTo(1.5 * by("ring"), 9);
    // trees cannot scatter a sum, so stage 3 goes by placement
    expect(
      refined({...plain, topologyOverride: "tree", zeroStage: 3}).dpCommunicationLatency
    ).toBeCloseTo(1.5 * by(null), 9);
  });
  it("a mixture: experts are summed by few ranks, the rest by all, tokens travel in every layer", () => {
    const one = refined(mixture);
    // 46.7 - 12.9 = 33.8e9 parameters are six of eight experts: 45.067e9 in experts, 1.633e9 beside them
    // the rest over 256 ranks: 2 (7/8 * 3.2667/450 + 7 * 0.5 µs + 31/32 * 3.2667/8/50 + 31 * 5 µs)
    const rest =
      2 * ((7 / 8) * (3.26666667 / 450) + 3.5e-6 + (31 / 32) * (0.40833333 / 50) + 155e-6);
    // an eighth of the experts over 32 ranks, one a node: 2 * 31/32 * 11.2667/50 + 62 * 5 µs
    const experts = 2 * (31 / 32) * (11.26666667 / 50) + 310e-6;
    expect(one.dpCommunicationLatency).toBeCloseTo(rest + experts, 8);
    // one sample a rank: 4 * 32 exchanges of 4096 * 4096 * 2 B * 2 * 1.25, 7/8 of it over 450 GB/s, 7 * 0.5 µs
    expect(one.epCommunicationLatency).toBeCloseTo(
      128 * ((7 / 8) * (83.88608e6 / 450e9) + 3.5e-6),
      9
    );
    expect(one.communicationLatency).toBeCloseTo(
      one.dpCommunicationLatency + one.epCommunicationLatency,
      12
    );
    // eight ranks share 4 * attention and 3 * layers of eight samples, and 3 * the output layer:
    // 2 * 32000 * 4096 * 4096 = 1.074 TFLOP, 25.8 GFLOP * 4096 less that twice, 4 * 32 * 4096 * 4096^2 = 8.796
    const [head, scores] = [1.073741824e12, 8.796093022208e12];
    const layers = 25.8e9 * 4096 - 2 * head;
    expect(one.computeTime).toBeCloseTo((3 * layers + 4 * scores + 3 * head) / 494.5e12, 9);
    // sharing the optimizer: 30 B * (1.633e9 / 256 + 5.633e9 / 32) / 3.35 TB/s
    expect(one.optimizerTime).toBeCloseTo(
      (30 * (1.6333333e9 / 256 + 5.6333333e9 / 32)) / 3.35e12,
      8
    );
    // with adapters no expert is trained
    const lora = refined({...mixture, isLora: true});
    expect(lora.dpCommunicationLatency).toBeLessThan(0.01);
  });
  it("counts the ranks of a node whole where they do not fill it", () => {
    const fleet = {node: "DGX_H100", nodes: 3, fabric: "InfiniBand_NDR"};
    const odd = {model: "Mixtral_8x7B", fleet, batchSize: 8, tpSize: 3};
    // two of eight replicas on a node, four nodes: (1.633 + 45.067) e9 * 2 B / 3 in two messages
    const half = (bytes: number) =>
      bytes / 2 / 450e9 + 0.5e-6 + (3 / 4) * (bytes / 2 / 50e9) + 3 * 5e-6;
    const [rest, experts] = [(2 * 1.6333333333e9) / 3, (2 * 45.0666666667e9) / 3];
    expect(refined(odd).dpCommunicationLatency).toBeCloseTo(2 * half(rest) + 2 * half(experts), 9);
  });
  it("ranks that share experts share samples, and pass by pass", () => {
    // 64 samples a replica are eight a rank, in four passes: as many bytes, four times the latency
    const many = {...mixture, batchSize: 2048, moeRoutingImbalanceFactor: 1};
    const message = 8 * 4096 * 4096 * 2 * 2;
    for (const passes of [1, 4])
      expect(refined({...many, microbatchCount: passes}).epCommunicationLatency).toBeCloseTo(
        128 * (((7 / 8) * message) / 450e9 + passes * 3.5e-6),
        9
      );
    // 970 µs a pass: an eighth of a sample a rank is one pass, one and a half samples are one as well
    for (const batchSize of [32, 384])
      for (const more of [{microbatchCount: 4}, {gradientAccumulationSteps: 2}])
        expect(refined({...mixture, batchSize, ...more}).overhead).toBeCloseTo(970e-6, 12);
  });
  it("routing to fewer nodes crosses the network less often", () => {
    const wide = {...mixture, epSize: 8, tpSize: 8, batchSize: 64, moeRoutingImbalanceFactor: 1};
    // eight ranks on eight nodes: 2 copies, 7/8 of them cross, 4096 * 4096 * 2 * 2 B / 8 a rank and sample
    const message = (2 * 4096 * 4096 * 2 * 2) / 8;
    const all = (64 / 4 / 8 / 2) * message;
    expect(refined(wide).epCommunicationLatency).toBeCloseTo(
      128 * (((7 / 8) * all) / 50e9 + 7 * 5e-6),
      9
    );
    expect(refined({...wide, nodeLimit: 1}).epCommunicationLatency).toBeCloseTo(
      128 * (((7 / 16) * all) / 50e9 + 7 * 5e-6),
      9
    );
    // recomputing a layer sends its tokens again
    expect(
      refined({...wide, activationRecomputation: true}).epCommunicationLatency /
        refined(wide).epCommunicationLatency
    ).toBeCloseTo(1.5, 12);
  });
  it("the busiest replica sets the pace, and only the batch counts", () => {
    const few = refined({...plain, batchSize: 10});
    expect(few.effectiveThroughput).toBeCloseTo(10 / few.stepLatency, 9);
    expect(few.trace.join(" ")).toContain("10 samples do not reach all 256 replicas");
    // 300 samples on 256 replicas: two for some
    expect(refined({...plain, batchSize: 300}).computeTime).toBeCloseTo(
      2 * refined(plain).computeTime,
      12
    );
    expect(textbook({...plain, batchSize: 300}).computeTime).toBe(textbook(plain).computeTime);
  });
  it("LoRA trains little, but still goes back through all layers", () => {
    const [all, lora] = [refined(plain), refined({...plain, isLora: true})];
    // adapters of rank 16: 16 * 32 layers * (6 * 4096 + 2 * 1024) = 13.63e6 parameters, 27.26 MB
    const message = 2 * 16 * 32 * (6 * 4096 + 2 * 8 * 128);
    const half =
      (7 / 8) * (message / 450e9) + 3.5e-6 + (31 / 32) * (message / 8 / 12.5e9) + 31 * 50e-6;
    expect(lora.dpCommunicationLatency).toBeCloseTo(2 * half, 10);
    expect(lora.optimizerTime).toBeCloseTo((30 * (message / 2)) / 3.35e12, 12);
    // a sample: weights 30.739 TFLOP forward, attention 2.199; no gradients of frozen weights
    const [weights, attention] = [32.89088e12 - 2.151778615e12, 2.199023256e12];
    expect(lora.computeTime).toBeCloseTo((2 * weights + 4 * attention) / 494.5e12, 9);
    expect(all.computeTime).toBeCloseTo((3 * weights + 4 * attention) / 494.5e12, 9);
    expect(refined({...plain, isLora: true, loraRank: 32}).optimizerTime).toBeCloseTo(
      2 * lora.optimizerTime!,
      12
    );
  });
  it("attention: all scores twice over, or half of them once", () => {
    const [weights, attention] = [32.89088e12 - 2.151778615e12, 2.199023256e12];
    // fused kernels leave out later tokens, 2049/4096 of the scores are left, and keep what they need
    expect(refined({...plain, attention: "flash"}).computeTime).toBeCloseTo(
      (3 * weights + 3 * attention * (2049 / 4096)) / 494.5e12,
      9
    );
    // all 32.891 TFLOP multiply where the embeddings are shared
    expect(
      refined({...plain, model: {from: plain.model, tiedEmbeddings: true}}).computeTime
    ).toBeCloseTo((3 * 32.89088e12 + 4 * attention) / 494.5e12, 9);
  });
  it("takes from the network whether its embeddings are shared", () => {
    const shared = refined({...plain, model: "GPT3"});
    const apart = refined({...plain, model: {from: "GPT3", tiedEmbeddings: false}});
    // a table of 50,257 x 12,288 in 2,048 tokens, once forward and twice back
    expect(shared.computeTime - apart.computeTime).toBeCloseTo(
      (3 * 2 * 50_257 * 12_288 * 2048) / 494.5e12,
      9
    );
    expect(() => refined({...plain, model: {from: "GPT3", tiedEmbeddings: "yes"}})).toThrow(
      "DistributedModel: invalid model.tiedEmbeddings; must be true or false: yes"
    );
  });
  it("counts what one inference stands for: a sequence of BERT is not multiplied with its length", () => {
    const bert = {model: "BERT_Large", fleet: "Lab_64_H100", batchSize: 64, seqLen: 128} as const;
    // 3 * 72 GFLOP / 494.5 TFLOP/s
    expect(refined(bert).computeTime).toBeCloseTo((3 * 72e9) / 494.5e12, 12);
    expect(textbook(bert).computeTime).toBeCloseTo((128 * 3 * 72e9) / 494.5e12, 12);
    // a state-space model states a token: 3 * 5.6 GFLOP * 2048
    const mamba = {model: "Mamba_2_8B", fleet: "Lab_64_H100", batchSize: 64} as const;
    expect(refined(mamba).computeTime).toBeCloseTo((3 * 5.6e9 * 2048) / 494.5e12, 12);
    expect(refined(mamba).tokensPerSecond).toBeCloseTo((64 * 2048) / refined(mamba).stepLatency, 6);
    expect(refined({...bert, model: "ResNet50"}).tokensPerSecond).toBe(null);
  });
  it("congestion slows the network, not the links of a node", () => {
    const crowded = refined({...dense, congestionFactor: 2});
    expect(crowded.tpCommunicationLatency).toBe(refined(dense).tpCommunicationLatency);
    expect(crowded.dpCommunicationLatency).toBeCloseTo(2 * 0.34240275, 9);
    expect(crowded.p2pLatency).toBeCloseTo(2 * refined(dense).p2pLatency!, 12);
    expect(textbook({...dense, congestionFactor: 2}).tpCommunicationLatency).toBeCloseTo(
      2 * 0.3346130119,
      9
    );
  });
  it("accelerators share the network cards of their node", () => {
    const fleet = {node: {from: "DGX_H100", nicsPerNode: 2}, nodes: 32, fabric: "InfiniBand_NDR"};
    const cards = {...plain, fleet};
    // 2 (7/8 * 16.06/450 + 7 * 0.5 µs + 31/32 * 2.0075/12.5 + 31 * 5 µs): a quarter of 50 GB/s each
    expect(refined(cards).dpCommunicationLatency).toBeCloseTo(
      2 * ((7 / 8) * (16.06 / 450) + 3.5e-6 + (31 / 32) * (2.0075 / 12.5) + 155e-6),
      8
    );
    expect(refined(cards).trace).toContain("8 accelerators of a node share 2 network cards.");
    expect(refined(plain).trace.join(" ")).not.toContain("share");
    // more cards than accelerators make none faster
    const spare = {...fleet, node: {from: "DGX_H100", nicsPerNode: 16}};
    expect(refined({...plain, fleet: spare}).dpCommunicationLatency).toBeCloseTo(
      2 * ((7 / 8) * (16.06 / 450) + 3.5e-6 + (31 / 32) * (2.0075 / 50) + 155e-6),
      8
    );
  });
  it("all wait for the slowest worker", () => {
    const even = refined(plain).stepLatency;
    expect(refined({...plain, stragglerFactor: 1.2}).stepLatency).toBeCloseTo(1.2 * even, 9);
    expect(refined({...plain, stragglerFactor: 1.2}).stragglerLatency).toBeCloseTo(0.2 * even, 9);
    // the slowest of 256: 1 + 0.05 * sqrt(2 ln 256) = 1.16651
    expect(refined({...plain, stepTimeCv: 0.05}).stepLatency).toBeCloseTo(
      even * (1 + 0.05 * Math.sqrt(2 * Math.log(256))),
      9
    );
    // a stated factor above that counts
    expect(refined({...plain, stepTimeCv: 0.05, stragglerFactor: 1.5}).stepLatency).toBeCloseTo(
      1.5 * even,
      9
    );
  });
  it("pieces of a pipeline are no smaller than a sample and a layer", () => {
    const given = {...dense, batchSize: 128, microbatchCount: 64, vStages: 40};
    const one = refined(given);
    // four samples a replica, 20 layers a stage: 3 / (20 * 4 + 3)
    expect(one.bubbleFraction).toBeCloseTo(3 / 83, 12);
    expect(one.trace).toEqual(
      expect.arrayContaining([
        "64 microbatches are more than a replica has samples to fill; 4 are used.",
        "A stage has 20 layers, too few for 40 pieces; 20 are used."
      ])
    );
    // two accumulated passes of eight pieces each: 16 samples are 16 pieces
    const twice = refined({...dense, gradientAccumulationSteps: 2});
    expect(twice.bubbleFraction).toBeCloseTo(3 / (2 * 8 + 3), 12);
    expect(twice.tpCommunicationLatency).toBeCloseTo(refined(dense).tpCommunicationLatency, 12);
    // 2 (8 + 3/2) * 4 hand-overs
    expect(twice.p2pLatency).toBeCloseTo(76 * (7e-6 + 8.388608e6 / 25e9), 10);
    expect(twice.overhead).toBeCloseTo(16 * 610e-6, 12);
    expect(refined({...dense, microbatchCount: 6}).trace).toContain(
      "Virtual stages take turns in groups of 4 microbatches; 6 is no multiple of it."
    );
    expect(refined({...dense, zeroStage: 3}).trace.join(" ")).toContain(
      "with a pipeline it is seldom used"
    );
  });
  it("stages of one node hand over by its links", () => {
    const node = {...plain, ppSize: 8, microbatchCount: 8};
    // 32 replicas of 8 samples: (8 + 7) * 2 hand-overs of 2048 * 4096 * 2 B: 0.5 µs + 16.8 MB / 450 GB/s
    expect(refined(node).p2pLatency).toBeCloseTo(30 * (0.5e-6 + 16.777216e6 / 450e9), 10);
  });
  it("a switch that adds up shortens exchanges within layers", () => {
    const given = {...dense, inNetworkReduction: true};
    // 67.1 MB / 450 GB/s + 2 * 0.5 µs
    expect(refined(given).tpCommunicationLatency).toBeCloseTo(
      1920 * (67.108864e6 / 450e9 + 1e-6),
      10
    );
  });
  it("a device of which only the size of its network is known still steps", () => {
    const dlrm = {model: "DLRM", fleet: "Lab_64_H100", batchSize: 64} as const;
    // 100 GB are 50e9 parameters in 16 bits: 2 * 100 + 12 * 50 GB
    expect(textbook(dlrm).memoryFootprint).toBe(800e9);
    expect(refined(dlrm).computeTime).toBe(0);
    expect(refined(dlrm).mfuTotal).toBe(0);
    // a small network runs from on-chip memory: 270 kB in 8 bits on an ESP32-S3, 0.96 GB/s
    const tiny = {
      accelerator: "ESP32_S3",
      acceleratorsPerNode: 1,
      nodes: 1,
      fabric: "Ethernet_10G"
    };
    const anomaly = {model: "AnomalyDetector", fleet: tiny, precision: "int8"} as const;
    expect(textbook(anomaly).peakBandwidthActual).toBe(0.96e9);
    const unpowered = {from: "H100", powerLimit: null};
    const fleet = {
      accelerator: unpowered,
      acceleratorsPerNode: 8,
      nodes: 1,
      fabric: "InfiniBand_NDR"
    };
    expect(refined({...plain, fleet}).energy).toBe(null);
    expect(textbook({...plain, fleet}).energy).toBe(0);
  });
  it("tells the layout, the parts of a step, and whether it fits", () => {
    expect(refined({...dense, overlapComm: false}).trace.slice(0, 2)).toEqual([
      "1024 accelerators: data parallel 32, tensor parallel 8, pipeline 4, expert parallel 1.",
      "A step takes 3722 ms: 2562 ms of it computes, 880.9 ms exchanges, 278.6 ms waits for the pipeline."
    ]);
    expect(refined({...plain, precision: "fp32"}).trace.join(" ")).not.toContain("states no rate");
    expect(refined({...plain, precision: "int4"}).trace.join(" ")).toContain(
      "Only the weights are in int4"
    );
  });
});

describe("DistributedModel on small clusters, worked by hand", () => {
  // 500 FLOP/s of 1000, 100 B/s of memory and of links within a node; a pass starts in 2 s
  const accelerator = {
    name: "Small",
    peakFlops16: 1000,
    memoryCapacity: 1e6,
    memoryBandwidth: 100,
    deviceBandwidth: 100,
    deviceLinkLatency: 0.01,
    dispatchTime: 2,
    powerLimit: 10
  };
  /** One network card a node, 40 B/s and 50 ms between nodes. */
  const cluster = (nodes: number, acceleratorsPerNode: number, more: object = {}) => ({
    name: "Small",
    node: {name: "Small", accelerator: {...accelerator, ...more}, acceleratorsPerNode},
    nodes,
    fabric: {name: "Small", bandwidth: 40, latency: 0.05}
  });
  const small = {
    seqLen: 10,
    efficiency: 0.5,
    layerOverhead: 0,
    activationTraffic: 0.5,
    idlePower: 0.2
  } as const;
  it("a mixture over all kinds of ranks: 3 to a layer, 2 stages, 2 to the experts, 2 replicas", () => {
    const given = {
      ...small,
      // a token leaves out three of four experts, 600 parameters: 800 in experts, 200 beside them
      model: {
        name: "Small",
        kind: "sparse transformer",
        parameters: 1000,
        activeParameters: 400,
        experts: 4,
        activeExperts: 1,
        layers: 5,
        heads: 2,
        hiddenSize: 8
      },
      fleet: cluster(6, 4),
      batchSize: 28,
      tpSize: 3,
      ppSize: 2,
      epSize: 2,
      microbatchCount: 8,
      gradientAccumulationSteps: 2,
      zeroStage: 0,
      topologyOverride: "ring",
      activationRecomputation: true,
      moeRoutingImbalanceFactor: 1.5
    } as const;
    const one = refined(given);
    // 14 samples a replica, 7 a rank, in two passes of three pieces, the half a piece left over
    // weights 2 * 400 FLOP and attention 4 * 5 layers * 8 * 10 FLOP a token: 8 and 16 kFLOP a sample, four times
    const work = 4 * (8000 + 16_000) * 14;
    expect(one.computeTime).toBeCloseTo(work / (12 * 500), 9);
    expect(one.overhead).toBeCloseTo(6 * 2, 12);
    const computing = 224 + 12;
    expect(one.replicaLatency).toBeCloseTo(computing, 9);
    // launching takes longer than reading, but not than arithmetic
    expect(one.overheadDominated).toBe(false);
    // a rank has 200 / 6 + 800 / 12 = 100 parameters: 200 B, and half of them for each of seven samples
    expect(one.memoryTime).toBeCloseTo(900 / 100, 12);
    expect(one.arithmeticIntensity).toBeCloseTo(work / 12 / 900, 12);
    // a fifth of 10 W, and four fifths of it for the share of 1000 FLOP/s, of twelve
    const use = work / (computing * 12 * 1000);
    expect(one.energy).toBeCloseTo(10 * (0.2 + 0.8 * use) * 12 * computing, 6);
    // a piece is 7/6 sample * 10 tokens * 8 * 2 B. In each of 3 layers of a stage and 6 pieces six sums by
    // three ranks of a node, and six exchanges by two on two nodes, of a third, 1.5 times as much on one;
    // four ranks of a node share 40 B/s
    const piece = (7 / 6) * 160;
    const sums = 6 * 3 * 6 * 2 * (((2 / 3) * piece) / 100 + 2 * 0.01);
    const routed = 6 * 3 * 6 * (((1 / 2) * (piece / 3) * 1.5) / 10 + 0.05);
    expect(one.tpCommunicationLatency).toBeCloseTo(sums, 9);
    expect(one.epCommunicationLatency).toBeCloseTo(routed, 9);
    // two passes of three pieces and one more for the other stage, there and back
    const handed = 2 * (3 + 1) * 2 * (piece / 3 / 10 + 0.05);
    expect(one.p2pLatency).toBeCloseTo(handed, 9);
    // 200 / 6 parameters of 2 B around four ranks, 800 / 12 around two
    const around = 2 * (3 / 4) * (400 / 60) + 6 * 0.05 + (1600 / 120 + 2 * 0.05);
    expect(one.dpCommunicationLatency).toBeCloseTo(around, 9);
    expect(one.dpBestLatency).toBeCloseTo(around, 9);
    expect(one.exposedCommunication).toBeCloseTo(around + sums + routed + handed, 9);
    // one of two stages waits for one of three pieces
    expect(one.pipelineBubbleLatency).toBeCloseTo((computing + sums + routed) / 3, 9);
    expect(one.optimizerTime).toBeCloseTo((30 * 100) / 100, 12);
    // ZeRO stage 3: half of it to sum, and as much twice in each of two passes to fetch; by placement the
    // same, since no two of these ranks share a node
    for (const topologyOverride of ["ring", "hierarchical"] as const)
      expect(
        refined({...given, zeroStage: 3, topologyOverride}).dpCommunicationLatency
      ).toBeCloseTo((5 / 2) * around, 9);
  });
  it("a network that denoises, over two accelerators of which one could run it on its chip", () => {
    const network = {name: "Small", kind: "diffusion", parameters: 100, denoisingSteps: 3} as const;
    const onChip = {sramCapacity: 1000, sramBandwidth: 1000};
    const given = {...small, model: network, batchSize: 1, layerOverhead: 0.1} as const;
    const two = {...given, fleet: cluster(1, 2, onChip), tpSize: 2};
    // three times 2 * 100 FLOP, and twice that back; one layer where none is stated, and twice that back
    expect(refined(two).computeTime).toBeCloseTo((3 * 600) / (2 * 500), 12);
    expect(refined(two).overhead).toBeCloseTo(2 + 3 * 0.1, 12);
    // 50 parameters of 2 B and half of that for the sample
    expect(refined(two).memoryTime).toBeCloseTo(150 / 100, 12);
    const alone = {...given, fleet: cluster(1, 1, onChip)};
    expect(refined(alone).memoryTime).toBeCloseTo(300 / 1000, 12);
    // weights, gradients and 12 B of state; adapters hold a tenth of the weights, on one accelerator alone
    expect(refined(two).memoryFootprint).toBe((100 * 16) / 2);
    expect(refined({...two, isLora: true}).memoryFootprint).toBe((100 * 16) / 2);
    expect(refined(alone).memoryFootprint).toBe(100 * 16);
    expect(refined({...alone, isLora: true}).memoryFootprint).toBeCloseTo(1.1 * 200, 9);
    // a transformer is too large for a chip, also alone
    const text = {name: "Small", kind: "transformer", parameters: 100, layers: 1, hiddenSize: 8};
    expect(refined({...alone, model: {...text, heads: 1}}).memoryTime).toBeCloseTo(3, 12);
  });
  it("a network of which the size is known: what it trains is its size", () => {
    const unknown = {...small, model: {name: "Small", kind: "other", modelSize: 20}} as const;
    // 20 B between two accelerators of a node, half there and half back, 10 ms each
    const one = refined({...unknown, fleet: cluster(1, 2), batchSize: 2});
    expect(one.dpCommunicationLatency).toBeCloseTo(20 / 100 + 2 * 0.01, 12);
  });
  it("adapters are shared out as layers and stages are, and by ZeRO", () => {
    const given = {...plain, tpSize: 2, ppSize: 2, zeroStage: 1, isLora: true} as const;
    const one = refined(given);
    // 16 * 32 layers * (6 * 4096 + 2 * 1024) = 13.63e6 parameters, a quarter a rank, over 64 ranks, two a node
    const adapters = 16 * 32 * (6 * 4096 + 2 * 1024);
    const message = (2 * adapters) / 4;
    const half = message / 2 / 450e9 + 0.5e-6 + (31 / 32) * (message / 2 / 12.5e9) + 31 * 50e-6;
    expect(one.dpCommunicationLatency / (2 * half)).toBeCloseTo(1, 9);
    expect(one.optimizerTime! / ((30 * adapters) / 4 / 64 / 3.35e12)).toBeCloseTo(1, 9);
    // what is frozen has no gradient of 2 B, no buffers of a twentieth of it, no state of 12 B
    const saved =
      refined(plain).memoryFootprint - refined({...plain, isLora: true}).memoryFootprint;
    expect(saved / (14.1 * (8.03e9 - adapters))).toBeCloseTo(1, 9);
  });
});

describe("DistributedModel, for any layout", () => {
  const power = fc.constantFrom(1, 2, 4);
  const layouts = fc.record({
    model: fc.constantFrom("Llama3_8B", "Mixtral_8x7B", "GPT3", "Mamba_2_8B", "ResNet50"),
    fleet: fc.constantFrom("Research_256", "Training_1K", "Lab_64_A100"),
    batchSize: fc.integer({min: 1, max: 10_000}),
    tpSize: power,
    ppSize: power,
    vStages: fc.integer({min: 1, max: 8}),
    microbatchCount: fc.integer({min: 1, max: 64}),
    gradientAccumulationSteps: fc.integer({min: 1, max: 8}),
    zeroStage: fc.integer({min: 0, max: 3}),
    isLora: fc.boolean(),
    activationRecomputation: fc.boolean(),
    overlapComm: fc.boolean(),
    overlapEfficiency: fc.double({min: 0, max: 1, noNaN: true}),
    congestionFactor: fc.double({min: 1, max: 4, noNaN: true}),
    stragglerFactor: fc.double({min: 1, max: 2, noNaN: true}),
    stepTimeCv: fc.option(fc.double({min: 0, max: 0.2, noNaN: true})),
    topologyOverride: fc.option(
      fc.constantFrom("ring" as const, "tree" as const, "double-tree" as const)
    )
  });
  it("the parts of a step sum to it", () => {
    fc.assert(
      fc.property(layouts, (given) => {
        const one = refined(given);
        const sum =
          one.replicaLatency +
          one.exposedDp +
          one.tpCommunicationLatency +
          one.epCommunicationLatency +
          one.p2pLatency! +
          one.pipelineBubbleLatency +
          one.optimizerTime! +
          one.stragglerLatency;
        expect(Math.abs(sum / one.stepLatency - 1)).toBeLessThan(1e-9);
        expect(one.communicationLatency - one.dpCommunicationLatency + one.exposedDp).toBeCloseTo(
          one.exposedCommunication,
          6
        );
        // the batch is what the step trains on
        expect((one.effectiveThroughput * one.stepLatency) / given.batchSize).toBeCloseTo(1, 9);
      })
    );
  });
  it("no more hides than there is arithmetic to hide behind, nor more than may", () => {
    fc.assert(
      fc.property(layouts, (given) => {
        const one = refined({...given, overlapComm: true});
        const hidden = one.dpCommunicationLatency - one.exposedDp;
        const slack = 1e-9 * one.dpCommunicationLatency;
        expect(hidden).toBeGreaterThanOrEqual(-slack);
        expect(hidden).toBeLessThanOrEqual(one.computeTime + slack);
        expect(hidden).toBeLessThanOrEqual(
          given.overlapEfficiency * one.dpCommunicationLatency + slack
        );
        expect(refined({...given, overlapComm: false}).exposedDp).toBeCloseTo(
          one.dpCommunicationLatency,
          9
        );
      })
    );
  });
  it("use of the peak never passes the share that kernels reach", () => {
    fc.assert(
      fc.property(layouts, fc.double({min: 0.05, max: 1, noNaN: true}), (given, efficiency) => {
        const one = refined({...given, efficiency});
        for (const use of [one.mfu, one.hfu, one.mfuTotal, one.hfuTotal])
          expect(use).toBeLessThanOrEqual(efficiency * (1 + 1e-9));
        expect(one.mfuTotal).toBeLessThanOrEqual(one.hfuTotal * (1 + 1e-9));
        expect(one.hfuTotal).toBeLessThanOrEqual(one.hfu * (1 + 1e-9));
      })
    );
  });
  it("more microbatches and more virtual stages never lengthen the wait", () => {
    fc.assert(
      fc.property(layouts, (given) => {
        const base = {...given, activationRecomputation: false};
        const wait = refined(base).bubbleFraction;
        for (const more of [
          {microbatchCount: given.microbatchCount * 2},
          {vStages: given.vStages * 2}
        ])
          expect(refined({...base, ...more}).bubbleFraction).toBeLessThanOrEqual(wait);
      })
    );
  });
  it("a slower network or a slower worker never makes a step shorter", () => {
    fc.assert(
      fc.property(layouts, fc.double({min: 1, max: 3, noNaN: true}), (given, times) => {
        const base = refined(given).stepLatency * (1 - 1e-12);
        const {congestionFactor, stragglerFactor} = given;
        expect(
          refined({...given, congestionFactor: congestionFactor * times}).stepLatency
        ).toBeGreaterThanOrEqual(base);
        expect(
          refined({...given, stragglerFactor: stragglerFactor * times}).stepLatency
        ).toBeGreaterThanOrEqual(base);
      })
    );
  });
  it("a busier expert never makes a step of a mixture shorter, a limit to nodes never longer across nodes", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(1, 2, 4, 8),
        fc.constantFrom(1, 2, 8),
        fc.double({min: 1, max: 4, noNaN: true}),
        (epSize, tpSize, imbalance) => {
          const given = {...mixture, epSize, tpSize, batchSize: 512};
          const at = (more: object) => refined({...given, ...more}).epCommunicationLatency;
          const even = at({moeRoutingImbalanceFactor: 1});
          expect(at({moeRoutingImbalanceFactor: imbalance})).toBeGreaterThanOrEqual(even);
          if (tpSize === 8)
            expect(at({moeRoutingImbalanceFactor: 1, nodeLimit: 1})).toBeLessThanOrEqual(even);
          if (epSize === 1) expect(even).toBe(0);
        }
      )
    );
  });
});

describe("what a rank holds", () => {
  it("is what TrainingMemoryModel says of the same layout, in both fidelities", () => {
    const layout = {tpSize: 8, ppSize: 4, zeroStage: 1, seqLen: 4096, vStages: 2} as const;
    const memory = {
      ...layout,
      model: "Llama3_70B",
      hardware: "H100",
      batchSize: 512,
      dpSize: 32
    } as const;
    const full = {...memory, activationCheckpointing: "full"} as const;
    // the textbook takes 16 microbatches on 4 stages for four passes
    expect(textbook(dense).memoryFootprint).toBeCloseTo(
      TrainingMemoryModel.solve(
        {...full, gradientAccumulationSteps: 4},
        {registry, fidelity: "textbook"}
      ).totalMemory,
      0
    );
    expect(refined(dense).memoryFootprint).toBeCloseTo(
      TrainingMemoryModel.solve({...full, microbatchCount: 16}, {registry}).totalMemory,
      0
    );
    // wider gradients are summed for twice as long: 8.825 GB around 32 ranks
    const wide = {...dense, gradientDtype: "fp32"} as const;
    expect(refined(wide).dpCommunicationLatency).toBeCloseTo(
      (62 / 32) * (8.825 / 25) + 62 * 7e-6,
      9
    );
  });
});

describe("DistributedModel rejects", () => {
  const small = {...plain, fleet: {node: "DGX_H100", nodes: 2, fabric: "InfiniBand_NDR"}};
  it.each([
    [{fleet: "Research_256"}, "DistributedModel: missing model; has no default"],
    [{model: "Llama3_8B"}, "DistributedModel: missing fleet; has no default"],
    [
      {...small, tpSize: 5},
      "DistributedModel: invalid tpSize; must divide the accelerators of fleet, 2 x 8: 5"
    ],
    [
      {...small, tpSize: 8, ppSize: 3},
      "DistributedModel: invalid ppSize; times tpSize, 8, must divide the accelerators of fleet, 2 x 8: 3"
    ],
    [
      {...small, model: "Mixtral_8x7B", tpSize: 4, epSize: 8},
      "DistributedModel: invalid epSize; times tpSize and ppSize, 4 x 1, must divide the accelerators of fleet, 2 x 8; beyond textbook model must have as many experts: 8"
    ],
    [{...small, epSize: 2}, "beyond textbook model must have as many experts: 2"],
    [{...small, model: "Mixtral_8x7B", epSize: 16}, "must have as many experts: 16"],
    [
      {...small, model: {kind: "transformer", parameters: 1e9}},
      "DistributedModel: invalid model; must state its parameters, and its layers if it is a transformer; of other kinds the size will do"
    ],
    [
      {...small, topologyOverride: "star"},
      "DistributedModel: invalid topologyOverride; must be one of ring, tree, double-tree, hierarchical: star"
    ],
    [
      {...small, congestionFactor: -1},
      "DistributedModel: invalid congestionFactor; must be at least 1: -1"
    ],
    [
      {...small, stragglerFactor: 0.5},
      "DistributedModel: invalid stragglerFactor; must be at least 1: 0.5"
    ],
    [{...small, zeroStage: 4}, "DistributedModel: invalid zeroStage; must be at most 3: 4"],
    [
      {...small, batchSize: 1.5},
      "DistributedModel: invalid batchSize; must be an integer of at least 1: 1.5"
    ],
    [
      {...small, overlapEfficiency: 1.5},
      "DistributedModel: invalid overlapEfficiency; must be at most 1: 1.5"
    ],
    [{...small, microbatches: 4}, "DistributedModel: unknown microbatches; no such input"]
  ])("%j", (given, message) => {
    expect(() => refined(given as Given)).toThrow(message);
  });
  it("but takes experts of a dense network in textbook, as the reference does", () => {
    expect(textbook({...small, epSize: 2}).expertParallel).toBe(2);
  });
});
