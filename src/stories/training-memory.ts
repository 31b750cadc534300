import {TrainingMemoryModel} from "../lib/models/training-memory.js";
import {either, num, plural, text, times} from "../components/numbers.js";
import type {AnswerOf} from "../components/story-answer.js";
import {story} from "./story.js";

const gb = (bytes: number): string => text(bytes, "B", "GB");
/** What stands before the first sample: no batch changes it. */
const states = ["weights", "gradients", "optimizerState"] as const;
const parts = [
  {name: "weights", cells: ["weights"]},
  {name: "gradients and buffers", cells: ["gradients", "communicationBuffers"]},
  {name: "optimizer state", cells: ["optimizerState"]},
  {name: "activations", cells: ["activations"]}
] as const;

type Asked = AnswerOf<typeof TrainingMemoryModel>;

const devices = (a: Asked): number =>
  a.of("dpSize") * a.of("tpSize") * a.of("ppSize") * a.of("epSize");
const stateOf = (a: Asked): number => states.reduce((sum, name) => sum + a.of(name), 0);
const samples = (count: number): string => plural(count, "sequence");

/** The largest part and its name. */
function largestOf(a: Asked): readonly [name: string, bytes: number] {
  const sized = parts.map(
    ({name, cells}) => [name, cells.reduce((sum, cell) => sum + a.of(cell), 0)] as const
  );
  return sized.reduce((best, one) => (one[1] > best[1] ? one : best));
}

/** What would make it fit while the rest stays as it is, the least change of each kind. */
function fixes(a: Asked): readonly string[] {
  const found: string[] = [];
  const first = (input: string, values: readonly unknown[], said: (value: never) => string) => {
    const value = values.find((one) => a.at({[input]: one})?.feasible === true);
    if (value !== undefined) found.push(said(value as never)); // of the list that was given
  };
  const most = a.wall("batchSize");
  const isBatch = most >= 1 && Number.isFinite(most);
  const doubled = (from: number, to: number): readonly number[] =>
    Array.from({length: 12}, (_, i) => from * 2 ** (i + 1)).filter((x) => x <= to);
  const [copies, stage] = [a.of("dpSize"), a.of("zeroStage")];
  if (a.values["activationCheckpointing"] !== "full")
    first("activationCheckpointing", ["full"], () => "full recomputation");
  if (copies > 1) first("zeroStage", [1, 2, 3].slice(stage), (z: number) => `ZeRO stage ${num(z)}`);
  if (isBatch) found.push(`a batch of ${num(most)} or less`);
  first(
    "gradientAccumulationSteps",
    doubled(a.of("gradientAccumulationSteps"), a.of("batchSize") / copies),
    (steps: number) => `the batch in ${num(steps)} parts`
  );
  first(
    "tpSize",
    doubled(a.of("tpSize"), 64),
    (degree: number) => `each layer split over ${num(degree)}`
  );
  if (stage > 0 && found.length === 0)
    first("dpSize", doubled(copies, 4096), (count: number) => `${num(count)} copies`);
  return found;
}

export const trainingMemory = story(TrainingMemoryModel, {
  title: "Training memory",
  lane: "A training run",
  start: {
    model: "Llama3_70B",
    batchSize: 256,
    seqLen: 4096,
    dpSize: 64,
    zeroStage: 3,
    activationCheckpointing: "full",
    attention: "flash"
  },
  controls: [
    {kind: "record", input: "model"},
    {kind: "record", input: "hardware"},
    {kind: "choice", input: "activationCheckpointing"},
    {kind: "choice", input: "attention"},
    {kind: "slider", input: "zeroStage", min: 0, max: 3},
    {kind: "slider", input: "batchSize", min: 1, max: 4096, log: true, until: "feasible"},
    {kind: "slider", input: "seqLen", min: 128, max: 131_072, log: true, until: "feasible"},
    {kind: "slider", input: "dpSize", min: 1, max: 1024, log: true},
    {kind: "slider", input: "tpSize", min: 1, max: 64, log: true}
  ],
  works: "feasible",
  cards: [
    {
      cell: "totalMemory",
      always: true,
      check: () => "torch.cuda.max_memory_allocated() after a step",
      sub: (a) => [
        `${a.said("memoryUtilization")} of ${a.said("availableMemory")}`,
        `textbook ${gb(a.book.totalMemory)}`
      ]
    },
    {
      cell: "activations",
      always: true,
      accuracy:
        "Four networks of 22 to 1000 billion parameters in Korthikanti et al. come out to every printed digit.",
      check: () => "torch.cuda.memory_allocated() after the forward pass − before it"
    },
    {
      cell: "optimizerState",
      always: true,
      check: () => "bytes of all tensors in optimizer.state, on one rank"
    },
    {
      cell: "weights",
      always: true,
      check: () => "sum of p.numel() × p.element_size() over model.parameters(), on one rank"
    }
  ],
  chart: {
    x: "batchSize",
    panels: [{cell: "totalMemory", parts, limit: {cell: "availableMemory", name: "device memory"}}],
    works: "feasible",
    wall: (most) => `full at ${num(most)}`
  },
  boxes: [
    "batchSize",
    "seqLen",
    "dpSize",
    "tpSize",
    "zeroStage",
    "model.parameters",
    "model.layers",
    "rank.paramsPerRank",
    "rank.paramsPerShard",
    "rank.optimizerBytes",
    "rank.microbatch",
    "rank.width",
    "rank.blockBytes",
    "rank.scoreBytes",
    "rank.keptBytes",
    "rank.recomputedBytes",
    "rank.gatheredWeights",
    "weights",
    "gradients",
    "optimizerState",
    "activations",
    "communicationBuffers",
    "totalMemory",
    "availableMemory",
    "memoryUtilization"
  ],
  moved: ["totalMemory", "Memory needed"],
  // stages, degrees and samples are whole, and a format has its width: none moves by a per cent
  still: [
    "zeroStage",
    "batchSize",
    "gradientAccumulationSteps",
    "dpSize",
    "tpSize",
    "ppSize",
    "epSize",
    "bytesPerElement[precision]",
    "masterBytes[optimizer]",
    "momentBytes[optimizer]"
  ],
  ask: {
    id: "training-memory-batch",
    question: "Twice the batch on the same devices. How much more memory does each of them need?",
    options: [
      {id: "double", text: "Twice as much"},
      {id: "some", text: "More, but not twice"},
      {id: "same", text: "Hardly more"}
    ]
  },
  lead(a) {
    const many = devices(a);
    const [name, bytes] = largestOf(a);
    const on = `${many === 1 ? "one" : num(many)} ${a.said("hardware")}`;
    const start = `Training ${a.said("model")} on ${on} with ${samples(a.of("batchSize"))} a step`;
    return a.now.feasible
      ? `${start} fills **${a.said("memoryUtilization")}** of each memory; the largest part is ${name}, **${gb(bytes)}**.`
      : `${start} **does not fit**: ${gb(a.now.totalMemory)} are needed where ${a.said("availableMemory")} are there.`;
  },
  verdict(a) {
    if (!a.now.feasible) {
      const help = fixes(a).slice(0, 3);
      const fix = help.length > 0 ? either(help) : "a smaller model or a larger device";
      return {
        isGood: false,
        sentence: `**Does not fit.** Each device needs ${gb(a.now.totalMemory)} and has ${a.said("availableMemory")}. Nearest fix: ${fix}.`
      };
    }
    const most = a.wall("batchSize");
    const room =
      most === Infinity
        ? "every batch of this page fits"
        : most > a.of("batchSize")
          ? `the batch may grow to ${num(most)}`
          : "no room for a larger batch";
    return {
      isGood: true,
      sentence: `**Fits.** ${gb(a.now.totalMemory)} of ${a.said("availableMemory")} filled, ${room}.`
    };
  },
  finding(a, isRevealed) {
    const batch = a.of("batchSize");
    if (!isRevealed) return `What happens beyond a batch of ${num(batch)}?`;
    const most = a.wall("batchSize");
    const fixed = a.now.totalMemory - a.now.activations - a.of("rank.pipelineBuffer");
    const gone = `${gb(fixed)} of ${a.said("availableMemory")} are gone`;
    if (fixed > a.now.availableMemory)
      return `No batch fits: ${gb(fixed)} stand before the first sequence`;
    if (most < 1) return `No batch fits: ${gone} before the first sequence, and one is too many`;
    return most === Infinity
      ? `Before the first sequence ${gone}, and no batch here fills the rest`
      : `Before the first sequence ${gone}; the rest holds a batch of ${num(most)}`;
  },
  reveal(a) {
    const batch = a.of("batchSize");
    const twice = a.at({batchSize: 2 * batch});
    const ratio = twice ? twice.totalMemory / a.now.totalMemory : 1;
    const grows =
      ratio < 1.0005
        ? "each device needs what it needed"
        : `each device needs ${times(ratio)}, ${gb(twice!.totalMemory)}${twice!.feasible ? "" : ", which does not fit"}`;
    const why =
      twice && twice.microbatch > a.now.microbatch
        ? `Activations go from ${gb(a.now.activations)} to ${gb(twice.activations)}; weights, gradients and optimizer state stay at ${gb(stateOf(a))}.`
        : "A device takes one whole sequence at least, and some had nothing else to take.";
    return {
      right: ratio > 1.9 ? "double" : ratio > 1.1 ? "some" : "same",
      sentence: `From ${num(batch)} to ${samples(2 * batch)} ${grows}. ${why}`
    };
  },
  how(a) {
    const waiting = a.of("rank.inFlight");
    const kept = `${plural(a.of("rank.layersPerStage"), "layer")} × ${gb(a.of("rank.keptBytes"))}${waiting > 1 ? ` × ${num(waiting)} in flight` : ""}`;
    const again = a.of("rank.recomputedBytes");
    const copies = a.of("dpSize");
    const keeps =
      copies > 1
        ? `At ZeRO stage ${num(a.of("zeroStage"))} among ${num(copies)} copies it keeps`
        : "It keeps";
    return `A device computes with **${a.said("paramsPerRank")}** parameters. ${keeps} weights of **${gb(a.now.weights)}**, gradients of **${gb(a.now.gradients)}**, and the optimizer’s ${num(a.of("rank.optimizerBytes"))} bytes a parameter, **${gb(a.now.optimizerState)}**. Activations wait for the backward pass: ${kept}${again > 0 ? `, and ${gb(again)} of the layer that is computed again` : ""}.`;
  },
  because(a) {
    const same = (name: "activations" | "communicationBuffers"): boolean =>
      Math.abs(a.now[name] - a.book[name]) <= 1e-9 * a.now[name];
    return {
      totalMemory: "Follows from the parts.",
      activations: same("activations")
        ? "The same here. They differ where whole layers are computed again."
        : a.of("rank.recomputedBytes") > 0
          ? "The layer that is computed again needs all its activations meanwhile; the textbook forgets them."
          : "A fused kernel keeps a number for each row of scores.",
      communicationBuffers: same("communicationBuffers")
        ? "The same here. They differ from ZeRO stage 3 on."
        : (a.now.gatheredWeights ?? 0) > 0
          ? "Two layers’ weights are put together while they are used; the textbook forgets them."
          : "Stages hand on what tensor parallelism has split."
    };
  },
  omits: [
    "The framework’s own memory: context, workspaces and fragmentation come on top, so leave some gigabytes free.",
    "The output layer: its logits stand on the last stage and are in no total; with a large vocabulary they matter.",
    "Offloading: what lies on the host takes no device memory, and time.",
    "Time: recomputation and ZeRO stage 3 pay with arithmetic and traffic, which the page of the training step prices."
  ]
});
