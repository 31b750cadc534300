import type {CellSpecs, InputSpecs, Model} from "../lib/graph/spec.js";
import type {Verdict} from "../components/blocks.js";
import type {Prediction, Reveal} from "../components/predict.js";
import type {Scenario} from "../components/scenario-text.js";
import type {Range} from "../components/stops.js";
import type {Answer} from "../components/story-answer.js";

/** The four parts of the map of models. */
export const lanes = ["One device", "A service", "A training run", "A machine hall"] as const;

/** What must hold up to a value of a slider: a flag, or a cell at or under a target of the scenario. */
export type Until =
  | string
  | {readonly cell: string; readonly goal: string; /** SI of one */ readonly worth: number};

/** A number that a reader moves; label and unit are the definition's, the range is in the units of an address. */
export interface SliderControl extends Range {
  readonly kind: "slider";
  readonly input: string;
  /** the share is said in per cent */
  readonly percent?: true;
  /** what must hold, and is solved for: what lies beyond is painted */
  readonly until?: Until;
}

/** Records or choices of an input, a yes or no, or a cluster with its size; a choice may show some only. */
export type Control =
  | SliderControl
  | {readonly kind: "record" | "flag"; readonly input: string}
  | {readonly kind: "choice"; readonly input: string; readonly only?: readonly string[]}
  | {
      readonly kind: "cluster";
      /** its sizes are powers of two, which degrees of parallelism divide */
      readonly powers?: true;
    }
  | {
      readonly kind: "goal";
      readonly name: string;
      readonly label: string;
      readonly unit: string;
      readonly min: number;
      readonly max: number;
    };

/** One of the four numbers of a page. */
export interface Card<A> {
  readonly cell: string;
  /** shown though nothing else is real */
  readonly always?: true;
  /** what published measurements say of it */
  readonly accuracy?: string;
  /** a command that measures the same quantity */
  check(answer: A): string;
  /** small lines below it; the textbook's value where it is left out */
  sub?(answer: A): readonly string[];
}

/** A panel of the chart: a cell in both fidelities, and others that are read with it. */
export interface PanelSpec {
  readonly cell: string;
  readonly log?: true;
  /** further cells, each with the name at the end of its line */
  readonly also?: readonly {readonly cell: string; readonly name: string}[];
}

/** A curve over one slider, or over `fleet`: the cluster's size; `works` is a flag, beyond it the chart is hatched. */
export interface ChartSpec {
  readonly x: string;
  readonly panels: readonly PanelSpec[];
  readonly works?: string;
  /** a point takes long to solve: while a hand moves, the curve has few */
  readonly isSlow?: true;
  /** words at the last value that works, in the units of the axis */
  readonly wall?: (most: number) => string;
}

/** One limit of a model that joins others: what it comes to, what it may come to, and what would help. */
export interface Wall {
  readonly stage: string;
  readonly value: string;
  readonly limit: string;
  /** the limit is a target of the scenario, not a property of a thing */
  readonly isGoal?: true;
  /** share of the limit; above 1 it is broken, Infinity where it cannot be kept, NaN where there is nothing to compare */
  readonly used: number;
  /** the nearest fix with its number */
  readonly fix: string;
}

/**
 * What a page of a model says, by hand; the rest of the page comes from the definition. Sentences mark
 * **numbers**; each must read right for every scenario, one that does not fit included.
 */
export interface Story<C extends CellSpecs, O extends string> {
  /** short name of the page */
  readonly title: string;
  readonly lane: (typeof lanes)[number];
  /** what the page starts from where that differs from the other pages */
  readonly start?: Scenario;
  readonly controls: readonly Control[];
  /** flag without which the numbers are not real */
  readonly works?: string;
  readonly cards: readonly Card<Answer<C, O>>[];
  readonly chart: ChartSpec;
  /** boxes of the graph: at most 25 inputs, fields and cells */
  readonly boxes: readonly string[];
  /** cell whose elasticities are shown, and what it is called */
  readonly moved: readonly [cell: keyof C & string, name: string];
  readonly ask: Prediction;
  /** the answer below the question */
  lead(answer: Answer<C, O>): string;
  verdict(answer: Answer<C, O>): Verdict;
  /** what the chart shows; `isRevealed`: beyond where one is, too */
  finding(answer: Answer<C, O>, isRevealed: boolean): string;
  reveal(answer: Answer<C, O>): Reveal;
  /** how it works, with its numbers */
  how(answer: Answer<C, O>): string;
  /** by cell, why the fidelities differ */
  because(answer: Answer<C, O>): Readonly<Partial<Record<O, string>>>;
  /** of a model that joins others: which limit binds where, in the order of its stages */
  walls?(answer: Answer<C, O>): readonly Wall[];
  /** what is left out: noun, colon, consequence */
  readonly omits: readonly string[];
}

/** A model whose names the compiler does not know, to be asked by name. */
export type NamedModel = Model<InputSpecs, CellSpecs, string>;

/** A story and the model that it is of. */
export interface ModelStory extends Story<CellSpecs, string> {
  readonly model: NamedModel;
}

/** A story whose names the compiler has checked against its model. */
export function story<I extends InputSpecs, C extends CellSpecs, O extends string>(
  model: Model<I, C, O>,
  told: Story<C, O>
): ModelStory {
  // the template asks by name what the compiler has checked here
  return {...told, model} as unknown as ModelStory;
}
