import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {InputError} from "../../lib/errors.js";
import {fromWire, toWire} from "../../lib/model/wire.js";
import type {WireValue} from "../../lib/model/wire.js";
import type {AnyModel} from "../../lib/graph/spec.js";
import {registry} from "../registry.js";

/** A case of the reference program: its inputs, and its outputs or its rejection. */
export interface Case {
  readonly id: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs?: Outputs;
  readonly error?: {readonly message: string};
}
interface Outputs extends Readonly<Record<string, WireValue | Outputs>> {}
interface Rename {
  readonly output: string;
  readonly times?: number;
}

const renames = JSON.parse(readFileSync("test/oracle/renames.json", "utf-8")) as Record<
  string,
  Rename
>; // the reference's names to ours

/** Cases that differ on purpose, by id, with the reason. */
const differences: Readonly<Record<string, string>> = {};

/** The cases that are recorded of a model. */
export function casesOf({name}: AnyModel): readonly Case[] {
  const lines = readFileSync(`test/oracle/${name}.jsonl`, "utf-8").trim().split("\n");
  return lines.map((line) => JSON.parse(line) as Case); // written by the reference's harness
}
function solve(model: AnyModel, inputs: unknown): Readonly<Record<string, WireValue>> {
  const given = fromWire(model, inputs);
  return toWire(model, model.solve(given as never, {fidelity: "textbook", registry})); // checked by the model
}
/** Outputs by flat name: `parallelism.dp`. */
function flat(outputs: Case["outputs"] = {}, path = ""): readonly (readonly [string, WireValue])[] {
  return Object.entries(outputs).flatMap(([name, one]) => {
    if (typeof one !== "object" || one === null) return [[path + name, one] as const];
    if ("value" in one) return [[path + name, one.value as WireValue] as const]; // a quantity
    return flat(one, `${path}${name}.`);
  });
}
function isClose(found: WireValue | undefined, wanted: WireValue): boolean {
  if (typeof wanted !== "number" || typeof found !== "number") return found === wanted;
  return Math.abs(found - wanted) <= 1e-9 * Math.max(Math.abs(wanted), 1e-300);
}

/** Textbook is the reference, number for number, and rejects what it rejects. */
export function oracleTests(recorded: readonly (readonly [AnyModel, readonly Case[]])[]): void {
  const all = recorded.map(([model, cases]) => [model.name, model, cases] as const);
  describe.each(all)("%s in textbook", oracle);
}

function oracle(_: string, model: AnyModel, cases: readonly Case[]): void {
  it("has cases, valid and not", () => {
    expect(cases.filter((one) => one.outputs).length).toBeGreaterThan(100);
    expect(cases.filter((one) => one.error).length).toBeGreaterThan(5);
    expect(Object.keys(differences).length).toBeLessThanOrEqual(3);
  });
  it("agrees with the reference to 1e-9 on every valid case", () => {
    const wrong: string[] = [];
    for (const {id, inputs, outputs} of cases) {
      if (!outputs || differences[id]) continue;
      const found = solve(model, inputs);
      for (const [name, value] of flat(outputs)) {
        const {output, times = 1} = renames[name] ?? {output: name};
        const wanted = typeof value === "number" ? value * times : value;
        if (!isClose(found[output], wanted))
          wrong.push(`${id} ${output}: ${found[output]} for ${wanted}`);
      }
    }
    expect(wrong).toEqual([]);
  });
  it("rejects every invalid case and names the input", () => {
    const wrong: string[] = [];
    for (const {id, inputs, error} of cases) {
      if (!error) continue;
      try {
        solve(model, inputs);
        wrong.push(`${id} accepted, the reference says: ${error.message}`);
      } catch (caught) {
        if (!(caught instanceof InputError) || caught.input === "")
          wrong.push(`${id}: ${String(caught)}`);
      }
    }
    expect(wrong).toEqual([]);
  });
}
