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
}

/** How many mutants were tried, refused when their definition was loaded, and seen by a test. */
export interface Tally {
  readonly tried: number;
  readonly refused: number;
  readonly killed: number;
}

/** Tries mutants of what a model's file of tests loads, at most so many, and prints which live. */
export async function trial(name: string, most: number, seed: number): Promise<Tally> {
  const load = await loader(name);
  const {equations, tests} = load(undefined);
  const sound = await failing(() => tests);
  if (sound) throw new Error(`${name}: ${sound} fails as written`);
  const owners = ownersOf(name, equations);
  const seen = new Set<string>();
  const all: Mutant[] = [];
  for (const {owner, cell, eq} of equations) {
    if (!owners.has(owner) || seen.has(`${owner}.${cell}`)) continue;
    seen.add(`${owner}.${cell}`);
    for (const is of mutantsOf(eq)) all.push({owner, cell, was: eq, is});
  }
  const chosen = shuffled(all, seed).slice(0, most);
  const living: Mutant[] = [];
  let refused = 0;
  for (const mutant of chosen) {
    const found = await failing(() => load(mutant).tests);
    if (found === undefined) living.push(mutant);
    else if (found === "refused") refused++;
  }
  const killed = chosen.length - refused - living.length;
  const share = (100 * killed) / Math.max(1, chosen.length - refused);
  const lines = living.map(
    ({owner, cell, was, is}) => `\n  lives: ${owner}.${cell}: ${is}\n    was: ${was}`
  );
  console.log(
    `${name}: ${all.length} mutants, tried ${chosen.length}, refused when loaded ${refused}, killed ${killed} = ${share.toFixed(1)}%${lines.join("")}`
  );
  return {tried: chosen.length, refused, killed};
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
  const at = (file: string): string => resolve("bench/mutation", file);
  const {outputFiles} = await build({
    stdin: {
      contents: [
        `import ${JSON.stringify(resolve(`test/models/${name}.test.ts`))};`,
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

/** The model of a file and the parts that it uses; other models have files of their own. */
function ownersOf(name: string, equations: Loaded["equations"]): ReadonlySet<string> {
  const others = new Set(models.filter((one) => nounOf(one.name) !== name).map((one) => one.name));
  return new Set(equations.map(({owner}) => owner).filter((owner) => !others.has(owner)));
}

/** In an order that looks random and is the same each time. */
function shuffled<T>(list: readonly T[], seed: number): readonly T[] {
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const keyed = list.map((one) => [next(), one] as const);
  return keyed.toSorted(([a], [b]) => a - b).map(([, one]) => one);
}
