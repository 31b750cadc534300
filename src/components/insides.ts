import type {CellSpecs, InputSpecs, Model} from "../lib/graph/spec.js";
import {diagram} from "../lib/model/diagram.js";
import {changes} from "../lib/model/values.js";
import type {Values} from "../lib/model/values.js";
import {bars} from "./blocks.js";
import {dag} from "./dag.js";
import {timed, whenSeen} from "./frame.js";
import {headline} from "./headline.js";
import type {FigureSpec, Sub} from "./headline.js";
import type {Given} from "./inputs.js";
import type {ModelPage} from "./page.js";
import {elasticities} from "./solve.js";

/** Figures, graph and elasticities of a page's model: three views of one computation. */
export interface Insides {
  readonly figures: HTMLElement;
  readonly graph: HTMLElement;
  readonly bars: HTMLElement;
  readonly update: (
    given: Given,
    values: Values,
    subs: () => readonly Sub[],
    isReal?: boolean
  ) => void;
}

/** What a page asks to see of its model. */
export interface InsidesOptions<C> {
  readonly figures: readonly FigureSpec[];
  /** what is said behind a figure that is not real */
  readonly unreal?: string | undefined;
  /** names that have a box in the graph */
  readonly shown: readonly string[];
  /** scenarios whose branches the graph has */
  readonly examples: readonly Given[];
  /** the cell whose elasticities are shown, and what it is called */
  readonly moved: readonly [cell: keyof C & string, name: string, only?: readonly string[]];
  /** inputs whose elasticity is not shown */
  readonly still?: readonly string[] | undefined;
}

export function insides<I extends InputSpecs, C extends CellSpecs, O extends string>(
  model: Model<I, C, O>,
  {registry, inputs, typeset, given}: ModelPage,
  {figures: specs, unreal, shown, examples, moved: [cell, name, only], still}: InsidesOptions<C>
): Insides {
  const options = {registry, inputs, shown};
  const figures = headline({model, typeset, given, ...options}, specs, unreal);
  const graph = dag(
    diagram(model, {shown, examples}, options).nodes,
    (before, after) => changes(model, before, after),
    (opened, from) => figures.open(opened, from)
  );
  const elastic = bars();
  const figuresSeen = whenSeen(figures.node, {isFirst: true});
  const [graphSeen, barsSeen] = [whenSeen(graph.node), whenSeen(elastic.node)];
  return {
    figures: figures.node,
    graph: graph.node,
    bars: elastic.node,
    update(now, values, subs, isReal = true) {
      figuresSeen(() => figures.update(values, subs(), isReal));
      graphSeen(() => graph.update(values));
      barsSeen(() => {
        const rows = timed("engine", () => elasticities(model, cell, now, registry, {only, still}));
        elastic.update(name, rows);
      });
    }
  };
}
