import {InputError} from "../errors.js";
import {isCell} from "../graph/graph.js";
import type {AnyModel, SolveOptions} from "../graph/spec.js";
import {shared} from "../wasm/wave.js";
import {quantity} from "../units/unit.js";
import {emptyRegistry, readerOf} from "./inputs.js";
import type {Inputs} from "./inputs.js";
import {graphOf} from "./model.js";

/** The last number up to which something holds. */
export interface Largest {
  /** null where not even the first holds */
  readonly value: number | null;
  /** `none`: not even the first, `all`: even the last, `inside`: up to a value between */
  readonly side: "none" | "inside" | "all";
}

/**
 * The largest whole value of an input for which a flag holds, or for which a number stays at or under
 * `atMost` (SI, or text with a unit). What holds at a value must hold at every smaller one. A value that
 * breaks a rule between inputs counts as not holding. Ends that fall, `between: [64, 1]`, ask for the
 * smallest from which on it holds; `step` makes it multiples of that, where an input is not whole.
 */
export function largest(
  model: AnyModel,
  question: {
    readonly find: string;
    readonly flag: string | {readonly cell: string; readonly atMost: number | string};
    readonly between: readonly [number, number];
    readonly step?: number;
  },
  given: Inputs,
  {fidelity = "refined", registry = emptyRegistry}: SolveOptions = {}
): Largest {
  const {find, flag, between, step = 1} = question;
  const so = typeof flag === "string" ? flag : flag.cell;
  const graph = graphOf(model, fidelity);
  const goal = graph.quantities.get(so);
  if (!isCell(goal)) {
    throw new InputError({
      model: model.name,
      code: "unknown",
      input: so,
      rule: `not a cell at ${fidelity}`
    });
  }
  const isFlag = typeof flag === "string";
  if ((goal.type.kind === "flag") !== isFlag || (!isFlag && goal.type.kind !== "number")) {
    const rule = isFlag ? "not a flag; say at most what it may be" : "not a number";
    throw new InputError({model: model.name, code: "invalid", input: so, rule});
  }
  const atMost = isFlag
    ? 1
    : typeof flag.atMost === "string"
      ? quantity(flag.atMost, goal.unit)
      : flag.atMost;
  const reader = readerOf(graph, registry);
  const writer = reader.writers.get(find);
  if (!writer?.column) {
    throw new InputError({model: model.name, code: "invalid", input: find, rule: "not a number"});
  }
  const {slots, run} = shared(graph);
  reader.fill(slots, {...given, [find]: between[0]});
  const holds = (x: number): boolean => {
    writer.write(slots, x);
    if (run(1) > 0) return false;
    const value = slots[goal.slot]!;
    return isFlag ? value === 1 : value <= atMost;
  };
  const [start, end] = between;
  if (!holds(start)) return {value: null, side: "none"};
  if (holds(end)) return {value: end, side: "all"};
  let [good, bad] = [Math.round(start / step), Math.round(end / step)];
  while (Math.abs(good - bad) > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (holds(middle * step)) good = middle;
    else bad = middle;
  }
  return {value: good * step, side: "inside"};
}
