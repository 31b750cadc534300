import {fleet} from "../../lib/models/records/fleet.js";
import {grid} from "../../lib/models/records/grid.js";
import {hardware} from "../../lib/models/records/hardware.js";
import {workload} from "../../lib/models/records/workload.js";
import {addressNames, modelsOf} from "../../src/build/pages.js";
import {defaults} from "../../src/components/defaults.js";
import {problemOf} from "../../src/components/inputs.js";
import type {Scenario, Value} from "../../src/components/scenario-text.js";
import {registry} from "../registry.js";

/** Models of the home page: one scenario for all of them. */
const paged = modelsOf["home"]!;

/** A sequence of numbers in [0, 1), the same in every run (mulberry32). */
export function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Scenarios as an address may hold them, feasible and not, that every model of a page takes. */
export function randomScenarios(count: number, seed = 1): readonly Scenario[] {
  const random = sequence(seed);
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const log = (low: number, high: number): number => low * (high / low) ** random();
  const whole = (low: number, high: number): number => Math.round(log(low, high));
  const maybe = (value: Value): Value | undefined => (random() < 0.3 ? value : undefined);
  const draw = (): Record<string, Value | undefined> => ({
    model: one(registry.keys(workload)),
    hardware: one(registry.keys(hardware)),
    precision: one(["fp16", "fp8", "int4", "fp32", "int8"]),
    batchSize: whole(1, 5000),
    seqLen: whole(1, 2e5),
    itlTargetMs: log(0.1, 1000),
    tpSize: maybe(one([2, 3, 8])),
    decodeHardware: maybe(one(registry.keys(hardware))),
    draftModel: maybe("GPT2_Small"),
    memoryEfficiency: maybe(0.05 + 0.95 * random()),
    memoryFraction: maybe(0.05 + 0.95 * random()),
    overlap: maybe(random()),
    fleet: one(registry.keys(fleet)),
    "fleet.nodes": maybe(whole(1, 20_000)),
    durationDays: one([0, log(0.01, 1000)]),
    checkpointTimeS: maybe(log(0.01, 1e5)),
    avgRecoveryTimeS: maybe(log(0.01, 1e5)),
    intervalS: maybe(log(0.1, 1e6)),
    gpuMttfHours: maybe(log(1, 1e7)),
    datacenter: `grid:${one(registry.keys(grid))}`,
    against: `grid:${one(registry.keys(grid))}`,
    "datacenter.pueOverride": maybe(1 + random()),
    mfu: one([0, 1, random()]),
    embodiedFromRegistry: random() < 0.5,
    lostTargetPercent: log(0.1, 100),
    carbonTargetT: log(0.1, 1e5)
  });
  const found: Scenario[] = [];
  while (found.length < count) {
    const drawn = Object.entries(draw()).filter(
      (entry): entry is [string, Value] => entry[1] !== undefined
    );
    const scenario = {...defaults, ...Object.fromEntries(drawn)};
    const isTaken = paged.every(
      (model) => problemOf(model, addressNames, scenario, registry) === undefined
    );
    if (isTaken) found.push(scenario);
  }
  return found;
}
