import type {CellSpecs, InputSpecs, Model} from "../lib/graph/spec.js";
import type {Verdict} from "../components/blocks.js";
import type {Prediction, Reveal} from "../components/predict.js";
import type {Scenario} from "../components/scenario-text.js";
import type {Range} from "../components/stops.js";
import type {Answer} from "../components/story-answer.js";

/** The parts of the map of models. */
export const lanes = [
  "One device",
  "A service",
  "A training run",
  "A machine hall",
  "End to end"
] as const;

/** What must hold up to or from a value of a slider: a flag, or a cell at or under a target of the scenario. */
export type Until =
  | string
  | {readonly cell: string; readonly goal: string; /** SI of one */ readonly worth: number};

/** A number that a reader moves; label and unit are the definition's, the range is in the units of an address. */
export interface SliderControl extends Range {
  readonly kind: "slider";
  readonly input: string;
  /** the share is said in per cent */
  readonly percent?: true;
  /** the unit it is moved in where that of an address is no reader's: its words, and what one is worth there */
  readonly shown?: {readonly unit: string; readonly worth: number};
  /** what must hold, and is solved for: what lies beyond is painted */
  readonly until?: Until;
  /** what is said below it where none holds, in front of the last that does, and where all do */
  readonly says?: readonly [none: string, upTo: string, all: string];
  /** what must hold from a value on, and is solved for */
  readonly from?: Until;
  /** what is said below it where nothing is solved for */
  readonly note?: string;
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

/** A part of a panel's cell: one cell or the sum of some. */
export interface PartSpec {
  readonly name: string;
  readonly cells: readonly string[];
}

/** A panel of the chart: a cell in both fidelities, or refined where the textbook has none, and others that are read with it. */
export interface PanelSpec<A = Answer> {
  readonly cell: string;
  readonly log?: true;
  /** where the axis ends, in SI, however far a line goes on */
  readonly most?: number;
  /** further cells, each with the name at the end of its line */
  readonly also?: readonly {readonly cell: string; readonly name: string}[];
  /** from below, at most four that sum exactly to the cell: stacked, named where they lie */
  readonly parts?: readonly PartSpec[];
  /** a cell that the panel's own must stay under; a panel of parts ends half as high again */
  readonly limit?: {readonly cell: string; readonly name: string};
  /** a value that is aimed at, in SI, and its words */
  target?(answer: A): Rule | undefined;
}

/** A place on an axis that has a name. */
export interface Rule {
  readonly at: number;
  readonly words: string;
}

/** A curve over one slider, or over `fleet`: the cluster's size; `works` is a flag, beyond it the chart is hatched. */
export interface ChartSpec<A = Answer> {
  readonly x: string;
  /** where the axis ends if it follows the scenario, in its units; it is linear then, whatever the slider is */
  end?(answer: A): number;
  readonly panels: readonly PanelSpec<A>[];
  readonly works?: string;
  /** a point takes long to solve: while a hand moves, the curve has few */
  readonly isSlow?: true;
  /** words at the last value that works, in the units of the axis */
  wall?(most: number, answer: A): string;
  /** words at the first value that works, where those before it do not */
  readonly least?: (least: number) => string;
  /** places where something changes though all works, in the units of the axis */
  rules?(answer: A): readonly Rule[];
  /** the textbook's line ends where the textbook says that it does not work: stand-ins are no values */
  readonly textbookEnds?: true;
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
  /** what is said behind numbers that are not, where it is not `if it fitted` */
  readonly unreal?: string;
  readonly cards: readonly Card<Answer<C, O>>[];
  readonly chart: ChartSpec<Answer<C, O>>;
  /** boxes of the graph: at most 25 inputs, fields and cells */
  readonly boxes: readonly string[];
  /** cell whose elasticities are shown, what it is called, and to what where the steepest nine do not tell it */
  readonly moved: readonly [cell: keyof C & string, name: string, only?: readonly string[]];
  /** what is left out of these: inputs that stand at their end, or cannot move by themselves */
  readonly still?: readonly string[];
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
