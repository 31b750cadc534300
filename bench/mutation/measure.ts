// How many wrong equations do the tests of a model see? Each mutant is a refined equation with one
// operator or constant changed, in memory; it is killed where a test of the model's own file fails. An
// equation of a part belongs to every model that uses it: a test of any of them may see it.
//   npm run bench -- mutation [--model=serving,…] [--most=150] [--seed=1]
// Survivors that are known, each with its reason, stand in survivors.csv; another one fails a whole run.
import {fork} from "node:child_process";
import {availableParallelism} from "node:os";
import {fileURLToPath} from "node:url";
import {parseArgs} from "node:util";
import {nounOf} from "../../lib/model/names.js";
import {models} from "../../lib/models/all.js";
import type {Mutant} from "./mutants.js";
import {knownSurvivors} from "./survivors.js";
import {shuffled, trialOf} from "./trial.js";
import type {Verdict} from "./trial.js";

/** What a whole run takes of each model. */
const usual = {most: "150", seed: "1"} as const;
const {values} = parseArgs({
  options: {
    model: {type: "string"},
    most: {type: "string", default: usual.most},
    seed: {type: "string", default: usual.seed},
    child: {type: "boolean", default: false}
  }
});
const wantedScore = 85;
const wantedMinutes = 10;

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

if (values.child) {
  const {mutants, judge} = await trialOf(values.model!);
  process.send!(mutants);
  process.on("message", async (mutant) => process.send!(await judge(mutant as Mutant))); // what a parent sends
} else process.exitCode = await measure();

/** A process that holds one model's tests, and what it was asked. */
interface Court {
  readonly name: string;
  readonly mutants: readonly Mutant[];
  readonly judge: (mutant: Mutant) => Promise<Verdict>;
  readonly end: () => void;
}

function court(name: string): Promise<Court> {
  const child = fork(fileURLToPath(import.meta.url), [`--model=${name}`, "--child"]);
  let answer: (value: unknown) => void = () => {};
  child.on("message", (value) => answer(value));
  const reply = <T>(): Promise<T> =>
    new Promise((done, failed) => {
      answer = (value) => done(value as T); // what a child sends
      child.once("exit", (code) => failed(new Error(`${name}: its process ended with ${code}`)));
    });
  return reply<readonly Mutant[]>().then((mutants) => ({
    name,
    mutants,
    async judge(mutant) {
      child.removeAllListeners("exit");
      const verdict = reply<Verdict>();
      child.send(mutant);
      return verdict;
    },
    end() {
      child.removeAllListeners("exit");
      child.kill();
    }
  }));
}

/** Does the work of a list in turn, on all processors. */
async function each<T>(list: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const queue = [...list];
  await Promise.all(
    Array.from({length: availableParallelism()}, async () => {
      for (let one = queue.shift(); one !== undefined; one = queue.shift()) await work(one);
    })
  );
}

async function measure(): Promise<number> {
  const start = performance.now();
  const keyOf = ({owner, cell, is}: Mutant): string => `${owner}.${cell}: ${is}`;
  const verdicts = new Map<string, Verdict>();
  const courts: Court[] = [];
  const chosen = new Map<string, readonly Mutant[]>();

  await each(wanted, async (name) => {
    const one = await court(name);
    courts.push(one);
    const mine = shuffled(one.mutants, Number(values.seed)).slice(0, Number(values.most));
    chosen.set(name, mine);
    for (const mutant of mine) {
      const key = keyOf(mutant);
      const before = verdicts.get(key);
      if (before === "killed" || before === "refused") continue;
      verdicts.set(key, await one.judge(mutant));
    }
    const minutes = (performance.now() - start) / 60_000;
    console.error(
      `${name}: ${mine.length} of ${one.mutants.length} tried, ${minutes.toFixed(1)} min`
    );
  });
  // what lives though one model saw it may be seen by another that was asked before it was chosen
  await each(courts, async (one) => {
    const mine = new Set(chosen.get(one.name)!.map(keyOf));
    for (const mutant of one.mutants) {
      const key = keyOf(mutant);
      if (verdicts.get(key) !== "lives" || mine.has(key)) continue;
      verdicts.set(key, await one.judge(mutant));
    }
  });
  for (const one of courts) one.end();

  const reasons = knownSurvivors();
  const isWhole =
    values.model === undefined && values.most === usual.most && values.seed === usual.seed;
  const minutes = (performance.now() - start) / 60_000;
  let isGood = !isWhole || minutes <= wantedMinutes;
  const said = new Set<string>();
  for (const name of wanted) {
    const mine = chosen.get(name)!;
    const living = mine.filter((mutant) => verdicts.get(keyOf(mutant)) === "lives");
    const score = print(name, mine.map(keyOf), verdicts);
    if (score < wantedScore) isGood = false;
    for (const mutant of living) {
      const key = keyOf(mutant);
      if (said.has(key)) continue;
      said.add(key);
      const reason = reasons.get(key);
      if (reason === undefined) isGood = false;
      console.log(`  lives: ${key}\n    ${reason === undefined ? `was: ${mutant.was}` : reason}`);
    }
  }
  const all = print("all", [...verdicts.keys()], verdicts);
  if (all < wantedScore) isGood = false;
  for (const key of reasons.keys())
    if (verdicts.has(key) && verdicts.get(key) !== "lives")
      console.log(`survivors.csv: no longer lives: ${key}`);
  console.log(`${minutes.toFixed(1)} min; ${isGood ? "as wanted" : "NOT as wanted"}`);
  return isGood ? 0 : 1;
}

/** Prints and gives the share of mutants that a test sees, in percent. */
function print(
  name: string,
  keys: readonly string[],
  verdicts: ReadonlyMap<string, Verdict>
): number {
  const count = (verdict: Verdict): number =>
    keys.filter((key) => verdicts.get(key) === verdict).length;
  const [killed, refused] = [count("killed"), count("refused")];
  const score = (100 * killed) / Math.max(1, keys.length - refused);
  console.log(
    `${name}: ${keys.length} mutants, refused when loaded ${refused}, ` +
      `killed ${killed} of ${keys.length - refused} = ${score.toFixed(1)}%`
  );
  return score;
}
