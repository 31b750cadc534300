import {ContinuousBatchingModel} from "../lib/models/continuous-batching.js";
import {num, plural, share, text, times} from "../components/numbers.js";
import type {AnswerOf} from "../components/story-answer.js";
import {story} from "./story.js";

const searched = 1024;

type Asked = AnswerOf<typeof ContinuousBatchingModel>;

const uncapped = (a: Asked): ReturnType<Asked["at"]> => a.at({maxBatchSize: 1e6});
/** Requests that the pages would hold without a cap. */
const held = (a: Asked): number => uncapped(a)?.maxActiveRequests ?? 0;
/** The same of slots of full length. */
const slots = (a: Asked): number => uncapped(a)?.staticMaxActiveRequests ?? 0;
const target = (a: Asked): number => a.goal("itlTargetMs") / 1e3;
const devices = (a: Asked): string =>
  a.of("tpSize") === 1
    ? `one ${a.said("hardware")}`
    : `${num(a.of("tpSize"))} ${a.said("hardware")}`;

/** The fewest devices, twice as many each time, that share the layers for which something holds. */
function enough(a: Asked, holds: (now: Asked["now"]) => boolean): string | undefined {
  for (let n = 2; n <= 64; n *= 2) {
    const now = n > a.of("tpSize") ? a.at({tpSize: n}) : undefined;
    if (now && holds(now)) return `${num(n)} devices that share the layers`;
  }
  return undefined;
}

export const continuousBatching = story(ContinuousBatchingModel, {
  title: "Continuous batching",
  lane: "One device",
  start: {
    maxSeqLen: 32_768,
    meanRequestTokens: 1024,
    outputTokens: 256,
    maxBatchSize: 64
  },
  controls: [
    {kind: "record", input: "model"},
    {kind: "record", input: "hardware"},
    {
      kind: "slider",
      input: "maxBatchSize",
      min: 1,
      max: searched,
      log: true,
      until: {cell: "itl", goal: "itlTargetMs", worth: 1e-3},
      says: ["none meets the target", "meets the target up to", "all meet the target"]
    },
    {
      kind: "goal",
      name: "itlTargetMs",
      label: "Target for a token",
      unit: "ms",
      min: 2,
      max: 500
    },
    {kind: "slider", input: "meanRequestTokens", min: 64, max: 32_768, log: true},
    {kind: "slider", input: "outputTokens", min: 1, max: 8192, log: true},
    {kind: "slider", input: "maxSeqLen", min: 256, max: 131_072, log: true},
    {kind: "slider", input: "tpSize", min: 1, max: 16, log: true}
  ],
  works: "feasible",
  unreal: "as it is",
  cards: [
    {
      cell: "throughput",
      accuracy:
        "Thirteen published rates of TensorRT-LLM 0.6 on one A100 or H100 are 1.05 to 1.45 times what this says.",
      check: (a) =>
        `vllm bench throughput --max-num-seqs ${a.of("maxBatchSize")} --input-len ${Math.round(a.of("promptTokens"))} --output-len ${a.of("outputTokens")}`
    },
    {
      cell: "maxActiveRequests",
      check: () => "vllm:num_requests_running at a full queue, from /metrics"
    },
    {
      cell: "itl",
      check: (a) =>
        `vllm bench serve --request-rate inf --max-concurrency ${a.of("maxActiveRequests")}: mean TPOT`
    },
    {
      cell: "speedupVsStatic",
      accuracy:
        "The paper on paged caches finds 96.3% of the cache in use with pages, 20.4 to 38.2% with slots.",
      sub: ({now, book}) => [
        Number.isFinite(now.speedupVsStatic)
          ? Number.isFinite(book.speedupVsStatic) && book.feasible
            ? `textbook ${num(book.speedupVsStatic)}`
            : "textbook –"
          : "not one slot of full length fits"
      ],
      check: () => "tokens/s of an engine with pages ÷ of one that reserves the longest request"
    }
  ],
  chart: {
    x: "maxBatchSize",
    panels: [
      {
        cell: "throughput",
        log: true,
        also: [{cell: "staticThroughput", name: "in slots"}]
      },
      {
        cell: "itl",
        log: true,
        target: (a) => ({at: target(a), words: `target ${text(target(a), "s")}`})
      }
    ],
    works: "feasible",
    textbookEnds: true,
    rules: (a) => {
      const [pages, most] = [held(a), slots(a)];
      return [
        ...(most > 0 && most < 0.4 * pages
          ? [{at: most, words: `slots full at ${num(most)}`}]
          : []),
        ...(pages > 0 ? [{at: pages, words: `pages full at ${num(pages)}`}] : [])
      ];
    }
  },
  boxes: [
    "maxBatchSize",
    "meanRequestTokens",
    "outputTokens",
    "maxSeqLen",
    "pageSize",
    "memoryFraction",
    "hardware.memoryCapacity",
    "hardware.memoryBandwidth",
    "cacheBudget",
    "budgetTokens",
    "residentTokens",
    "maxActiveRequests",
    "staticMaxActiveRequests",
    "stepTime",
    "prefillPerToken",
    "itl",
    "throughput",
    "staticThroughput"
  ],
  moved: ["throughput", "Throughput"],
  ask: {
    id: "continuous-batching-cap",
    question: "The cap is doubled. What happens to the tokens a second?",
    options: [
      {id: "double", text: "They double"},
      {id: "some", text: "They grow, but less"},
      {id: "same", text: "They hardly change"},
      {id: "full", text: "Nothing: the pages are full"}
    ]
  },
  lead(a) {
    const start = `On ${devices(a)}, ${a.said("model")}`;
    if (!a.now.feasible)
      return `${start} **runs no request at all**: ${a.is("fits") ? "what the weights leave is less than the cache of one" : "the weights leave no memory for a cache"}.`;
    const many = a.of("maxActiveRequests");
    const who = many === 1 ? "one request at a time" : `**${num(many)} requests** together`;
    return `${start} runs ${who} and writes **${a.said("throughput")}**.`;
  },
  verdict(a) {
    if (!a.now.feasible) {
      const fix = enough(a, ({feasible}) => feasible);
      const narrow = a.at({precision: "int4"})?.feasible === true ? "4 bits per weight" : undefined;
      const fixes = [narrow, fix].filter((one) => one !== undefined);
      return {
        isGood: false,
        sentence: `**Does not fit.** ${a.said("step.storedBytes")} of weights, ${text(a.of("memoryFraction") * a.of("hardware.memoryCapacity"), "B")} usable on each device. Nearest fix: ${fixes.join(" or ") || "a smaller model"}.`
      };
    }
    const many = a.of("maxActiveRequests");
    const pages = held(a);
    const binds =
      many < a.of("maxBatchSize")
        ? `The pages are full at ${plural(many, "request")}, below the cap`
        : `The cap lets in ${plural(many, "request")}, the pages would hold ${num(pages)}`;
    if (a.of("itl") <= target(a))
      return {isGood: true, sentence: `**Meets the target.** ${binds}.`};
    const most = a.wall("maxBatchSize");
    const alone = a.at({maxBatchSize: 1})?.itl ?? NaN;
    const fix =
      most >= 1
        ? `a cap of ${num(most)} or less`
        : (enough(a, ({itl}) => (itl ?? Infinity) <= target(a)) ??
          `a target of ${text(alone, "s")}, which one request alone takes`);
    return {
      isGood: false,
      sentence: `**Runs, but misses the target.** ${a.said("itl")} per token against ${text(target(a), "s")}. ${binds}. Nearest fix: ${fix}.`
    };
  },
  finding(a, isRevealed) {
    if (!isRevealed) return `What happens beyond a cap of ${num(a.of("maxBatchSize"))}?`;
    const pages = held(a);
    if (pages < 1) return "No request fits, whatever the cap";
    const [most, goal] = [a.wall("maxBatchSize"), text(target(a), "s")];
    if (most < 1) return `No cap meets ${goal}: one request alone is slower`;
    if (most > pages && pages > searched)
      return `All caps up to ${num(searched)} meet ${goal}, and pages hold ${num(pages)}`;
    if (most < pages)
      return `The target binds first: ${plural(most, "request")} meet${most === 1 ? "s" : ""} ${goal}, pages would hold ${num(pages)}`;
    return `Memory binds first: pages hold ${plural(pages, "request")}, ${goal} would allow more`;
  },
  reveal(a) {
    const cap = a.of("maxBatchSize");
    const twice = a.at({maxBatchSize: 2 * cap});
    const {throughput, maxActiveRequests} = a.now;
    if (!twice || throughput === 0 || maxActiveRequests < cap || twice.throughput === throughput)
      return {
        right: "full",
        sentence: `The pages hold ${plural(held(a), "request")}; a higher cap lets in no more.`
      };
    const ratio = twice.throughput / throughput;
    const slower = Number(twice.itl) / a.of("itl");
    return {
      right: ratio > 1.9 ? "double" : ratio > 1.1 ? "some" : "same",
      sentence: `From ${num(maxActiveRequests)} to ${plural(twice.maxActiveRequests, "request")} the throughput ${ratio > 1.005 ? `grows ${times(ratio)}` : "hardly grows"}, and each token takes ${times(slower)} as long. A step reads the weights once, however many share it; cache, arithmetic and prompts come with each request.`
    };
  },
  how(a) {
    const pages = held(a);
    const prompts = a.of("prefillShare");
    const between =
      prompts > 0
        ? ` Reading the prompts of those who join takes **${share(prompts)}** of the time.`
        : "";
    return `The weights leave **${a.said("cacheBudget")}** of each device for caches, **${a.said("budgetTokens")}** in all. A request in its midst has **${a.said("residentTokens")}** there, so pages of ${num(a.of("pageSize"))} hold **${plural(pages, "request")}**; slots as long as the longest request would hold ${num(slots(a))}.${between}`;
  },
  because(a) {
    const {now, book} = a;
    if (!book.feasible)
      return {
        maxActiveRequests:
          a.of("tpSize") > 1
            ? "The textbook knows one device, on which nothing fits."
            : now.feasible
              ? "Whole requests do not fit; half written, as they are in the mean, they do."
              : "Nothing fits in either."
      };
    const kept = 1 - a.of("memoryFraction");
    const shared =
      a.of("tpSize") > 1
        ? "The textbook knows one device."
        : kept > 0
          ? `${share(kept)} of the memory is kept for buffers.`
          : "The same memory may be filled.";
    const capped = "The cap binds in both.";
    const prompts = a.of("prefillShare");
    return {
      throughput: "Follows from the running requests and the time per token.",
      itl: `The textbook reads weights and cache at the full bandwidth, and that is all. Here memory runs at ${share(a.of("memoryEfficiency"))} of it, arithmetic and launches are added${prompts > 0 ? `, and prompts take ${share(prompts)} of the time` : ""}.`,
      maxActiveRequests:
        now.maxActiveRequests === book.maxActiveRequests &&
        book.maxActiveRequests === a.of("maxBatchSize")
          ? capped
          : `${shared}${a.of("residentTokens") < a.of("meanTokens") ? " Answers are half written in the mean, so that a request has fewer tokens in the cache." : ""}`,
      staticMaxActiveRequests:
        now.staticMaxActiveRequests === book.staticMaxActiveRequests &&
        book.staticMaxActiveRequests === a.of("maxBatchSize")
          ? capped
          : shared,
      speedupVsStatic:
        now.speedupVsStatic < book.speedupVsStatic
          ? "Prompts and arithmetic come with each request, in pages as in slots: more requests share only the weights."
          : "Follows from the two throughputs.",
      ttft: "The textbook lets a full batch of the longest prompts go first; here one prompt of mean length is read, after the step that runs."
    };
  },
  omits: [
    "The queue: who waits to be let in, and how long, is left to serving capacity.",
    "Requests that outgrow the pool: one is put off and read again, which costs time.",
    "Chunked prompts: a long prompt is read at once and holds up the others for as long.",
    "Shared beginnings: a prompt whose start is cached already is read faster.",
    "Speculation: drafts that are checked in one step yield several tokens; serving has it."
  ]
});
