// How long the first answer takes: graph and program of a model are built then.
import type {AnyModel} from "../../lib/graph/spec.js";
import {model as define} from "../../lib/model/model.js";
import {models} from "../../lib/models/all.js";
import type {Registry} from "../../lib/registry/registry.js";
import {samples} from "../../test/samples.js";
import {judged, median, racedFidelities} from "./race.js";

/** A model as if its file had just been loaded. */
const anew = ({name, spec}: AnyModel): AnyModel => define(name, spec as never);

/** Prints each model's first solve, in ms: the very first in this process, and the median of some more. */
export function firstSolves(registry: Registry): void {
  console.log("\nfirst solve of a model, ms".padEnd(60) + "very first      best    median");
  for (const model of models) {
    for (const fidelity of racedFidelities) {
      const given = samples[model.name]![0]!;
      const times = Array.from({length: 15}, () => {
        const fresh = anew(model);
        const start = performance.now();
        fresh.solve(given as never, {fidelity, registry});
        return performance.now() - start;
      });
      const figures = [times[0]!, Math.min(...times), median(times)];
      console.log(
        `  ${`${model.name}, ${fidelity}`.padEnd(58)}` +
          figures.map((time) => time.toFixed(2).padStart(9)).join(" ") +
          judged(median(times), 10, " ms")
      );
    }
  }
}
