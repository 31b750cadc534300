import type {ServingCapacityModel} from "../lib/models/serving-capacity.js";
import {either, num, plural, text} from "../components/numbers.js";
import type {AnswerOf} from "../components/story-answer.js";

export type Asked = AnswerOf<typeof ServingCapacityModel>;

const without = 1e9;
const targets = [
  {input: "targetP99Latency", words: "latency"},
  {input: "targetTtft", words: "the first token"},
  {input: "targetItl", words: "the time per token"}
] as const;

/** The target without which the fewest replicas would do; none where each could go. */
export function dearest(a: Asked): {readonly words: string; readonly replicas: number} | undefined {
  const free = targets.map(({input, words}) => ({
    words,
    replicas: a.at({[input]: without})?.requiredReplicas ?? Infinity
  }));
  const least = free.reduce((best, one) => (one.replicas < best.replicas ? one : best));
  return least.replicas < a.of("requiredReplicas") ? least : undefined;
}

/** Two digits of a number, upward. */
function upward(x: number): number {
  const unit = 10 ** (Math.floor(Math.log10(x)) - 1);
  return Number((Math.ceil(x / unit) * unit).toPrecision(2));
}

/** The least target, of a few a little above a time, at which something else binds. */
function reachable(a: Asked, input: string, from: number): string | undefined {
  for (const factor of [1.01, 1.05, 1.1, 1.2, 1.5, 2, 3, 5, 10]) {
    const target = upward(from * factor);
    const then = a.at({[input]: target});
    if (!then || then.bottleneck === a.now.bottleneck) continue;
    const next = then.feasible ? "" : ` (then ${binding(then.bottleneck)} binds)`;
    return `a target of ${text(target, "s")}${next}`;
  }
  return undefined;
}

/** The fewest devices a replica, twice as many each time, with which the targets are met. */
function wider(a: Asked): string | undefined {
  for (let n = 2; n <= 64; n *= 2)
    if (n > a.of("tpSize") && a.at({tpSize: n})?.feasible) return `${num(n)} devices a replica`;
  return undefined;
}

/** A limit in words. */
export function binding(limit: string): string {
  const words: Readonly<Record<string, string>> = {
    Memory: "memory",
    "Base Latency": "latency",
    "Service Variation": "the latency of long answers",
    TTFT: "the first token",
    ITL: "the time per token",
    Capacity: "the number of replicas",
    "Tail Latency": "the queue"
  };
  return words[limit] ?? "nothing";
}

/** Whether a target that an empty replica meets cannot be met together with the others. */
export function isJoint(a: Asked): boolean {
  const {bottleneck} = a.now;
  return (
    (bottleneck === "TTFT" && a.of("emptyTtft") <= a.of("targetTtft")) ||
    (bottleneck === "ITL" && a.of("emptyItl") <= a.of("targetItl"))
  );
}

/** What misses, by how much, and what would help. */
export function missed(a: Asked): {readonly what: string; readonly fix: string} {
  const most = plural(a.of("maxReplicas"), "replica");
  const fix = (...fixes: readonly (string | undefined)[]): string =>
    either(fixes.filter((one) => one !== undefined)) || "shorter answers, or a smaller model";
  const alone = (what: string, empty: string, target: string): string =>
    `Even alone in a replica, ${what} ${a.said(empty)}, the target is ${a.said(target)}`;
  const together = (target: string): string =>
    `With ${most} the targets are not met together; without that for ${target} the others could be`;
  switch (a.now.bottleneck) {
    case "Memory":
      return {
        what: `A replica needs ${a.said("totalMemoryRequired")} on each device, ${a.said("memoryAvailable")} are usable`,
        fix: fix(a.at({precision: "int4"})?.feasible ? "4 bits per weight" : undefined, wider(a))
      };
    case "Base Latency":
    case "Service Variation":
      return {
        what: alone("1 answer in 100 takes over", "emptyP99Latency", "targetP99Latency"),
        fix: fix(reachable(a, "targetP99Latency", a.of("emptyP99Latency")), wider(a))
      };
    case "TTFT":
      return {
        what: isJoint(a)
          ? together("the first token")
          : alone("the first token takes", "emptyTtft", "targetTtft"),
        fix: fix(
          reachable(a, "targetTtft", Math.max(a.of("emptyTtft"), a.of("targetTtft"))),
          wider(a)
        )
      };
    case "ITL":
      return {
        what: isJoint(a)
          ? together("the time per token")
          : alone("a token takes", "emptyItl", "targetItl"),
        fix: fix(reachable(a, "targetItl", Math.max(a.of("emptyItl"), a.of("targetItl"))), wider(a))
      };
    case "Tail Latency":
      return {
        what: `${most} keep up, but more than 1 request in 100 is late`,
        fix: fix(reachable(a, "targetP99Latency", a.of("targetP99Latency")), wider(a))
      };
    default:
      return {
        what: `${most} do not keep up with ${a.said("qps")}`,
        fix: fix(
          a.wall("qps") >= 1 ? `at most ${num(a.wall("qps"))} requests/s` : undefined,
          wider(a)
        )
      };
  }
}
