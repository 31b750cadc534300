import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {interpret} from "../../lib/expression/interpret.js";
import type {AnyModel, Fidelity} from "../../lib/graph/spec.js";
import {live} from "../../lib/model/live.js";
import {graphOf, model as define} from "../../lib/model/model.js";
import {sensitivity} from "../../lib/model/sensitivity.js";
import {solved} from "../../lib/model/solve.js";
import {sweep} from "../../lib/sweep/sweep.js";
import {validCalls} from "../arbitrary.js";
import {registry} from "../registry.js";
import type {Subject} from "../subjects.js";

type Given = Readonly<Record<string, unknown>>;
type Solution = Readonly<Record<string, unknown>>;
const fidelities: readonly Fidelity[] = ["textbook", "refined", "calibrated"];

/** One graph gives the same by every way of asking: compiled, interpreted, swept, live, by its slopes. */
export function engineTests(subjects: readonly Subject[]): void {
  const cases = subjects.flatMap(({model, samples}) =>
    fidelities.map((fidelity) => [model.name, fidelity, model, samples] as const)
  );
  describe.each(cases)("%s, %s", engine);
}

function engine(_: string, fidelity: Fidelity, model: AnyModel, samples: Subject["samples"]): void {
  const options = {fidelity, registry} as const;
  const graph = graphOf(model, fidelity);
  const solve = (given: Given): Solution => model.solve(given as never, options) as Solution; // checked by the model
  const outputs = model.spec.outputs.filter((output) => graph.quantities.has(output));
  const calls = validCalls(model);

  it("compiled is interpreted, bit for bit on every cell", () => {
    fc.assert(
      fc.property(calls, (given) => {
        const slots = solved(graph, given, registry);
        for (const {name: cell, slot, node} of graph.cells) {
          expect([cell, interpret(node, slots, graph.scope)]).toEqual([cell, slots[slot]]);
          if (!Object.is(interpret(node, slots, graph.scope), slots[slot]))
            throw new Error(`${cell} differs in its sign of zero`);
        }
        const one = solve(given);
        for (const output of outputs) {
          const found = one[output];
          const value = slots[graph.quantities.get(output)!.slot]!;
          if (typeof found === "number") expect([output, found]).toEqual([output, value]);
        }
      }),
      {numRuns: 300}
    );
  });

  it("a first solve, which is interpreted, answers as a second, which is compiled", () => {
    const ask = (anew: AnyModel, given: Given): unknown => {
      try {
        const one = anew.solve(given as never, options) as Solution; // as above
        return [one["trace"], ...outputs.map((output) => one[output])];
      } catch (error) {
        return error;
      }
    };
    for (const given of samples) {
      const anew = define(model.name, model.spec as never);
      const first = ask(anew, given);
      expect(ask(anew, given)).toEqual(first);
    }
  });

  it("10,000 calls give no NaN, and null, infinite or negative only where the definition says so", () => {
    const cells = outputs.map((output) => [output, model.spec.cells[output]!] as const);
    fc.assert(
      fc.property(calls, (given) => {
        const one = solve(given);
        for (const [output, cell] of cells) {
          const value = one[output];
          const mayBeNull = value === null && cell.optional === true;
          if (value === undefined || (value === null && !mayBeNull))
            throw new Error(`${output} is ${String(value)}`);
          if (typeof value === "number" && !Number.isFinite(value) && cell.infinite === undefined)
            throw new Error(`${output} is ${value}`);
          if (typeof value === "number" && value < 0 && !cell.signed)
            throw new Error(`${output} is ${value}`);
        }
      }),
      {numRuns: 10_000}
    );
  });

  it("a sweep over any input is solve, bit for bit", () => {
    fc.assert(
      fc.property(fc.array(calls, {minLength: 2, maxLength: 5}), fc.nat(), (list, pick) => {
        const given = list[0]!;
        const names = Object.keys(model.spec.inputs).filter((input) =>
          list.every((one) => one[input] !== undefined)
        );
        const axis = names[pick % names.length]!;
        const values = list.map((one) => one[axis]);
        const table = sweep(model as never, {[axis]: values} as never, given as never, {
          outputs,
          ...options
        }); // any model's
        values.forEach((value, i) => {
          let one: Solution | undefined;
          try {
            one = solve({...given, [axis]: value});
          } catch {
            one = undefined; // a rule fails: the point is NaN in every column
          }
          for (const output of outputs) {
            const found = table.columns[output]![i]!;
            const wanted = one === undefined ? NaN : one[output];
            const isWord = typeof wanted === "string";
            const shown = isWord ? table.options[found] : found;
            const expected = isWord
              ? wanted
              : typeof wanted === "boolean"
                ? Number(wanted)
                : (wanted ?? NaN);
            if (!Object.is(shown, expected))
              throw new Error(
                `${output} at ${axis} ${String(value)}: ${String(shown)} for ${JSON.stringify(expected)}`
              );
          }
        });
      }),
      {numRuns: 200}
    );
  });

  it("live after 200 random edits is solve", () => {
    fc.assert(
      fc.property(
        calls,
        fc.array(calls, {minLength: 200, maxLength: 200}),
        fc.infiniteStream(fc.nat()),
        (first, edits, picks) => {
          const page = live(model as never, first as never, options) as unknown as {
            set: (changes: Given) => void;
            get: (cell: string) => unknown;
            watch: (cell: string, seen: () => void) => void;
          }; // any model's
          for (const output of outputs.slice(0, 3)) page.watch(output, () => {});
          let now = first;
          for (const edit of edits) {
            const names = Object.keys(edit).filter((input) => edit[input] !== undefined);
            const input = names[picks.next().value % names.length]!;
            const next = {...now, [input]: edit[input]};
            try {
              page.set({[input]: edit[input]});
            } catch {
              continue; // a rule fails: the page keeps what it had
            }
            now = next;
          }
          const one = solve(now);
          for (const output of outputs)
            expect([output, page.get(output)]).toEqual([output, one[output]]);
        }
      ),
      {numRuns: 5}
    );
  });

  /** Slots that the outputs follow. */
  const needed = new Set(outputs.map((output) => graph.quantities.get(output)!.slot));
  for (const cell of graph.cells.toReversed()) {
    if (needed.has(cell.slot)) for (const read of cell.reads) needed.add(read);
  }

  it("an edit runs exactly what stands downstream of it, an equal value nothing", () => {
    for (const given of samples) {
      const page = live(model as never, given as never, options) as unknown as {
        set: (changes: Given) => void;
        watch: (cell: string, seen: () => void) => void;
        counts: {evaluations: number; waves: number};
      }; // any model's
      for (const output of outputs) page.watch(output, () => {});
      for (const [input, value] of Object.entries(given)) {
        page.counts.evaluations = 0;
        page.set({[input]: value});
        expect([input, page.counts.evaluations]).toEqual([input, 0]);
      }
      for (const [input, spec] of Object.entries(model.spec.inputs)) {
        const slot = graph.quantities.get(input)?.slot;
        if (
          slot === undefined ||
          !("unit" in spec) ||
          spec.whole ||
          typeof given[input] === "string" ||
          given[input] === undefined
        )
          continue;
        page.counts.evaluations = 0;
        const before = solved(graph, given, registry).slice();
        const value = (given[input] as number) * 0.5; // a number input
        try {
          page.set({[input]: value});
        } catch {
          continue; // out of range
        }
        const after = solved(graph, {...given, [input]: value}, registry);
        const changed = new Set([slot]);
        let wanted = 0;
        for (const cell of graph.cells) {
          if (!needed.has(cell.slot) || !cell.reads.some((read) => changed.has(read))) continue;
          wanted++;
          if (!Object.is(before[cell.slot], after[cell.slot])) changed.add(cell.slot);
        }
        expect([input, page.counts.evaluations]).toEqual([input, wanted]);
        page.set({[input]: given[input]});
      }
    }
  });

  it("slopes are central differences, where the path is smooth", () => {
    for (const given of samples) {
      for (const output of outputs) {
        if (
          graph.quantities.get(output)!.type.kind !== "number" ||
          !Number.isFinite(solve(given)[output])
        )
          continue;
        for (const {name: leaf, slope, secant} of sensitivity(
          model as never,
          output as never,
          given as never,
          options
        )) {
          const spec = model.spec.inputs[leaf];
          if (!spec || !("unit" in spec) || spec.whole || typeof given[leaf] === "string") continue;
          if (secant !== undefined) continue; // a step lies on the path
          const slots = solved(graph, given, registry);
          const x = slots[graph.quantities.get(leaf)!.slot]!;
          const step = 1e-5 * Math.abs(x);
          const at = (value: number): number | undefined => {
            try {
              return solve({...given, [leaf]: value})[output] as number; // a number output
            } catch {
              return undefined; // beyond a bound
            }
          };
          const [up, down] = [at(x + step), at(x - step)];
          if (up === undefined || down === undefined || step === 0) continue;
          const difference = (up - down) / (2 * step);
          // what both are must stand out of the rounding of the output
          const floor = 1e-4 * Math.abs((solve(given)[output] as number) / x);
          const scale = Math.max(Math.abs(slope), Math.abs(difference), floor, 1e-300);
          expect([output, leaf, Math.abs(slope - difference) / scale < 1e-3]).toEqual([
            output,
            leaf,
            true
          ]);
        }
      }
    }
  });
}
