import {DistributedModel} from "../lib/models/distributed.js";
import {clusterOf, mostAccelerators} from "../components/cluster.js";
import {num, plural, share, text, times} from "../components/numbers.js";
import type {AnswerOf} from "../components/story-answer.js";
import type {Given} from "../components/inputs.js";
import {story} from "./story.js";

type Told = AnswerOf<typeof DistributedModel>;
type Step = Told["now"];

/** What published runs say of it; test/components/accuracy.test.ts holds it. */
export const accuracy =
  "Ten published runs of Megatron-LM on 32 to 3072 A100 reach 0.9 to 1.3 times what this says.";

const gpus = (a: Told): string => `${num(a.of("accelerators"))} ${a.said("accelerator.name")}`;
const sized = (a: Told, accelerators: number): Step | undefined =>
  a.at({
    fleet: clusterOf(a.given["fleet"], accelerators / a.of("fleet.node.acceleratorsPerNode"))
  });

/** Changes that one would try first, each with its name. */
function changes(a: Told): readonly {readonly words: string; readonly patch: Given}[] {
  const [t, p, m] = [a.of("tpSize"), a.of("ppSize"), a.of("microbatchCount")];
  const node = a.of("fleet.node.acceleratorsPerNode");
  const degrees = (at: number): readonly number[] => [at * 2, at / 2, at * 4, at * 8];
  const isWhole = (x: number): boolean => Number.isInteger(x);
  return [
    ...degrees(t)
      .filter((x) => isWhole(x) && x <= node)
      .map((x) => ({words: `tensor parallel ${num(x)}`, patch: {tpSize: x}})),
    ...degrees(p)
      .filter(isWhole)
      .map((x) => ({words: plural(x, "pipeline stage"), patch: {ppSize: x}})),
    ...degrees(m)
      .filter(isWhole)
      .map((x) => ({words: plural(x, "microbatch", "microbatches"), patch: {microbatchCount: x}})),
    ...(a.is("overlapComm") ? [] : [{words: "overlap", patch: {overlapComm: true}}]),
    ...(a.is("activationRecomputation")
      ? []
      : [{words: "recomputed activations", patch: {activationRecomputation: true}}]),
    ...[p, p * 2, p * 4, p * 8, p * 16].map((x) => ({
      words: `tensor parallel ${num(node)} with ${plural(x, "pipeline stage")}`,
      patch: {tpSize: node, ppSize: x}
    }))
  ];
}

/** Sizes that fit, largest first, down to the first of which half a step computes. */
function beyondHalf(a: Told): {readonly list: readonly Step[]; readonly isAll: boolean} {
  const list: Step[] = [];
  for (let size = mostAccelerators; size >= 8; size /= 2) {
    const step = sized(a, size);
    if (!step?.feasible) continue;
    if (step.scalingEfficiency >= 0.5) return {list, isAll: false};
    list.push(step);
  }
  return {list, isAll: true};
}

export const distributed = story(DistributedModel, {
  title: "Distributed training",
  lane: "A training run",
  start: {
    model: "Llama3_70B",
    batchSize: 1024,
    seqLen: 4096,
    tpSize: 8,
    ppSize: 4,
    microbatchCount: 32,
    overlapComm: true,
    zeroStage: 1,
    attention: "flash"
  },
  controls: [
    {kind: "record", input: "model"},
    {kind: "cluster", powers: true},
    {kind: "slider", input: "batchSize", min: 1, max: 65_536, log: true, until: "feasible"},
    {kind: "slider", input: "tpSize", min: 1, max: 64, log: true, powers: true},
    {kind: "slider", input: "ppSize", min: 1, max: 64, log: true, powers: true},
    {kind: "slider", input: "microbatchCount", min: 1, max: 1024, log: true},
    {kind: "flag", input: "overlapComm"}
  ],
  works: "feasible",
  cards: [
    {
      cell: "stepLatency",
      check: () => "time per iteration in the training log, the first steps left out"
    },
    {
      cell: "exposedCommunication",
      check: () => "nsys profile: NCCL kernels that no other kernel covers",
      sub: (a) => [
        `${share(a.now.exposedCommunication / a.now.stepLatency)} of the step`,
        `${text(a.now.communicationLatency - a.now.exposedCommunication, "s")} more is hidden`
      ]
    },
    {
      cell: "mfuTotal",
      accuracy,
      check: (a) => `tokens/s × FLOP a token ÷ (GPUs × ${a.said("pass.peakFlops")})`
    },
    {
      cell: "memoryFootprint",
      always: true,
      check: () => "torch.cuda.max_memory_allocated() on the first rank",
      sub: (a) => [`of ${a.said("accelerator.memoryCapacity")}`]
    }
  ],
  chart: {
    x: "fleet",
    panels: [
      {
        cell: "stepLatency",
        log: true,
        also: [
          {cell: "replicaLatency", name: "computing"},
          {cell: "exposedCommunication", name: "exchanging"},
          {cell: "pipelineBubbleLatency", name: "waiting"}
        ]
      },
      {cell: "mfuTotal"}
    ],
    works: "feasible",
    least: (least) => `fits from ${num(least)} GPUs on`
  },
  boxes: [
    "batchSize",
    "seqLen",
    "tpSize",
    "ppSize",
    "microbatchCount",
    "efficiency",
    "localBatch",
    "microbatches",
    "replicaLatency",
    "exposedDp",
    "tpCommunicationLatency",
    "p2pLatency",
    "exposedCommunication",
    "pipelineBubbleLatency",
    "stepLatency",
    "mfuTotal"
  ],
  moved: ["stepLatency", "Step"],
  still: ["stragglerFactor", "congestionFactor", "epSize", "bytesPerElement[precision]"],
  ask: {
    id: "distributed-twice",
    question: "The cluster grows to twice its size, the batch stays. How much faster is a step?",
    options: [
      {id: "double", text: "Twice as fast"},
      {id: "some", text: "Faster, but less"},
      {id: "same", text: "Hardly faster"}
    ]
  },
  lead(a) {
    const start = `On ${gpus(a)}, a step of ${a.said("model")} over ${plural(a.of("batchSize"), "sample")}`;
    if (!a.now.feasible)
      return `${start} **does not fit**: each of them would need ${a.said("memoryFootprint")}.`;
    const part = a.now.exposedCommunication / a.now.stepLatency;
    const said = part === 0 ? "nothing" : part < 0.001 ? "under 0.1%" : share(part);
    return `${start} takes **${a.said("stepLatency")}**, and **${said}** of that is communication.`;
  },
  verdict(a) {
    const [need, has] = [a.said("memoryFootprint"), a.said("accelerator.memoryCapacity")];
    const tried = changes(a).flatMap(({words, patch}) => {
      const step = a.at(patch);
      return step?.feasible ? [{words, step}] : [];
    });
    if (!a.now.feasible) {
      const most = a.wall("batchSize");
      const fix =
        tried[0]?.words ??
        (most >= 1 && most < a.of("batchSize")
          ? `a batch of ${num(most)} or less`
          : "a smaller model");
      return {
        isGood: false,
        sentence: `**Does not fit.** Each accelerator needs ${need} and has ${has}. Nearest fix: ${fix}.`
      };
    }
    const best = tried.reduce<(typeof tried)[number] | undefined>(
      (least, one) =>
        one.step.stepLatency < (least?.step.stepLatency ?? 0.99 * a.now.stepLatency) ? one : least,
      undefined
    );
    const more = best
      ? `Faster still: ${best.words}, ${text(best.step.stepLatency, "s")} a step.`
      : "No other degree of parallelism close by is faster.";
    return {isGood: true, sentence: `**Fits.** ${need} of ${has} on each accelerator. ${more}`};
  },
  finding(a, isRevealed) {
    const here = a.of("accelerators");
    if (!isRevealed) return `What happens beyond ${plural(here, "accelerator")}?`;
    const {list, isAll} = beyondHalf(a);
    const first = list.at(-1);
    if (!first)
      return isAll
        ? "This layout fits no cluster of this kind"
        : `Computing is most of a step up to ${num(mostAccelerators)} accelerators`;
    const size =
      first.dataParallel * first.tensorParallel * first.pipelineParallel * first.expertParallel;
    const [lost, time] =
      first.pipelineBubbleLatency > first.exposedCommunication
        ? ["waiting for the pipeline", first.pipelineBubbleLatency]
        : ["exchanging", first.exposedCommunication];
    const where = isAll ? "At every size that fits" : `From ${num(size)} accelerators on`;
    return `${where}, computing is under half of a step: ${lost} alone takes ${text(time, "s")}`;
  },
  reveal(a) {
    const here = a.of("accelerators");
    const twice = sized(a, 2 * here);
    const ratio = twice ? a.now.stepLatency / twice.stepLatency : 1;
    const right = ratio > 1.9 ? "double" : ratio > 1.1 ? "some" : "same";
    if (!twice)
      return {right, sentence: `A cluster of ${num(2 * here)} is larger than this model takes.`};
    const parts = [
      ["computing", a.now.replicaLatency, twice.replicaLatency],
      ["exchanging", a.now.exposedCommunication, twice.exposedCommunication],
      ["waiting", a.now.pipelineBubbleLatency, twice.pipelineBubbleLatency]
    ] as const;
    const said = parts.map(
      ([name, was, is]) => `${name} from ${text(was, "s")} to ${text(is, "s")}`
    );
    return {
      right,
      sentence: `From ${num(here)} to ${num(2 * here)} accelerators a step ${ratio > 1.005 ? `is ${times(ratio)} as fast` : "is no faster"}: ${said.join(", ")}.`
    };
  },
  how(a) {
    const experts =
      a.of("epSize") > 1 ? `, between experts for **${a.said("epCommunicationLatency")}**` : "";
    const stages = a.of("ppSize");
    const waits =
      stages > 1
        ? `It waits **${a.said("pipelineBubbleLatency")}** for the pipeline: ${plural(a.of("microbatches"), "microbatch", "microbatches")} in ${plural(stages, "stage")}.`
        : "There is no pipeline to wait for.";
    return `Each accelerator computes for **${a.said("replicaLatency")}**. It exchanges activations within layers for **${a.said("tpCommunicationLatency")}** and between stages for **${a.said("p2pLatency")}**${experts}, and gradients for **${a.said("dpCommunicationLatency")}**, of which **${a.said("exposedDp")}** hides behind nothing. ${waits}`;
  },
  because(a) {
    const {now, book} = a;
    const differs = (x: number, y: number): boolean => Math.abs(x / y - 1) > 5e-4;
    const [t, p] = [a.of("tpSize"), a.of("ppSize")];
    const used = a.of("microbatches");
    const each = a.of("batchSize") / a.of("dataParallel");
    const computing = [
      each > 1 && !Number.isInteger(each) && "The textbook drops samples that do not divide.",
      !now.feasible && "What does not fit goes to the host and back.",
      a.is("isTransformer") && "Attention’s scores count.",
      p > 1 && a.of("headFlops") > 0 && "The last stage has the output layer alone.",
      "Launches are paid for each microbatch."
    ];
    return {
      stepLatency: "The sum of its parts.",
      replicaLatency: computing.filter((one) => one !== false).join(" "),
      ...(differs(now.tpCommunicationLatency, book.tpCommunicationLatency) && {
        tpCommunicationLatency:
          t > a.of("fleet.node.acceleratorsPerNode")
            ? "Sums are made within nodes first; the textbook sends all over the network."
            : a.is("activationRecomputation")
              ? "Layers that are computed again exchange again."
              : "Each microbatch sums its own activations, and pays the links’ latency again."
      }),
      ...(a.of("epSize") > 1 && {
        epCommunicationLatency:
          "Tokens go out and come back in every layer, forward and back; the textbook counts one of these."
      }),
      ...(p > 1 && {
        p2pLatency: "The textbook forgets what stages hand on.",
        pipelineBubbleLatency: `What waits exchanges within its layers too${used < a.of("microbatchCount") ? `, and there are samples for ${plural(used, "microbatch", "microbatches")} only` : ""}.`
      }),
      ...(differs(now.dpCommunicationLatency, book.dpCommunicationLatency) && {
        dpCommunicationLatency:
          a.of("zeroStage") === 3
            ? "Weights that replicas share out are fetched in every pass."
            : a.of("expertParameters") > 0
              ? "Experts and the rest of the network are summed over different ranks."
              : "The textbook divides a step’s exchange by its passes, and gives each accelerator a network card."
      }),
      ...(differs(now.exposedDp, book.exposedDp) &&
        a.is("overlapComm") && {
          exposedDp: `No more hides than the way back of the last microbatch is long; the textbook always hides ${a.said("overlapEfficiency")}.`
        }),
      optimizerTime: "The textbook updates parameters in no time.",
      mfuTotal:
        each < 1
          ? "The textbook counts a sample for each replica, though there are fewer."
          : "Follows from the step; work with attention’s scores counts too.",
      ...(differs(now.memoryFootprint, book.memoryFootprint) && {
        memoryFootprint:
          "Activations of all microbatches on their way are counted, and what tensor parallelism cannot split."
      })
    };
  },
  omits: [
    "Shapes of matrices: one share of the peak stands for all, so wide networks come out too slow.",
    "Convergence: a larger batch may need more tokens for the same loss.",
    "Failures: a large cluster stops and goes back to a save; the reliability page counts that.",
    "Context parallelism: a sequence stands on the ranks of one layer, so very long ones do not fit."
  ]
});
