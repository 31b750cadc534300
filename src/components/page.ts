import type {AnyModel} from "../lib/graph/spec.js";
import {unit as unitOf} from "../lib/units/unit.js";
import {load} from "../lib/registry/registry.js";
import type {Registry} from "../lib/registry/registry.js";
import type {Saying} from "./blocks.js";
import type {Version} from "./export.js";
import {inputsSet} from "./controlled.js";
import {targets} from "./defaults.js";
import {goalProblem, inputsOf, modelDefaults, namesOf, problemOf} from "./inputs.js";
import type {Given, Problem} from "./inputs.js";
import {num, text} from "./numbers.js";
import {open, scenario} from "./scenario.js";
import type {Typeset} from "./typeset.js";
import {writeValue} from "./scenario-text.js";
import type {Names, Scenario, Value} from "./scenario-text.js";

/** What a loader makes for a page: `registry-<page>.json`. */
export interface PageData {
  readonly tables: Readonly<Record<string, string>>;
  readonly names: Names;
  readonly version: Version;
}

/** A model on its page. */
export interface ModelPage {
  readonly model: AnyModel;
  readonly registry: Registry;
  readonly version: Version;
  /** a scenario as the model takes it */
  readonly given: (from?: Scenario) => Given;
  /** inputs that the scenario gives when the page opens, or that have a control */
  readonly inputs: readonly string[];
  /** how a value of the scenario reads */
  readonly say: Saying;
  /** what comes when a reader asks for an equation; the registry then knows its sources too */
  readonly typeset: () => Promise<Typeset>;
}

/** Loads what a page needs and reads its address; once a page. `also` checks what the model does not take. */
export function modelPage(
  model: AnyModel,
  {tables, names, version}: PageData,
  typeset: () => Promise<Typeset>,
  controls: readonly string[],
  {
    start = {},
    also = () => undefined
  }: {
    /** what it starts from where that differs from the other pages */
    readonly start?: Scenario | undefined;
    readonly also?: (next: Scenario, registry: Registry) => Problem | undefined;
  } = {}
): ModelPage {
  const texts = {...tables};
  const registry = load(texts);
  open({
    names,
    start,
    defaults: modelDefaults(model, names, registry),
    guard: (next) =>
      problemOf(model, names, next, registry) ?? goalProblem(next, targets) ?? also(next, registry)
  });
  const given = (from = scenario.get()): Given => inputsOf(model, names, from, registry);
  return {
    model,
    registry,
    version,
    given,
    inputs: inputsSet(model, names, given(), controls),
    say: sayingOf(model, names, registry),
    typeset: async () => {
      const made = await typeset();
      // nothing has asked for a source before
      Object.assign(texts, made.sources);
      return made;
    }
  };
}

/** Labels of a model's inputs; keys of records under their names. */
function sayingOf(model: AnyModel, names: Names, registry: Registry): Saying {
  const ids = new Map(Object.entries(namesOf(model, names)).map(([id, name]) => [name, id]));
  const goals: Readonly<Record<string, string>> = {
    itlTargetMs: "Target",
    lostTargetPercent: "Lost at most",
    carbonTargetT: "Carbon at most",
    targetP99LatencyMs: "Target",
    rentTargetUsd: "Rent elsewhere",
    stepTargetPercent: "Of a step at most",
    daysTarget: "Done within",
    costTargetMillion: "Cost at most",
    tokenCostTarget: "Tokens cost at most",
    tokenCarbonTargetKg: "Tokens emit at most",
    against: "B"
  };
  return (name, value) => {
    const [head = "", ...path] = name.split(".");
    const spec = model.spec.inputs[ids.get(head) ?? ""];
    const label = [spec?.label ?? goals[head] ?? head, ...path].join(" ");
    const stated: Value | undefined = value ?? scenario.defaults()[name];
    if (spec && "record" in spec && path.length === 0 && typeof stated === "string") {
      const key = stated.replace(/^\w+:/, "");
      return [label, registry.row(spec.record, stated)?.name ?? key];
    }
    if (typeof stated === "number") {
      if (!spec || !("unit" in spec)) return [label, num(stated, 4)];
      const factor = unitOf(names.known[name]?.unit ?? spec.unit).factor;
      return [label, text(stated * factor, spec.unit, spec.show, 4)];
    }
    if (typeof stated === "object") return [label, "your own"];
    return [label, stated === undefined ? "not set" : writeValue(stated)];
  };
}
