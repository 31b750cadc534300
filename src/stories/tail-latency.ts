import {TailLatencyModel} from "../lib/models/tail-latency.js";
import {num, plural, share, text, times} from "../components/numbers.js";
import type {AnswerOf} from "../components/story-answer.js";
import {story} from "./story.js";

type Told = AnswerOf<typeof TailLatencyModel>;
const inTime = {cell: "p99Latency", goal: "targetP99LatencyMs", worth: 1e-3} as const;
const target = (a: Told): string => text(a.goal(inTime.goal) * inTime.worth, "s");
/** Requests a second that the replicas serve if none is ever idle. */
const capacity = (a: Told): number => a.of("numReplicas") * a.of("serviceRate");
const rate = (x: number): string => `${num(x)} a second`;
const endless = "the queue grows without end";
/** A number as a command takes it. */
const plain = (x: number): string => String(Number(x.toPrecision(4)));
/** What a load generator calls the variation of arrivals: the shape of a gamma distribution. */
const burstiness = (a: Told): string =>
  a.of("arrivalCv") > 0 ? ` --burstiness ${plain(1 / a.of("arrivalCv") ** 2)}` : "";

export const tailLatency = story(TailLatencyModel, {
  title: "Tail latency",
  lane: "A service",
  start: {
    arrivalRateQps: 40,
    serviceLatencyMs: 80,
    numReplicas: 4,
    targetP99LatencyMs: 500
  },
  controls: [
    {
      kind: "slider",
      input: "arrivalRate",
      min: 0.1,
      max: 10_000,
      log: true,
      until: "isStable",
      says: ["none of these is served", "served up to", "all of these are served"]
    },
    {
      kind: "slider",
      input: "numReplicas",
      min: 1,
      max: 1000,
      log: true,
      from: inTime,
      says: ["none of these is in time", "in time from", "all of these are in time"]
    },
    {
      kind: "slider",
      input: "serviceLatency",
      min: 1,
      max: 10_000,
      log: true,
      until: inTime,
      says: ["none of these is in time", "in time up to", "all of these are in time"]
    },
    {
      kind: "goal",
      name: inTime.goal,
      label: "Target for 99%",
      unit: "ms",
      min: 10,
      max: 60_000
    },
    {
      kind: "slider",
      input: "arrivalCv",
      min: 0,
      max: 14,
      step: 0.1,
      note: "Azure in 2023: 1.09 for chat, 13 for code"
    },
    {
      kind: "slider",
      input: "serviceTimeCv",
      min: 0,
      max: 4,
      step: 0.1,
      note: "0 is constant, 1 exponential"
    },
    {kind: "slider", input: "fanout", min: 1, max: 1000, log: true, note: "waits for the slowest"}
  ],
  works: "isStable",
  cards: [
    {
      cell: "p99Latency",
      always: true,
      accuracy:
        "Simulations of 0.6 to 1.5 million requests come within 2% where services are exponential, within 4% where they are not.",
      check: (a) =>
        `vllm bench serve --request-rate ${plain(a.of("arrivalRate"))}${burstiness(a)} --percentile-metrics e2el --metric-percentiles 50,99`,
      sub: (a) =>
        a.now.isStable
          ? [`target ${target(a)}`, `textbook ${text(a.book.p99Latency, "s")}`]
          : [endless]
    },
    {
      cell: "p50Latency",
      always: true,
      check: () => "the same run, line P50 E2EL",
      sub: (a) => (a.now.isStable ? [`textbook ${text(a.book.p50Latency, "s")}`] : [endless])
    },
    {
      cell: "queueUtilization",
      always: true,
      accuracy: "Little’s law: it holds whatever the distributions are.",
      check: () => "busy seconds of all replicas ÷ (replicas × wall time)",
      sub: (a) => [
        a.now.isStable
          ? `${num(a.of("offeredLoad"))} of ${plural(a.of("numReplicas"), "replica")}`
          : `needs ${plural(a.of("offeredLoad"), "replica")}, has ${num(a.of("numReplicas"))}`
      ]
    },
    {
      cell: "waitProbability",
      always: true,
      accuracy: "Ten values of Erlang’s formula in exact arithmetic are met to 15 digits.",
      check: () => "HAProxy’s log: requests with a queue time Tw above 0 ÷ all requests",
      sub: (a) => [
        !a.now.isStable
          ? "all of them"
          : a.now.waitProbability < 5e-4
            ? "hardly anybody waits"
            : `mean wait ${a.said("meanWait")}`
      ]
    }
  ],
  chart: {
    x: "arrivalRate",
    end: (a) => Math.max(1, capacity(a) * 1.2, a.of("arrivalRate") * 1.1),
    panels: [
      {
        cell: "p99Latency",
        log: true,
        also: [
          {cell: "p99Wait", name: "of it waiting"},
          {cell: "p50Latency", name: "median"}
        ],
        target: (a) => ({at: a.goal(inTime.goal) * inTime.worth, words: `target ${target(a)}`})
      },
      {cell: "waitProbability"}
    ],
    works: "isStable",
    wall: (_, a) => `full at ${num(capacity(a))}`
  },
  boxes: [
    "arrivalRate",
    "serviceLatency",
    "numReplicas",
    "arrivalCv",
    "serviceTimeCv",
    "fanout",
    "serviceRate",
    "offeredLoad",
    "queueUtilization",
    "isStable",
    "waitProbability",
    "drainRate",
    "variability",
    "waitOfWaiting",
    "meanWait",
    "p99Beyond",
    "p50Wait",
    "p99Wait",
    "p50Latency",
    "p99Latency",
    "sloHeadroomRatio",
    "sloMargin"
  ],
  moved: ["p99Latency", "99% latency"],
  ask: {
    id: "tail-latency-load",
    question: "A tenth more requests arrive. What happens to the 99% latency?",
    options: [
      {id: "same", text: "It hardly moves"},
      {id: "tenth", text: "It grows by a tenth or so"},
      {id: "more", text: "It grows by much more"},
      {id: "endless", text: "It grows without end"}
    ]
  },
  lead(a) {
    const start = `${plural(a.of("arrivalRate"), "request")} a second on ${plural(a.of("numReplicas"), "replica")}, ${a.said("serviceLatency")} each:`;
    return a.now.isStable
      ? `${start} half are answered within **${a.said("p50Latency")}**, 99 of 100 within **${a.said("p99Latency")}**.`
      : `${start} more than they can serve, so ${endless} and **no time is long enough**.`;
  },
  verdict(a) {
    const [have, least] = [a.of("numReplicas"), a.least("numReplicas")];
    const faster = a.wall("serviceLatency");
    const quick =
      faster > 0 && Number.isFinite(faster) ? `, or ${num(faster)}\u00a0ms a request` : "";
    if (!a.now.isStable) {
      const keeping = a.least("numReplicas", "isStable");
      const fix =
        least < Infinity
          ? `${plural(least, "replica")}${quick}`
          : keeping < Infinity
            ? `${plural(keeping, "replica")} keep up, though not within ${target(a)}`
            : `fewer than ${num(capacity(a))} requests a second`;
      return {
        isGood: false,
        sentence: `**Cannot keep up.** The requests need ${num(a.of("offeredLoad"))} replicas, and ${have === 1 ? "there is 1" : `there are ${num(have)}`}: ${endless}. Nearest fix: ${fix}.`
      };
    }
    const late = a.now.p99Latency * 1e3 > a.goal(inTime.goal);
    if (late) {
      const fix =
        least < Infinity
          ? `${plural(least, "replica")}${quick}`
          : quick === ""
            ? "services that vary less, for more replicas do not help"
            : `${num(faster)}\u00a0ms a request, for more replicas do not help`;
      return {
        isGood: false,
        sentence: `**Keeps up, but late.** 99 of 100 within ${a.said("p99Latency")}, against ${target(a)}. Nearest fix: ${fix}.`
      };
    }
    const most = a.wall("arrivalRate", inTime);
    const room = most - a.of("arrivalRate");
    return {
      isGood: true,
      sentence: `**Keeps up and meets the target.** 99 of 100 within ${a.said("p99Latency")}, against ${target(a)}. ${room < Infinity ? `Room for ${num(Math.max(0, room))} more a second.` : "There is room for far more."}`
    };
  },
  finding(a, isRevealed) {
    if (!isRevealed) return `What happens beyond ${rate(a.of("arrivalRate"))}?`;
    const most = a.wall("arrivalRate", inTime);
    const full = capacity(a);
    const alone = a.at({arrivalRate: 0})?.p99Latency ?? 0;
    if (most === Infinity)
      return `All of these rates meet ${target(a)}: the pool is larger than any`;
    if (alone * 1e3 > a.goal(inTime.goal))
      return `No rate meets ${target(a)}: with nobody waiting, 99 of 100 already take ${text(alone, "s")}`;
    if (most === 0) return `Nothing but a trickle meets ${target(a)}`;
    return `99 of 100 meet ${target(a)} up to ${rate(most)}, ${share(most / full)} of what the pool can serve`;
  },
  reveal(a) {
    if (!a.now.isStable)
      return {
        right: "endless",
        sentence: `It already does: the replicas serve ${rate(capacity(a))} at most.`
      };
    const more = a.of("arrivalRate") * 1.1;
    const then = a.at({arrivalRate: more});
    if (!then?.isStable)
      return {
        right: "endless",
        sentence: `${rate(more)} are more than the ${rate(capacity(a))} that the replicas serve: ${endless}.`
      };
    const ratio = then.p99Latency / a.now.p99Latency;
    const isFuller = then.queueUtilization > 0.8;
    return {
      right: ratio < 1.02 ? "same" : ratio < 1.2 ? "tenth" : "more",
      sentence: `From ${rate(a.of("arrivalRate"))} to ${num(more)} the 99% latency ${ratio >= 1.005 ? `grows ${times(ratio)}, to` : "stays at"} ${text(then.p99Latency, "s")}. The pool is ${share(then.queueUtilization)} busy then, and ${isFuller ? "only " : ""}${share(1 - then.queueUtilization)} of it is left to empty the queue.`
    };
  },
  how(a) {
    const load = `${plural(a.of("arrivalRate"), "request")} a second of **${a.said("serviceLatency")}** each keep`;
    const have = plural(a.of("numReplicas"), "replica");
    const busy = num(a.of("offeredLoad"));
    if (!a.now.isStable)
      return `${load} **${busy}** replicas busy, and there are not as many: the queue never empties, and every request waits longer than the one before it.`;
    const start = `${load} **${busy}** of ${have} busy.`;
    const drain = `The queue empties at **${rate(a.of("drainRate"))}**, what the pool can serve beyond what arrives`;
    if (a.of("variability") === 0)
      return `${start} ${drain}. As nothing here is uneven, no queue forms before the load is full.`;
    const meet =
      a.now.waitProbability < 5e-4
        ? "Hardly any request finds"
        : `**${a.said("waitProbability")}** of the requests find`;
    return `${start} ${meet} all of them busy. ${drain}, so those who wait do so for **${a.said("waitOfWaiting")}** in the mean. Both get worse towards full load: more wait, and each for longer.`;
  },
  because(a) {
    const pools = a.of("fanout");
    const known = [
      ...(pools > 1 ? [`one pool, not ${num(pools)}`] : []),
      ...(a.of("arrivalCv") === 1 ? [] : ["Poisson arrivals alone"])
    ];
    const forgets = known.length > 0 ? `The textbook knows ${known.join(", and ")}.` : "";
    const it = forgets === "" ? "The textbook" : `${forgets} It`;
    const sum =
      a.of("serviceTimeCv") === 0
        ? `${forgets} Services that never vary add to any wait as they are.`.trim()
        : "";
    const waits = forgets || "The same: one pool, Poisson arrivals.";
    const always = {
      queueUtilization: "The textbook says 100% of any overload, so that 101% and 500% look alike.",
      sloHeadroomRatio:
        "The 99% wait over five service times. Of an overload the textbook says 1, as if it were in budget."
    };
    if (!a.now.isStable)
      return {p99Latency: "Neither has an end.", p50Latency: "Neither has an end.", ...always};
    return {
      p99Latency:
        sum || `${it} adds the mean service to the slowest wait, and forgets the slow services.`,
      p50Latency:
        sum || `${it} adds the mean service to the median wait; the median of a sum is another.`,
      p99Wait: waits,
      meanWait:
        a.of("arrivalCv") === 1
          ? "The same: Poisson arrivals."
          : "The textbook knows Poisson arrivals alone.",
      ...always
    };
  },
  omits: [
    "Batching: a replica here serves one request at a time; the page on serving capacity has batches.",
    "Retries: late requests that come again add load where there is least room for it.",
    "Rush hours: the rate is steady; a peak needs a scenario of its own.",
    "Bursts that last: the variation of arrivals forgets what came before, real traffic does not.",
    "Hedging: asking twice and taking the first answer cuts the tail for a little more load.",
    "Priorities: everybody stands in one line, first come, first served."
  ]
});
