import {readFileSync} from "node:fs";
import {csvParse} from "d3-dsv";

/** Why a mutant that lives may live, by `Owner.cell: equation`. */
export function knownSurvivors(): ReadonlyMap<string, string> {
  const rows = csvParse(readFileSync("bench/mutation/survivors.csv", "utf-8"));
  return new Map(
    rows.map(({owner = "", cell = "", equation = "", reason = ""}) => [
      `${owner}.${cell}: ${equation}`,
      reason
    ])
  );
}
