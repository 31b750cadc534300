import type {AnyModel, Fidelity} from "../../../lib/graph/spec.js";
import type {Registry} from "../../../lib/registry/registry.js";

export type Columns = readonly [Float64Array, Float64Array, Float64Array];
export type Varying<T> = {-readonly [K in keyof T]: T[K]};

/**
 * One call of a model with another value of one input each time, answered by hand and by the engine; each
 * answers with the sum of two outputs. The lines that call them are written out for each model, so that the
 * compiler sees one function there, as it does in a caller's own loop, and may inline it.
 */
export interface Entry {
  readonly title: string;
  /** the most that solve may take of the function by hand */
  readonly limit: number;
  /** as a caller gives it */
  readonly given: Readonly<Record<string, unknown>>;
  readonly byHand: (value: number) => number;
  readonly solve: (value: number) => number;
}

/** A model that is raced. */
export interface Contest {
  readonly model: AnyModel;
  readonly entries: (fidelity: Fidelity, registry: Registry) => readonly Entry[];
  /** what changes from call to call, and the two outputs that are read */
  readonly varied: string;
  readonly read: readonly [string, string];
  readonly sweep: {
    readonly axes: Readonly<Record<string, Float64Array>>;
    readonly given: Readonly<Record<string, unknown>>;
    readonly outputs: readonly [string, string, string];
    /** the most that a sweep may take of the loop by hand */
    readonly limit: (fidelity: Fidelity) => number;
    readonly byHand: (fidelity: Fidelity, registry: Registry) => (columns: Columns) => void;
  };
}

/** Whole answers are wanted of both sides: what nobody keeps a compiler need not make. */
export const last: {answer: unknown} = {answer: undefined};

/** Evenly spaced values of an axis. */
export const evenly = (length: number, from: number, step: number): Float64Array =>
  Float64Array.from({length}, (_, i) => from + step * i);
