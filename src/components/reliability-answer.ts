import {valuesOf} from "../lib/model/values.js";
import type {Values} from "../lib/model/values.js";
import {incident} from "../lib/models/records/incident.js";
import {ReliabilityModel} from "../lib/models/reliability.js";
import type {Registry} from "../lib/registry/registry.js";
import {prepare} from "../lib/sweep/sweep.js";
import type {Given} from "./inputs.js";
import {solve} from "./solve.js";

/** Boxes of the page's graph. */
const always = [
  "fleet.nodes",
  "fleet.node.acceleratorsPerNode",
  "fleet.node.nicsPerNode",
  "gpuMttf",
  "nicMttf",
  "checkpointTime",
  "avgRecoveryTime",
  "jobDuration",
  "nodeMtbf",
  "fleetMtbf",
  "expectedFailures",
  "failureProbability",
  "optimalCheckpointInterval",
  "dalyInterval",
  "chosenInterval",
  "writeOverhead",
  "reworkOverhead",
  "goodputRatio",
  "wallTime"
] as const;
const extra: Readonly<Record<string, readonly string[]>> = {
  interval: ["interval"],
  psuMttf: ["psuMttf", "seriesPsus", "psuFailureRate"]
};

export function reliabilityShown(given: Given): readonly string[] {
  const more = Object.entries(extra).filter(([input]) => given[input] !== undefined);
  return [...always, ...more.flatMap(([, names]) => names)];
}

type Solved = ReturnType<typeof ReliabilityModel.solve>;

export interface ReliabilityAnswer {
  readonly values: Values;
  readonly now: Solved;
  readonly book: Solved;
  /** saving at Daly's interval, and at twice that */
  readonly best: Solved;
  readonly rarer: Solved;
  /** ten times as many nodes */
  readonly tenfold: Solved;
  readonly accelerators: number;
  readonly perNode: number;
  /** s that one save blocks */
  readonly save: number;
  /** the interval that was chosen, s; undefined for Young's */
  readonly chosen: number | undefined;
}

/** A scenario's cluster of another size. */
function sized({fleet, ...rest}: Given, nodes: number): Given {
  const from = typeof fleet === "object" && fleet !== null ? fleet : {from: fleet};
  return {...rest, fleet: {...from, nodes}};
}

export function reliabilityAnswer(given: Given, registry: Registry): ReliabilityAnswer {
  const options = {registry};
  const values = valuesOf(ReliabilityModel, given, options);
  const now = solve(ReliabilityModel, given, options);
  const at = (interval: number): Solved => solve(ReliabilityModel, {...given, interval}, options);
  const nodes = Number(values["fleet.nodes"]);
  return {
    values,
    now,
    book: solve(ReliabilityModel, given, {registry, fidelity: "textbook"}),
    best: at(now.dalyInterval),
    rarer: at(2 * now.dalyInterval),
    tenfold: solve(ReliabilityModel, sized(given, 10 * nodes), options),
    accelerators: Number(values["accelerators"]),
    perNode: Number(values["fleet.node.acceleratorsPerNode"]),
    save: Number(values["checkpointTime"]),
    chosen: given["interval"] === undefined ? undefined : now.chosenInterval
  };
}

/** Losses at one interval, shares of all time; interval in s. */
export interface IntervalRow {
  readonly interval: number;
  readonly write: number;
  readonly rework: number;
  readonly restart: number;
  readonly lost: number;
  readonly book: number;
}

/** Losses over the interval between two ends; prepared once for a page. */
export function intervalSweep(
  registry: Registry
): (given: Given, ends: readonly [number, number]) => readonly IntervalRow[] {
  const run = prepare(ReliabilityModel, ["interval"], {
    outputs: [
      "writeShare",
      "reworkShare",
      "recoveryShare",
      "lostShare",
      "writeOverhead",
      "recoveryOverhead"
    ],
    registry,
    chunk: 128
  });
  return (given, [low, high]) => {
    const {interval: _interval, ...fixed} = given;
    const interval = Float64Array.from({length: 121}, (_, i) => low * (high / low) ** (i / 120));
    const {columns} = run({interval}, fixed);
    const of = (name: string, i: number): number => columns[name]![i]!;
    return Array.from(interval, (at, i) => ({
      interval: at,
      write: of("writeShare", i),
      rework: of("reworkShare", i),
      restart: of("recoveryShare", i),
      lost: of("lostShare", i),
      // what the textbook counts, were it asked at another interval than Young's
      book: Math.min(1, of("writeOverhead", i) + of("recoveryOverhead", i))
    }));
  };
}

/** One cluster size; times in s, goodput a share of all time, saving at Young's interval. */
export interface SizeRow {
  readonly accelerators: number;
  readonly mtbf: number;
  readonly mtbfBook: number;
  readonly interval: number;
  readonly goodput: number;
  readonly book: number;
}

/** From one node to the largest cluster; prepared once for a page. */
export function sizeSweep(
  registry: Registry
): (given: Given, perNode: number, most: number) => readonly SizeRow[] {
  const of = (fidelity: "refined" | "textbook") =>
    prepare(ReliabilityModel, ["fleet"], {
      outputs: ["fleetMtbf", "dalyInterval", "goodputRatio"],
      registry,
      fidelity,
      chunk: 64
    });
  const [main, plain] = [of("refined"), of("textbook")];
  let known: {readonly key: string; readonly rows: readonly SizeRow[]} | undefined;
  let sizes: {readonly key: string; readonly fleet: readonly {readonly from: string}[]} | undefined;
  return ({interval: _interval, ...given}, perNode, most) => {
    // the curve is the same wherever one stands on it
    const key = JSON.stringify([sized(given, 1), perNode, most]);
    if (known?.key === key) return known.rows;
    const last = Math.max(2, Math.floor(most / perNode));
    const nodes = [...new Set(Array.from({length: 29}, (_, i) => Math.round(last ** (i / 28))))];
    const {fleet: _fleet, ...fixed} = given;
    const cluster = JSON.stringify([sized(given, 1)["fleet"], last]);
    if (sizes?.key !== cluster) {
      const at = (count: number): {readonly from: string} =>
        Object.freeze(sized(given, count)["fleet"] as {readonly from: string});
      sizes = {key: cluster, fleet: Object.freeze(nodes.map(at))};
    }
    const {fleet} = sizes;
    const now = main({fleet}, fixed).columns;
    const book = plain({fleet}, fixed).columns;
    const rows = nodes.map((count, i) => ({
      accelerators: count * perNode,
      mtbf: now["fleetMtbf"]![i]!,
      mtbfBook: book["fleetMtbf"]![i]!,
      interval: now["dalyInterval"]![i]!,
      goodput: now["goodputRatio"]![i]!,
      book: book["goodputRatio"]![i]!
    }));
    known = {key, rows};
    return rows;
  };
}

/** A published fleet and its failures in some time. */
export interface Incident {
  readonly name: string;
  readonly accelerators: number;
  readonly nodes: number;
  /** s between failures of the whole fleet */
  readonly mtbf: number;
  readonly note: string;
}

/** Published failure counts as times between failures of the fleet that they were counted on. */
export function incidentsOf(registry: Registry): readonly Incident[] {
  return registry.keys(incident).map((key) => {
    const {name, values} = registry.row(incident, key)!; // a key of the table
    const of = (field: string): number => Number(values[field]);
    const note = values["note"];
    return {
      name,
      accelerators: of("accelerators"),
      nodes: of("nodes"),
      mtbf: of("duration") / of("failures"),
      note: typeof note === "string" ? note : ""
    };
  });
}

/** How many times as long as here the published fleets lasted, least and most. */
export function lastedLonger(
  incidents: readonly Incident[],
  given: Given,
  registry: Registry
): readonly [number, number] {
  const ratios = incidents.map(
    ({nodes, mtbf}) => mtbf / solve(ReliabilityModel, sized(given, nodes), {registry}).fleetMtbf
  );
  return [Math.min(...ratios), Math.max(...ratios)];
}
