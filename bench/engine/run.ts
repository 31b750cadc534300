// What an answer costs against a straight-line function of the same equations and fidelity.
import {readdirSync, readFileSync} from "node:fs";
import {live} from "../../lib/model/live.js";
import {ServingModel} from "../../lib/models/serving.js";
import {load} from "../../lib/registry/registry.js";
import {columnsFor, sweep} from "../../lib/sweep/sweep.js";
import {jobOf} from "./jobs.js";
import type {Call} from "./jobs.js";
import {race} from "./race.js";
import {servingRefined, servingTextbook} from "./serving-by-hand.js";
import {sweepRefined, sweepTextbook} from "./sweep-by-hand.js";
import type {Job} from "./serving-by-hand.js";

const files = readdirSync("data").filter((file) => file.endsWith(".csv"));
const registry = load(
  Object.fromEntries(
    files.map((file) => [file.slice(0, -4), readFileSync(`data/${file}`, "utf-8")])
  )
);
const hoisted = {textbook: sweepTextbook, refined: sweepRefined} as const;
let sink = 0;
let turn = 0;
/** A small number, another one each time; what it costs counts on all sides. */
const next = (): number => (turn++ & 63) + 1;

/** All inputs given: the records that are optional absent, then present. */
const plain: Call = {
  model: "Llama3_8B",
  hardware: "H100",
  seqLen: 2048,
  batchSize: 8,
  precision: "fp16",
  efficiency: 0.5,
  decodeHardware: null,
  networkBandwidth: 1e11,
  draftModel: null,
  draftAcceptanceRate: 0.7,
  cachedPrefixLen: 0,
  prefillChunkTokens: null,
  speculativeLength: 4,
  memoryEfficiency: 0.8,
  memoryFraction: 0.9,
  layerOverhead: 1e-5,
  overlap: null,
  pageSize: 16
};
const full: Call = {
  ...plain,
  decodeHardware: "H200",
  draftModel: "GPT2",
  cachedPrefixLen: 100,
  prefillChunkTokens: 512,
  precision: "int8",
  efficiency: 0.4,
  draftAcceptanceRate: 0.6
};
type Varying<T> = {-readonly [K in keyof T]: T[K]};

for (const [fidelity, byHand] of [
  ["textbook", servingTextbook],
  ["refined", servingRefined]
] as const) {
  const options = {fidelity, registry} as const;
  const isTextbook = fidelity === "textbook";
  for (const [title, call] of [
    ["18 inputs, 2 records", plain],
    ["18 inputs, 4 records", full]
  ] as const) {
    const job: Varying<Job> = jobOf(call, registry, isTextbook);
    const given: Varying<Call> = {...call};
    race(`solve, ${fidelity}, ${title}, the batch changes`, 41, [
      {
        name: "function by hand",
        calls: 20_000,
        run() {
          job.batchSize = next();
          const {ttft, itl} = byHand(job);
          sink += ttft + itl;
        }
      },
      {
        name: "solve, all checks",
        calls: 20_000,
        run() {
          given.batchSize = next();
          const {ttft, itl} = ServingModel.solve(given, options);
          sink += ttft + itl;
        }
      },
      {
        name: "solve, a new object of few inputs each call",
        calls: 20_000,
        run() {
          const {ttft, itl} = ServingModel.solve(
            {model: "Llama3_8B", hardware: "H100", seqLen: 2048, batchSize: next()},
            options
          );
          sink += ttft + itl;
        }
      }
    ]);
  }
  const job: Varying<Job> = jobOf(plain, registry, isTextbook);
  const page = live(ServingModel, plain, options);
  page.watch("ttft", (value) => void (sink += value));
  page.watch("itl", (value) => void (sink += value));
  race(`live, ${fidelity}: set one input, two cells watched`, 41, [
    {
      name: "function by hand",
      calls: 20_000,
      run() {
        job.batchSize = next();
        const {ttft, itl} = byHand(job);
        sink += ttft + itl;
      }
    },
    {name: "live set", calls: 20_000, run: () => page.set({batchSize: next()})}
  ]);
}

const outputs = ["ttft", "itl", "memoryUtilization"] as const;
const points = 1_000_000;
const columns = (): readonly [Float64Array, Float64Array, Float64Array] => [
  new Float64Array(points),
  new Float64Array(points),
  new Float64Array(points)
];

for (const [fidelity, byHand] of [
  ["textbook", servingTextbook],
  ["refined", servingRefined]
] as const) {
  const options = {fidelity, registry, outputs} as const;
  const {batchSize: _batch, seqLen: _length, ...fixed} = plain;
  const axes = {
    batchSize: Float64Array.from({length: 100}, (_, i) => i + 1),
    seqLen: Float64Array.from({length: 10_000}, (_, i) => i + 64)
  };
  const long = {seqLen: Float64Array.from({length: points}, (_, i) => i + 64)};
  const job: Varying<Job> = jobOf(plain, registry, fidelity === "textbook");
  const loop = (
    batches: Float64Array,
    lengths: Float64Array,
    [ttft, itl, memory]: ReturnType<typeof columns>
  ): void => {
    let k = 0;
    for (let i = 0; i < batches.length; i++) {
      job.batchSize = batches[i]!;
      for (let j = 0; j < lengths.length; j++) {
        job.seqLen = lengths[j]!;
        const found = byHand(job);
        ttft[k] = found.ttft;
        itl[k] = found.itl;
        memory[k] = found.memoryUtilization;
        k++;
      }
    }
    sink += ttft[5]! + itl[6]! + memory[7]!;
  };
  const mine = columns();
  const into = columnsFor(outputs, points);
  const [ttft, itl, memoryUtilization] = columns();
  const copied = {ttft, itl, memoryUtilization};
  race(
    `sweep, ${fidelity}, 100 x 10 000 points, 3 outputs, columns used again`,
    21,
    [
      {
        name: "loop by hand, hoisted",
        calls: 1,
        run: () => hoisted[fidelity](job, axes.batchSize, axes.seqLen, mine)
      },
      {
        name: "sweep",
        calls: 1,
        run: () => void sweep(ServingModel, axes, fixed, {...options, into})
      },
      {
        name: "sweep, into plain arrays",
        calls: 1,
        run: () => void sweep(ServingModel, axes, fixed, {...options, into: copied})
      },
      {
        name: "the function by hand at every point",
        calls: 1,
        run: () => loop(axes.batchSize, axes.seqLen, mine)
      }
    ],
    {size: points, unit: "ns/point"}
  );
  race(
    `sweep, ${fidelity}, one axis of 1 000 000, columns used again`,
    21,
    [
      {
        name: "loop by hand, hoisted",
        calls: 1,
        run: () => hoisted[fidelity](job, Float64Array.of(8), long.seqLen, mine)
      },
      {
        name: "sweep",
        calls: 1,
        run: () => void sweep(ServingModel, long, {...fixed, batchSize: 8}, {...options, into})
      }
    ],
    {size: points, unit: "ns/point"}
  );
  race(
    `sweep, ${fidelity}, 100 x 10 000 points, fresh columns`,
    15,
    [
      {
        name: "loop by hand, hoisted",
        calls: 1,
        run: () => hoisted[fidelity](job, axes.batchSize, axes.seqLen, columns())
      },
      {
        name: "sweep",
        calls: 1,
        run: () => void (sink += sweep(ServingModel, axes, fixed, options).columns["itl"]![3]!)
      }
    ],
    {size: points, unit: "ns/point"}
  );
}
if (Number.isNaN(sink)) console.log(sink);
