import {createRequire} from "node:module";
import {resolve} from "node:path";
import {compileFunction} from "node:vm";
import {build} from "esbuild";
import {nounOf} from "../../lib/model/names.js";
import {models} from "../../lib/models/all.js";
import type {Test} from "./collected.js";
import {mutantsOf} from "./mutants.js";
import type {Mutant} from "./mutants.js";

interface Loaded {
  readonly tests: readonly Test[];
  readonly equations: readonly {
    readonly owner: string;
    readonly cell: string;
    readonly eq: string;
  }[];
  /** `Owner.cell` of what the model's answers are worked out from */
  readonly reached: () => ReadonlySet<string>;
}

export type Verdict = "killed" | "refused" | "lives";

/** A model's file of tests, loaded with one mutant after the other. */
export interface Trial {
  /** every mutant of an equation that the model's answers need, its parts' included */
  readonly mutants: readonly Mutant[];
  readonly judge: (mutant: Mutant) => Promise<Verdict>;
}

/** Throws where a test fails as written. */
export async function trialOf(name: string): Promise<Trial> {
  const load = await loader(name);
  const {equations, tests, reached} = load(undefined);
  const sound = await failing(() => tests);
  if (sound) throw new Error(`${name}: ${sound} fails as written`);
  const needed = reached();
  const seen = new Set<string>();
  const mutants: Mutant[] = [];
  for (const {owner, cell, eq} of equations) {
    const place = `${owner}.${cell}`;
    if (!needed.has(place) || seen.has(place)) continue;
    seen.add(place);
    for (const is of mutantsOf(eq)) mutants.push({owner, cell, was: eq, is});
  }
  return {
    mutants,
    async judge(mutant) {
      const found = await failing(() => load(mutant).tests);
      return found === undefined ? "lives" : found === "refused" ? "refused" : "killed";
    }
  };
}

/** The name of the first test that fails, `refused` where a definition is. */
async function failing(load: () => readonly Test[]): Promise<string | undefined> {
  let at = "loading";
  try {
    for (const {name, run} of load()) {
      at = name;
      await run();
    }
  } catch (error) {
    return error instanceof Error && error.name === "DefinitionError" ? "refused" : at;
  }
  return undefined;
}

/** A file of tests and all it imports, evaluated anew for each mutant. */
async function loader(name: string): Promise<(mutant: Mutant | undefined) => Loaded> {
  const className = models.find((one) => nounOf(one.name) === name)!.name; // names are checked before
  const at = (file: string): string => resolve("bench/mutation", file);
  const {outputFiles} = await build({
    stdin: {
      contents: [
        `import ${JSON.stringify(resolve(`test/models/${name}.test.ts`))};`,
        `import * as file from ${JSON.stringify(resolve(`lib/models/${name}.ts`))};`,
        `import {cellsOf} from ${JSON.stringify(at("changed-model.ts"))};`,
        `export const reached = () => cellsOf(file[${JSON.stringify(className)}]);`,
        `export {tests} from ${JSON.stringify(at("collected.ts"))};`,
        `export {equations} from ${JSON.stringify(at("changed-model.ts"))};`
      ].join("\n"),
      resolveDir: process.cwd()
    },
    bundle: true,
    ignoreAnnotations: true, // a file of tests is imported for what it does
    write: false,
    platform: "node",
    format: "cjs",
    target: "es2023",
    logLevel: "error",
    plugins: [
      {
        name: "stand-ins",
        setup(bundle) {
          bundle.onResolve({filter: /^vitest$/}, () => ({path: at("collected.ts")}));
          bundle.onResolve({filter: /model\/model\.js$/}, ({importer}) =>
            importer.includes("/lib/models/") || importer.includes("/test/")
              ? {path: at("changed-model.ts")}
              : undefined
          );
        }
      }
    ]
  });
  const code = outputFiles[0]!.text;
  const run = compileFunction(code, ["require", "module", "exports", "mutant"]);
  const require = createRequire(resolve("bench/mutation/trial.ts"));
  return (mutant) => {
    const module: {exports: object} = {exports: {}};
    run(require, module, module.exports, mutant);
    return module.exports as Loaded; // what the bundle's entry exports
  };
}

/** In an order that looks random and is the same each time. */
export function shuffled<T>(list: readonly T[], seed: number): readonly T[] {
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const keyed = list.map((one) => [next(), one] as const);
  return keyed.toSorted(([a], [b]) => a - b).map(([, one]) => one);
}
