import {num, plural, share, text} from "../components/numbers.js";
import {ServingDeploymentModel} from "../lib/models/serving-deployment.js";
import {leastMemory, poolWalls} from "./serving-deployment-walls.js";
import {isBroken} from "../components/gauge.js";
import {firstOf} from "../components/wall-table.js";
import {fixSentence} from "./ease.js";
import {story} from "./story.js";

/** What a million tokens cost. */
const dollars = (x: number): string => text(1e6 * x, "USD");

export const servingDeployment = story(ServingDeploymentModel, {
  title: "Serving, end to end",
  lane: "End to end",
  start: {
    model: "Llama3_70B",
    hardware: "H100",
    precision: "fp8",
    tpSize: 4,
    qps: 20,
    targetP99LatencyMs: 30_000,
    targetTtftMs: 2000,
    targetItlMs: 50,
    maxSeqLen: 8192,
    meanRequestTokens: 1500,
    outputTokens: 300,
    maxBatchSize: 128
  },
  controls: [
    {kind: "record", input: "model"},
    {kind: "record", input: "hardware"},
    {kind: "choice", input: "precision", only: ["fp16", "fp8", "int4"]},
    {kind: "record", input: "datacenter"},
    {kind: "slider", input: "qps", min: 1, max: 500, log: true, until: "feasible"},
    {kind: "slider", input: "tpSize", min: 1, max: 16, log: true},
    {kind: "slider", input: "targetP99Latency", min: 1000, max: 120_000, log: true},
    {kind: "slider", input: "meanRequestTokens", min: 64, max: 8192, log: true},
    {kind: "slider", input: "outputTokens", min: 16, max: 4096, log: true},
    {
      kind: "goal",
      name: "tokenCostTarget",
      label: "Tokens cost at most",
      unit: "US$/million",
      min: 0.01,
      max: 100
    },
    {
      kind: "goal",
      name: "tokenCarbonTargetKg",
      label: "Tokens emit at most",
      unit: "kg/million",
      min: 0.001,
      max: 10
    }
  ],
  works: "fits",
  cards: [
    {
      cell: "ttft",
      check: () => "a load test with Poisson arrivals: mean time from slot to first token",
      sub: (a) => [
        a.of("ttftP99") < Infinity
          ? `99% within ${a.said("ttftP99")}`
          : "the queue grows without end",
        `then ${a.said("itl")} a token`
      ]
    },
    {
      cell: "requiredReplicas",
      check: () => "arrivals ÷ the rate at which one replica, under load, still meets the targets",
      sub: (a) => [
        a.of("utilization") < Infinity
          ? `${plural(a.of("requiredAccelerators"), "device")}, ${share(a.of("utilization"))} in use`
          : plural(a.of("requiredAccelerators"), "device"),
        `textbook ${num(a.book.requiredReplicas)}`
      ]
    },
    {cell: "costPerToken", check: () => "invoice of a day ÷ tokens generated on it"},
    {
      cell: "carbonPerToken",
      check: () => "energy of the meter × intensity of the grid ÷ tokens generated meanwhile"
    }
  ],
  chart: {
    x: "qps",
    panels: [
      {cell: "requiredReplicas", log: true},
      {cell: "costPerToken", log: true}
    ],
    works: "feasible",
    isSlow: true,
    wall: (most) => `targets missed beyond ${num(most)}`
  },
  boxes: [
    "qps",
    "targetP99Latency",
    "outputTokens",
    "meanRequestTokens",
    "tpSize",
    "model.parameters",
    "hardware.memoryCapacity",
    "fits",
    "activeBatchSize",
    "batchCap",
    "loadBatch",
    "ttftP99",
    "itl",
    "estimatedP99Latency",
    "requiredReplicas",
    "requiredAccelerators",
    "utilization",
    "costPerToken",
    "carbonPerToken"
  ],
  moved: ["memoryFootprint", "Memory needed"],
  ask: {
    id: "serving-deployment-twice",
    question: "Twice the traffic, the same targets. What happens to the cost of a token?",
    options: [
      {id: "half", text: "It falls by a third or more"},
      {id: "some", text: "It falls a little"},
      {id: "same", text: "It hardly changes"},
      {id: "more", text: "It rises"}
    ]
  },
  lead(a) {
    const start = `${a.said("model")} for ${plural(a.of("qps"), "request")} a second`;
    if (!a.now.fits) return `${start} **does not fit** its replica, so nothing is served.`;
    const pool = `${plural(a.of("requiredReplicas"), "replica")} of ${plural(a.of("devicesPerReplica"), a.said("hardware"), a.said("hardware"))}`;
    return a.now.feasible
      ? `${start} takes **${pool}**, and a million tokens cost **${dollars(a.of("costPerToken"))}**.`
      : `${start} **misses its targets** even with ${pool}.`;
  },
  verdict(a) {
    const walls = poolWalls(a);
    const need = `${text(leastMemory(a), "B")} of ${a.said("memoryAvailable")}`;
    if (!a.now.fits)
      return {
        isGood: false,
        sentence: `**Does not fit.** Weights and one request need ${need} usable on each device. ${fixSentence(walls[0]!.fix)}`
      };
    const broken = walls.filter(isBroken);
    const first = firstOf(broken);
    if (!first)
      return a.now.feasible
        ? {
            isGood: true,
            sentence: `**Fits, and keeps every limit.** 99 of 100 answers come within ${a.said("estimatedP99Latency")}, and ${share(a.of("utilization"))} of the capacity is used.`
          }
        : {
            isGood: false,
            sentence: `**Fits, but misses its targets.** What binds: ${a.now.bottleneck.toLowerCase()}.`
          };
    return {
      isGood: false,
      sentence: `**Fits, but breaks a limit.** ${first.stage}: ${first.value}, the limit is ${first.limit}. ${fixSentence(first.fix)}`
    };
  },
  finding(a, isRevealed) {
    const qps = a.of("qps");
    if (!isRevealed) return `What does a token cost beyond ${plural(qps, "request")} a second?`;
    if (!a.now.fits) return "No replica holds the model, so no traffic is served";
    const most = a.wall("qps");
    if (most <= 0) return "Not even one request a second meets the targets";
    if (!a.now.feasible)
      return `Targets are met up to ${plural(Math.floor(most), "request")} a second`;
    const [alone, tenfold] = [a.at({qps: 1}), a.at({qps: 10 * qps})];
    const [first, now, then] = [alone, a.now, tenfold].map((one) => one?.costPerToken ?? NaN) as [
      number,
      number,
      number
    ]; // one for each
    if (!(first > 0 && now > 0 && then > 0))
      return `Targets are met up to ${num(most)} requests a second`;
    return now / then > 1.1
      ? `More traffic makes tokens cheaper: a million cost ${dollars(now)}, at ten times the traffic ${dollars(then)}`
      : first / now > 1.1
        ? `Replicas are full: a million tokens stay at ${dollars(now)}; at one request a second they cost ${dollars(first)}`
        : `A million tokens cost ${dollars(now)}, whatever the traffic`;
  },
  reveal(a) {
    const twice = a.at({qps: 2 * a.of("qps")});
    const [now, then] = [a.now.costPerToken, twice?.costPerToken];
    if (typeof now !== "number" || typeof then !== "number" || !twice)
      return {right: "same", sentence: "Nothing is served, so no token has a cost."};
    const ratio = then / now;
    return {
      right: ratio < 0.67 ? "half" : ratio < 0.97 ? "some" : ratio < 1.03 ? "same" : "more",
      sentence: `A million tokens go from ${dollars(now)} to ${dollars(then)}: ${plural(twice.requiredReplicas, "replica")} instead of ${num(a.now.requiredReplicas)}, ${share(twice.utilization)} in use instead of ${share(a.now.utilization)}.`
    };
  },
  how(a) {
    if (!a.now.fits)
      return `Weights and one request need **${text(leastMemory(a), "B")}** on each device, which has **${a.said("memoryAvailable")}** for them. Nothing that follows has an answer.`;
    return `A replica of **${plural(a.of("devicesPerReplica"), "device")}** runs at most **${num(a.of("batchCap"))}** requests together, **${num(a.of("loadBatch"))}** in the mean. A step takes **${a.said("itl")}**, so **${plural(a.of("requiredReplicas"), "replica")}** write **${a.said("tokenRate")}**. All of it costs **${a.said("costRate")}** and draws **${a.said("facilityPower")}**, shared among those tokens.`;
  },
  because(a) {
    const alone = a.of("tpSize") > 1 ? "The textbook knows one device. " : "";
    return {
      memoryFootprint: `${alone}Refined fills pages of the cache with requests of mean length.`,
      ttft: `${alone}It reads a full batch of prompts at once; refined reads one.`,
      itl: `${alone}Its batch is always full; refined takes the batch that the traffic makes.`,
      requiredReplicas:
        "The textbook takes a replica for one server, and reads prompts in no time.",
      estimatedP99Latency:
        "The textbook adds the mean answer to the slowest wait; long answers are late too.",
      costPerToken:
        a.of("tpSize") > 1
          ? "The textbook pays for one device a replica."
          : "Follows from the replicas.",
      carbonPerToken: "Reading memory draws power too; the textbook counts arithmetic alone."
    };
  },
  walls: poolWalls,
  omits: [
    "Peaks: arrivals have one rate; a day with a peak pays for its highest hour.",
    "Failures: replicas that are down come on top; use at most a share of the capacity to leave room.",
    "Hosts and network: only devices cost and draw here, so a bill is higher.",
    "Quality: fewer bits a weight answer faster, and sometimes worse.",
    "Cold starts: a pool that grows with its traffic waits for the weights to load."
  ]
});
