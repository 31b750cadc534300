import type {AnyModel, SolveOptions} from "../../../lib/graph/spec.js";
import type {Registry} from "../../../lib/registry/registry.js";
import type {RacedFidelity} from "../race.js";

export type Columns = readonly [Float64Array, Float64Array, Float64Array];
type Varying<T> = {-readonly [K in keyof T]: T[K]};
type ByFidelity<T> = Readonly<Record<RacedFidelity, T>>;
/** Answers with the sum of two outputs where one input has this value. */
type Answer = (value: number) => number;

/** One call of a model with another value of one input each time, answered by hand and by the engine. */
export interface Entry {
  readonly title: string;
  /** the most that solve may take of the function by hand */
  readonly limit: number;
  /** as a caller gives it */
  readonly given: object;
  readonly byHand: Answer;
  readonly solve: Answer;
}

/** A model that is raced. */
export interface Contest {
  readonly model: AnyModel;
  readonly entries: (fidelity: RacedFidelity, registry: Registry) => readonly Entry[];
  /** what changes from call to call, and the two outputs that are read */
  readonly varied: string;
  readonly read: readonly [string, string];
  readonly sweep: {
    readonly axes: Readonly<Record<string, Float64Array>>;
    readonly given: object;
    readonly outputs: readonly [string, string, string];
    /** the most that a sweep may take of the loop by hand */
    readonly limit: ByFidelity<number>;
    readonly byHand: (fidelity: RacedFidelity, registry: Registry) => (columns: Columns) => void;
  };
}

/** What the contest of one model differs by from another's. */
interface Rivals<Job, Call extends object> extends Pick<Contest, "model" | "varied" | "read"> {
  /** a call as the functions by hand take it */
  readonly job: (call: Call, registry: Registry, fidelity: RacedFidelity) => Job;
  /**
   * The lines that call each side are written out for each model and fidelity, so that the compiler sees one
   * function there, as it does in a caller's own loop, and may inline it.
   */
  readonly byHand: ByFidelity<(job: Varying<Job>) => Answer>;
  readonly solve: ByFidelity<(given: Varying<Call>, options: SolveOptions) => Answer>;
  /** the whole call, and as much of it as `solve` is given */
  readonly entries: readonly (readonly [
    title: string,
    limit: number,
    call: Call,
    given: Partial<Call>
  ])[];
  readonly sweep: Pick<Contest["sweep"], "outputs" | "limit"> & {
    readonly call: Call;
    readonly axes: readonly [outer: Axis<Call>, inner: Axis<Call>];
    readonly loop: ByFidelity<
      (job: Job, outer: Float64Array, inner: Float64Array, columns: Columns) => void
    >;
  };
}
type Axis<Call> = readonly [name: keyof Call & string, values: Float64Array];

export function contestOf<Job extends object, Call extends object>({
  model,
  varied,
  read,
  job,
  byHand,
  solve,
  entries,
  sweep: {call: swept, axes, outputs, limit: sweepLimit, loop}
}: Rivals<Job, Call>): Contest {
  const still: Partial<Call> = {...swept};
  for (const [name] of axes) delete still[name];
  return {
    model,
    varied,
    read,
    entries: (fidelity, registry) =>
      entries.map(([title, limit, call, given]) => ({
        title,
        limit,
        given,
        byHand: byHand[fidelity](job(call, registry, fidelity)),
        // what it leaves out has a default
        solve: solve[fidelity]({...given} as Varying<Call>, {fidelity, registry})
      })),
    sweep: {
      axes: Object.fromEntries(axes),
      given: still,
      outputs,
      limit: sweepLimit,
      byHand(fidelity, registry) {
        const sweptJob = job(swept, registry, fidelity);
        const [[, outer], [, inner]] = axes;
        return (columns) => loop[fidelity](sweptJob, outer, inner, columns);
      }
    }
  };
}

const last: {answer: unknown} = {answer: undefined};

/** Whole answers are wanted of both sides: what nobody keeps a compiler need not make. */
export function kept<T>(answer: T): T {
  last.answer = answer;
  return answer;
}

/** Evenly spaced values of an axis. */
export const evenly = (length: number, from: number, step: number): Float64Array =>
  Float64Array.from({length}, (_, i) => from + step * i);
