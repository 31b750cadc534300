import {describe, expect, it} from "vitest";
import {InputError} from "../../lib/errors.js";
import {ServingModel} from "../../lib/models/serving.js";
import {columnsFor, prepare, sweep} from "../../lib/sweep/sweep.js";
import {registry} from "../registry.js";

const given = {model: "Mixtral_8x7B", hardware: "H100", cachedPrefixLen: 100} as const;
const outputs = ["ttft", "itl", "feasible", "memoryShortfall", "decodeBound"] as const;
const axes = {
  hardware: ["H100", "A100", "H200"] as const,
  precision: ["fp16", "int8", "int4"] as const,
  batchSize: [1, 2, 7, 64],
  seqLen: Array.from({length: 300}, (_, i) => 16 + 29 * i)
};
const length = 3 * 3 * 4 * 300;

describe("a sweep", () => {
  it.each(["textbook", "refined"] as const)(
    "over records, choices and numbers is solve at every point, %s",
    (fidelity) => {
      const table = sweep(ServingModel, axes, given, {
        outputs: ["ttft", "itl", "feasible"],
        fidelity,
        registry
      });
      expect(table.length).toBe(length);
      let row = 0;
      for (const hardware of axes.hardware) {
        for (const precision of axes.precision) {
          for (const batchSize of axes.batchSize) {
            for (const seqLen of axes.seqLen) {
              const isValid = seqLen > 100; // a rule: the cached prefix is shorter
              const one = isValid
                ? ServingModel.solve(
                    {...given, hardware, precision, batchSize, seqLen},
                    {fidelity, registry}
                  )
                : undefined;
              for (const name of ["ttft", "itl", "feasible"] as const) {
                const wanted = one ? Number(one[name]) : NaN;
                if (!Object.is(table.columns[name]![row], wanted))
                  throw new Error(`${name} at ${row}: ${table.columns[name]![row]} for ${wanted}`);
              }
              row++;
            }
          }
        }
      }
    }
  );
  it("into columns made for it, into arrays used again, and in chunks of any size, is the same", () => {
    const options = {outputs: [...outputs], registry};
    const wanted = sweep(ServingModel, axes, given, options).columns;
    const own = columnsFor(outputs, length);
    const plain = Object.fromEntries(outputs.map((name) => [name, new Float64Array(length)]));
    for (const into of [own, own, plain, plain]) {
      const {columns} = sweep(ServingModel, axes, given, {...options, into});
      for (const name of outputs) {
        expect(columns[name]).toBe(into[name as "ttft"]);
        expect(columns[name]).toEqual(wanted[name]);
      }
    }
    for (const chunk of [1, 2, 7, 64, 299, 300, 4096]) {
      const odd = {...axes, seqLen: axes.seqLen.slice(0, 299)};
      const {columns} = sweep(ServingModel, odd, given, {
        ...options,
        chunk,
        into: columnsFor(outputs, 36 * 299)
      });
      const {columns: same} = sweep(ServingModel, odd, given, options);
      expect(columns).toEqual(same);
    }
  });
  it("prepared once, runs again with other values, other conditions included", () => {
    const run = prepare(ServingModel, ["batchSize"], {outputs: ["itl", "ttft"], registry});
    const calls = [
      {model: "Llama3_8B", hardware: "H100", seqLen: 2048},
      {model: "Mixtral_8x7B", hardware: "A100", seqLen: 100, precision: "int4"},
      {
        model: "Llama3_8B",
        hardware: "H100",
        seqLen: 2048,
        draftModel: "GPT2",
        prefillChunkTokens: 64
      },
      {model: "DeepSeek_V3", hardware: "B200", seqLen: 9000, decodeHardware: "H200"}
    ] as const;
    for (const call of [...calls, ...calls]) {
      const {columns} = run({batchSize: [1, 5, 9]}, call);
      [1, 5, 9].forEach((batchSize, i) => {
        const one = ServingModel.solve({...call, batchSize}, {registry});
        expect([columns["itl"]![i], columns["ttft"]![i]]).toEqual([one.itl, one.ttft]);
      });
    }
  });
  it("reads a frozen list once and any other anew, to the same numbers", () => {
    const run = prepare(ServingModel, ["hardware"], {outputs: ["itl"], registry});
    const devices = (bandwidth: string) => [
      {from: "H100", memoryBandwidth: bandwidth},
      {from: "A100", memoryBandwidth: "2 TB/s"}
    ];
    const frozen = Object.freeze(devices("4 TB/s").map((one) => Object.freeze(one)));
    const open = devices("4 TB/s");
    for (const seqLen of [2048, 512, 2048]) {
      const call = {model: "Llama3_8B", seqLen} as const;
      const itl = (hardware: typeof open | typeof frozen) => [
        ...run({hardware}, call).columns["itl"]!
      ];
      const wanted = open.map(
        (hardware) => ServingModel.solve({...call, hardware}, {registry}).itl
      );
      expect([itl(frozen), itl(open)]).toEqual([wanted, wanted]);
      open[0]!.memoryBandwidth = "3 TB/s";
      expect(itl(open)[0]).toBeGreaterThan(wanted[0]!);
      expect(itl(frozen)).toEqual(wanted);
      open[0]!.memoryBandwidth = "4 TB/s";
    }
  });
  it.each([
    [{batchSize: []}, "ServingModel: invalid batchSize; an axis needs an input and values"],
    [{batchSise: [1]}, "ServingModel: "],
    [
      {batchSize: [1, 0]},
      "ServingModel: invalid batchSize; must be an integer of at least 1 request: 0"
    ],
    [
      {hardware: ["H100", "H1000"]},
      "ServingModel: unknown hardware; no such device, nearest is H100: H1000"
    ]
  ])("rejects %j", (wrong, message) => {
    const run = () =>
      sweep(ServingModel, wrong as never, {...given, seqLen: 2048}, {outputs: ["itl"], registry}); // what a caller might write
    expect(run).toThrow(InputError);
    expect(run).toThrow(message);
  });
});
