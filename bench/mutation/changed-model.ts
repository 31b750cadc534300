// Stands in for lib/model/model.ts where definitions are loaded: one equation is another's.
import type {AnyModel, CellSpecs} from "../../lib/graph/spec.js";
import {graphOf, model as realModel, part as realPart} from "../../lib/model/model.js";
import type {Mutant} from "./mutants.js";

export {graphOf} from "../../lib/model/model.js";

/** Set by the runner before the bundle is evaluated; undefined: as written. */
declare const mutant: Mutant | undefined;

/** Refined equations by owner and cell, as they were written. */
export const equations: {readonly owner: string; readonly cell: string; readonly eq: string}[] = [];

interface Definition {
  readonly cells: CellSpecs;
}

function changed<D extends Definition>(owner: string, definition: D): D {
  const cells = Object.fromEntries(
    Object.entries(definition.cells).map(([cell, spec]) => {
      const eq = typeof spec.eq === "string" ? spec.eq : (spec.eq.refined ?? spec.eq.textbook);
      if (eq === undefined) return [cell, spec];
      equations.push({owner, cell, eq});
      if (mutant === undefined || mutant.owner !== owner || mutant.cell !== cell)
        return [cell, spec];
      const now = typeof spec.eq === "string" ? mutant.is : {...spec.eq, refined: mutant.is};
      return [cell, {...spec, eq: now}];
    })
  );
  return {...definition, cells};
}

type Define = (name: string, definition: Definition) => unknown;
const wrapped =
  (define: Define): Define =>
  (name, definition) =>
    define(name, changed(name, definition));
// what their types check has been checked as written
export const model = wrapped(realModel as unknown as Define);
export const part = wrapped(realPart as unknown as Define);

/** `Owner.cell` of every refined equation that a model's answers, rules and sentences need. */
export const cellsOf = (of: AnyModel): ReadonlySet<string> =>
  new Set(
    graphOf(of).cells.map(({owner, name}) => `${owner}.${name.slice(name.lastIndexOf(".") + 1)}`)
  );
