import type {Node} from "../expression/ast.js";
import {interpret} from "../expression/interpret.js";
import type {Slots} from "../expression/interpret.js";
import {isCell} from "../graph/graph.js";
import type {Graph} from "../graph/graph.js";
import type {
  CellSpecs,
  Given,
  InputSpecs,
  Model,
  NumberInput,
  SolveOptions
} from "../graph/spec.js";
import {InputError} from "../errors.js";
import {gradient} from "../wasm/gradient.js";
import {shared} from "../wasm/wave.js";
import {emptyRegistry} from "./inputs.js";
import {graphOf} from "./model.js";
import {solved} from "./solve.js";
import {fieldNamed} from "./source.js";
import {stepped} from "./stepped.js";

export interface Sensitivity {
  /** an input, a registry field, or a table entry such as `hardware.peakFlops[precision]` */
  readonly name: string;
  /** label of its definition, with that of its record where two would read alike */
  readonly label: string;
  /** ∂output/∂input in SI; steps (`floor`, comparisons) count as flat */
  readonly slope: number;
  /** per cent of output for a per cent of input; 0 where either is 0 */
  readonly elasticity: number;
  /**
   * Where a step lies on the path: per cent of output for a per cent of input between here and a tenth
   * more (at least 1 more of what is whole; less where more is not allowed).
   */
  readonly secant?: number;
}

/**
 * All slopes of one output in a single backward pass, steepest (by secant, else elasticity) first. An
 * output that is none or infinite has no slopes.
 */
export function sensitivity<I extends InputSpecs, C extends CellSpecs, O extends string>(
  model: Model<I, C, O>,
  output: keyof C & string,
  given: Given<I>,
  {fidelity = "refined", registry = emptyRegistry}: SolveOptions = {}
): readonly Sensitivity[] {
  const graph = graphOf(model, fidelity);
  const goal = graph.quantities.get(output);
  if (!isCell(goal) || goal.type.kind !== "number") {
    const rule = `not a number at ${fidelity}`;
    throw new InputError({model: model.name, code: "invalid", input: output, rule});
  }
  const {leaves, place, slots: copy, slopes, back} = gradient(graph);
  const slots = solved(graph, given, registry).slice();
  const value = slots[goal.slot]!;
  if (!Number.isFinite(value)) return [];
  copy.set(slots);
  slopes.fill(0);
  slopes[place.get(output)!] = 1;
  back();
  const onSteps = stepped(graph, goal, slots);
  const found: Sensitivity[] = [];
  for (const {name, node, at} of leaves) {
    const slope = Number.isFinite(slopes[at]) ? slopes[at]! : 0;
    const slot = slotRead(node, graph, slots);
    const secant = onSteps.has(slot) ? secantOf(graph, slot, goal.slot, slots) : undefined;
    if (slope === 0 && (secant ?? 0) === 0) continue;
    found.push({
      name,
      label: labelOf(graph, name),
      slope,
      elasticity: slope === 0 || value === 0 ? 0 : (slope * slots[slot]!) / value + 0, // never -0
      ...(secant === undefined ? {} : {secant})
    });
  }
  const steepness = ({elasticity, secant}: Sensitivity): number => Math.abs(secant ?? elasticity);
  return apart(graph, found).sort((a, b) => steepness(b) - steepness(a));
}

/** The slot of a name, or of the entry of a table that is read. */
function slotRead(node: Node, graph: Graph, slots: Slots): number {
  if (node.kind === "ref") return graph.scope.slot(node.name);
  if (node.kind !== "index") return 0;
  return graph.scope.entry(node.table)[interpret(node.by, slots, graph.scope)] ?? 0;
}

/** Relative change of the goal over that of a slot, a tenth further on; undefined where no other value is allowed. */
function secantOf(graph: Graph, slot: number, goal: number, at: Slots): number | undefined {
  const {slots, run} = shared(graph);
  const [x, value] = [at[slot]!, at[goal]!];
  const {whole = false, min = -Infinity, above = -Infinity, max = Infinity} = boundsOf(graph, slot);
  const step = whole ? Math.max(1, Math.round(Math.abs(x) / 10)) : Math.abs(x) / 10;
  if (x === 0 || Number.isNaN(x) || value === 0) return undefined; // absent, or no per cent of it
  for (const other of [x + step, x - step]) {
    if (other < min || other <= above || other > max) continue;
    slots.set(at);
    slots[slot] = other;
    if (run(1) > 0 || !Number.isFinite(slots[goal])) continue;
    return (slots[goal]! - value) / value / ((other - x) / x);
  }
  return undefined;
}

type Bounds = Partial<Pick<NumberInput, "whole" | "min" | "above" | "max">>;

/** What an input or a field may be. */
function boundsOf(graph: Graph, slot: number): Bounds {
  const name = graph.bySlot[slot]?.name ?? "";
  const input = graph.model.spec.inputs[name];
  if (input) return "unit" in input ? input : {};
  const place = fieldNamed(graph.model, name);
  const field = place?.spec.record.fields[place.field.replace(/\[.*/, "")];
  if (!field || !("unit" in field)) return {};
  const {whole = false, ...rest} = field;
  return whole ? {...rest, whole} : rest;
}

function labelOf(graph: Graph, name: string): string {
  const about = graph.quantities.get(name.replace(/\[.*/, ""));
  return about?.label ?? about?.doc ?? name;
}

/** Fields of two records that read alike get the record's label: `Memory bandwidth (Decode device)`. */
function apart(graph: Graph, found: readonly Sensitivity[]): Sensitivity[] {
  const counts = new Map<string, number>();
  for (const {label} of found) counts.set(label, (counts.get(label) ?? 0) + 1);
  return found.map((one) => {
    const record = graph.model.spec.inputs[one.name.split(".")[0]!];
    if (counts.get(one.label) === 1 || !one.name.includes(".") || !record) return one;
    return {...one, label: `${one.label} (${record.label ?? record.doc})`};
  });
}
