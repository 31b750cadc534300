import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {check} from "../../lib/model/check.js";
import {valuesOf} from "../../lib/model/values.js";
import {TrainingMemoryModel} from "../../lib/models/training-memory.js";
import {registry} from "../registry.js";

const GB = 1e9;
const GiB = 2 ** 30;
type Given = Parameters<typeof TrainingMemoryModel.solve>[0];
const textbook = (given: Given) =>
  TrainingMemoryModel.solve(given, {registry, fidelity: "textbook"});
const refined = (given: Given) => TrainingMemoryModel.solve(given, {registry});
const small = {model: "Llama3_8B", hardware: "H100", batchSize: 1} as const;
const large = {
  model: "Llama3_70B",
  hardware: "H100",
  batchSize: 512,
  seqLen: 4096,
  tpSize: 8,
  ppSize: 4,
  dpSize: 8,
  zeroStage: 1,
  gradientAccumulationSteps: 64
} as const;

/** The four networks of Korthikanti et al., Table 3: 8-way tensor parallel, sequences of 2048. */
const published = [
  {
    name: "22B",
    layers: 48,
    hiddenSize: 6144,
    heads: 64,
    ppSize: 1,
    batch: 4,
    microbatchCount: 1,
    vStages: 1
  },
  {
    name: "175B",
    layers: 96,
    hiddenSize: 12_288,
    heads: 96,
    ppSize: 8,
    batch: 64,
    microbatchCount: 64,
    vStages: 3
  },
  {
    name: "530B",
    layers: 105,
    hiddenSize: 20_480,
    heads: 128,
    ppSize: 35,
    batch: 280,
    microbatchCount: 280,
    vStages: 3
  },
  {
    name: "1T",
    layers: 128,
    hiddenSize: 25_600,
    heads: 160,
    ppSize: 64,
    batch: 512,
    microbatchCount: 512,
    vStages: 1
  }
] as const;
const vocabulary = 51_200;
function megatron({
  layers,
  hiddenSize,
  heads,
  ppSize,
  batch,
  microbatchCount,
  vStages
}: (typeof published)[number]): Given {
  // 12 L h^2 (1 + 13/(12h) + (V + s)/(12 L h))
  const parameters =
    12 * layers * hiddenSize ** 2 + 13 * layers * hiddenSize + (vocabulary + 2048) * hiddenSize;
  const model = {
    kind: "transformer",
    parameters,
    layers,
    hiddenSize,
    heads,
    vocabularySize: vocabulary
  };
  return {model, hardware: "A100", batchSize: batch, tpSize: 8, ppSize, microbatchCount, vStages};
}

describe("TrainingMemoryModel, worked by hand", () => {
  it("is sound as a whole", () => {
    expect(() => check(TrainingMemoryModel, registry)).not.toThrow();
  });
  it("textbook: 70 billion parameters on 256 accelerators", () => {
    const one = textbook(large);
    // 70.6e9 / 32 = 2.20625e9 parameters: * 2 B; * 2 B; * 12 B / 8 copies
    expect(one.weights / GB).toBeCloseTo(4.4125, 9);
    expect(one.gradients / GB).toBeCloseTo(4.4125, 9);
    expect(one.optimizerState / GB).toBeCloseTo(3.309375, 9);
    // 20 layers * 34 * 4096 * 8192 B / 8
    expect(one.activations / GB).toBeCloseTo(2.85212672, 9);
    // 5% of the gradients, and 2 * 2 B * 4096 * 8192
    expect(one.communicationBuffers / GB).toBeCloseTo(0.220625 + 0.134217728, 9);
    expect(one.totalMemory / GB).toBeCloseTo(15.341344448, 9);
    expect(one.memoryUtilization).toBeCloseTo(0.178596755, 8);
    expect(one.feasible).toBe(true);
    expect(one.memoryShortfall).toBeNull();
  });
  it("textbook: 8 billion parameters do not fit on one H100", () => {
    const one = textbook(small);
    expect(one.totalMemory / GB).toBeCloseTo(138.409805504, 9);
    expect(one.feasible).toBe(false);
    // 138.409805504 - 80 GiB
    expect(one.memoryShortfall! / GB).toBeCloseTo(138.409805504 - 85.89934592, 9);
  });
  it("refined: the same where nothing is split, and the boundary of a stage split too", () => {
    expect(refined(small).totalMemory / GB).toBeCloseTo(138.409805504, 9);
    // 0.134217728 GB / 8 for what a stage sends and receives
    expect(refined(large).totalMemory / GB).toBeCloseTo(15.341344448 - (0.134217728 * 7) / 8, 9);
  });
  it.each([
    ["22B", 59.25, 9.5625],
    ["175B", 66.84, 12.35],
    ["530B", 114.02, 23.08],
    ["1T", 131.25, 26.56]
  ])("refined: %s of Korthikanti et al. to every printed digit", (name, whole, split) => {
    const given = megatron(published.find((one) => one.name === name)!);
    const plain = refined({...given, activationCheckpointing: "none", sequenceParallel: false});
    expect(plain.activations / GiB).toBeCloseTo(whole, 2);
    expect(refined(given).activations / GiB).toBeCloseTo(split, 2);
  });
  it("refined: their weights, gradients and optimizer state with 32-bit gradients, within 1.6%", () => {
    const printed = [45.56, 45.56, 31.64, 32.96];
    published.forEach((one, i) => {
      const {weights, gradients, optimizerState} = refined({
        ...megatron(one),
        gradientDtype: "fp32"
      });
      const state = (weights + gradients + optimizerState) / GiB; // 18 bytes a parameter
      expect(Math.abs(state / printed[i]! - 1)).toBeLessThan(0.016);
    });
  });
  it("refined: a pipeline holds a microbatch for every stage, more when interleaved, no more than there are", () => {
    const of = (more: object) =>
      refined({...large, gradientAccumulationSteps: 1, microbatchCount: 64, ...more});
    // 512 / (8 * 64) = 1 sample; 4 at once; 4 (1 + 3/8) at once with two pieces a stage
    expect(of({}).microbatch).toBe(1);
    expect(of({}).inFlight).toBe(4);
    expect(of({}).activations / GB).toBeCloseTo(4 * 2.85212672, 8);
    expect(of({vStages: 2}).inFlight).toBeCloseTo(5.5, 12);
    expect(of({vStages: 2, microbatchCount: 2}).inFlight).toBe(2);
    expect(refined(large).inFlight).toBe(1);
  });
  it("refined: each expert is told from what a token leaves out; ranks that share experts copy the rest", () => {
    const mixtral = {
      model: "Mixtral_8x7B",
      hardware: "H100",
      batchSize: 64,
      epSize: 8,
      dpSize: 8,
      zeroStage: 1
    } as const;
    // (46.7 - 12.9)e9 / 6 = 5.6333e9 an expert, 1.6333e9 else: 2 B * 7.2667e9
    const one = refined(mixtral);
    expect(one.weights / GB).toBeCloseTo(2 * (1.6333333333 + 5.6333333333), 8);
    expect(textbook(mixtral).weights / GB).toBeCloseTo((2 * 46.7) / 8, 9);
    // 12 B * (1.6333e9 / 64 copies + 5.6333e9 / 8 copies)
    expect(one.optimizerState / GB).toBeCloseTo(12 * (1.6333333333 / 64 + 5.6333333333 / 8), 8);
    // 64 samples over 64 ranks: one each, where the textbook takes 8
    expect(one.microbatch).toBe(1);
    expect(textbook(mixtral).microbatch).toBe(8);
    const deepseek = valuesOf(
      TrainingMemoryModel,
      {...mixtral, model: "DeepSeek_V3", epSize: 64},
      {registry}
    );
    expect(Number(deepseek["rank.expertParameters"]) / 256 / GB).toBeCloseTo(2.556, 3);
  });
  it("refined: 32-bit weights need no copy, gradients have 16 bits at least", () => {
    // 8.03e9 parameters * (4 + 4 + 8), where the textbook has 4 + 4 + 12
    const state = ({weights, gradients, optimizerState}: ReturnType<typeof refined>) =>
      (weights + gradients + optimizerState) / 8.03e9;
    expect(state(refined({...small, precision: "fp32"}))).toBeCloseTo(16, 9);
    expect(state(textbook({...small, precision: "fp32"}))).toBeCloseTo(20, 9);
    // 0.5 + 2 + 12, where the textbook has 0.5 + 0.5 + 12
    expect(state(refined({...small, precision: "int4"}))).toBeCloseTo(14.5, 9);
    expect(state(textbook({...small, precision: "int4"}))).toBeCloseTo(13, 9);
    expect(state(refined({...small, gradientDtype: "fp32"}))).toBeCloseTo(18, 9);
    // SGD: 2 + 2 + 4, with a momentum 4 more; adapters of a tenth: 2 + 0.1 * (2 + 12)
    expect(state(refined({...small, optimizer: "sgd"}))).toBeCloseTo(8, 9);
    expect(state(refined({...small, optimizer: "sgd", sgdMomentum: true}))).toBeCloseTo(12, 9);
    expect(state(refined({...small, trainableFraction: 0.1}))).toBeCloseTo(3.4, 9);
  });
  it("refined: full recomputation keeps a layer's input and works on one layer", () => {
    // sbh = 2048 * 4096 B * 2; 32 layers * 2 sbh, and 34 sbh + 5 * 32 heads * 2048^2 of the layer in work
    const one = refined({...small, activationCheckpointing: "full"});
    const sbh = 2048 * 4096;
    expect(one.activations).toBeCloseTo(32 * 2 * sbh + 34 * sbh + 5 * 32 * 2048 ** 2, 0);
    expect(textbook({...small, activationCheckpointing: "full"}).activations).toBeCloseTo(
      64 * sbh,
      0
    );
  });
  it("refined: a fused kernel keeps a number a row, a gated block its own width", () => {
    const sbh = 2048 * 4096;
    const none = {...small, activationCheckpointing: "none"} as const;
    expect(refined(none).activations).toBeCloseTo(32 * (34 * sbh + 5 * 32 * 2048 ** 2), 0);
    expect(refined({...none, attention: "flash"}).activations).toBeCloseTo(
      32 * (34 * sbh + 4 * 32 * 2048),
      0
    );
    // Llama 3 70B: 12 + 4 * 8/64 + 8 * 28672/8192 = 40.5
    const gated = refined({...large, mlpWidth: 28_672});
    expect(gated.activations / refined(large).activations).toBeCloseTo(40.5 / 34, 12);
    // without sequence parallelism 8 of them stay whole: 8 + 32.5 / 8
    const whole = refined({...large, mlpWidth: 28_672, sequenceParallel: false});
    expect(whole.activations / gated.activations).toBeCloseTo((8 + 32.5 / 8) / (40.5 / 8), 12);
  });
  it("refined: split weights are put together two layers at a time", () => {
    // 8.03e9 * 2 B / 8; two of 32 layers whole
    const one = refined({...small, batchSize: 8, dpSize: 8, zeroStage: 3});
    expect(one.weights / GB).toBeCloseTo(16.06 / 8, 9);
    expect(one.gatheredWeights! / GB).toBeCloseTo((2 * 16.06) / 32, 9);
    expect(one.communicationBuffers).toBeCloseTo(0.05 * one.gradients + one.gatheredWeights!, 0);
    expect(refined({...small, zeroStage: 3}).gatheredWeights).toBe(0);
  });
  it("refined: what copies and stages split, and from which stage of ZeRO on", () => {
    // 16.06 GB of gradients, split over 8 copies from stage 2 on
    const copies = {...small, batchSize: 8, dpSize: 8} as const;
    expect(refined({...copies, zeroStage: 1}).gradients / GB).toBeCloseTo(16.06, 9);
    expect(refined({...copies, zeroStage: 2}).gradients / GB).toBeCloseTo(16.06 / 8, 9);
    // two copies are enough to put weights together: two of 32 layers, however they are staged
    const halves = refined({...small, batchSize: 2, dpSize: 2, ppSize: 2, zeroStage: 3});
    expect(halves.gatheredWeights! / GB).toBeCloseTo((2 * 16.06) / 32, 9);
    // two stages hand on 2 * 2 B * 2048 * 4096
    const two = refined({...small, ppSize: 2});
    expect(two.communicationBuffers - 0.05 * two.gradients).toBeCloseTo(4 * 2048 * 4096, 0);
    // three stages of 32 layers: eleven on the fullest
    expect(refined({...small, ppSize: 3}).activations).toBeCloseTo(11 * 34 * 2048 * 4096, 0);
    // nothing cuts a batch of eight but what is asked for
    expect(refined({...small, batchSize: 8}).microbatch).toBe(8);
  });
  it("refined: keys are as wide as the network where nothing narrower is stated, and never wider", () => {
    // 8 + 4 + 4 + 8 * 8192/4096 = 32 of 2048 * 4096, ten layers
    const bare = {kind: "transformer", parameters: 1e9, layers: 10} as const;
    for (const model of [bare, {...bare, heads: 8}, {...bare, heads: 8, kvHeads: 16}])
      expect(refined({...small, model, mlpWidth: 8192}).activations).toBe(10 * 32 * 2048 * 4096);
  });
  it("refined: a network says how many experts there are, or none of it is split over them", () => {
    const one = {kind: "sparse transformer", parameters: 10e9, layers: 10} as const;
    const onTwo = (model: object) =>
      refined({...small, model: {...one, ...model}, epSize: 2}).paramsPerRank;
    expect(onTwo({})).toBe(10e9);
    // one expert of two is left out, 4e9; 2e9 are no expert's
    expect(onTwo({activeParameters: 6e9, experts: 2})).toBe(6e9);
    // a token leaves nothing out
    expect(onTwo({activeParameters: 10e9, experts: 4, activeExperts: 2})).toBe(10e9);
  });
  it("refined: logits and embedding, which no total counts", () => {
    // two samples at once, four of them on their way: 4096 * 2 * 8192 * 4 / 8
    const many = refined({...large, gradientAccumulationSteps: 32});
    expect(many.embeddingActivations).toBe(4096 * 2 * 8192 * 4 * 0.125);
    expect(many.outputActivations).toBe(4 * 4096 * 2 * (128_256 + 8192) * 0.125);
    // 4 B * 2048 * (128 256 + 4096); 2048 * 4096
    const one = refined(small);
    expect(one.outputActivations).toBeCloseTo(4 * 2048 * (128_256 + 4096), 0);
    expect(one.embeddingActivations).toBe(2048 * 4096);
    const bare = {kind: "transformer", parameters: 1e9, layers: 10};
    expect(refined({...small, model: bare}).outputActivations).toBeNull();
  });
  it("says what it read, in lower case", () => {
    expect(
      refined({...small, precision: "FP8" as "fp8", optimizer: "AdamW" as "adamw", tpSize: 2})
    ).toMatchObject({
      precisionUsed: "fp8",
      optimizerUsed: "adamw",
      checkpointingUsed: "selective",
      dp: 1,
      tp: 2,
      pp: 1,
      ep: 1
    });
  });
});

describe("TrainingMemoryModel, for any inputs", () => {
  const degree = fc.constantFrom(1, 2, 4, 8);
  const inputs = fc.record({
    model: fc.constantFrom("Llama3_8B", "Llama3_70B", "GPT3", "Mixtral_8x7B", "DeepSeek_V3"),
    hardware: fc.constantFrom("H100", "A100", "MI300X"),
    batchSize: fc.integer({min: 1, max: 4096}),
    seqLen: fc.integer({min: 1, max: 32_768}),
    tpSize: degree,
    ppSize: degree,
    dpSize: degree,
    zeroStage: fc.constantFrom(0, 1, 2, 3),
    precision: fc.constantFrom("fp32", "bf16", "fp8", "int4"),
    optimizer: fc.constantFrom("adam", "adamw", "sgd", "none"),
    activationCheckpointing: fc.constantFrom("none", "selective", "full"),
    sequenceParallel: fc.boolean()
  });
  it.each([
    ["textbook", textbook],
    ["refined", refined]
  ] as const)("the parts are the whole in %s", (_, solve) => {
    fc.assert(
      fc.property(inputs, (given) => {
        const one = solve(given);
        const sum =
          one.weights +
          one.gradients +
          one.optimizerState +
          one.activations +
          one.communicationBuffers;
        expect(sum / one.totalMemory).toBeCloseTo(1, 12);
        expect(one.feasible).toBe(one.totalMemory <= one.availableMemory);
        expect(one.memoryShortfall).toBe(
          one.feasible ? null : one.totalMemory - one.availableMemory
        );
      })
    );
  });
  it("no byte of state is lost or made by splitting it, and each stage of ZeRO holds less", () => {
    fc.assert(
      fc.property(inputs, (given) => {
        const {tpSize, ppSize, dpSize} = given;
        const alone = refined({...given, tpSize: 1, ppSize: 1, dpSize: 1, zeroStage: 0});
        const split = refined({...given, zeroStage: 3});
        const ranks = tpSize * ppSize * dpSize;
        expect((split.weights * ranks) / alone.weights).toBeCloseTo(1, 9);
        if (alone.optimizerState > 0)
          expect((split.optimizerState * ranks) / alone.optimizerState).toBeCloseTo(1, 9);
        const state = [0, 1, 2, 3].map((zeroStage) => {
          const {weights, gradients, optimizerState} = refined({...given, zeroStage});
          return weights + gradients + optimizerState;
        });
        expect(state.toSorted((a, b) => b - a)).toEqual(state);
      })
    );
  });
  it("recomputing more keeps less, sequence parallelism and a fused kernel never more", () => {
    fc.assert(
      fc.property(inputs, (given) => {
        const kept = (more: object) => refined({...given, ...more}).activations;
        expect(kept({activationCheckpointing: "selective"})).toBeLessThanOrEqual(
          kept({activationCheckpointing: "none"}) * (1 + 1e-12)
        );
        expect(kept({sequenceParallel: true})).toBeLessThanOrEqual(
          kept({sequenceParallel: false}) * (1 + 1e-12)
        );
        const none = {activationCheckpointing: "none", seqLen: 2048};
        expect(kept({...none, attention: "flash"})).toBeLessThan(kept(none));
      })
    );
  });
});

describe("TrainingMemoryModel rejects", () => {
  it.each([
    [{model: "Llama3_8B", batchSize: 1}, "TrainingMemoryModel: missing hardware; has no default"],
    [
      {...small, batchSize: 0},
      "TrainingMemoryModel: invalid batchSize; must be an integer of at least 1: 0"
    ],
    [{...small, model: "ResNet50"}, "TrainingMemoryModel: invalid model; must be a transformer"],
    [{...small, epSize: 8}, "TrainingMemoryModel: invalid epSize; must be 1; model has no experts"],
    [{...small, zeroStage: 4}, "TrainingMemoryModel: invalid zeroStage; must be at most 3: 4"],
    [
      {...small, trainableFraction: -0.1},
      "TrainingMemoryModel: invalid trainableFraction; must be at least 0"
    ],
    [
      {...small, optimizer: "adafactor"},
      "TrainingMemoryModel: invalid optimizer; must be one of adam, adamw, sgd, none"
    ],
    [
      {
        ...small,
        model: {kind: "transformer", parameters: 1e9, layers: 10},
        activationCheckpointing: "none"
      },
      "TrainingMemoryModel: invalid activationCheckpointing; must be selective or full; model states no heads"
    ]
  ])("%j", (given, message) => {
    expect(() => refined(given as unknown as Given)).toThrow(message);
  });
  it("takes experts of a dense model in textbook alone", () => {
    expect(textbook({...small, epSize: 8}).weights).toBeCloseTo(16.06e9 / 8, 0);
  });
});
