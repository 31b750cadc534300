// How many wrong equations do the tests of a model see? Each mutant is a refined equation with one
// operator or constant changed, in memory; it is killed where a test of the model's own file fails, or of
// the file of a part that is judged with it. Every equation is judged once.
//   npm run bench -- mutation [--model=serving,…] [--most=50 --seed=1]
// Mutants that no test can see stand in survivors.csv, each with the reason: the score leaves them out.
// Another one that lives is printed, and is not as wanted.
import {fork} from "node:child_process";
import {availableParallelism} from "node:os";
import {fileURLToPath} from "node:url";
import {parseArgs} from "node:util";
import {nounOf} from "../../lib/model/names.js";
import {dockets} from "./mutants.js";
import type {Docket} from "./mutants.js";
import {knownSurvivors} from "./survivors.js";
import {shuffled, trialOf} from "./trial.js";
import type {Verdict} from "./trial.js";

const wantedScore = 0.85;
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

/** The dockets that are asked for, each with as many mutants as are; whether that is all there are. */
function wanted(): {readonly asked: readonly Docket[]; readonly isWhole: boolean} {
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
  const asked = all
    .filter(({name}) => names.includes(nounOf(name)))
    .map(({mutants, ...docket}) => ({
      ...docket,
      mutants: shuffled(mutants, Number(values.seed)).slice(0, Number(values.most ?? Infinity))
    }));
  return {asked, isWhole: values.model === undefined && values.most === undefined};
}

async function measure(): Promise<number> {
  const start = performance.now();
  const minutes = (): number => (performance.now() - start) / 60_000;
  const {asked, isWhole} = wanted();
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
  const found: Found[] = [];
  const scores: number[] = [];
  for (const docket of asked) {
    const own = docket.mutants.map((mutant, index) => {
      const key = `${mutant.owner}.${mutant.cell}: ${mutant.is}`;
      return {
        key,
        was: mutant.was,
        verdict: verdicts.get(docket)![index]!,
        reason: reasons.get(key)
      };
    });
    found.push(...own);
    scores.push(print(nounOf(docket.name), own));
    for (const {key, was, verdict, reason} of own) {
      if (verdict === "lives") console.log(`  lives: ${key}\n    ${reason ?? `was: ${was}`}`);
      else if (reason !== undefined) console.log(`  survivors.csv: no longer lives: ${key}`);
    }
  }
  print("all", found);
  const met = new Set(found.map(({key}) => key));
  const stale = isWhole ? [...reasons.keys()].filter((key) => !met.has(key)) : [];
  for (const key of stale) console.log(`survivors.csv: no such mutant: ${key}`);
  const isGood =
    minutes() <= wantedMinutes &&
    stale.length === 0 &&
    scores.every((score) => score >= wantedScore) &&
    found.every(({verdict, reason}) => (verdict === "lives") === (reason !== undefined));
  console.log(`${minutes().toFixed(1)} min; ${isGood ? "as wanted" : "NOT as wanted"}`);
  return isGood ? 0 : 1;
}

/** A mutant that was tried. */
interface Found {
  readonly key: string;
  readonly verdict: Verdict;
  /** why no test can see it */
  readonly reason: string | undefined;
}

/** Prints and gives the share that a test sees of mutants that one could see. */
function print(name: string, found: readonly Found[]): number {
  const killed = found.filter(({verdict}) => verdict === "killed").length;
  const refused = found.filter(({verdict}) => verdict === "refused").length;
  const hidden = found.filter(({verdict, reason}) => verdict === "lives" && reason).length;
  const tried = found.length - refused;
  const share = (of: number): string => `${((100 * killed) / Math.max(1, of)).toFixed(1)}%`;
  console.log(
    `${name}: ${found.length} mutants, ${refused} refused; killed ${killed} of ${tried} = ${share(tried)}` +
      (hidden > 0 ? `, ${share(tried - hidden)} without ${hidden} that no test can see` : "")
  );
  return tried > hidden ? killed / (tried - hidden) : 1;
}
