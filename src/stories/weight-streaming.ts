import {WeightStreamingModel} from "../lib/models/weight-streaming.js";
import {num, plural, times} from "../components/numbers.js";
import {story} from "./story.js";

export const weightStreaming = story(WeightStreamingModel, {
  title: "Weight streaming",
  lane: "One device",
  start: {hardware: "Cerebras_CS3", model: "Llama3_70B"},
  controls: [
    {kind: "record", input: "model"},
    {kind: "record", input: "hardware"},
    {kind: "choice", input: "phase"},
    {kind: "choice", input: "placement"},
    {kind: "choice", input: "precision", only: ["fp16", "fp8", "int4"]},
    {kind: "slider", input: "batchSize", min: 1, max: 1024, log: true, until: "feasible"},
    {kind: "slider", input: "seqLen", min: 128, max: 131_072, log: true, until: "feasible"},
    {kind: "slider", input: "efficiency", min: 5, max: 100, percent: true}
  ],
  works: "feasible",
  cards: [
    {
      cell: "throughput",
      accuracy:
        "Cerebras states 450 tokens/s for one user on resident weights; it publishes nothing for a stream.",
      check: () => "output tokens of a run ÷ its wall time"
    },
    {cell: "passTime", check: () => "wall time of a run ÷ its output tokens"},
    {cell: "optimalBatchSize", check: () => "throughput by batch: the bend of the curve"},
    {
      cell: "waferMemoryUtilization",
      always: true,
      check: () => "the compiler’s memory report",
      sub: (a) => [`${a.said("waferMemoryRequired")} of ${a.said("hardware.memoryCapacity")}`]
    }
  ],
  chart: {
    x: "batchSize",
    panels: [
      {
        cell: "layerTime",
        log: true,
        also: [
          {cell: "layerComputeTime", name: "computing"},
          {cell: "layerInjectionTime", name: "streaming"}
        ]
      },
      {cell: "throughput"}
    ],
    works: "feasible",
    wall: (most) => `wafer full at ${num(most)}`
  },
  boxes: [
    "batchSize",
    "seqLen",
    "efficiency",
    "model.parameters",
    "model.layers",
    "hardware.memoryCapacity",
    "injectionBandwidth",
    "pass.peakFlops",
    "kvBytes",
    "activationBytes",
    "waferMemoryRequired",
    "waferMemoryUtilization",
    "feasible",
    "layerWeightBytes",
    "layerFlops",
    "layerInjectionTime",
    "layerComputeTime",
    "layerTime",
    "passTime",
    "throughput",
    "optimalBatchSize",
    "memoryBatchSize",
    "usableBatchSize"
  ],
  moved: ["throughput", "Throughput"],
  ask: {
    id: "weight-streaming-batch",
    question:
      "Twice as many requests share one stream of the weights. What happens to the throughput?",
    options: [
      {id: "double", text: "It doubles"},
      {id: "some", text: "It grows, but less"},
      {id: "same", text: "It hardly changes"},
      {id: "full", text: "They no longer fit"}
    ]
  },
  lead(a) {
    const {feasible, bottleneck} = a.now;
    const start = `On a ${a.said("hardware")}, ${a.said("model")} with ${plural(a.of("batchSize"), "request")}`;
    if (!feasible)
      return `${start} **does not fit**: what must stay on the wafer is larger than it.`;
    const waits =
      bottleneck === "Interconnect-Bandwidth-Bound"
        ? "the wafer waits for its weights"
        : bottleneck === "Compute-Bound"
          ? "the weights wait for the wafer"
          : "nothing streams, the wafer itself sets the pace";
    return `${start} writes **${a.said("throughput")}**, and ${waits}.`;
  },
  verdict(a) {
    const need = `${a.said("waferMemoryRequired")} of ${a.said("hardware.memoryCapacity")}`;
    const most = a.wall("batchSize");
    if (!a.now.feasible)
      return {
        isGood: false,
        sentence: `**Does not fit.** Cache and activations need ${need}. Nearest fix: ${most >= 1 ? `a batch of ${num(most)} or less` : "a shorter context"}.`
      };
    const {optimalBatchSize} = a.now;
    const usable = a.of("usableBatchSize");
    const batch = a.of("batchSize");
    const balance =
      a.values["placement"] === "resident"
        ? "The weights stay on the wafer."
        : usable < optimalBatchSize
          ? `Balance needs ${num(optimalBatchSize)} requests, the wafer holds ${num(usable)}.`
          : batch < optimalBatchSize
            ? `Balance needs ${num(optimalBatchSize)} requests, ${num(optimalBatchSize - batch)} more.`
            : "The batch is large enough to hide the stream.";
    return {isGood: true, sentence: `**Fits.** ${need} filled. ${balance}`};
  },
  finding(a, isRevealed) {
    const batch = a.of("batchSize");
    if (!isRevealed) return `What happens beyond batch ${num(batch)}?`;
    const {optimalBatchSize, feasible} = a.now;
    const most = Math.min(a.wall("batchSize"), a.of("memoryBatchSize"));
    if (a.values["placement"] === "resident")
      return "Weights that stay on the wafer leave no stream to wait for";
    if (!feasible && most < 1) return "No batch fits on this wafer";
    return most < optimalBatchSize
      ? `The wafer is full at ${plural(most, "request")}, before computing hides the stream`
      : `From ${plural(optimalBatchSize, "request")} on, computing hides the stream`;
  },
  reveal(a) {
    const batch = a.of("batchSize");
    const twice = a.at({batchSize: 2 * batch});
    const was = a.now.throughput;
    const ratio = twice && was > 0 ? twice.throughput / was : 0;
    if (!twice?.feasible || was === 0)
      return {
        right: "full",
        sentence: `The cache of ${plural(2 * batch, "request")} does not fit on the wafer.`
      };
    return {
      right: ratio > 1.9 ? "double" : ratio > 1.1 ? "some" : "same",
      sentence: `From ${num(batch)} to ${plural(2 * batch, "request")} the throughput ${ratio > 1.0005 ? `grows ${times(ratio)}` : "stays as it is"}. A layer streams in ${a.said("layerInjectionTime")} however many requests wait for it, and computes for ${a.said("layerComputeTime")}.`
    };
  },
  how: (a) =>
    `A layer’s weights, **${a.said("layerWeightBytes")}**, stream in over **${a.said("injectionBandwidth")}** while the layer before computes. Streaming takes **${a.said("layerInjectionTime")}**, computing **${a.said("layerComputeTime")}**; the longer one is paid ${plural(a.of("model.layers"), "time")}. Only the cache, **${a.said("kvBytes")}**, and the activations stay.`,
  because: () => ({
    throughput: "Follows from the time of a pass.",
    passTime: "The textbook forgets that nothing hides the first layer’s way in.",
    layerComputeTime: "Attention and the output layer are counted, and the cache is read.",
    layerInjectionTime:
      "The textbook takes the 1.2 Tb/s of a CS-3’s link for 1.2 TB/s, and streams experts that no token needs.",
    waferMemoryRequired: "The textbook adds a tenth to the cache; refined counts the activations.",
    optimalBatchSize: "Follows from the link: a slower stream needs more requests to hide it."
  }),
  omits: [
    "Speculation: a small draft model on the wafer would yield several tokens a pass.",
    "Training: gradients stream out as weights stream in.",
    "Several wafers: a stream feeds one; only resident weights use more.",
    "Yield of cores: those that are mapped out are in the efficiency."
  ]
});
