// How many wrong equations do the tests of a model see? Each mutant is a refined equation with one
// operator or constant changed, in memory; it is killed where a test of the model's own file fails.
// Those of a few models, or at most so many of each, by --model and --most.
import {spawn} from "node:child_process";
import {readdirSync} from "node:fs";
import {availableParallelism} from "node:os";
import {parseArgs} from "node:util";
import {trial} from "./trial.js";

const {values} = parseArgs({
  allowPositionals: true,
  options: {
    model: {type: "string"},
    most: {type: "string", default: "150"},
    seed: {type: "string", default: "1"},
    child: {type: "boolean", default: false}
  }
});
const files = readdirSync("test/models")
  .filter((file) => file.endsWith(".test.ts"))
  .map((file) => file.replace(".test.ts", ""))
  .filter((name) => values.model === undefined || values.model.split(",").includes(name));

if (values.child) {
  for (const name of files) await trial(name, Number(values.most), Number(values.seed));
} else {
  const start = performance.now();
  const queue = [...files];
  const total = {tried: 0, killed: 0, refused: 0};
  await Promise.all(
    Array.from({length: availableParallelism()}, async () => {
      for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
        const line = await told(name);
        const found = /tried (\d+), refused when loaded (\d+), killed (\d+)/.exec(line);
        total.tried += Number(found?.[1] ?? 0);
        total.refused += Number(found?.[2] ?? 0);
        total.killed += Number(found?.[3] ?? 0);
        if (line !== "") console.log(line);
      }
    })
  );
  const {tried, killed, refused} = total;
  const minutes = (performance.now() - start) / 60_000;
  console.log(
    `all: tried ${tried}, refused when loaded ${refused}, killed ${killed} of ${tried - refused} = ` +
      `${((100 * killed) / (tried - refused)).toFixed(1)}% in ${minutes.toFixed(1)} min`
  );
}

function told(name: string): Promise<string> {
  const more = [`--model=${name}`, `--most=${values.most}`, `--seed=${values.seed}`, "--child"];
  const child = spawn(process.execPath, ["bench/run.mjs", "mutation", ...more]);
  return new Promise((done) => {
    let text = "";
    child.stdout.on("data", (part: Buffer) => (text += String(part)));
    child.stderr.pipe(process.stderr);
    child.on("close", () => done(text.trim()));
  });
}
