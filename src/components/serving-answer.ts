import {largest} from "../lib/model/largest.js";
import {valuesOf} from "../lib/model/values.js";
import type {Values} from "../lib/model/values.js";
import {hardware} from "../lib/models/records/hardware.js";
import {bytesPerElement} from "../lib/models/records/precision.js";
import {workload} from "../lib/models/records/workload.js";
import {ServingModel} from "../lib/models/serving.js";
import type {Registry} from "../lib/registry/registry.js";
import {resolve} from "../lib/registry/resolve.js";
import {prepare} from "../lib/sweep/sweep.js";
import type {Given} from "./inputs.js";
import {fast, slow} from "./plausible.js";
import {solve} from "./solve.js";

/** Boxes of the page's graph: what no scenario lacks, and what an input without a control brings along. */
const always = [
  "tpSize",
  "batchSize",
  "seqLen",
  "efficiency",
  "memoryEfficiency",
  "memoryFraction",
  "model.parameters",
  "model.layers",
  "hardware.memoryBandwidth",
  "hardware.memoryCapacity",
  "decode.elementSize",
  "decode.peakFlops",
  "decode.matmulParameters",
  "decode.cacheTokenSize",
  "decode.overhead",
  "decode.linkTime",
  "modelWeightsSize",
  "kvCacheSize",
  "decode.weightBytes",
  "totalMemoryRequired",
  "memoryAvailable",
  "memoryUtilization",
  "prefill.computeTime",
  "ttft",
  "decode.memoryTime",
  "decode.computeTime",
  "itl",
  "tokensPerSecond",
  "feasible"
] as const;
const extra: Readonly<Record<string, readonly string[]>> = {
  decodeHardware: ["networkBandwidth", "prefillTime", "kvTransferTime"],
  draftModel: ["speculativeLength", "expectedTokens", "draft.passTime", "verify.passTime"],
  cachedPrefixLen: ["cachedPrefixLen", "newTokens"],
  prefillChunkTokens: ["prefillChunkTokens", "prefillChunks", "prefillMemoryTime"],
  overlap: ["overlap"]
};

export function servingShown(given: Given): readonly string[] {
  const more = Object.entries(extra).filter(([input]) => given[input] !== undefined);
  return [...always, ...more.flatMap(([, names]) => names)];
}

/** Where the sliders end, and a search for a limit: beyond it the page says "more than". */
export const batches = {min: 1, max: 512, searched: 4096} as const;
export const contexts = {min: 128, max: 131_072, searched: 2 ** 22} as const;

type Solved = ReturnType<typeof ServingModel.solve>;

/** Largest values that memory or the target allow; 0 where not even the least does. */
export interface Walls {
  readonly batch: number;
  readonly batchBook: number;
  readonly seq: number;
  readonly target: number;
}

export interface ServingAnswer {
  readonly names: {readonly model: string; readonly hardware: string};
  readonly values: Values;
  readonly now: Solved;
  readonly book: Solved;
  /** ends of the plausible range of the time per token */
  readonly low: Solved;
  readonly high: Solved;
  readonly twice: Solved;
  readonly walls: Walls;
  /** s per token that a reader asks for */
  readonly target: number;
  readonly batch: number;
  readonly seq: number;
  /** devices that share each layer */
  readonly devices: number;
}

/** Everything that the page says of one scenario; `target` in s per token. */
export function servingAnswer(given: Given, target: number, registry: Registry): ServingAnswer {
  const options = {registry};
  const values = valuesOf(ServingModel, given, options);
  const batch = Number(values["batchSize"]);
  return {
    names: {
      model: nameOf(workload, given["model"], registry),
      hardware: nameOf(hardware, given["hardware"], registry)
    },
    values,
    now: solve(ServingModel, given, options),
    book: solve(ServingModel, given, {registry, fidelity: "textbook"}),
    low: solve(ServingModel, {...given, ...fast}, options),
    high: solve(ServingModel, {...given, ...slow}, options),
    twice: solve(ServingModel, {...given, batchSize: 2 * batch}, options),
    walls: wallsOf(given, target, registry),
    target,
    batch,
    seq: Number(values["seqLen"]),
    devices: Number(values["tpSize"])
  };
}

function nameOf(
  type: typeof hardware | typeof workload,
  given: unknown,
  registry: Registry
): string {
  return resolve(registry, type, given, {model: ServingModel.name, input: type.noun}).name;
}

function wallsOf(given: Given, target: number, registry: Registry): Walls {
  const of = (
    find: "batchSize" | "seqLen",
    flag: string | {readonly cell: string; readonly atMost: number},
    fidelity: "refined" | "textbook" = "refined"
  ): number => {
    const most = find === "batchSize" ? batches.searched : contexts.searched;
    const question = {find, flag, between: [1, most] as const};
    return largest(ServingModel, question, given, {registry, fidelity}).value ?? 0;
  };
  return {
    batch: of("batchSize", "feasible"),
    batchBook: of("batchSize", "feasible", "textbook"),
    seq: of("seqLen", "feasible"),
    target: of("batchSize", {cell: "itl", atMost: target})
  };
}

/** A single change that makes a scenario fit. */
export type Fix =
  | {readonly kind: "batch" | "seq"; readonly most: number}
  | {readonly kind: "devices"; readonly count: number}
  | {readonly kind: "precision" | "hardware"; readonly name: string};

const narrower = ["fp8", "int4"] as const;
/** Devices of one node that share each layer. */
export const deviceCounts = [1, 2, 4, 8] as const;

/** The nearest single changes that make a scenario fit, at most three. */
export function fixesOf(
  {walls, batch, seq, devices, values}: ServingAnswer,
  given: Given,
  registry: Registry
): readonly Fix[] {
  const fits = (patch: Given): boolean =>
    solve(ServingModel, {...given, ...patch}, {registry}).feasible;
  const found: Fix[] = [];
  if (walls.batch >= 1 && walls.batch < batch) found.push({kind: "batch", most: walls.batch});
  if (walls.seq >= contexts.min && walls.seq < seq) found.push({kind: "seq", most: walls.seq});
  const width = Number(values["decode.elementSize"]);
  const format = narrower.find(
    (name) => bytesPerElement.values[name] < width && fits({precision: name})
  );
  if (format !== undefined) found.push({kind: "precision", name: format});
  const count = deviceCounts.find((one) => one > devices && fits({tpSize: one}));
  if (count !== undefined) found.push({kind: "devices", count});
  const larger = devicesOf(registry)
    .filter(({capacity}) => capacity > Number(values["hardware.memoryCapacity"]))
    .toSorted((a, b) => a.capacity - b.capacity)
    .find(({key}) => fits({hardware: key}));
  if (larger && given["decodeHardware"] === undefined)
    found.push({kind: "hardware", name: larger.name});
  return found.slice(0, 3);
}

/** Devices of data centres. */
function devicesOf(
  registry: Registry
): readonly {readonly key: string; readonly name: string; readonly capacity: number}[] {
  return registry
    .keys(hardware)
    .map((key) => registry.row(hardware, key)!)
    .filter(({values}) => values["class"] === "cloud")
    .map(({key, name, values}) => ({key, name, capacity: Number(values["memoryCapacity"])}));
}

/** One batch size of the chart; times in s, memory in B. */
export interface BatchRow {
  readonly batch: number;
  readonly refined: number;
  readonly low: number;
  readonly high: number;
  readonly textbook: number;
  readonly rate: number;
  readonly rateBook: number;
  readonly memory: number;
  readonly fits: boolean;
}

/** Batch sizes of the chart: eight for each doubling up to `most`, whole numbers only. */
function batchAxis(most: number): Float64Array {
  const count = Math.ceil(8 * Math.log2(most));
  const sizes = Array.from({length: count + 1}, (_, i) => Math.round(most ** (i / count)));
  return Float64Array.from(new Set(sizes));
}

/** Both fidelities and the ends of the range over batch size; prepared once for a page. */
export function batchSweep(
  registry: Registry
): (given: Given, most: number) => readonly BatchRow[] {
  const main = prepare(ServingModel, ["batchSize"], {
    outputs: ["itl", "tokensPerSecond", "totalMemoryRequired", "feasible"],
    registry,
    chunk: 128
  });
  const ends = prepare(ServingModel, ["batchSize"], {outputs: ["itl"], registry, chunk: 128});
  const plain = prepare(ServingModel, ["batchSize"], {
    outputs: ["itl", "tokensPerSecond"],
    fidelity: "textbook",
    registry,
    chunk: 128
  });
  return (given, most) => {
    const {batchSize: _batch, ...fixed} = given;
    const batchSize = batchAxis(most);
    const {itl, tokensPerSecond, totalMemoryRequired, feasible} = main({batchSize}, fixed).columns;
    const book = plain({batchSize}, fixed).columns;
    const low = ends({batchSize}, {...fixed, ...fast}).columns["itl"]!;
    const high = ends({batchSize}, {...fixed, ...slow}).columns["itl"]!;
    return Array.from(batchSize, (batch, i) => ({
      batch,
      refined: itl![i]!,
      low: low[i]!,
      high: high[i]!,
      textbook: book["itl"]![i]!,
      rate: tokensPerSecond![i]!,
      rateBook: book["tokensPerSecond"]![i]!,
      memory: totalMemoryRequired![i]!,
      fits: feasible![i] === 1
    }));
  };
}
