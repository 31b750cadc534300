// How many wrong equations do the tests of a model see? Each mutant is a refined equation with one
// operator or constant changed, in memory; it is killed where a test of the model's own file fails, or of
// the file of a part that is judged with it. Every equation is judged once.
//   npm run bench -- mutation [--model=serving,…] [--most=50 --seed=1]
// Survivors that are known, each with its reason, stand in survivors.csv; another one is printed.
import {fork} from "node:child_process";
import {availableParallelism} from "node:os";
import {fileURLToPath} from "node:url";
import {parseArgs} from "node:util";
import {nounOf} from "../../lib/model/names.js";
import {dockets} from "./mutants.js";
import type {Docket, Mutant} from "./mutants.js";
import {knownSurvivors} from "./survivors.js";
import {shuffled, trialOf} from "./trial.js";
import type {Verdict} from "./trial.js";

const wantedScore = 85;
const wantedMinutes = 10;
/** Mutants that a process takes: many for one start, few for the last one to end soon. */
const piece = 120;

if (process.send) {
  process.once("message", async (message) => {
    const docket = message as Docket; // what the parent sends
    const judge = await trialOf(docket);
    const verdicts: Verdict[] = [];
    for (const mutant of docket.mutants) verdicts.push(await judge(mutant));
    process.send!(verdicts, () => process.disconnect());
  });
} else {
  process.exitCode = await measure();
}

/** The verdicts on a docket's mutants, from a process of its own. */
function judged(docket: Docket): Promise<readonly Verdict[]> {
  const child = fork(fileURLToPath(import.meta.url));
  return new Promise((done, failed) => {
    child.once("message", (verdicts) => done(verdicts as Verdict[])); // what a child sends
    child.once("exit", (code) =>
      failed(new Error(`${docket.name}: its process ended with ${code}`))
    );
    child.send(docket);
  });
}

/** The dockets that are asked for, each with as many mutants as are. */
function wanted(): readonly Docket[] {
  const {values} = parseArgs({
    options: {
      model: {type: "string"},
      most: {type: "string"},
      seed: {type: "string", default: "1"}
    }
  });
  const all = dockets();
  const known = all.map(({name}) => nounOf(name));
  const names = values.model?.split(",") ?? known;
  const unknown = names.find((name) => !known.includes(name));
  const bad = [values.most, values.seed].find((text) => text && !/^[1-9]\d*$/.test(text));
  if (unknown !== undefined || bad !== undefined) {
    console.error(
      unknown === undefined
        ? `mutation: most and seed must be whole numbers of at least 1: ${bad}`
        : `mutation: unknown model; must be one of ${known.join(", ")}: ${unknown}`
    );
    process.exit(2);
  }
  return all
    .filter(({name}) => names.includes(nounOf(name)))
    .map(({mutants, ...docket}) => ({
      ...docket,
      mutants: shuffled(mutants, Number(values.seed)).slice(0, Number(values.most ?? Infinity))
    }));
}

async function measure(): Promise<number> {
  const start = performance.now();
  const minutes = (): number => (performance.now() - start) / 60_000;
  const asked = wanted();
  const verdicts = new Map<Docket, Verdict[]>();
  // the longest first and in pieces, so that no processor waits for the last
  const queue = asked
    .toSorted((a, b) => b.mutants.length - a.mutants.length)
    .flatMap((docket) =>
      Array.from({length: Math.ceil(docket.mutants.length / piece)}, (_, index) => ({
        docket,
        from: index * piece
      }))
    );
  for (const docket of asked) verdicts.set(docket, []);
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const {docket, from} = next;
      const mutants = docket.mutants.slice(from, from + piece);
      const found = await judged({...docket, mutants});
      for (const [index, verdict] of found.entries()) verdicts.get(docket)![from + index] = verdict;
      console.error(`${nounOf(docket.name)}: ${found.length} after ${minutes().toFixed(1)} min`);
    }
  };
  await Promise.all(Array.from({length: availableParallelism()}, work));

  const reasons = knownSurvivors();
  let isGood = minutes() <= wantedMinutes;
  for (const docket of asked) {
    const found = verdicts.get(docket)!;
    if (print(nounOf(docket.name), found) < wantedScore) isGood = false;
    for (const [index, mutant] of docket.mutants.entries()) {
      const key = keyOf(mutant);
      const reason = reasons.get(key);
      if (found[index] !== "lives") {
        if (reason !== undefined) console.log(`  survivors.csv: no longer lives: ${key}`);
      } else console.log(`  lives: ${key}\n    ${reason ?? `was: ${mutant.was}`}`);
    }
  }
  if (print("all", [...verdicts.values()].flat()) < wantedScore) isGood = false;
  console.log(`${minutes().toFixed(1)} min; ${isGood ? "as wanted" : "NOT as wanted"}`);
  return isGood ? 0 : 1;
}

function keyOf({owner, cell, is}: Mutant): string {
  return `${owner}.${cell}: ${is}`;
}

/** Prints and gives the share of mutants that a test sees, in percent. */
function print(name: string, verdicts: readonly Verdict[]): number {
  const count = (verdict: Verdict): number => verdicts.filter((one) => one === verdict).length;
  const [killed, refused] = [count("killed"), count("refused")];
  const score = (100 * killed) / Math.max(1, verdicts.length - refused);
  console.log(
    `${name}: ${verdicts.length} mutants, refused when loaded ${refused}, ` +
      `killed ${killed} of ${verdicts.length - refused} = ${score.toFixed(1)}%`
  );
  return score;
}
