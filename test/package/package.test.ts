import {execFile} from "node:child_process";
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import {build} from "esbuild";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {ServingModel} from "../../lib/models/serving.js";
import {registry, tables} from "../registry.js";
import {localRegistry} from "./registry.js";
import type {LocalRegistry} from "./registry.js";

/** An empty folder, in which the package is installed as anybody would install it. */
const root = mkdtempSync(join(tmpdir(), "ironlaw-package-"));
const given = {model: "Llama3_8B", hardware: "H100", seqLen: 2048, batchSize: 8} as const;
const wanted = JSON.parse(JSON.stringify(ServingModel.solve(given, {registry}))) as object;
let files: readonly string[] = [];
let local: LocalRegistry;

interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}
/** Runs a command without the settings that npm hands down. */
function run(command: string, args: readonly string[], cwd = root): Promise<Ran> {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_OPTIONS|VITEST)/i.test(name))
  );
  return new Promise((done) => {
    execFile(command, [...args], {cwd, env, maxBuffer: 1e8}, (error, out, err) => {
      done({status: typeof error?.code === "number" ? error.code : error ? 1 : 0, out, err});
    });
  });
}

beforeAll(async () => {
  const packed = await run("npm", ["pack", "--json", "--pack-destination", root], process.cwd());
  const start = packed.out.indexOf("[\n"); // after what prepack says
  const [one] = JSON.parse(packed.out.slice(start)) as [
    {readonly filename: string; readonly files: readonly {readonly path: string}[]}
  ]; // as npm documents it
  files = one.files.map(({path}) => path);
  local = await localRegistry(root);
  writeFileSync(join(root, "package.json"), '{"private": true, "type": "module"}');
  const from = ["--registry", local.address, "--cache", join(root, "cache")];
  const quietly = ["--ignore-scripts", "--no-audit", "--no-fund"];
  const installed = await run("npm", ["install", join(root, one.filename), ...from, ...quietly]);
  expect({...installed, out: ""}).toMatchObject({status: 0});
}, 120_000);
afterAll(() => {
  local.close();
  rmSync(root, {recursive: true});
});

describe("the package", () => {
  it("holds JavaScript, types and tables, and none of what only its makers need", () => {
    const code = files.filter((path) => path.startsWith("build/"));
    expect(code.every((path) => /\.(js|d\.ts)$/.test(path))).toBe(true);
    for (const path of ["build/lib/index.js", "build/lib/index.d.ts", "build/cli/ironlaw.js"])
      expect(code).toContain(path);
    for (const table of Object.keys(tables)) expect(files).toContain(`data/${table}.csv`);
    const others = files.filter((path) => !/^(build|data)\//.test(path));
    expect(others.toSorted()).toEqual(
      ["CHANGELOG.md", "CITATION.cff", "LICENSE", "NOTICE", "README.md", "package.json"].toSorted()
    );
  });

  it("brings the few packages that lib and the command line need, and no other", () => {
    const names = readdirSync(join(root, "node_modules")).filter((name) => !name.startsWith("."));
    expect(names.toSorted()).toEqual([
      "commander",
      "d3-dsv",
      "iconv-lite",
      "ironlaw",
      "rw",
      "safer-buffer"
    ]);
    expect([...local.served].some((one) => one.startsWith("d3-dsv@"))).toBe(true);
  });

  it("solves in plain Node", async () => {
    const lines = [
      `import {ServingModel} from "ironlaw";`,
      `import {readRegistry} from "ironlaw/registry";`,
      `const answer = ServingModel.solve(${JSON.stringify(given)}, {registry: readRegistry()});`,
      `console.log(JSON.stringify(answer));`
    ];
    writeFileSync(join(root, "solve.js"), lines.join("\n"));
    const {status, out, err} = await run(process.execPath, ["solve.js"]);
    expect({status, err}).toEqual({status: 0, err: ""});
    expect(JSON.parse(out)).toEqual(wanted);
  });

  it("gives its tables by name", async () => {
    const lines = [
      `import {readFileSync} from "node:fs";`,
      `console.log(readFileSync(new URL(import.meta.resolve("ironlaw/data/hardware.csv")), "utf-8").length);`
    ];
    writeFileSync(join(root, "table.js"), lines.join("\n"));
    const {out} = await run(process.execPath, ["table.js"]);
    expect(Number(out)).toBe(tables["hardware"]!.length);
  });

  it("has types that take a call and reject a misspelt one", async () => {
    const lines = [
      `import {load, ServingModel} from "ironlaw";`,
      `import {ReliabilityModel} from "ironlaw/models/reliability";`,
      `const registry = load({});`,
      `const {ttft} = ServingModel.solve({model: "a", hardware: "b", seqLen: 1}, {registry});`,
      `export const seconds: number = ttft;`,
      `// @ts-expect-error no such input`,
      `ServingModel.solve({model: "a", hardware: "b", seqlen: 1}, {registry});`,
      `// @ts-expect-error an output is a number`,
      `export const words: string = ReliabilityModel.solve({fleet: "a", jobDuration: 1}).fleetMtbf;`
    ];
    writeFileSync(join(root, "typed.ts"), lines.join("\n"));
    const strictly = ["--strict", "--noEmit", "--target", "es2023", "--lib", "es2023"];
    const asNode = ["--module", "nodenext", "--moduleResolution", "nodenext", "--types", ""];
    const compiler = join(process.cwd(), "node_modules/.bin/tsc");
    const {status, out} = await run(compiler, [...strictly, ...asNode, "typed.ts"]);
    expect({status, out}).toEqual({status: 0, out: ""});
  });

  it("has a command", async () => {
    const asked = ["--model", "Llama3_8B", "--hardware", "H100", "--seq-len", "2048"];
    const ironlaw = join(root, "node_modules/.bin/ironlaw");
    const more = ["--batch-size", "8", "--json"];
    const {status, out, err} = await run(ironlaw, ["solve", "serving", ...asked, ...more]);
    expect({status, err}).toEqual({status: 0, err: ""});
    const {version} = JSON.parse(readFileSync("package.json", "utf-8")) as {version: string}; // npm asks for one
    expect(out).toContain(String(ServingModel.solve(given, {registry}).ttft));
    expect((await run(ironlaw, ["--version"])).out).toBe(`${version}\n`);
  });

  it("bundles one model for a browser, without the others and without Node", async () => {
    const contents = `export {ServingModel} from "ironlaw";\nexport {load} from "ironlaw";`;
    const {outputFiles, metafile} = await build({
      stdin: {contents, resolveDir: root},
      bundle: true,
      format: "esm",
      platform: "browser",
      minify: true,
      metafile: true,
      write: false
    });
    const [output] = Object.values(metafile.outputs);
    const used = Object.entries(output!.inputs).filter(([, {bytesInOutput}]) => bytesInOutput > 0);
    const names = used.map(([path]) => path);
    expect(names.some((path) => path.endsWith("lib/models/serving.js"))).toBe(true);
    const strays = names.filter((path) =>
      /(sustainability|reliability|weight-streaming|cli\/)/.test(path)
    );
    expect(strays).toEqual([]);
    expect(output!.imports).toEqual([]);
    const [bundle] = outputFiles;
    expect(bundle!.text).not.toMatch(/["']node:/);
    expect(bundle!.contents.length).toBeLessThan(150_000);
    writeFileSync(join(root, "bundle.js"), bundle!.contents);
    const one = (await import(pathToFileURL(join(root, "bundle.js")).href)) as {
      readonly load: (texts: object) => never;
      readonly ServingModel: {readonly solve: (asked: object, options: object) => object};
    }; // what the bundle exports
    const answer = one.ServingModel.solve(given, {registry: one.load(tables)});
    expect(JSON.parse(JSON.stringify(answer))).toEqual(wanted);
  });
});
