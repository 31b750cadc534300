import {MoERoutingModel} from "../lib/models/moe-routing.js";
import {num, plural, share, text, times} from "../components/numbers.js";
import type {AnswerOf} from "../components/story-answer.js";
import {story} from "./story.js";

type Told = AnswerOf<typeof MoERoutingModel>;

/** What published kernels say of it; test/components/accuracy.test.ts holds it. */
export const accuracy =
  "DeepEP’s kernels for 128 tokens a rank on 16 to 256 H800 take 0.1 to 0.8 times what this says: it pays a latency for every peer.";

/** Time of an exchange over that of the arithmetic; NaN where there is none of either. */
const ratioOf = ({layerRoundTrip, expertTime}: Told["now"]): number =>
  layerRoundTrip !== null && expertTime ? layerRoundTrip / expertTime : NaN;

/** What would shorten the exchange, the least change first. */
function fixes(a: Told): readonly {readonly words: string; readonly now: Told["now"]}[] {
  const limit = a.of("nodeLimit");
  const node = a.of("fleet.node.acceleratorsPerNode");
  const tried = [
    ...[8, 4, 2, 1]
      .filter((x) => !(x >= limit))
      .map((x) => ({words: `at most ${plural(x, "node")} a token`, patch: {nodeLimit: x}})),
    ...(a.of("elementSize") > 1 ? [{words: "8-bit activations", patch: {precision: "fp8"}}] : []),
    ...(a.of("epSize") > node
      ? [
          {
            words: `experts on ${num(node)} accelerators of one node, if they hold them`,
            patch: {epSize: node}
          }
        ]
      : [])
  ];
  return tried.flatMap(({words, patch}) => {
    const now = a.at(patch);
    return now ? [{words, now}] : [];
  });
}

export const moeRouting = story(MoERoutingModel, {
  title: "Expert routing",
  lane: "A training run",
  start: {
    model: "DeepSeek_V3",
    fleet: "DgxH100SuperPodSU",
    batchSize: 64,
    seqLen: 4096,
    precision: "fp8",
    epSize: 8,
    nodeLimit: 4,
    routingImbalanceFactor: 1.1
  },
  controls: [
    {kind: "record", input: "model"},
    {kind: "record", input: "fleet"},
    {kind: "choice", input: "precision", only: ["fp16", "fp8"]},
    {kind: "slider", input: "epSize", min: 1, max: 256, log: true, powers: true},
    {kind: "slider", input: "batchSize", min: 1, max: 4096, log: true},
    {kind: "slider", input: "nodeLimit", min: 1, max: 16, log: true, powers: true},
    {kind: "slider", input: "routingImbalanceFactor", min: 1, max: 4, step: 0.05}
  ],
  cards: [
    {
      cell: "layerRoundTrip",
      accuracy,
      check: () => "nsys profile: dispatch and combine kernels of one layer"
    },
    {
      cell: "expertTime",
      check: () => "nsys profile: grouped matrix products of one layer on the busiest rank"
    },
    {
      cell: "tokenDispatchBytes",
      check: () => "bytes that all network cards and links send during one dispatch"
    },
    {
      cell: "computeSlowdown",
      check: () => "tokens of the busiest expert ÷ the mean, from the router’s histogram",
      sub: (a) => [
        a.now.droppedShare === null
          ? "no token is dropped"
          : `${share(a.now.droppedShare)} of the busiest expert’s tokens dropped`,
        `textbook ${times(a.book.activeParameterMultiplier)}`
      ]
    }
  ],
  chart: {
    x: "epSize",
    panels: [{cell: "layerRoundTrip", log: true, also: [{cell: "expertTime", name: "computing"}]}]
  },
  boxes: [
    "batchSize",
    "seqLen",
    "epSize",
    "nodeLimit",
    "routingImbalanceFactor",
    "efficiency",
    "routing.topK",
    "routing.crossShare",
    "effectiveActiveExperts",
    "nodesReached",
    "rankPayload",
    "tokenDispatchBytes",
    "links.localBandwidth",
    "links.crossBandwidth",
    "allToAllLatency",
    "layerRoundTrip",
    "stepAllToAll",
    "rate.peakFlops",
    "expertTime"
  ],
  moved: ["layerRoundTrip", "There and back"],
  still: ["bytesPerElement[precision]", "fleet.fabric.oversubscription"],
  ask: {
    id: "moe-routing-spread",
    question:
      "The experts spread over twice as many accelerators, the tokens stay. What happens to the time of their way there and back?",
    options: [
      {id: "half", text: "It halves"},
      {id: "less", text: "It falls, but less"},
      {id: "more", text: "It stays or grows"},
      {id: "few", text: "They cannot spread further"}
    ]
  },
  lead(a) {
    const tokens = plural(a.of("batchSize") * a.of("seqLen"), "token");
    const ranks = a.of("epSize");
    const where = `In a layer of ${a.said("model")} on ${ranks === 1 ? "one accelerator" : `${num(ranks)} accelerators`}`;
    const computes =
      a.now.expertTime === null
        ? "."
        : `; ${ranks === 1 ? "its" : "the busiest one’s"} experts compute for **${a.said("expertTime")}**.`;
    return a.now.layerRoundTrip === null
      ? `${where}, ${tokens} stay where their experts are${computes}`
      : `${where}, ${tokens} travel to their experts and back in **${a.said("layerRoundTrip")}**${computes}`;
  },
  verdict(a) {
    const ratio = ratioOf(a.now);
    const nodes = a.now.nodesReached ?? 1;
    const where = nodes > 1 ? `Experts stand on ${num(nodes)} nodes` : "Experts stand on one node";
    if (a.now.layerRoundTrip === null)
      return {
        isGood: true,
        sentence:
          "**Nothing travels.** All experts stand on one accelerator, if its memory holds them."
      };
    if (Number.isNaN(ratio))
      return {isGood: true, sentence: `**Nothing is known of what experts compute.** ${where}.`};
    if (ratio <= 1)
      return {
        isGood: true,
        sentence: `**The arithmetic covers the exchange.** ${where}; the way there and back takes ${share(ratio)} of what the experts compute.`
      };
    const [nearest] = fixes(a).filter(({now}) => ratioOf(now) <= 1);
    const best = fixes(a).toSorted((x, y) => ratioOf(x.now) - ratioOf(y.now))[0];
    const said = (fix: NonNullable<typeof best>): string =>
      `${fix.words}, ${text(fix.now.layerRoundTrip, "s")} there and back`;
    const fix = nearest
      ? `Nearest fix: ${said(nearest)}.`
      : best && ratioOf(best.now) < ratio
        ? `Nothing close by covers it; best is ${said(best)}.`
        : "Nothing close by shortens it.";
    return {
      isGood: false,
      sentence: `**The exchange takes ${times(ratio)} as long as the arithmetic.** ${where}. ${fix}`
    };
  },
  finding(a, isRevealed) {
    const here = a.of("epSize");
    if (!isRevealed) return `What happens beyond ${plural(here, "accelerator")}?`;
    const all = [2, 4, 8, 16, 32, 64, 128, 256].flatMap((epSize) => {
      const now = a.at({epSize});
      const ratio = now ? ratioOf(now) : NaN;
      return Number.isNaN(ratio) ? [] : [{epSize, ratio}];
    });
    const last = all.at(-1);
    const over = all.filter(({ratio}) => ratio > 1);
    const [first] = over;
    if (!last) return "Nothing is known of what these experts compute";
    if (!first)
      return `The experts compute for longer than tokens travel, on up to ${plural(last.epSize, "accelerator")}`;
    if (over.length === all.length)
      return "Tokens travel for longer than their experts compute, however far they spread";
    if (over.at(-1) === last && over.length === all.length - all.indexOf(first))
      return `From ${plural(first.epSize, "accelerator")} on, tokens travel for longer than their experts compute`;
    const worst = over.reduce((most, one) => (one.ratio > most.ratio ? one : most));
    return `Tokens travel longest on ${plural(worst.epSize, "accelerator")}: ${times(worst.ratio)} as long as their experts compute`;
  },
  reveal(a) {
    const here = a.of("epSize");
    const twice = a.at({epSize: 2 * here});
    const [was, is] = [a.now.layerRoundTrip, twice?.layerRoundTrip];
    if (!twice || is === null || is === undefined)
      return {
        right: "few",
        sentence: `${a.said("model")} has ${plural(a.of("experts"), "expert")} in a layer, the cluster ${plural(a.of("fleet.nodes") * a.of("fleet.node.acceleratorsPerNode"), "accelerator")}: ${num(2 * here)} are too many.`
      };
    if (was === null)
      return {
        right: "more",
        sentence: `On one accelerator nothing travels; on ${num(2 * here)} the way there and back takes ${text(is, "s")}.`
      };
    const nodes = twice.nodesReached ?? 1;
    const where =
      nodes > 1
        ? `Each accelerator has half of the tokens, but experts stand on ${num(nodes)} nodes, and each of ${num(2 * here - 1)} peers costs a latency.`
        : "Each accelerator has half of the tokens, and all stays on the links of one node.";
    return {
      right: is >= was ? "more" : is / was < 0.55 ? "half" : "less",
      sentence: `From ${num(here)} to ${num(2 * here)} accelerators it goes from ${text(was, "s")} to ${text(is, "s")}. ${where}`
    };
  },
  how(a) {
    const limit = a.of("nodeLimit");
    const nodes = a.now.nodesReached ?? 1;
    const where =
      nodes > 1
        ? `Experts stand on ${num(nodes)} nodes, ${limit < nodes ? `of which a token may go to ${num(limit)}` : "and a token may go to all of them"}.`
        : "All experts stand on one node.";
    const step =
      a.now.stepAllToAll === null
        ? ""
        : ` Over all layers, forward and back, a training step exchanges for **${a.said("stepAllToAll")}**.`;
    return `Each token goes to **${a.said("routing.topK")}** of **${a.said("experts")}** experts. The busiest one has **${times(a.of("routing.hotLoad"))}** the mean, and all wait for it. An accelerator routes **${a.said("rankPayload")}**: what stays on a node goes over **${a.said("links.localBandwidth")}**, the rest over **${a.said("links.crossBandwidth")}**. ${where}${step}`;
  },
  because(a) {
    const isLimited = a.of("routing.crossShare") < 1 && (a.now.nodesReached ?? 1) > 1;
    return {
      layerRoundTrip: `The textbook has one accelerator send the tokens of all, and all over the network.${isLimited ? " It also sends each copy for a node by itself." : ""}`,
      stepAllToAll: "Follows from the way there and back.",
      ...(a.now.activeParameterMultiplier > 1 && {
        effectiveActiveParameters:
          "Only experts are unevenly used; the textbook inflates attention as well."
      }),
      expertTime: "The textbook does not time it."
    };
  },
  omits: [
    "Memory: a rank must hold its experts; the training memory page counts them.",
    "Schedule: what covers the exchange must have been ordered so; otherwise both times add up.",
    "Small products: an expert with few tokens computes below its share of the peak.",
    "Dense layers: every layer is taken to have experts, so a step exchanges a little too often."
  ]
});
