import {ServingCapacityModel} from "../lib/models/serving-capacity.js";
import {num, plural, share, text, times} from "../components/numbers.js";
import {binding, dearest, isJoint, missed} from "./capacity-limits.js";
import type {Asked} from "./capacity-limits.js";
import {story} from "./story.js";

export const servingCapacity = story(ServingCapacityModel, {
  title: "Serving capacity",
  lane: "A service",
  start: {
    qps: 50,
    targetP99LatencyMs: 15_000,
    targetTtftMs: 500,
    targetItlMs: 20,
    maxSeqLen: 8192,
    meanRequestTokens: 1024,
    outputTokens: 256,
    maxBatchSize: 256
  },
  controls: [
    {kind: "record", input: "model"},
    {kind: "record", input: "hardware"},
    {
      kind: "slider",
      input: "qps",
      min: 1,
      max: 1000,
      log: true,
      until: "feasible",
      says: ["no traffic meets the targets", "targets met up to", "targets met at all of these"]
    },
    {kind: "slider", input: "outputTokens", min: 16, max: 1000, log: true},
    {kind: "slider", input: "targetP99Latency", min: 500, max: 200_000, log: true},
    {kind: "slider", input: "targetTtft", min: 20, max: 20_000, log: true},
    {kind: "slider", input: "targetItl", min: 2, max: 500, log: true},
    {kind: "slider", input: "tpSize", min: 1, max: 16, log: true}
  ],
  works: "feasible",
  unreal: "with a target missed",
  cards: [
    {
      cell: "requiredReplicas",
      check: () => "replicas added to a load test until every target is met"
    },
    {
      cell: "estimatedP99Latency",
      sub: (a) => [
        `target ${a.said("targetP99Latency")}`,
        `textbook ${a.book.feasible ? text(a.book.estimatedP99Latency, "s") : "–"}`
      ],
      check: (a) => `${bench(a)} --percentile-metrics e2el --metric-percentiles 99`
    },
    {
      cell: "ttftP99",
      sub: (a) => [`target ${a.said("targetTtft")}`],
      check: (a) => `${bench(a)} --percentile-metrics ttft --metric-percentiles 99`
    },
    {
      cell: "itlFull",
      sub: (a) => [`target ${a.said("targetItl")}`],
      check: (a) => `${bench(a)} --percentile-metrics tpot --metric-percentiles 99`
    }
  ],
  chart: {
    x: "qps",
    panels: [
      {
        cell: "requiredReplicas",
        log: true,
        also: [{cell: "stableReplicas", name: "to keep up"}]
      },
      {cell: "utilization", most: 1}
    ],
    works: "feasible",
    textbookEnds: true,
    wall: (most) => `targets met up to ${num(most)}`
  },
  boxes: [
    "qps",
    "targetP99Latency",
    "targetTtft",
    "targetItl",
    "outputTokens",
    "maxBatchSize",
    "tpSize",
    "activeBatchSize",
    "promptTime",
    "requiredReplicas",
    "batchCap",
    "slotTime",
    "perReplicaQpsCapacity",
    "utilization",
    "queueWaitP99",
    "estimatedP99Latency",
    "ttftP99",
    "itlFull",
    "feasible"
  ],
  moved: ["perReplicaQpsCapacity", "Capacity of a replica"],
  ask: {
    id: "serving-capacity-twice",
    question: "The traffic doubles. How many replicas does it take then?",
    options: [
      {id: "same", text: "No more: there is room"},
      {id: "less", text: "More, but not twice as many"},
      {id: "twice", text: "Twice as many, or more"},
      {id: "never", text: "No number is enough"}
    ]
  },
  lead(a) {
    const {requiredReplicas, feasible, bottleneck} = a.now;
    if (feasible) {
      const each = `${a.of("tpSize") === 1 ? "one" : num(a.of("tpSize"))} ${a.said("hardware")}`;
      return `Serving **${a.said("qps")}** of ${a.said("model")} takes **${plural(requiredReplicas, "replica")}**${requiredReplicas === 1 ? " of" : ", each of"} ${each}.`;
    }
    return bottleneck === "Capacity"
      ? `**${a.said("qps")}** of ${a.said("model")} are more than ${plural(a.of("maxReplicas"), "replica")} can carry.`
      : `For **${a.said("qps")}** of ${a.said("model")}, **no number of replicas** up to ${num(a.of("maxReplicas"))} meets the targets: ${binding(bottleneck)} binds.`;
  },
  verdict(a) {
    const {feasible, requiredReplicas, utilization} = a.now;
    if (!feasible) {
      const {what, fix} = missed(a);
      const kind = a.now.bottleneck === "Memory" ? "Does not fit." : "Misses the targets.";
      return {
        isGood: false,
        sentence: `**${kind}** ${what}. Nearest fix: ${fix}.`
      };
    }
    const costs = dearest(a);
    return {
      isGood: true,
      sentence: `**Meets the targets.** ${plural(requiredReplicas, "replica")}, used to ${share(utilization)}, each with ${plural(a.of("batchCap"), "request")} at most. ${costs ? `Without the target for ${costs.words}, ${num(costs.replicas)} would do.` : "No single target costs a replica."}`
    };
  },
  finding(a, isRevealed) {
    if (!isRevealed) return `What happens beyond ${a.said("qps")}?`;
    const {feasible, requiredReplicas, utilization, bottleneck} = a.now;
    if (!feasible)
      return bottleneck === "Memory"
        ? "No number of replicas helps: one does not hold the model and a request"
        : isJoint(a)
          ? `${plural(a.of("maxReplicas"), "replica")} would be enough without the target for ${binding(bottleneck)}`
          : missed(a).what;
    const stable = a.of("stableReplicas");
    if (requiredReplicas === 1) return `One replica is enough, used to ${share(utilization)}`;
    return requiredReplicas === stable
      ? `Keeping up binds: ${plural(requiredReplicas, "replica")} carry the traffic and meet the targets`
      : `The targets bind: they take ${plural(requiredReplicas, "replica")}, keeping up would take ${num(stable)}`;
  },
  reveal(a) {
    const twice = a.at({qps: 2 * a.of("qps")});
    if (!a.now.feasible || !twice?.feasible)
      return {
        right: "never",
        sentence: `At ${text(2 * a.of("qps"), "request/s")} no number of replicas up to ${num(a.of("maxReplicas"))} meets the targets: ${binding(twice?.bottleneck ?? a.now.bottleneck)} binds.`
      };
    const [before, after] = [a.now.requiredReplicas, twice.requiredReplicas];
    const use = `the use goes from ${share(a.now.utilization)} to ${share(twice.utilization)}`;
    if (after === before)
      return {right: "same", sentence: `It stays at ${plural(before, "replica")}: ${use}.`};
    const grown = `From ${num(before)} to ${plural(after, "replica")}, ${times(after / before)}; ${use}.`;
    return after < 2 * before
      ? {
          right: "less",
          sentence: `${grown} More slots behind one queue even out its bursts, so a larger pool may run fuller.`
        }
      : {right: "twice", sentence: grown};
  },
  how(a) {
    if (!a.is("fits"))
      return `A replica keeps weights and the cache of at least one request in memory: **${a.said("totalMemoryRequired")}** of **${a.said("memoryAvailable")}** on each device. It does not fit, so there is nothing to queue for.`;
    const wait = a.of("queueWaitP99");
    const queue = !Number.isFinite(wait)
      ? "more arrive than they serve, and it grows without end"
      : wait > 0
        ? `99 of 100 requests wait less than **${a.said("queueWaitP99")}**`
        : "fewer than 1 request in 100 waits";
    return `A request holds its slot for **${a.said("slotTime")}**: a step for each of its ${num(a.of("outputTokens"))} tokens, and the prompts that are read between them. With **${plural(a.of("batchCap"), "slot")}** a replica serves **${a.said("perReplicaQpsCapacity")}**; a larger batch would serve more and answer later. All replicas are one queue of **${plural(a.of("slots"), "slot")}**: ${queue}.`;
  },
  because(a) {
    const {now, book} = a;
    const isHeld = book.bottleneck !== "Memory";
    const shown = `no number of replicas meets the targets; ${num(book.requiredReplicas)} is the most`;
    const requiredReplicas = !isHeld
      ? `${a.of("tpSize") > 1 ? "The textbook knows one device, which does not hold a replica" : "In the textbook a replica does not fit"}: ${num(book.requiredReplicas)} is the most, not an answer.`
      : !book.feasible
        ? `In the textbook ${shown}.`
        : now.feasible
          ? "Follows from what one replica serves, and from the targets: the textbook knows that for latency alone."
          : "In refined the targets are missed; what stands there keeps up with the traffic, or is the most.";
    if (!isHeld || !a.is("fits")) return {requiredReplicas};
    return {
      requiredReplicas,
      perReplicaQpsCapacity: `The textbook reads prompts for nothing${a.of("batchCap") < book.activeBatchSize ? ` and runs ${plural(book.activeBatchSize, "request")} together; the targets bear ${num(a.of("batchCap"))}` : ", and memory at its full bandwidth"}.`,
      baseRequestLatency:
        "In the textbook a request waits for the prompts of a full batch, then for its steps; here the batch is as full as the traffic makes it.",
      queueWaitP99:
        "The textbook takes a replica for one server that answers one request after the other; here each slot is one.",
      estimatedP99Latency:
        "The textbook adds the slowest wait to the mean answer; here long answers are late as well."
    };
  },
  omits: [
    "Bursts: arrivals are independent of each other; tail latency has their variation.",
    "Routing: one queue feeds all replicas; a router that guesses makes some wait while others idle.",
    "Failures: all replicas are up; use at most a lower share to leave room.",
    "Separate pools: prompts and tokens share the devices; apart, they do not hold each other up.",
    "Shared beginnings: prompts that start alike are read in full each time."
  ]
});

/** A load test of all replicas behind one address. */
function bench(a: Asked): string {
  const prompt = Math.max(1, Math.round(a.of("batching.promptTokens")));
  return `vllm bench serve --request-rate ${a.of("qps")} --random-input-len ${prompt} --random-output-len ${a.of("outputTokens")}`;
}
