/** The fidelities that are timed. */
export const racedFidelities = ["textbook", "refined"] as const;
export type RacedFidelity = (typeof racedFidelities)[number];

/** One way to do the work: its name, calls a round, and the work. */
export interface Runner {
  readonly name: string;
  readonly calls: number;
  readonly run: () => void;
  /** the most that its ratio may be */
  readonly limit?: number;
}

export const median = (list: readonly number[]): number =>
  list.toSorted((a, b) => a - b)[list.length >> 1]!;

const shown = (x: number): string => (x < 20 ? x.toFixed(2) : x.toFixed(0)).padStart(8);

/** Prints a figure beside the most that it may be; the run fails where it is more. */
export function judged(value: number, limit: number | undefined, unit: string): string {
  if (limit === undefined) return "";
  if (value > limit) process.exitCode = 1;
  return `  ${value > limit ? "MISSED" : "of"} ${limit}${unit}`;
}

/**
 * Runs all in turn, each in another place every round, and prints best, median and the median of the
 * ratios to the first of the same round. Times are of one call, in `unit`; `size` calls' worth of work
 * stand in one (points of a sweep).
 */
export function race(
  title: string,
  rounds: number,
  runners: readonly Runner[],
  {size = 1, unit = "ns"}: {readonly size?: number; readonly unit?: string} = {}
): void {
  const times = runners.map((): number[] => []);
  const warm = 3;
  for (let round = -warm; round < rounds; round++) {
    runners.forEach((_, k) => {
      const i = (k + round + warm) % runners.length;
      const {calls, run} = runners[i]!;
      const start = performance.now();
      for (let call = 0; call < calls; call++) run();
      if (round >= 0) times[i]!.push(((performance.now() - start) / calls / size) * 1e6);
    });
  }
  console.log(`\n${title}`.padEnd(72) + "best    median       ratio");
  runners.forEach(({name, limit}, i) => {
    const ratio = median(times[i]!.map((time, round) => time / times[0]![round]!));
    console.log(
      `  ${name.padEnd(60)}${shown(Math.min(...times[i]!))} ${shown(median(times[i]!))} ${unit} ${ratio.toFixed(2).padStart(6)}x` +
        judged(ratio, limit, "x")
    );
  });
}
