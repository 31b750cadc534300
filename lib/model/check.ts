import {DefinitionError} from "../errors.js";
import {equationsOf, located} from "../graph/inline.js";
import {fidelities} from "../graph/spec.js";
import type {AnyModel, InputSpec, ModelSpec} from "../graph/spec.js";
import type {Registry} from "../registry/registry.js";
import {emptyRegistry} from "./inputs.js";
import {graphOf} from "./model.js";
import {numberCheck} from "./writer.js";

/**
 * Checks a definition whole: reads every equation and builds every graph, then looks for defaults out of range, cells and
 * inputs that nothing reads, outputs without a textbook equation, and parts whose defaults are used
 * without being named. Throws `DefinitionError`; called by a test, never on a page.
 */
export function check(model: AnyModel, registry: Registry = emptyRegistry): void {
  located(model.name, () => checkWhole(model, registry));
}

function checkWhole(made: AnyModel, registry: Registry): void {
  const {name, spec} = made;
  for (const [input, one] of Object.entries(spec.inputs)) {
    if (Object.hasOwn(spec.cells, input)) {
      throw new DefinitionError(name, `ambiguous ${input}; both an input and a cell`);
    }
    checkDefault(name, input, one, registry);
  }
  for (const fidelity of fidelities) equationsOf(made, fidelity);
  const built = fidelities.map((fidelity) => graphOf(made, fidelity));
  const isRead = (quantity: string): boolean =>
    built.some((graph) => graph.quantities.has(quantity) || graph.records.has(quantity));
  for (const [cell, one] of Object.entries(spec.cells)) {
    if (!("record" in one) && !isRead(cell)) {
      throw new DefinitionError(`${name}.${cell}`, "unused; no output or sentence reads it");
    }
  }
  for (const input of Object.keys(spec.inputs)) {
    if (!isRead(input))
      throw new DefinitionError(`${name}.${input}`, "unused input; no equation reads it");
  }
  checkParts(name, spec);
}

/** A part's input left to its default must be named in `with`, or its change would not be noticed. */
function checkParts(name: string, spec: ModelSpec): void {
  for (const [use, {of, with: given = {}}] of Object.entries(spec.uses ?? {})) {
    for (const [input, one] of Object.entries(of.spec.inputs)) {
      const isNamed = [given, spec.inputs, spec.cells].some((where) => Object.hasOwn(where, input));
      if (isNamed || !("default" in one) || one.default === undefined) continue;
      throw new DefinitionError(
        `${name}.${use}`,
        `uses the default of ${input} silently; name it in with, or make it an input`
      );
    }
  }
}

function checkDefault(model: string, name: string, spec: InputSpec, registry: Registry): void {
  if (!("default" in spec) || spec.default === undefined) return;
  if ("unit" in spec) numberCheck(model, name, spec, registry).check(spec.default);
  if ("choice" in spec && !spec.choice.includes(spec.default)) {
    throw new DefinitionError(
      `${model}.${name}`,
      `default ${spec.default} is not one of its choices`
    );
  }
}
