import type {Verdict} from "./blocks.js";
import type {CarbonAnswer, Factor, Footprint, Region, RegionRow} from "./carbon-answer.js";
import {num, plural, pretty, text, times} from "./numbers.js";
import type {Reveal} from "./predict.js";

const kg = (x: number): string => text(x, "kgCO2e");
const roughly = (x: number): string => num(Number(x.toPrecision(2)));

/** The answer, **numbers** marked. */
export function lead({a, b, accelerators, days}: CarbonAnswer): string {
  const [more, less] = a.now.carbonFootprint >= b.now.carbonFootprint ? [a, b] : [b, a];
  const run = `${plural(accelerators, "GPU")} for ${plural(days, "day")}`;
  const start = `${run} emit **${kg(more.now.carbonFootprint)}** of CO₂e ${more.where}`;
  const ratio = more.now.carbonFootprint / less.now.carbonFootprint;
  if (more.where === less.where) return `${start}.`;
  if (!(ratio > 1.005)) return `${start}, **the same** as ${less.where}.`;
  if (!Number.isFinite(ratio)) return `${start}, and **nothing** ${less.where}.`;
  return `${start}, **${times(ratio)}** the **${kg(less.now.carbonFootprint)}** ${less.where}.`;
}

/** Carbon intensity in the unit that a reader knows, the number alone. */
export const grams = (x: number): string => pretty(x, "kgCO2e/J", "gCO2e/kWh")[0];

/** What other sources give for a region: `0.36 to 34.5`; undefined where none differs. */
export function elsewhere({source: {found}}: Region): string | undefined {
  return found && [...new Set(found.map(grams))].join(" to ");
}

/** What speaks against a region's figure, if anything does. */
function doubt(region: Region, isOpen: boolean): readonly string[] {
  const figure = `${possessive(region.name)} figure`;
  const [here, range] = [grams(region.intensity), elsewhere(region)];
  if (isOpen) {
    const rest = range ? `sources give ${range} g/kWh, not ${here}` : "no source of it was opened";
    return [`${figure} is unchecked: ${rest}.`];
  }
  return range ? [`${figure} is ${here} g/kWh; other sources give ${range}.`] : [];
}

const possessive = (name: string): string => `${name}’${name.endsWith("s") ? "" : "s"}`;

/** Whether the two places rest on figures that somebody looked up, and what others say. */
export function verdict(regions: readonly Region[], a: Footprint, b: Footprint): Verdict {
  const chosen = regions.filter(({name}) => name === a.name || name === b.name);
  const judged = chosen.find(({source}) => source.status === "judgement");
  if (judged) {
    return {
      isGood: false,
      sentence: `**Not a measurement.** The intensity of ${judged.name} is a judgement for teaching; do not quote it.`
    };
  }
  const open = chosen.filter(({source}) => !source.status.startsWith("checked"));
  const differ = chosen.filter(({source}) => source.found);
  if (open.length > 0 || differ.length > 0) {
    const says = chosen.flatMap((region) => doubt(region, open.includes(region)));
    return {
      isGood: false,
      sentence: `**${open.length > 0 ? "Not checked" : "Sources differ"}.** ${says.join(" ")}`
    };
  }
  return {
    isGood: true,
    sentence:
      "**Both places have a source.** Yearly means, location-based. An hour or a contract can differ by more than the gap."
  };
}

/** What the ranking shows. */
export function finding(ranked: readonly RegionRow[]): string {
  const [least, most] = [ranked[0], ranked.at(-1)];
  const ratio = most && least ? most.carbon / least.carbon : NaN;
  if (!least || !most || !(most.carbon > 0)) return "Nothing runs, so nothing is emitted";
  if (!Number.isFinite(ratio)) return `${least.region.name} emits nothing`;
  if (ratio < 1.005) return "It emits the same everywhere";
  return `${least.region.name} emits least; ${most.region.name} emits ${roughly(ratio)} times as much`;
}

/** What a move from the mean US grid to Quebec leaves. */
export function reveal(from: Footprint, to: Footprint): Reveal {
  const drop = from.now.carbonFootprint / to.now.carbonFootprint;
  const grids =
    Number(from.values["grid.carbonIntensity"]) / Number(to.values["grid.carbonIntensity"]);
  const rest =
    to.now.embodiedCarbon > 0
      ? `the ${kg(to.now.embodiedCarbon)} from making the devices do not move with the run`
      : "the making of the devices is left out";
  const factor = Number.isFinite(drop) ? `, a factor of ${roughly(drop)}` : "";
  return {
    right: !(drop >= 3.5) ? "half" : drop < 10 ? "fifth" : "tenth",
    sentence: `From ${kg(from.now.carbonFootprint)} to ${kg(to.now.carbonFootprint)}${factor}. The grid alone is a factor of ${roughly(grids)}; ${rest}.`
  };
}

/** Why A is so many times B, or the other way round. */
export function factorsFinding(factors: readonly Factor[]): string {
  const total = factors.reduce((product, {factor}) => product * factor, 1);
  if (!Number.isFinite(total) || total === 0) return "There is nothing to compare";
  const [grids = 1, pue = 1, rest = 1] = factors.map(({factor}) =>
    total >= 1 ? factor : 1 / factor
  );
  const ratio = total >= 1 ? total : 1 / total;
  if (ratio < 1.005) return "A and B emit the same";
  const who = total >= 1 ? "A emits" : "B emits";
  const more =
    Math.abs(rest - 1) > 0.02
      ? `, then ${times(rest)} because the devices were made either way`
      : "";
  return `${who} ${times(ratio)} as much: ${times(grids)} from the grid, ${times(pue)} from the facility${more}`;
}

/** Why the fidelities differ, by quantity. */
export function because({a}: CarbonAnswer): Readonly<Record<string, string>> {
  const lives = Number(a.values["lifetimesUsed"]);
  return {
    totalEnergy: "Power times time times PUE in both.",
    embodiedCarbon:
      a.now.embodiedCarbon > 0
        ? `A device outlives the run: ${num(lives * 100, 2)}% of its life is used. The textbook charges it whole.`
        : "Not counted, or not stated for this device.",
    carbonFootprint: "The sum of electricity and devices.",
    waterUsage: `Water per kWh is defined by IT energy; the textbook multiplies it with facility energy, ${num(a.now.pue)} times as much.`
  };
}
