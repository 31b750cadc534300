// Stands in for lib/model/model.ts where definitions are loaded: one equation is another's.
import {model as realModel, part as realPart} from "../../lib/model/model.js";
import type {CellSpecs} from "../../lib/graph/spec.js";
import type {Mutant} from "./mutants.js";

export {graphOf} from "../../lib/model/model.js";

/** Set by the runner before the bundle is evaluated; undefined: as written. */
declare const mutant: Mutant | undefined;

interface Definition {
  readonly cells: CellSpecs;
}

function changed<D extends Definition>(owner: string, definition: D): D {
  if (mutant?.owner !== owner) return definition;
  const {cell, is} = mutant;
  const spec = definition.cells[cell]!;
  const eq = typeof spec.eq === "string" ? is : {...spec.eq, refined: is};
  return {...definition, cells: {...definition.cells, [cell]: {...spec, eq}}};
}

type Define = (name: string, definition: Definition) => unknown;
const wrapped =
  (define: Define): Define =>
  (name, definition) =>
    define(name, changed(name, definition));
// what their types check has been checked as written
export const model = wrapped(realModel as unknown as Define);
export const part = wrapped(realPart as unknown as Define);
