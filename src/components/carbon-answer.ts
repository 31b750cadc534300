import {valuesOf} from "../lib/model/values.js";
import type {Values} from "../lib/model/values.js";
import {grid} from "../lib/models/records/grid.js";
import {SustainabilityModel} from "../lib/models/sustainability.js";
import type {FieldSource} from "../lib/registry/provenance.js";
import type {Registry} from "../lib/registry/registry.js";
import {prepare} from "../lib/sweep/sweep.js";
import type {Given} from "./inputs.js";
import {shortName} from "./numbers.js";
import {solve} from "./solve.js";

/** Boxes of the page's graph. */
export const carbonShown = [
  "fleet.nodes",
  "fleet.node.acceleratorsPerNode",
  "fleet.node.accelerator.powerLimit",
  "duration",
  "mfu",
  "idlePower",
  "accelerators",
  "devicePower",
  "itPower",
  "itEnergy",
  "pue",
  "totalEnergy",
  "grid.carbonIntensity",
  "grid.wue",
  "operationalCarbon",
  "embodiedPerDevice",
  "embodiedLifetime",
  "embodiedUtilization",
  "lifetimesUsed",
  "embodiedCarbon",
  "carbonFootprint",
  "waterUsage"
] as const;

type Solved = ReturnType<typeof SustainabilityModel.solve>;

/** A run in one place, both fidelities. */
export interface Footprint {
  readonly values: Values;
  readonly now: Solved;
  readonly book: Solved;
  /** the place in a sentence: `on the average US grid`, `in Quebec` */
  readonly where: string;
  readonly name: string;
}

/** A place that a run can stand in: a datacenter, or `grid:<key>`. */
export type Place = unknown;

/** The scenario elsewhere; the building's own PUE, where one is stated, goes along. */
export function inPlace(given: Given, place: Place): Given {
  const {datacenter} = given;
  const pue =
    typeof datacenter === "object" && datacenter !== null
      ? (Reflect.get(datacenter, "pueOverride") as unknown)
      : undefined;
  return {...given, datacenter: pue === undefined ? place : {from: place, pueOverride: pue}};
}

export function footprint(given: Given, registry: Registry): Footprint {
  const values = valuesOf(SustainabilityModel, given, {registry});
  const now = solve(SustainabilityModel, given, {registry});
  const key = registry.keys(grid).find((one) => registry.row(grid, one)?.name === now.region);
  const place = key === undefined ? undefined : registry.row(grid, key)?.values["place"];
  const words = typeof place === "string" && place !== "" ? place : now.region;
  return {
    values,
    now,
    book: solve(SustainabilityModel, given, {registry, fidelity: "textbook"}),
    where: `${words.includes("grid") ? "on" : "in"} ${words}`,
    name: shortName(now.region)
  };
}

/** A grid that the page offers, with its carbon intensity's source. */
export interface Region {
  readonly id: string;
  readonly name: string;
  readonly mix: string;
  /** kgCO2e per J */
  readonly intensity: number;
  readonly source: FieldSource;
}

export function regionsOf(registry: Registry): readonly Region[] {
  return registry.keys(grid).map((key) => {
    const {name, values, source} = registry.row(grid, key)!;
    const mix = values["primarySource"];
    return {
      id: `grid:${key}`,
      name: shortName(name),
      mix: typeof mix === "string" ? mix : "",
      intensity: Number(values["carbonIntensity"]),
      source: source("carbonIntensity")
    };
  });
}

/** One region of the ranking; carbon in kg, water in m³. */
export interface RegionRow {
  readonly region: Region;
  readonly carbon: number;
  readonly book: number;
  readonly water: number;
  readonly pue: number;
}

/** All regions, the one that emits least first; prepared once for a page. */
export function regionSweep(
  registry: Registry,
  regions: readonly Region[]
): (given: Given) => readonly RegionRow[] {
  const of = (fidelity: "refined" | "textbook") =>
    prepare(SustainabilityModel, ["datacenter"], {
      outputs: ["carbonFootprint", "waterUsage", "pue"],
      registry,
      fidelity,
      chunk: 16
    });
  const [main, plain] = [of("refined"), of("textbook")];
  return (given) => {
    const {datacenter: _datacenter, ...fixed} = given;
    // of regions by key: what the page's guard has tried
    const datacenter = regions.map(({id}) => inPlace(given, id)["datacenter"] as string);
    const now = main({datacenter}, fixed).columns;
    const book = plain({datacenter}, fixed).columns;
    return regions
      .map((region, i) => ({
        region,
        carbon: now["carbonFootprint"]![i]!,
        book: book["carbonFootprint"]![i]!,
        water: now["waterUsage"]![i]!,
        pue: now["pue"]![i]!
      }))
      .toSorted((a, b) => a.carbon - b.carbon);
  };
}

export interface CarbonAnswer {
  readonly a: Footprint;
  readonly b: Footprint;
  readonly accelerators: number;
  /** days */
  readonly days: number;
}

/** The run in the scenario's place and in the one that it is compared with. */
export function carbonAnswer(given: Given, against: Place, registry: Registry): CarbonAnswer {
  const a = footprint(given, registry);
  const b = footprint(inPlace(given, against), registry);
  return {
    a,
    b,
    accelerators: Number(a.values["accelerators"]),
    days: Number(a.values["duration"]) / 86_400
  };
}

/** Factors that multiply to the ratio of A over B. */
export interface Factor {
  readonly name: string;
  readonly factor: number;
}

export function factorsOf({a, b}: CarbonAnswer): readonly Factor[] {
  const total = a.now.carbonFootprint / b.now.carbonFootprint;
  const grids = Number(a.values["grid.carbonIntensity"]) / Number(b.values["grid.carbonIntensity"]);
  const pue = a.now.pue / b.now.pue;
  return [
    {name: "Grid", factor: grids},
    {name: "Facility (PUE)", factor: pue},
    {name: "Making the devices", factor: total / (grids * pue)}
  ];
}
