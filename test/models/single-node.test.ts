import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {InputError, OOMError} from "../../lib/errors.js";
import {live} from "../../lib/model/live.js";
import {valuesOf} from "../../lib/model/values.js";
import {asWritten, fromWire} from "../../lib/model/wire.js";
import {SingleNodeModel} from "../../lib/models/single-node.js";
import {sweep} from "../../lib/sweep/sweep.js";
import {registry} from "../registry.js";

type Given = Parameters<typeof SingleNodeModel.solve>[0];
const solve = (given: Given, fidelity: "textbook" | "refined" = "refined") =>
  SingleNodeModel.solve(given, {fidelity, registry});
const values = (given: Given) => valuesOf(SingleNodeModel, given, {registry});
/** Within half a unit of the last digit that is written. */
const near = (found: number | null | undefined, wanted: number, share = 1e-5): void => {
  expect(Math.abs(Number(found) - wanted)).toBeLessThanOrEqual(share * Math.abs(wanted));
};

describe("textbook", () => {
  // name, given, then in ms: arithmetic, memory, overhead, latency; samples in a second; MFU; J
  const examples: readonly (readonly [string, Given, readonly (number | undefined)[]])[] = [
    [
      "ResNet-50 alone is all overhead",
      {model: "ResNet50", hardware: "A100"},
      [0.05256410256, 0.02757502227, 0.515, 0.5675641026, 1761.915518, 0.04630675401, 0.07546666667]
    ],
    [
      "ResNet-50 in batches of 256 computes",
      {model: "ResNet50", hardware: "A100", batchSize: 256},
      [13.45641026, 0.6668141748, 0.515, 13.97141026, 18323.1324, 0.4815695055, 3.560466667]
    ],
    [
      "a token of Llama 3.1 8B waits for memory",
      {model: "Llama3_8B", hardware: "H100"},
      [0.03247724975, 5.273432836, 0.33, 5.603432836, 178.4620302, 0.002897977963, 1.184677822]
    ],
    [
      "64 tokens in int8 are charged six times their weights",
      {model: "Llama3_8B", hardware: "H100", precision: "int8", batchSize: 64},
      [1.038746842, 17.73791045, 0.33, 18.06791045, 3542.191566, 0.02874562736, 4.04875417]
    ],
    [
      "Llama 2 70B crosses the host link whole",
      {model: "Llama2_70B", hardware: "H100"},
      [0.2831142568, 2406.25, 0.81, 2407.06, 0.4154445672, 5.8809e-5, 505.551963]
    ],
    [
      "Mixtral streams all experts",
      {model: "Mixtral_8x7B", hardware: "A100", precision: "int8"},
      [0.08269230769, 25.19372241, 0.335, 25.52872241, 39.17156463, 0.00161959, 3.07502361]
    ],
    [
      "a network of 270 kB stays in the SRAM of an ESP32-S3",
      {model: "AnomalyDetector", hardware: "ESP32_S3", precision: "int8"},
      [0.45, 0.309375, 1.01, 1.46]
    ],
    [
      "and goes to the flash of an nRF52840",
      {model: "AnomalyDetector", hardware: "nRF52840", precision: "int8"},
      [8.4375, 4.640625, 0.51, 8.9475]
    ]
  ];
  it.each(examples)("%s", (_, given, wanted) => {
    const one = solve(given, "textbook");
    const found = [one.latencyCompute, one.latencyMemory, one.latencyOverhead, one.latency].map(
      (seconds) => seconds * 1e3
    );
    wanted.forEach((value, i) => {
      if (value !== undefined)
        near([...found, one.throughput, one.mfu, one.energy][i], value, 1e-5);
    });
  });

  it("says where weights come from, what is left over and which term is longest", () => {
    const resnet = solve({model: "ResNet50", hardware: "A100"}, "textbook");
    expect(resnet).toMatchObject({bottleneck: "Compute", overheadDominated: true});
    expect(resnet.memoryPath).toBe("hbm");
    near(resnet.arithmeticIntensity, 145.8413765);
    const llama = solve({model: "Llama2_70B", hardware: "H100"}, "textbook");
    expect(llama).toMatchObject({feasible: false, memoryPath: "offload", bottleneck: "Memory"});
    expect(llama.offloadSpillBytes).toBe(54_100_654_080); // 140e9 - 80 · 2^30
    expect(llama.peakBwActual).toBe(64e9);
    expect(llama.offloadEffectiveBw).toBe(64e9);
    const on = (hardware: string) =>
      solve({model: "AnomalyDetector", hardware, precision: "int8"}, "textbook").memoryPath;
    expect([on("ESP32_S3"), on("nRF52840")]).toEqual(["sram", "flash"]);
  });

  it("bills no energy to a device without a power limit; refined has no answer", () => {
    expect(solve({model: "ResNet50", hardware: "IntelSGX"}, "textbook").energy).toBe(0);
    expect(solve({model: "ResNet50", hardware: "IntelSGX"}).energy).toBeNull();
  });
});

describe("refined, by hand", () => {
  it("a token of Llama 3.1 8B moves its weights and 20 widths a layer at 0.8 of the bandwidth", () => {
    const one = solve({model: "Llama3_8B", hardware: "H100"});
    // A = 20 · 32 · 4096 · 2 B = 5,242,880 B; Q = 16.06e9 + A = 16,065,242,880 B
    // t_m = Q / (3.35e12 · 0.8) = 5.9944937 ms; t = t_m + 0.01 + 32 · 0.01 = 6.3244937 ms
    near(one.latencyMemory, 5.9944937e-3, 1e-7);
    near(one.latency, 6.3244937e-3, 1e-7);
    // u_m = 5.9944937 / 6.3244937 = 0.94782; U = 16.06e9 / (989e12 · t) = 0.0025676, below 0.4 u_m
    // E = 700 · (0.3 + 0.7 · 0.4 · 0.94782) · t = 700 · 0.5653896 · 6.3244937 ms = 2.50306 J
    near(one.energy, 2.50306, 1e-4);
    near(one.memoryFootprint, 16.06e9 + 5_242_880 / 32, 1e-12); // activations of one layer
    near(one.effectiveRidge, 494.5e12 / 2.68e12, 1e-9); // 989 · 0.5 over 3.35 · 0.8
    near(one.ridgePoint, 989e12 / 3.35e12, 1e-9);
  });

  it("64 tokens in int8 share one read of the weights", () => {
    const one = solve({model: "Llama3_8B", hardware: "H100", precision: "int8", batchSize: 64});
    // A = 20 · 32 · 4096 · 64 · 2 B = 335,544,320 B; Q = 8.03e9 + A = 8.36554432e9 B
    near(one.latencyMemory, 8.36554432e9 / 2.68e12, 1e-9); // 3.12147 ms, 17.74 in the textbook
    near(one.throughput, 64 / (3.1214718e-3 + 0.33e-3), 1e-6); // 18,543 a second, 3,542 in the textbook
    expect(one.bottleneck).toBe("Memory");
  });

  it("only what does not fit crosses the link", () => {
    const one = solve({model: "Llama2_70B", hardware: "H100"});
    // usable 0.9 · 85.89934592e9 = 77.309411e9 B; A = 20 · 80 · 8192 · 2 = 26,214,400 B, a layer 327,680
    // left over 140e9 + 0.000328e9 - 77.309411e9 = 62.690916e9 B, over 64e9 B/s = 979.54557 ms
    // the rest, 140.0262144e9 - 62.690916e9 = 77.335298e9 B, over 2.68e12 = 28.856455 ms
    near(one.offloadSpillBytes, 62.690916e9, 1e-7);
    near(one.latencyMemory, 1.00840202, 1e-6); // 2406 ms in the textbook
    near(one.peakBwActual, 140.0262144e9 / 1.00840202, 1e-6);
    expect(one.offloadEffectiveBw).toBe(one.peakBwActual);
    // fetched ahead, the shorter of both hides
    const ahead = solve({model: "Llama2_70B", hardware: "H100", hostOverlap: 1});
    near(ahead.latencyMemory, 0.97954557, 1e-6);
  });

  it("a mixture of experts reads what its batch touches", () => {
    const at = (batchSize: number) =>
      values({model: "Mixtral_8x7B", hardware: "A100", precision: "int8", batchSize});
    near(at(1)["weightsRead"] as number, 12.9e9, 1e-9); // its active parameters
    // W_e = (46.7e9 - 12.9e9) / (1 - 2/8) = 45.0666667e9; two tokens leave (3/4)^2 of it unread
    near(at(2)["weightsRead"] as number, 46.7e9 - 45.0666667e9 * 0.5625, 1e-8);
    near(at(1)["latencyMemory"] as number, (12.9e9 + 5_242_880) / (2.039e12 * 0.8), 1e-9);
  });

  it("a convolutional network writes and reads what its layers put out", () => {
    const one = values({model: "ResNet50", hardware: "A100"});
    expect(one["activationBytes"]).toBe(44.4e6); // 2 · 11.1e6 · 2 B
    near(one["liveBytes"] as number, 44.4e6 / 50, 1e-9); // 50 layers
    near(one["latencyMemory"] as number, (51.114064e6 + 44.4e6) / (2.039e12 * 0.8), 1e-9);
    const at8 = values({model: "ResNet50", hardware: "A100", precision: "int8"});
    expect(at8["activationBytes"]).toBe(22.2e6); // the A100 computes in int8
    const at4 = values({model: "ResNet50", hardware: "A100", precision: "int4"});
    expect(at4["activationBytes"]).toBe(44.4e6); // but not in int4: widened to 16 bits
    expect(at4["peakFlopsActual"]).toBe(156e12);
  });

  it("a sequence passes the weights once for each of its positions", () => {
    const one = values({model: "BERT_Base", hardware: "A100"});
    expect(one["positions"]).toBe(100); // 22e9 / (2 · 110e6)
    expect(one["activationBytes"]).toBe(20 * 12 * 768 * 100 * 2);
    expect(one["workUnit"]).toBe("sequence");
  });

  it("a network that denoises reads its weights at every step", () => {
    const one = values({model: "StableDiffusion_v1_5", hardware: "H100"});
    expect(one["opsPerSample"]).toBe(50 * 20e9);
    expect(one["weightsRead"]).toBe(50 * 1.72e9);
    expect(one["activationBytes"]).toBe(50 * 0.1 * 1.72e9); // nothing to count it by
    near(one["latencyOverhead"] as number, 50 * 20e-6, 1e-12); // 0.01 + 0.01 ms a step
    expect(one["liveBytes"]).toBe(0);
  });

  it("counts what a network does not state: two operations a parameter, one position, a layer's share", () => {
    const small = {
      kind: "diffusion",
      parameters: 1000,
      layers: 2,
      hiddenSize: 8,
      denoisingSteps: 3
    };
    const one = values({model: small, hardware: "H100"});
    expect(one["opsPerSample"]).toBe(3 * 2 * 1000);
    expect(one["positions"]).toBe(1);
    // 20 widths of 8 in two layers, 2 B each, at each of three steps; alive is one layer of one step
    expect(one["activationBytes"]).toBe(3 * 20 * 2 * 8 * 2);
    expect(one["liveBytes"]).toBe(20 * 8 * 2);
    // without parameters there is one position as well
    const sized = {kind: "other", modelSize: 1000, layers: 2, hiddenSize: 8};
    expect(values({model: sized, hardware: "H100"})["activationBytes"]).toBe(20 * 2 * 8 * 2);
    // layers without a width tell nothing: a tenth of the weights
    const narrow = values({model: {kind: "other", modelSize: 1000, layers: 2}, hardware: "H100"});
    expect([narrow["activationBytes"], narrow["liveBytes"]]).toEqual([100, 0]);
  });

  it("reads a network that its chip does not hold from flash, where there is flash", () => {
    const network = {kind: "CNN", parameters: 1000, inferenceFlops: 1e6, activations: 10} as const;
    // 2 B a weight, and 2 * 10 activations of 2 B, at 0.8 of the bandwidth
    const on = (more: object): number =>
      solve({model: network, hardware: {from: "H100", sramCapacity: 100, ...more}}).latencyMemory;
    near(on({sramBandwidth: 1e4, flashBandwidth: 10}), 2040 / 8, 1e-12);
    near(on({memoryBandwidth: 1000}), 2040 / 800, 1e-12);
  });

  it("counts kernels where asked to, and hides less where told so", () => {
    const kernels = solve({model: "ResNet50", hardware: "A100", kernelsPerLayer: 3});
    near(kernels.latencyOverhead, 15e-6 + 50 * 3 * 15e-6, 1e-12);
    const serial = solve({model: "ResNet50", hardware: "A100", overlap: 0});
    near(serial.latency, serial.latencyCompute + serial.latencyMemory + serial.latencyOverhead);
  });

  it("on-chip memory must hold activations as well", () => {
    const network = {kind: "CNN", parameters: 500e3, inferenceFlops: 1e6, activations: 20e3};
    const on = (batchSize: number) =>
      solve({model: network, hardware: "ESP32_S3", precision: "int8", batchSize}).memoryPath;
    // 532,480 B of SRAM hold 500 kB and not 2 · 20 kB: a network of unknown layers keeps all alive
    expect(on(1)).toBe("flash");
    const smaller = {...network, activations: 16e3};
    const one = solve({model: smaller, hardware: "ESP32_S3", precision: "int8"});
    expect(one.memoryPath).toBe("sram"); // 532,000 B
    near(one.peakBwActual, 0.8 * 960e6);
    expect(
      solve({model: smaller, hardware: "ESP32_S3", precision: "int8"}, "textbook").memoryPath
    ).toBe("sram");
  });

  it("says what it took for granted", () => {
    const dlrm = solve({model: "DLRM", hardware: "GB200_NVL72"});
    expect([dlrm.latencyCompute, dlrm.bottleneck, dlrm.mfu]).toEqual([0, "Memory", 0]);
    expect(dlrm.trace.join("\n")).toContain("neither parameters nor operations");
    const vit = solve({model: "ViT_Large", hardware: "V100", precision: "int8"}).trace.join("\n");
    expect(vit).toMatch(/each sample moves 10.?% of the weights/);
    expect(vit).toContain("computes at its 16-bit rate");
    expect(solve({model: "Llama2_70B", hardware: "H100"}).trace[0]).toBe(
      "Memory: 140 GB needed, 77.31 GB on NVIDIA H100; 62.69 GB stay on the host."
    );
    expect(solve({model: "ResNet50", hardware: "A100"}).bindingTerm).toBe("Overhead");
    expect(solve({model: "Llama3_8B", hardware: "A100"}).bindingTerm).toBe("Memory");
  });
});

describe("for any batch, network and device", () => {
  const given = fc.record({
    model: fc.constantFrom("Llama3_8B", "Mixtral_8x7B", "ResNet50", "BERT_Base", "GPT3", "DLRM"),
    hardware: fc.constantFrom("H100", "A100", "T4", "MacBookM3Max", "ESP32_S3", "Groq_LPU"),
    batchSize: fc.integer({min: 1, max: 4096}),
    precision: fc.constantFrom("fp32", "fp16", "int8", "int4"),
    efficiency: fc.double({min: 0.01, max: 1, noNaN: true}),
    overlap: fc.double({min: 0, max: 1, noNaN: true})
  });
  it("the batch takes at least as long as each of its parts, and at most all of them", () => {
    fc.assert(
      fc.property(given, (one) => {
        const {latency, latencyCompute, latencyMemory, latencyOverhead, mfu} = solve(one);
        const most = latencyCompute + latencyMemory + latencyOverhead;
        expect(latency).toBeGreaterThanOrEqual(Math.max(latencyCompute, latencyMemory));
        expect(latency).toBeLessThanOrEqual(most * (1 + 1e-12));
        expect(mfu).toBeLessThanOrEqual(one.efficiency * (1 + 1e-12));
      })
    );
  });
  it("traffic sees a bandwidth between that of the link and that of the device", () => {
    fc.assert(
      fc.property(given, (one) => {
        const all = values(one);
        const [device, host] = [all["deviceBandwidth"], all["hostBandwidth"]].map(Number);
        const reached = Number(all["peakBwActual"]);
        expect(reached).toBeLessThanOrEqual(0.8 * device! * (1 + 1e-9));
        expect(reached).toBeGreaterThanOrEqual(Math.min(host!, 0.8 * device!) * (1 - 1e-9));
      })
    );
  });
  it("a larger batch takes no less time, and a network that fits does not slow down a sample", () => {
    fc.assert(
      fc.property(given, fc.integer({min: 1, max: 64}), (one, more) => {
        const [small, large] = [solve(one), solve({...one, batchSize: one.batchSize * more})];
        expect(large.latency).toBeGreaterThanOrEqual(small.latency * (1 - 1e-12));
        if (large.feasible && small.memoryPath === large.memoryPath)
          expect(large.throughput).toBeGreaterThanOrEqual(small.throughput * (1 - 1e-12));
      })
    );
  });
});

describe("a network that does not fit", () => {
  const given: Given = {model: "Llama3_70B", hardware: "H100"};
  const thrown = (asked: Given, fidelity: "textbook" | "refined"): unknown => {
    try {
      return solve(asked, fidelity);
    } catch (error) {
      return error;
    }
  };
  it("is rejected when asked to, with the bytes needed and there", () => {
    const error = thrown({...given, raiseErrors: true}, "textbook");
    expect(error).toBeInstanceOf(OOMError);
    expect(error).toMatchObject({
      code: "out-of-memory",
      input: "hardware",
      required: 141.2e9,
      available: 85_899_345_920
    });
    // refined: with the activations of a layer, 20 · 8192 · 2 B, and a tenth of the device left free
    const refined = thrown({...given, raiseErrors: true}, "refined") as OOMError;
    expect(refined.required).toBe(141.2e9 + 327_680);
    near(refined.available, 0.9 * 85_899_345_920, 1e-12);
    expect(refined.message).toBe(
      "SingleNodeModel: invalid hardware; needs 141.2 GB, 77.31 GB available"
    );
    // two sizes that differ by ten kilobytes are told apart
    const tight = {...given, hardware: {from: "H100", memoryCapacity: 141.2e9 - 1e4}} as const;
    const close = thrown({...tight, raiseErrors: true}, "textbook") as OOMError;
    expect(close.message).toMatch(/needs 141\.2 GB, 141\.19999 GB available$/);
  });
  it("is answered otherwise", () => {
    expect(solve(given).feasible).toBe(false);
    expect(solve({...given, hardware: "H200", raiseErrors: true}, "textbook").feasible).toBe(true);
  });
  it("keeps its bytes under the caller's names", () => {
    const wire = {model: "Llama3_70B", hardware: "H100", raise_errors: true};
    const asked = fromWire(SingleNodeModel, wire) as unknown as Given;
    const error = thrown(asked, "textbook") as OOMError;
    const named = error.named(asWritten(SingleNodeModel, wire, (name) => `--${name}`));
    expect(named).toBeInstanceOf(OOMError);
    expect([named.input, named.required]).toEqual(["--hardware", 141.2e9]);
  });
  it("is refused by live cells and left out of sweeps", () => {
    const cells = live(
      SingleNodeModel,
      {model: "Llama3_8B", hardware: "H100", raiseErrors: true},
      {
        registry
      }
    );
    const before = cells.get("latency");
    expect(() => cells.set({model: "Llama3_70B"})).toThrow(OOMError);
    expect(cells.get("latency")).toBe(before);
    const table = sweep(
      SingleNodeModel,
      {model: ["Llama3_8B", "Llama3_70B"]},
      {hardware: "H100", raiseErrors: true},
      {registry, outputs: ["latency"]}
    );
    expect([...table.columns["latency"]!].map(Number.isNaN)).toEqual([false, true]);
  });
});

describe("edges", () => {
  const wrong: readonly (readonly [string, object])[] = [
    ["invalid batchSize; must be an integer of at least 1: 0", {batchSize: 0}],
    ["invalid batchSize; must be an integer of at least 1: 1.5", {batchSize: 1.5}],
    ["invalid efficiency; must be above 0: 0", {efficiency: 0}],
    ["invalid efficiency; must be at most 1: 50", {efficiency: 50}],
    ["invalid precision; must be one of fp32", {precision: 16}],
    ["invalid raiseErrors; must be true or false: 1", {raiseErrors: 1}],
    ["unknown bogus; no such input", {bogus: 1}],
    ["invalid hardware; must be a key or a record of device: null", {hardware: null}],
    ["missing hardware; has no default", {hardware: undefined}],
    ["invalid model; must state parameters or a model size", {model: {kind: "other", layers: 3}}],
    ["invalid model.parameters; must be above 0 param: 0", {model: {kind: "CNN", parameters: 0}}],
    [
      "invalid hardware.hostBandwidth; must be above 0 B/s: 0",
      {hardware: {from: "H100", hostBandwidth: 0}}
    ]
  ];
  it.each(wrong)("%s", (message, more) => {
    const asked = {model: "ResNet50", hardware: "A100", ...more} as Given;
    expect(() => solve(asked)).toThrow(InputError);
    expect(() => solve(asked)).toThrow(`SingleNodeModel: ${message}`);
  });
  it("fits where the memory is exactly full", () => {
    const hardware = {from: "H100", memoryCapacity: "3 GB"};
    const at = (modelSize: string) =>
      solve({model: {kind: "other", modelSize}, hardware}, "textbook");
    expect(at("3 GB")).toMatchObject({feasible: true, offloadSpillBytes: null});
    expect(at("3.000000001 GB")).toMatchObject({feasible: false, offloadSpillBytes: 1});
  });
  it("sends no weight over the link twice, however large the activations", () => {
    const model = {kind: "CNN", parameters: 1e6, inferenceFlops: 1e9, activations: 1e9} as const;
    const all = values({model, hardware: {from: "H100", memoryCapacity: "1 MB"}});
    expect(all["hostBytes"]).toBe(2e6); // left over are 4 GB of activations as well
  });
  it("takes a network of which only the size is known", () => {
    const one = solve({model: {kind: "other", modelSize: "1 GB"}, hardware: "H100"});
    near(one.latencyMemory, 1.1e9 / 2.68e12, 1e-9);
  });
  it("takes the stated size in 16 bits and the parameters in other formats", () => {
    const model = {kind: "CNN", parameters: 1e6, modelSize: "3 MB", inferenceFlops: 1e9} as const;
    const at = (precision: "fp16" | "int8") =>
      solve({model, hardware: "H100", precision}, "textbook");
    expect([at("fp16").memoryFootprint, at("int8").memoryFootprint]).toEqual([3e6, 1e6]);
  });
});
