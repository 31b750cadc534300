// What a new process pays: import and first solve of one model over the built package, and types.
import {execFileSync, spawnSync} from "node:child_process";
import {cpSync, rmSync} from "node:fs";
import {nounOf} from "../../lib/model/names.js";
import {judged, median} from "./race.js";

const folder = "scratch/package";
const compiler = "node_modules/.bin/tsc";

const calls = [
  ["SustainabilityModel", {fleet: "Research_256", duration: 2_592_000}],
  ["TrainingMemoryModel", {model: "Llama3_8B", hardware: "H100", batchSize: 8}],
  ["ServingModel", {model: "Llama3_8B", hardware: "H100", seqLen: 2048}]
] as const;

/** Runs in the new process; what it prints is the time in ms. */
const script = ([name, given]: (typeof calls)[number]): string => `
const start = performance.now();
const {${name}} = await import("./${folder}/build/lib/models/${nounOf(name)}.js");
const {readRegistry} = await import("./${folder}/build/cli/registry.js");
${name}.solve(${JSON.stringify(given)}, {registry: readRegistry()});
console.log(performance.now() - start);`;

export function coldStarts(): void {
  rmSync(folder, {recursive: true, force: true});
  execFileSync(compiler, ["-p", "tsconfig.package.json", "--outDir", `${folder}/build`]);
  for (const part of ["data", "package.json"]) cpSync(part, `${folder}/${part}`, {recursive: true});
  console.log("\nimport and first solve of one model in a new process, refined, ms");
  for (const call of calls) {
    const args = ["--input-type=module", "-e", script(call)];
    const times = Array.from({length: 9}, () =>
      Number(execFileSync(process.execPath, args, {encoding: "utf-8"}))
    );
    console.log(
      `  ${call[0]}: best ${Math.min(...times).toFixed(0)}, ` +
        `median ${median(times).toFixed(0)}${judged(median(times), 100, " ms")}`
    );
  }
  const start = performance.now();
  const {status} = spawnSync(compiler, ["-p", "."], {stdio: "inherit"});
  const seconds = (performance.now() - start) / 1000;
  console.log(
    `tsc of the whole project, ${status === 0 ? "sound" : "WRONG"}: ${seconds.toFixed(1)} s${judged(seconds, 5, " s")}`
  );
}
