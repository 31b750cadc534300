import {latex} from "../expression/latex.js";
import {text} from "../expression/text.js";
import {latexScope} from "./explain.js";
import {graphOf} from "./model.js";
import type {AnyModel, SolveOptions} from "../graph/spec.js";

export interface GraphNode {
  readonly id: string;
  readonly kind: "input" | "cell";
  readonly unit: string;
  readonly latex: string;
  readonly doc: string;
  /** part it stands in, e.g. `prefill`; empty for the model's own */
  readonly path: string;
  readonly equation?: string;
  readonly output: boolean;
}

/** Nodes and edges for drawing; nothing is computed. */
export function topology(
  model: AnyModel,
  {fidelity = "refined"}: SolveOptions = {}
): {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly {readonly from: string; readonly to: string}[];
} {
  const graph = graphOf(model, fidelity);
  const scope = latexScope(graph);
  const cells = new Map(graph.cells.map((cell) => [cell.slot, cell]));
  const read = new Set(graph.cells.flatMap((cell) => cell.reads));
  const nodes: GraphNode[] = [];
  graph.bySlot.forEach((about, slot) => {
    if (!about) return;
    const cell = cells.get(slot);
    if (!cell && !read.has(slot)) return;
    const common = {
      id: about.name,
      unit: about.unit,
      doc: about.doc,
      output: model.spec.outputs.includes(about.name)
    };
    nodes.push(
      cell
        ? {
            ...common,
            kind: "cell",
            path: cell.path,
            equation: text(cell.node),
            latex: `${cell.symbol} = ${latex(cell.node, scope)}`
          }
        : {...common, kind: "input", path: "", latex: about.symbol}
    );
  });
  const edges = graph.cells.flatMap((cell) =>
    cell.reads.map((slot) => ({from: graph.bySlot[slot]!.name, to: cell.name}))
  );
  return {nodes, edges};
}
