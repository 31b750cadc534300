// How many wrong equations do the tests of a model see? Each mutant is a refined equation with one
// operator or constant changed, in memory; it is killed where a test of the model's own file fails.
//   npm run bench -- mutation [--model=serving] [--most=150] [--seed=1]
import {fork} from "node:child_process";
import {availableParallelism} from "node:os";
import {fileURLToPath} from "node:url";
import {parseArgs} from "node:util";
import {nounOf} from "../../lib/model/names.js";
import {models} from "../../lib/models/all.js";
import {trial} from "./trial.js";
import type {Tally} from "./trial.js";

const {values} = parseArgs({
  options: {
    model: {type: "string"},
    most: {type: "string", default: "150"},
    seed: {type: "string", default: "1"},
    child: {type: "boolean", default: false}
  }
});

const known = models.map(({name}) => nounOf(name));
const wanted = values.model?.split(",") ?? known;
const unknown = wanted.find((name) => !known.includes(name));
const bad = [values.most, values.seed].find((text) => !/^[1-9]\d*$/.test(text));
if (unknown !== undefined || bad !== undefined) {
  console.error(
    unknown === undefined
      ? `mutation: most and seed must be whole numbers of at least 1: ${bad}`
      : `mutation: unknown model; must be one of ${known.join(", ")}: ${unknown}`
  );
  process.exit(2);
}

if (values.child)
  process.send!(await trial(values.model!, Number(values.most), Number(values.seed)));
else {
  const start = performance.now();
  const queue = [...wanted];
  const total = {tried: 0, killed: 0, refused: 0};
  await Promise.all(
    Array.from({length: availableParallelism()}, async () => {
      for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
        const {tried, killed, refused} = await apart(name);
        total.tried += tried;
        total.refused += refused;
        total.killed += killed;
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

/** One file's mutants in a process of their own; it prints which live. */
function apart(name: string): Promise<Tally> {
  const options = [`--model=${name}`, `--most=${values.most}`, `--seed=${values.seed}`, "--child"];
  const child = fork(fileURLToPath(import.meta.url), options);
  return new Promise((done, failed) => {
    child.on("message", (tally) => done(tally as Tally)); // what a child sends
    child.on("exit", (code) => failed(new Error(`${name}: its process ended with ${code}`)));
  });
}
