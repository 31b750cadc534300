import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {InputError} from "../../lib/errors.js";
import {fidelities} from "../../lib/graph/spec.js";
import type {AnyModel, Fidelity} from "../../lib/graph/spec.js";
import {fromWire, toWire} from "../../lib/model/wire.js";
import {validCalls} from "../arbitrary.js";
import {hostileCalls} from "../hostile.js";
import {registry} from "../registry.js";
import type {Subject} from "../subjects.js";
import {faultsOf} from "./faults.js";

/** How many calls of a model at a fidelity: `FUZZ=full` is what a release is tried with. */
const isFull = process.env["FUZZ"] === "full";
const sizes = isFull ? {valid: 100_000, hostile: 10_000} : {valid: 2000, hostile: 500};

/** Whatever is handed in: an answer without NaN, or an error that names the input. */
export function robustnessTests(subjects: readonly Subject[]): void {
  const all = subjects.flatMap(({model}) =>
    fidelities.map((fidelity) => [model.name, fidelity, model] as const)
  );
  describe.each(all)("%s, %s", robust);
}

function robust(name: string, fidelity: Fidelity, model: AnyModel): void {
  const options = {fidelity, registry} as const;
  const timeout = isFull ? 3_600_000 : 120_000;

  it(
    `${sizes.valid} valid calls have answers, all of them as declared`,
    () => {
      fc.assert(
        fc.property(validCalls(model), (given) => {
          const faults = faultsOf(model, model.solve(given as never, options), fidelity);
          if (faults.length > 0) throw new Error(faults.join("; "));
        }),
        {numRuns: sizes.valid}
      );
    },
    timeout
  );

  it(
    `${sizes.hostile} hostile calls have such answers, or errors that name an input`,
    () => {
      let errors = 0;
      fc.assert(
        fc.property(hostileCalls(model), fc.boolean(), (given, isWire) => {
          let problem: unknown;
          try {
            const asked = isWire ? fromWire(model, given) : given;
            const solution = model.solve(asked as never, options);
            problem = faultsOf(model, solution, fidelity).join("; ");
            JSON.stringify(toWire(model, solution));
          } catch (error) {
            problem = error instanceof InputError ? unnamed(error, name, given) : error;
            errors++;
          }
          if (problem !== "") throw problem instanceof Error ? problem : new Error(String(problem));
        }),
        {numRuns: sizes.hostile}
      );
      expect(errors).toBeGreaterThan(sizes.hostile / 4);
    },
    timeout
  );

  /** What an error lacks: the model, the input, a sentence that can be read. */
  function unnamed(error: InputError, of: string, given: object): string {
    const [head = ""] = error.input.split(".");
    const isNamed = head in model.spec.inputs || Object.hasOwn(given, error.input);
    if (error.model !== of || !isNamed) return `no input named: ${error.message}`;
    return error.message.startsWith(`${of}: `) && error.message.length < 500
      ? ""
      : `cannot be read: ${error.message.slice(0, 300)}`;
  }
}
