import {SustainabilityModel} from "../lib/models/sustainability.js";
import {differenceIn} from "./blocks.js";
import type {Difference} from "./blocks.js";
import type {CarbonAnswer, Footprint, RegionRow} from "./carbon-answer.js";
import * as say from "./carbon-sentences.js";
import {element} from "./element.js";
import type {Shown, TableRow} from "./export.js";
import {pinnedText} from "./headline.js";
import type {Sub} from "./headline.js";
import {num, share, text} from "./numbers.js";
import type {Value} from "./scenario-text.js";

/** The id of a listed region; empty for a place of one's own. */
export function idOf(place: Value | undefined): string {
  return typeof place === "string" ? place : "";
}

/** A dot of the key. */
export function dot(style: string, words: string): HTMLElement {
  return element`<span class="one"><span class=${`dotkey${style}`}></span>${words}</span>`;
}

/** A region as CSV has it. */
export function plainRow({region, carbon, book, water, pue}: RegionRow): TableRow {
  const {name, intensity, source} = region;
  return {
    region: name,
    carbon,
    book,
    water,
    pue,
    intensity,
    elsewhere: say.elsewhere(region) ?? "",
    source: source.title,
    status: source.status
  };
}

/** Exact values by region. */
export function tableOf(rows: readonly RegionRow[], here: string): Shown {
  const kg = (x: unknown): string => text(Number(x), "kgCO2e");
  return {
    caption: "Carbon of the run by region",
    rows: rows.map(plainRow),
    columns: [
      {name: "region", head: "Region", show: String},
      {name: "carbon", head: "Refined", show: kg},
      {name: "book", head: "Textbook", show: kg},
      {name: "pue", head: "PUE", show: (x) => num(Number(x))},
      {name: "intensity", head: "g/kWh", show: (x) => say.grams(Number(x))},
      {name: "elsewhere", head: "Others say", show: (x) => String(x) || "–"},
      {name: "water", head: "Water", show: (x) => text(Number(x), "m^3")},
      {name: "source", head: "Source", show: String, isText: true},
      {name: "status", head: "Status", show: String, isText: true}
    ],
    mark: (row) => (row["region"] === here ? "now" : "")
  };
}

/** The small lines under the figures. */
export function subsOf({a}: CarbonAnswer, pinned: Footprint | undefined): readonly Sub[] {
  const {now, book} = a;
  type Name = "carbonFootprint" | "totalEnergy" | "embodiedCarbon" | "waterUsage";
  const was = (cell: Name): string | undefined =>
    pinned && pinnedText(SustainabilityModel, cell, pinned.now[cell], now[cell]);
  const part = now.carbonFootprint > 0 ? share(now.embodiedCarbon / now.carbonFootprint) : "none";
  return [
    {
      parts: [`textbook ${text(book.carbonFootprint, "kgCO2e")}`],
      pinned: was("carbonFootprint")
    },
    {
      parts: [`devices ${text(now.itEnergy, "J")}`, `PUE ${num(now.pue)}`],
      pinned: was("totalEnergy")
    },
    {
      parts: [`${part} of the total`, `textbook ${text(book.embodiedCarbon, "kgCO2e")}`],
      pinned: was("embodiedCarbon")
    },
    {parts: [`textbook ${text(book.waterUsage, "m^3")}`], pinned: was("waterUsage")}
  ];
}

/** Both fidelities, quantity by quantity. */
export function differencesOf(answer: CarbonAnswer): readonly Difference[] {
  type Name = "totalEnergy" | "embodiedCarbon" | "carbonFootprint" | "waterUsage";
  const row = differenceIn<Name>(SustainabilityModel, answer.a, say.because(answer));
  return [row("totalEnergy"), row("embodiedCarbon"), row("carbonFootprint"), row("waterUsage")];
}
