import {execFile} from "node:child_process";
import {cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";

// A tree of one file a case, so that the repository itself is never touched.
const root = mkdtempSync(join(tmpdir(), "ironlaw-lint-"));
const cases = [
  ["lib/units/up.ts", `import {solve} from "../model/solve.js";\nexport const up = solve;`],
  ["lib/errors.ts", `import {unit} from "./units/unit.js";\nexport const up = unit;`],
  [
    "lib/expression/up.ts",
    `import {load} from "../registry/registry.js";\nexport const up = load;`
  ],
  ["lib/registry/up.ts", `import {graph} from "../graph/graph.js";\nexport const up = graph;`],
  ["lib/functions/up.ts", `import {graph} from "../graph/graph.js";\nexport const up = graph;`],
  ["lib/graph/up.ts", `import {emit} from "../wasm/emit.js";\nexport const up = emit;`],
  ["lib/wasm/up.ts", `import {model} from "../model/model.js";\nexport const up = model;`],
  ["lib/model/up.ts", `import {sweep} from "../sweep/sweep.js";\nexport const up = sweep;`],
  ["lib/sweep/up.ts", `import {M} from "../models/serving.js";\nexport const up = M;`],
  ["lib/models/up.ts", `import {door} from "../index.js";\nexport const up = door;`],
  ["lib/models/records/up.ts", `import {door} from "../../index.js";\nexport const up = door;`],
  [
    "lib/model/page.ts",
    `import {store} from "../../src/components/store.js";\nexport const up = store;`
  ],
  ["lib/model/file.ts", `import {readFileSync} from "node:fs";\nexport const up = readFileSync;`],
  ["lib/model/clock.ts", `export const up = Date.now();`],
  ["lib/model/dice.ts", `export const up = Math.random();`],
  ["lib/model/page-title.ts", `export const up = document.title;`],
  ["cli/up.ts", `import {store} from "../src/components/store.js";\nexport const up = store;`],
  ["src/components/door.ts", `import {door} from "../lib/index.js";\nexport const up = door;`],
  ["src/components/cli.ts", `import {flags} from "../../cli/flags.js";\nexport const up = flags;`]
] as const;
const allowed = [
  ["lib/model/down.ts", `import {graph} from "../graph/graph.js";\nexport const down = graph;`],
  ["lib/models/down.ts", `import {model} from "../model/model.js";\nexport const down = model;`],
  ["cli/down.ts", `import {door} from "../lib/index.js";\nexport const down = door;`],
  ["src/components/down.ts", `import {M} from "../lib/models/a.js";\nexport const down = M;`]
] as const;

const found = new Map<string, string[]>();

beforeAll(async () => {
  cpSync(".oxlintrc.json", join(root, ".oxlintrc.json"));
  cpSync("tsconfig.json", join(root, "tsconfig.json"));
  symlinkSync(join(process.cwd(), "node_modules"), join(root, "node_modules"));
  for (const [name, text] of [...cases, ...allowed]) {
    mkdirSync(dirname(join(root, name)), {recursive: true});
    writeFileSync(join(root, name), text);
  }
  const lint = join(process.cwd(), "node_modules/.bin/oxlint");
  const out = await new Promise<string>((done) => {
    execFile(lint, ["--format", "unix", "lib", "cli", "src"], {cwd: root}, (_, stdout) =>
      done(stdout)
    );
  });
  for (const [, name, rule] of out.matchAll(/^([^:\n]+):\d+:\d+: .*\(([\w-]+)\)\]$/gm))
    found.set(name!, [...(found.get(name!) ?? []), rule!]);
});
afterAll(() => rmSync(root, {recursive: true}));

test.each(cases)("%s is an error of the lint", (name) => {
  expect(found.get(name)?.join()).toMatch(/^no-restricted-(imports|globals|properties)$/);
});

test.each(allowed)("%s is not", (name) => {
  expect(found.get(name) ?? []).toEqual([]);
});
