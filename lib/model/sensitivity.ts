import {interpret} from "../expression/interpret.js";
import {gradient} from "../wasm/gradient.js";
import {emptyRegistry} from "./inputs.js";
import {graphOf} from "./model.js";
import {solved} from "./solve.js";
import type {CellSpecs, Given, InputSpecs, Model, SolveOptions} from "../graph/spec.js";

export interface Sensitivity {
  /** an input, a registry field, or a table entry such as `hardware.peakFlops[precision]` */
  readonly name: string;
  /** ∂output/∂input in SI */
  readonly slope: number;
  /** per cent of output for a per cent of input */
  readonly elasticity: number;
}

/** All slopes of one output in a single backward pass, steepest (by elasticity) first. Steps count as flat. */
export function sensitivity<I extends InputSpecs, C extends CellSpecs, O extends string>(
  model: Model<I, C, O>,
  output: keyof C & string,
  given: Given<I>,
  {fidelity = "refined", registry = emptyRegistry}: SolveOptions = {}
): readonly Sensitivity[] {
  const graph = graphOf(model, fidelity);
  const {leaves, place, slots: copy, slopes, back} = gradient(graph);
  const slots = solved(graph, given, registry);
  copy.set(slots);
  slopes.fill(0);
  slopes[place.get(output)!] = 1;
  back();
  const value = slots[graph.quantities.get(output)!.slot]!;
  const found: Sensitivity[] = [];
  for (const {name, node, at} of leaves) {
    const slope = slopes[at]!;
    if (slope === 0 || !Number.isFinite(slope)) continue;
    found.push({name, slope, elasticity: (slope * interpret(node, slots, graph.scope)) / value});
  }
  return found.sort((a, b) => Math.abs(b.elasticity) - Math.abs(a.elasticity));
}
