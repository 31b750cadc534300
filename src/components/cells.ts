import {Generators} from "observablehq:stdlib";
import type {CellSpecs, CellValue, Given, InputSpecs, Model} from "../lib/graph/spec.js";
import {live} from "../lib/model/live.js";
import type {ModelPage} from "./page.js";
import {atRest} from "./rest.js";
import {scenario} from "./scenario.js";

/** What a page's runtime makes a variable of: it takes each value that the generator yields. */
export type Cells<C extends CellSpecs, K extends keyof C> = {
  readonly [N in K]: AsyncGenerator<CellValue<C[N]>>;
};

/**
 * Cells of the page's model as variables of the page's own runtime: `const {itl} = cells` in Markdown
 * and then `${itl}`. Only what reads a cell that changed runs again. Changes are taken when the hand
 * rests, so that a drag does not pay for prose.
 */
export function cellsOf<
  I extends InputSpecs,
  C extends CellSpecs,
  O extends string,
  K extends keyof C & string
>(model: Model<I, C, O>, {given, registry}: ModelPage, names: readonly K[]): Cells<C, K> {
  const first = given();
  const cells = live(model, first as Given<I>, {registry}); // the page's guard has tried it
  let before = first;
  const take = (): void => {
    const next = given();
    const gone = Object.keys(before).filter((name) => !(name in next));
    const back = gone.map((name) => [name, defaultOf(model, name)]);
    // the page's guard has tried it
    cells.set({...Object.fromEntries(back), ...next} as Partial<Given<I>>);
    before = next;
  };
  scenario.listen(() => atRest(take));
  const found: Partial<Record<K, unknown>> = {};
  for (const name of names) {
    found[name] = Generators.observe<CellValue<C[K]>>((notify) => cells.watch(name, notify));
  }
  return found as Cells<C, K>; // one for each name
}

/** What an input is again when nobody sets it. */
function defaultOf({spec}: {readonly spec: {readonly inputs: InputSpecs}}, name: string): unknown {
  const input = spec.inputs[name];
  return input && "default" in input ? (input.default ?? null) : null;
}
