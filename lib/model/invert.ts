import {format} from "../units/format.js";
import {quantity} from "../units/unit.js";
import {InputError} from "../errors.js";
import {emptyRegistry} from "./inputs.js";
import {graphOf} from "./model.js";
import {solved} from "./solve.js";
import {shared} from "../wasm/wave.js";
import type {Cell} from "../graph/graph.js";
import type {
  CellSpecs,
  Given,
  InputSpecs,
  Model,
  NumberInput,
  SolveOptions
} from "../graph/spec.js";

export type Inverse =
  | {
      readonly found: true;
      readonly value: number;
      readonly all: readonly number[];
      readonly evaluations: number;
    }
  | {readonly found: false; readonly reason: string; readonly evaluations: number};

/**
 * The input at which a cell has a value, within bounds. Only the cells between the two run.
 * A coarse scan finds every change of sign, so a path with steps or a `max` is no trap;
 * a whole input gives the least whole number on the far side of the crossing.
 */
export function invert<I extends InputSpecs, C extends CellSpecs, O extends string>(
  model: Model<I, C, O>,
  question: {
    readonly find: keyof I & string;
    readonly so: keyof C & string;
    readonly equals: number | string;
    readonly between: readonly [number, number];
    readonly scan?: number;
  },
  given: Partial<Given<I>>,
  {fidelity = "refined", registry = emptyRegistry}: SolveOptions = {}
): Inverse {
  const graph = graphOf(model, fidelity);
  const {find, so, equals, scan = 24} = question;
  const [low, high] = question.between;
  const from = graph.quantities.get(find);
  const to = graph.quantities.get(so) as Cell | undefined; // a key of the cells
  if (from?.type.kind !== "number")
    throw new InputError({
      model: model.name,
      code: "invalid",
      input: find,
      rule: `not a number that ${fidelity} equations read`
    });
  if (to?.type.kind !== "number")
    throw new InputError({
      model: model.name,
      code: "invalid",
      input: so,
      rule: `not a number at ${fidelity}`
    });
  const goal = typeof equals === "string" ? quantity(equals, to.unit) : equals;
  const slots = solved(graph, {...given, [find]: low}, registry);
  const {stale, needed, readers, upstream, flow} = shared(graph);
  stale.fill(0);
  needed.set(upstream(to.slot));
  const next = readers(from.slot);
  let evaluations = 0;
  const error = (x: number): number => {
    evaluations++;
    slots[from.slot] = x;
    for (let i = 0; i < next.length; i++) stale[i]! |= next[i]!;
    flow();
    return slots[to.slot]! - goal;
  };
  const whole = (model.spec.inputs[find] as NumberInput).whole === true;
  const logarithmic = low > 0 && high / low > 100;
  const grid = Array.from({length: scan + 1}, (_, i) => {
    const x = logarithmic ? low * (high / low) ** (i / scan) : low + ((high - low) * i) / scan;
    return i === scan ? high : whole ? Math.round(x) : x;
  });
  const points = [...new Set(grid)]; // few whole numbers come up twice
  const last = points.length - 1;
  const errors = points.map(error);
  const all: number[] = [];
  for (let i = 0; i < last; i++) {
    const [a, b, ea, eb] = [points[i]!, points[i + 1]!, errors[i]!, errors[i + 1]!];
    if (ea === 0 && all.at(-1) !== a) all.push(a);
    if (ea * eb < 0)
      all.push(whole ? wholeCrossing(error, a, b, ea) : crossing(error, a, b, ea, eb));
  }
  if (errors[last] === 0) all.push(high);
  if (all.length > 0) return {found: true, value: all[0]!, all, evaluations};
  const values = errors.filter((one) => !Number.isNaN(one)).map((one) => one + goal);
  if (values.length === 0) return {found: false, evaluations, reason: `${so} has no value there`};
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return {
    found: false,
    evaluations,
    reason: `${so} runs from ${format(least, to.unit)} to ${format(most, to.unit)}, never ${format(goal, to.unit)}`
  };
}

/** Bisection over whole numbers: the first one past the crossing. */
function wholeCrossing(error: (x: number) => number, a: number, b: number, ea: number): number {
  let [low, high] = [a, b];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (error(middle) * ea > 0) low = middle;
    else high = middle;
  }
  return high;
}

/** Chandrupatla's method: inverse quadratic steps where they are safe, else bisection. */
function crossing(
  error: (x: number) => number,
  a: number,
  b: number,
  ea: number,
  eb: number
): number {
  let [x1, x0, f1, f0] = [a, b, ea, eb];
  let [x2, f2] = [x0, f0];
  let t = 0.5;
  for (let i = 0; i < 100; i++) {
    const x = x1 + t * (x0 - x1);
    const f = error(x);
    if (Math.sign(f) === Math.sign(f1)) [x2, f2] = [x1, f1];
    else [x2, f2, x0, f0] = [x0, f0, x1, f1];
    [x1, f1] = [x, f];
    const best = Math.abs(f1) < Math.abs(f0) ? x1 : x0;
    const tolerance = (2e-15 * Math.abs(best) + 1e-300) / Math.abs(x0 - x1);
    if (f === 0 || tolerance > 0.5) return best;
    const xi = (x1 - x0) / (x2 - x0);
    const phi = (f1 - f0) / (f2 - f0);
    const safe = phi ** 2 < xi && (1 - phi) ** 2 < 1 - xi;
    t = safe
      ? (f1 / (f0 - f1)) * (f2 / (f0 - f2)) +
        ((x2 - x1) / (x0 - x1)) * (f1 / (f2 - f1)) * (f0 / (f2 - f0))
      : 0.5;
    t = Math.min(1 - tolerance, Math.max(tolerance, t));
  }
  return x1;
}
