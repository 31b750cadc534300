import {existsSync} from "node:fs";
import {createRequire} from "node:module";
import {resolve} from "node:path";
import {compileFunction} from "node:vm";
import {build} from "esbuild";
import {nounOf} from "../../lib/model/names.js";
import type {Test} from "./collected.js";
import type {Docket, Mutant} from "./mutants.js";

/** Refused: no such definition can be made, its units do not fit; what no test need see. */
export type Verdict = "killed" | "refused" | "lives";

/** What a bundle exports. */
interface Loaded {
  readonly tests: readonly Test[];
  /** throws where the model is refused */
  readonly build: () => void;
}

/** Judges mutants by the tests of a model and of its parts. Throws where a test fails as written. */
export async function trialOf({
  name,
  parts
}: Docket): Promise<(mutant: Mutant) => Promise<Verdict>> {
  const load = await loader(name, parts);
  const {tests} = load(undefined);
  const took: number[] = [];
  for (const {name: test, run} of tests) {
    const start = performance.now();
    try {
      await run();
    } catch (error) {
      throw new Error(`${name}: "${test}" fails as written`, {cause: error});
    }
    took.push(performance.now() - start);
  }
  // whoever kills soonest goes first; which of them does makes no difference
  const order = tests.map((_, index) => index).toSorted((a, b) => took[a]! - took[b]!);
  return async (mutant) => {
    const changed = load(mutant);
    try {
      changed.build();
    } catch (error) {
      if (error instanceof Error && error.name === "DefinitionError") return "refused";
      throw error;
    }
    try {
      for (const index of order) await changed.tests[index]!.run();
    } catch {
      return "killed";
    }
    return "lives";
  };
}

/** A model, its tests and those of its parts, evaluated anew for each mutant. */
async function loader(
  name: string,
  parts: readonly string[]
): Promise<(mutant: Mutant | undefined) => Loaded> {
  const at = (file: string): string => resolve("bench/mutation", file);
  const files = [name, ...parts].map((one) => resolve(`test/models/${nounOf(one)}.test.ts`));
  const {outputFiles} = await build({
    stdin: {
      contents: [
        ...files.filter(existsSync).map((file) => `import ${JSON.stringify(file)};`),
        `import {${name}} from ${JSON.stringify(resolve(`lib/models/${nounOf(name)}.ts`))};`,
        `import {graphOf} from ${JSON.stringify(at("changed-model.ts"))};`,
        `export const build = () => ["refined", "textbook"].forEach((at) => graphOf(${name}, at));`,
        `export {tests} from ${JSON.stringify(at("collected.ts"))};`
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
