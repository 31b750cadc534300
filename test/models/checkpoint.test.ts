import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {check} from "../../lib/model/check.js";
import {CheckpointModel} from "../../lib/models/checkpoint.js";
import {ReliabilityModel} from "../../lib/models/reliability.js";
import {registry} from "../registry.js";

type Given = Parameters<typeof CheckpointModel.solve>[0];
const textbook = (given: Given) => CheckpointModel.solve(given, {registry, fidelity: "textbook"});
const refined = (given: Given) => CheckpointModel.solve(given, {registry});
const llama = {model: "Llama3_70B", hardware: "H100"} as const;
const parameters = 70.6e9;

describe("CheckpointModel, worked by hand", () => {
  it("is sound as a whole", () => {
    expect(() => check(CheckpointModel, registry)).not.toThrow();
  });
  it("textbook: 70 billion parameters, one writer at 7 GB/s, every four hours", () => {
    const one = textbook(llama);
    // 14 B * 70.6e9 = 988.4 GB, / 7 GB/s = 141.2 s, / 14 400 s
    expect(one.checkpointSize).toBeCloseTo(988.4e9, 0);
    expect(one.writeTime).toBeCloseTo(141.2, 10);
    expect(one.storageBottleneck).toBe(true);
    expect(one.mfuPenalty).toBeCloseTo(0.0098055556, 10);
    expect(one.maxBandwidthRequired).toBe(7e9);
  });
  it("textbook: 128 writers meet the file system's 500 GB/s", () => {
    const one = textbook({...llama, nWriters: 128, checkpointInterval: "1 h"});
    // 988.4 / min(128 * 7, 500), / 3600 s
    expect(one.writeBandwidth).toBe(500e9);
    expect(one.writeTime).toBeCloseTo(1.9768, 10);
    expect(one.storageBottleneck).toBe(false);
    expect(one.mfuPenalty).toBeCloseTo(0.00054911, 8);
    expect(textbook({...llama, nWriters: 10, filesystemLimit: "40 GB/s"}).writeBandwidth).toBe(
      40e9
    );
    expect(textbook({...llama, nWriters: 10}).writeBandwidth).toBe(70e9);
  });
  it("textbook: every optimizer but adam is sized as four bytes; a device without storage writes 1 GB/s", () => {
    for (const optimizer of ["adamw", "sgd", "none"] as const)
      expect(textbook({...llama, optimizer}).checkpointSize).toBeCloseTo(4 * parameters, 0);
    expect(textbook({model: "Llama2_70B", hardware: "A100"}).writeTime).toBeCloseTo(980, 9);
  });
  it("refined: 2 bytes of weight, and what the optimizer keeps", () => {
    const bytes = (more: object) => refined({...llama, ...more}).bytesPerParam;
    // 2 + 4 + 8; 2 + 4 + 8; 2 + 4; 2 + 4 + 4; 2
    expect(bytes({})).toBe(14);
    expect(bytes({optimizer: "adamw"})).toBe(14);
    expect(bytes({optimizer: "sgd"})).toBe(6);
    expect(bytes({optimizer: "sgd", sgdMomentum: true})).toBe(10);
    expect(bytes({optimizer: "adam", sgdMomentum: true})).toBe(14);
    expect(bytes({optimizer: "none"})).toBe(2);
    // adapters of a hundredth: 2 + 0.01 * 12
    expect(bytes({trainableFraction: 0.01})).toBeCloseTo(2.12, 12);
  });
  it("what is lost falls with rarer saves in the textbook; refined counts work that is done again", () => {
    const big = {
      model: "Llama3_405B",
      hardware: "H100",
      fleet: "Meta_Llama3_16K_H100",
      nWriters: 2048,
      checkpointInterval: 1800
    } as const;
    // 14 B * 405e9 / 500 GB/s = 11.34 s, a failure every 8239.75 s, 360 + 11.34 s to be back:
    // 11.34/1800 + 1800/(2 * 8239.75) + 371.34/8239.75 = 0.0063 + 0.10923 + 0.04507 = 0.16060, exact 0.15064
    const one = refined(big);
    expect(one.lostShare).toBeCloseTo(0.15064, 4);
    expect(one.lostShare).toBeCloseTo(1 - one.goodputRatio!, 12);
    expect(one.savingShare).toBeCloseTo((0.15064 * 0.0063) / 0.1606, 4);
    expect(one.redoneShare).toBeCloseTo((0.15064 * 0.10923) / 0.1606, 4);
    expect(refined({...big, checkpointInterval: 432}).lostShare).toBeLessThan(one.lostShare);
    expect(textbook(big).lostShare).toBeCloseTo(0.0063, 12);
    // without a cluster nothing fails
    const {fleet: _fleet, ...still} = big;
    expect(refined(still).lostShare).toBe(refined(still).mfuPenalty);
    expect(refined(still).redoneShare).toBeNull();
  });
  it("refined: a save comes on top of the interval", () => {
    // 141.2 / (14 400 + 141.2), where the textbook has 141.2 / 14 400
    expect(refined(llama).mfuPenalty).toBeCloseTo(141.2 / 14_541.2, 12);
    const often = {...llama, checkpointInterval: "1 min"};
    expect(textbook(often).mfuPenalty).toBeCloseTo(141.2 / 60, 10);
    expect(refined(often).mfuPenalty).toBeCloseTo(141.2 / 201.2, 12);
  });
  it("refined: in the background only the copy to the host blocks, and a write that is not done", () => {
    const one = {
      ...llama,
      nWriters: 8,
      asyncCheckpoint: true,
      hostCopyBandwidth: "25 GB/s"
    } as const;
    // 988.4 GB / (8 * 25 GB/s) = 4.942 s; the write takes 988.4 / 56 = 17.65 s of 4 h
    expect(refined(one).copyTime).toBeCloseTo(4.942, 9);
    expect(refined(one).blockingTime).toBeCloseTo(4.942, 9);
    // every 10 s: 17.65 - 10 = 7.65 s more
    expect(refined({...one, checkpointInterval: 10}).blockingTime).toBeCloseTo(4.942 + 7.65, 9);
    // the H100 states 64 GB/s to its host: 988.4 / (8 * 64)
    expect(refined({...llama, nWriters: 8, asyncCheckpoint: true}).copyTime).toBeCloseTo(
      988.4 / 512,
      9
    );
    expect(refined(llama).copyTime).toBeNull();
  });
  it("refined: what the storage would have to take, and how long a recovery is", () => {
    const one = refined(llama);
    // 988.4 GB in 60 s; 60 s noticing, 180 s starting, 141.2 s reading, 120 s warming up
    expect(one.requiredBandwidth).toBeCloseTo(988.4e9 / 60, 0);
    expect(one.readTime).toBeCloseTo(141.2, 10);
    expect(one.recoveryTime).toBeCloseTo(60 + 180 + 141.2 + 120, 10);
    const fast = refined({...llama, readBandwidth: "100 GB/s", targetTime: 30});
    expect(fast.recoveryTime).toBeCloseTo(360 + 9.884, 10);
    expect(fast.requiredBandwidth).toBeCloseTo(988.4e9 / 30, 0);
  });
  it("refined: on a cluster, the interval that loses least and what is kept at the one in use", () => {
    const one = refined({...llama, nWriters: 64, fleet: "Research_256"});
    // 988.4 GB / 448 GB/s = 2.20625 s; no supply is in series: 1 / (8/50 000 + 8/150 000) / 32 = 146.484 h
    expect(one.fleetMtbf! / 3600).toBeCloseTo(146.484375, 6);
    expect(one.youngInterval).toBeCloseTo(Math.sqrt(2 * 2.20625 * 146.484375 * 3600), 6);
    // the same as the reliability model tells for this save, interval and recovery
    const same = ReliabilityModel.solve(
      {
        fleet: "Research_256",
        jobDuration: "1 day",
        checkpointTime: one.blockingTime,
        avgRecoveryTime: one.recoveryTime!,
        interval: "4 h"
      },
      {registry}
    );
    expect(one.goodputRatio).toBe(same.goodputRatio);
    expect(refined(llama).youngInterval).toBeNull();
    expect(refined(llama).goodputRatio).toBeNull();
  });
});

describe("CheckpointModel, for any inputs", () => {
  const inputs = fc.record({
    model: fc.constantFrom("Llama3_8B", "Llama3_405B", "Mixtral_8x7B", "ResNet50"),
    hardware: fc.constantFrom("H100", "A100", "TPUv4"),
    optimizer: fc.constantFrom("adam", "adamw", "sgd", "none"),
    nWriters: fc.integer({min: 1, max: 4096}),
    checkpointInterval: fc.double({min: 1, max: 1e6, noNaN: true}),
    filesystemLimit: fc.double({min: 1e8, max: 1e13, noNaN: true})
  });
  it("more writers never take longer, a longer interval never loses more, no bandwidth is made", () => {
    fc.assert(
      fc.property(inputs, (given) => {
        const one = refined(given);
        const more = refined({...given, nWriters: given.nWriters + 1});
        const rarer = refined({...given, checkpointInterval: 2 * given.checkpointInterval});
        expect(more.writeTime).toBeLessThanOrEqual(one.writeTime);
        expect(rarer.mfuPenalty).toBeLessThanOrEqual(one.mfuPenalty);
        expect(one.mfuPenalty).toBeLessThanOrEqual(1);
        expect(one.writeBandwidth).toBeLessThanOrEqual(given.filesystemLimit);
        expect(one.writeBandwidth).toBeLessThanOrEqual(given.nWriters * one.maxBandwidthRequired);
        // what is written is what there is
        expect(one.writeTime * one.writeBandwidth).toBeCloseTo(
          one.checkpointSize,
          -Math.log10(one.checkpointSize * 1e-12)
        );
      })
    );
  });
  it("refined and textbook differ in adam by the way of counting alone", () => {
    fc.assert(
      fc.property(inputs, (given) => {
        const adam = {...given, optimizer: "adam"} as const;
        const [book, own] = [textbook(adam), refined(adam)];
        expect(own.checkpointSize).toBeCloseTo(
          book.checkpointSize,
          -Math.log10(book.checkpointSize * 1e-12)
        );
        // x / (1 + x) of the textbook's x
        expect(own.mfuPenalty).toBeCloseTo(book.mfuPenalty / (1 + book.mfuPenalty), 12);
      })
    );
  });
});

describe("CheckpointModel rejects", () => {
  it.each([
    [{hardware: "H100"}, "CheckpointModel: missing model; has no default"],
    [
      {...llama, nWriters: 0},
      "CheckpointModel: invalid nWriters; must be an integer of at least 1: 0"
    ],
    [
      {...llama, checkpointInterval: 0},
      "CheckpointModel: invalid checkpointInterval; must be above 0 h: 0"
    ],
    [
      {...llama, filesystemLimit: 0},
      "CheckpointModel: invalid filesystemLimit; must be above 0 GB/s: 0"
    ],
    [
      {...llama, optimizer: "lion"},
      "CheckpointModel: invalid optimizer; must be one of adam, adamw, sgd, none: lion"
    ],
    [
      {...llama, model: "DLRM"},
      "CheckpointModel: missing model.parameters; DLRM does not state it"
    ],
    [
      {model: "Llama3_8B", hardware: "TPUv4", asyncCheckpoint: true},
      "CheckpointModel: invalid asyncCheckpoint; needs hostCopyBandwidth; hardware states no link to a host: true"
    ]
  ])("%j", (given, message) => {
    expect(() => refined(given as unknown as Given)).toThrow(message);
  });
});
