import {SingleNodeModel} from "../lib/models/single-node.js";
import {capital, num, plural, text, times} from "../components/numbers.js";
import type {AnswerOf} from "../components/story-answer.js";
import {story} from "./story.js";

type Asked = AnswerOf<typeof SingleNodeModel>;
type Term = "Compute" | "Memory" | "Overhead";

const most = 1024;
const ms = (time: number): string => text(time, "s", "ms");
const termOf = (a: Asked, batch: number): Term | undefined => a.at({batchSize: batch})?.bindingTerm;
const holds: Readonly<Record<Term, string>> = {
  Compute: "arithmetic",
  Memory: "memory",
  Overhead: "overhead"
};

const now = (a: Asked): Term => a.now.bindingTerm ?? a.now.bottleneck;

const goes = (from: number, to = from): string =>
  ms(from) === ms(to) ? `stays at ${ms(to)}` : `goes from ${ms(from)} to ${ms(to)}`;

/** What one sample of the network is, in words. */
const samples = (a: Asked, count: number): string => plural(count, a.now.workUnit ?? "sample");

/** The longest part by batch: each with the batch from which on it is. */
function turns(a: Asked): readonly {readonly term: Term; readonly from: number}[] {
  const found: {readonly term: Term; readonly from: number}[] = [];
  let low = 1;
  for (let batch = 1; batch <= most; batch *= 2) {
    const term = termOf(a, batch);
    if (term === undefined) break;
    if (found.at(-1)?.term !== term) {
      // the first of these is between the batch before and this one
      let [before, here] = [low, batch];
      while (here - before > 1) {
        const middle = (before + here) >> 1;
        if (termOf(a, middle) === term) here = middle;
        else before = middle;
      }
      found.push({term, from: here});
    }
    low = batch;
  }
  return found;
}

export const singleNode = story(SingleNodeModel, {
  title: "Roofline",
  lane: "One device",
  controls: [
    {kind: "record", input: "model"},
    {kind: "record", input: "hardware"},
    {kind: "choice", input: "precision", only: ["fp32", "fp16", "int8", "int4"]},
    {kind: "slider", input: "batchSize", min: 1, max: most, log: true, until: "feasible"},
    {kind: "slider", input: "efficiency", min: 5, max: 100, percent: true},
    {kind: "slider", input: "memoryEfficiency", min: 5, max: 100, percent: true},
    {
      kind: "slider",
      input: "layerOverhead",
      min: 0.1,
      max: 1000,
      log: true,
      step: 0.1,
      shown: {unit: "µs", worth: 1e-6}
    }
  ],
  works: "feasible",
  cards: [
    {
      cell: "latency",
      always: true,
      accuracy: "One token of gpt-fast on an A100 takes 1.05 to 1.11 times what this says.",
      check: () => 'torch.utils.benchmark.Timer("model(x)", globals=globals()).blocked_autorange()'
    },
    {cell: "throughput", always: true, check: () => "batch ÷ the time that the timer measures"},
    {
      cell: "arithmeticIntensity",
      always: true,
      check: () => "ncu --set roofline python run.py",
      sub: (a) => [
        `both roofs meet at ${num(a.of("effectiveRidge"))}`,
        `textbook ${num(a.book.arithmeticIntensity)}`
      ]
    },
    {
      cell: "mfu",
      always: true,
      check: () =>
        "torch.utils.flop_counter.FlopCounterMode: operations ÷ time ÷ the datasheet’s peak"
    }
  ],
  chart: {
    x: "batchSize",
    panels: [
      {
        cell: "latency",
        log: true,
        also: [
          {cell: "latencyCompute", name: "arithmetic"},
          {cell: "latencyMemory", name: "memory"},
          {cell: "latencyOverhead", name: "overhead"}
        ]
      },
      {cell: "throughput", log: true}
    ],
    works: "feasible",
    wall: (last) => `memory full at ${num(last)}`,
    rules: (a) =>
      turns(a)
        .slice(1)
        .map(({term, from}) => ({at: from, words: `${holds[term]} from ${num(from)}`}))
  },
  boxes: [
    "batchSize",
    "efficiency",
    "memoryEfficiency",
    "layerOverhead",
    "model.layers",
    "hardware.memoryBandwidth",
    "hardware.memoryCapacity",
    "pass.peakFlops",
    "opsPerSample",
    "batchOps",
    "peakFlopsActual",
    "latencyCompute",
    "weightBytes",
    "weightsRead",
    "activationBytes",
    "memoryTraffic",
    "memoryFootprint",
    "feasible",
    "deviceReadTime",
    "latencyMemory",
    "latencyOverhead",
    "latency",
    "throughput",
    "arithmeticIntensity",
    "mfu"
  ],
  moved: ["throughput", "Throughput"],
  still: ["bytesPerElement[precision]", "bytesPerElement['fp16']", "overlap"],
  ask: {
    id: "single-node-batch",
    question: "Twice the batch. How much longer does it take?",
    options: [
      {id: "same", text: "Hardly longer"},
      {id: "some", text: "Longer, but not twice"},
      {id: "double", text: "Twice as long"}
    ]
  },
  lead(a) {
    const {feasible, latency} = a.now;
    const batch = a.of("batchSize");
    const [take, them] = batch === 1 ? ["takes", "it"] : ["take", "them"];
    const start = `On one ${a.said("hardware")}, ${samples(a, batch)} of ${a.said("model")} ${take} **${ms(latency)}**`;
    return feasible
      ? `${start}, and **${holds[now(a)]} holds ${them} back**.`
      : `${start}: the network **does not fit**, and every pass fetches the rest from the host.`;
  },
  verdict(a) {
    const [need, usable] = [a.said("memoryFootprint"), a.said("memoryAvailable")];
    if (!a.now.feasible) {
      const last = a.wall("batchSize");
      const narrow = (["fp8", "int4"] as const).find((precision) => a.at({precision})?.feasible);
      const fix =
        last >= 1
          ? `a batch of ${num(last)} or less`
          : narrow
            ? `${narrow === "fp8" ? 8 : 4} bits a weight`
            : "a larger device";
      return {
        isGood: false,
        sentence: `**Does not fit.** Needs ${need}, ${usable} usable: ${a.said("offloadSpillBytes")} stay on the host. Nearest fix: ${fix}.`
      };
    }
    const batch = a.of("batchSize");
    const next = turns(a).find(({from}) => from > batch);
    const then = next
      ? `From a batch of ${num(next.from)} on, ${holds[next.term]} takes longest.`
      : `Of all larger batches ${holds[now(a)]} takes longest, too.`;
    return {isGood: true, sentence: `**Fits.** ${need} of ${usable} filled. ${then}`};
  },
  finding(a, isRevealed) {
    if (!isRevealed) return `What happens beyond batch ${num(a.of("batchSize"))}?`;
    const [first, ...later] = turns(a);
    if (!first) return "No batch can be worked out here";
    const then = later.map(({term, from}) => `${holds[term]} from ${num(from)} on`);
    const start = capital(holds[first.term]);
    return later.length === 0
      ? `${start} holds every batch up to ${num(most)} back`
      : `${start} holds small batches back, ${then.join(", ")}`;
  },
  reveal(a) {
    const batch = a.of("batchSize");
    const {latency, latencyCompute, latencyMemory, latencyOverhead} = a.now;
    const twice = a.at({batchSize: 2 * batch});
    const ratio = twice && latency > 0 ? twice.latency / latency : 1;
    const own =
      a.of("activationBytes") > a.of("weightsRead")
        ? "most of it activations, which each sample has of its own"
        : "the weights are read once for all";
    const grows = ratio > 1.0005 ? `takes ${times(ratio)} as long` : "takes as long as it did";
    return {
      right: ratio > 1.8 ? "double" : ratio > 1.1 ? "some" : "same",
      sentence: `A batch of ${num(2 * batch)} ${grows}. Arithmetic ${goes(latencyCompute, twice?.latencyCompute)}, memory ${goes(latencyMemory, twice?.latencyMemory)}: ${own}. Overhead stays at ${ms(latencyOverhead)}.`
    };
  },
  how(a) {
    const rest =
      a.of("overlap") === 1
        ? "The longer of the two counts"
        : "What the shorter does not hide is added to the longer";
    if (a.of("batchOps") === 0)
      return `The record states no operations, so arithmetic counts for nothing. The batch moves **${a.said("memoryTraffic")}**, which takes **${a.said("latencyMemory")}**; **${a.said("latencyOverhead")}** of overhead come on top.`;
    return `The batch is **${a.said("batchOps")}** and moves **${a.said("memoryTraffic")}**: ${num(a.of("arithmeticIntensity"))} operations a byte, where the device needs ${num(a.of("effectiveRidge"))} to be held back by arithmetic. Arithmetic takes **${a.said("latencyCompute")}**, memory **${a.said("latencyMemory")}**. ${rest}, and **${a.said("latencyOverhead")}** of overhead come on top.`;
  },
  because(a) {
    const share = `Memory runs at ${num(a.of("memoryEfficiency") * 100)}% of its peak`;
    const isRough = a.is("activationsAreRough");
    const work =
      a.of("steps") > 1
        ? "every denoising step moves the weights and the activations again"
        : a.of("weightsRead") < a.of("weightBytes")
          ? "only the experts that the batch visits are read, and activations are counted"
          : isRough
            ? "activations stay a share of the weights, for the record states nothing to count"
            : "activations are counted, where the textbook takes a tenth of the weights for every sample";
    const change = Math.sign(a.now.arithmeticIntensity - a.book.arithmeticIntensity);
    return {
      latency: "Follows from its parts.",
      latencyMemory: a.now.feasible
        ? `${share}, and ${work}.`
        : `Only what does not fit crosses the link to the host; ${work}.`,
      latencyOverhead:
        a.of("steps") > 1
          ? "Every denoising step launches all layers again; the textbook launches them once."
          : "The same: one launch a layer, whatever the batch.",
      throughput: "Follows from the time of a batch.",
      arithmeticIntensity:
        change === 0
          ? "The same bytes for the same operations."
          : `${change > 0 ? "Fewer" : "More"} bytes for the same operations: ${work}.`,
      effectiveRidge:
        a.of("effectiveRidge") < a.book.effectiveRidge
          ? "Only what does not fit crosses the link, so fewer operations a byte keep arithmetic busy."
          : "A memory below its peak needs more operations a byte to keep arithmetic busy.",
      memoryFootprint: isRough
        ? "The same: the record states no activations of a layer to stand beside the weights."
        : `The activations of a layer, ${a.said("liveBytes")}, stand beside the weights.`,
      memoryAvailable: `${num(a.of("memoryFraction") * 100)}% of the memory may be filled; the rest is for buffers.`
    };
  },
  omits: [
    "The cache of a conversation: a token here has no context; the serving page reads one.",
    "Operators: one roofline for the whole network, though some layers are left of the ridge and some right.",
    "Cache on the chip: activations that stay there need no bandwidth.",
    "Copies from the host: what comes in with each batch is not counted, only weights that do not fit."
  ]
});
