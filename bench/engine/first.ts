// How long the first answer takes, for which a graph is built, and the second, for which a program is.
import type {AnyModel} from "../../lib/graph/spec.js";
import {model as define} from "../../lib/model/model.js";
import {models} from "../../lib/models/all.js";
import type {Registry} from "../../lib/registry/registry.js";
import {samples} from "../../test/samples.js";
import {judged, median, racedFidelities} from "./race.js";

/** A model as if its file had just been loaded. */
const anew = ({name, spec}: AnyModel): AnyModel => define(name, spec as never);

/** Prints each model's first two solves, in ms: the very first in this process, and the median of some more. */
export function firstSolves(registry: Registry): void {
  console.log(
    "\nfirst and second solve of a model, ms".padEnd(60) +
      "very first      best    median    second: best    median"
  );
  for (const model of models) {
    for (const fidelity of racedFidelities) {
      const given = samples[model.name]![0]!;
      const times: number[] = [];
      const later: number[] = [];
      for (let i = 0; i < 15; i++) {
        const fresh = anew(model);
        for (const list of [times, later]) {
          const start = performance.now();
          fresh.solve(given as never, {fidelity, registry});
          list.push(performance.now() - start);
        }
      }
      const shown = (list: readonly number[]): string =>
        list.map((time) => time.toFixed(2).padStart(9)).join(" ");
      console.log(
        `  ${`${model.name}, ${fidelity}`.padEnd(58)}` +
          shown([times[0]!, Math.min(...times), median(times)]) +
          judged(median(times), 10, " ms") +
          `      ${shown([Math.min(...later), median(later)])}${judged(median(later), 10, " ms")}`
      );
    }
  }
}
