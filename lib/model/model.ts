import {DefinitionError} from "../errors.js";
import type {FunctionSpec} from "../expression/functions.js";
import {buildGraph} from "../graph/graph.js";
import type {Graph} from "../graph/graph.js";
import type {
  CheckCells,
  CheckInputs,
  CheckRules,
  CheckTrace,
  CheckUses,
  Known
} from "../graph/names.js";
import {fidelities} from "../graph/spec.js";
import type {
  AnyModel,
  CellSpecs,
  Fidelity,
  InputSpecs,
  Model,
  ModelSpec,
  Rule,
  Sentence,
  SolveOptions,
  Table,
  UseSpecs
} from "../graph/spec.js";
import type {Registry} from "../registry/registry.js";
import {emptyRegistry} from "./inputs.js";
import type {Inputs} from "./inputs.js";
import {solvingOf} from "./solve.js";
import type {Solve, Solving} from "./solve.js";

const graphs = new WeakMap<AnyModel, Map<Fidelity, Graph>>();

/** The graph of a model at a fidelity; built at first use, once. Throws `DefinitionError`. */
export function graphOf(of: AnyModel, fidelity: Fidelity = "refined"): Graph {
  let own = graphs.get(of);
  if (!own) graphs.set(of, (own = new Map()));
  let graph = own.get(fidelity);
  if (!graph) {
    const plainer = fidelities[fidelities.indexOf(fidelity) - 1];
    // textbook has the reference's registry values, so refined never shares its graph
    const isSame =
      plainer !== undefined && plainer !== "textbook" && !hasOwnEquations(of, fidelity);
    graph = isSame ? graphOf(of, plainer) : buildGraph(of, fidelity);
    own.set(fidelity, graph);
  }
  return graph;
}

/** Whether a model or one of its parts says something at this fidelity that it does not say at a plainer one. */
function hasOwnEquations({spec}: AnyModel, fidelity: Fidelity): boolean {
  const {cells, uses = {}} = spec;
  if (Object.values(cells).some(({eq}) => typeof eq !== "string" && eq[fidelity] !== undefined))
    return true;
  return Object.values(uses).some(({of}) => hasOwnEquations(of, fidelity));
}

/**
 * Defines a model: everything a page, a sweep or a test needs is derived from this object. Its graphs
 * are built at first use and throw `DefinitionError` for units that do not fit, cycles and unknown
 * names; `check` builds them all. The compiler rejects unknown names first.
 */
export function model<
  const I extends InputSpecs,
  const C extends CellSpecs,
  const O extends Extract<keyof C, string>,
  const U extends UseSpecs = {},
  const T extends Readonly<Record<string, Table>> = {},
  const F extends Readonly<Record<string, FunctionSpec>> = {},
  const R extends Readonly<Record<string, Rule>> = {},
  const S extends Readonly<Record<string, Sentence>> = {}
>(
  name: string,
  spec: {
    readonly doc: string;
    readonly question: string;
    readonly inputs: I & CheckInputs<I>;
    readonly tables?: T;
    readonly functions?: F;
    readonly uses?: U & CheckUses<U, Known<I, C, U, T, F>>;
    readonly cells: C & CheckCells<C, Known<I, C, U, T, F>>;
    readonly rules?: R & CheckRules<R, I, Known<I, C, U, T, F>>;
    readonly outputs: readonly O[];
    readonly trace?: S & CheckTrace<S, Known<I, C, U, T, F>>;
  }
): Model<I, C, O> {
  return define(name, spec) as unknown as Model<I, C, O>; // the checks only narrow the texts
}

/** A model whose every cell may be read from outside and which is not solved by itself: a forward pass. */
export function part<
  const I extends InputSpecs,
  const C extends CellSpecs,
  const U extends UseSpecs = {},
  const T extends Readonly<Record<string, Table>> = {},
  const F extends Readonly<Record<string, FunctionSpec>> = {}
>(
  name: string,
  spec: {
    readonly doc: string;
    readonly inputs: I & CheckInputs<I>;
    readonly tables?: T;
    readonly functions?: F;
    readonly uses?: U & CheckUses<U, Known<I, C, U, T, F>>;
    readonly cells: C & CheckCells<C, Known<I, C, U, T, F>>;
  }
): Model<I, C, Extract<keyof C, string>> {
  const whole = {...spec, outputs: Object.keys(spec.cells)} as ModelSpec; // as above
  return define(name, whole) as unknown as Model<I, C, Extract<keyof C, string>>;
}

function define(name: string, spec: ModelSpec): AnyModel {
  const known: {[F in Fidelity]?: WeakMap<Registry, Solving>} = {};
  let [lastFidelity, lastRegistry, lastSolve]: [Fidelity?, Registry?, Solve?] = [];
  function knownAt(fidelity: Fidelity): WeakMap<Registry, Solving> {
    if (!fidelities.includes(fidelity)) {
      throw new DefinitionError(
        name,
        `unknown fidelity ${fidelity as string}; must be one of ${fidelities.join(", ")}`
      );
    }
    return (known[fidelity] ??= new WeakMap<Registry, Solving>());
  }
  const made: AnyModel = {
    name,
    spec,
    solve(given: Inputs, options?: SolveOptions) {
      const fidelity = options?.fidelity ?? "refined";
      const registry = options?.registry ?? emptyRegistry;
      if (fidelity !== lastFidelity || registry !== lastRegistry || !lastSolve) {
        const at = knownAt(fidelity);
        const before = at.get(registry);
        if (!before) {
          const solving = solvingOf(graphOf(made, fidelity), registry);
          at.set(registry, solving);
          return solving.once(given);
        }
        lastSolve = before.again();
        [lastFidelity, lastRegistry] = [fidelity, registry];
      }
      return lastSolve(given);
    }
  };
  return made;
}
