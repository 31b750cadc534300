import type {PanelSpec, Rule} from "../stories/story.js";
import type {CurveRow} from "./story-sweep.js";

/** A panel with the words that the definition gives it. */
export interface PanelFrame extends PanelSpec {
  readonly label: string;
  readonly unit: string;
  readonly show?: string;
}

/** Where one is: its place on the axis and the cells there, in SI. */
export interface CurvePoint {
  readonly x: number;
  readonly cells: Readonly<Record<string, number>>;
}

export interface CurveProps {
  readonly rows: readonly CurveRow[];
  readonly now: CurvePoint;
  readonly works: boolean;
  /** beyond where one is, the curve waits for a prediction */
  readonly isRevealed: boolean;
  readonly pin: {readonly rows: readonly CurveRow[]; readonly now: CurvePoint} | null;
  /** words at the first value that does not work */
  readonly wall: string;
  /** places on the axis that have a name; those beyond where one is wait for a prediction too */
  readonly rules: readonly Rule[];
  /** by panel, what is aimed at */
  readonly targets: readonly (Rule | undefined)[];
  readonly width: number;
}

export interface CurveAxis {
  readonly name: string;
  readonly log: boolean;
}
