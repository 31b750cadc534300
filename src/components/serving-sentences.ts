import type {Verdict} from "./blocks.js";
import {either, num, plural, text, times} from "./numbers.js";
import type {Reveal} from "./predict.js";
import {batches} from "./serving-answer.js";
import type {Fix, ServingAnswer} from "./serving-answer.js";

const ms = (x: number): string => num(x * 1e3);
/** A limit, `over 4095` where the search ended before it. */
const many = (x: number): string =>
  x >= batches.searched ? `over ${num(batches.searched - 1)}` : num(x);

/** The answer, **numbers** marked. */
export function lead({names, now, batch, seq, devices}: ServingAnswer): string {
  const start = `On ${devices === 1 ? "one" : num(devices)} ${names.hardware}, ${names.model}`;
  if (!now.feasible)
    return `${start} with ${plural(batch, "request")} of ${plural(seq, "token")} **does not fit**, so it gives no answer at all.`;
  const who = batch === 1 ? "one request" : `a batch of ${num(batch)}`;
  return `${start} makes ${who} wait **${text(now.ttft, "s")}** for the first token, then **${text(now.itl, "s")}** for each next one.`;
}

/** What published measurements say of the refined times; test/components/accuracy.test.ts holds them. */
export const accuracy = {
  ttft: "Four published times of TensorRT-LLM on an A100 are 0.7 to 1.4 times what this says.",
  itl: "Tuned kernels come close: gpt-fast on an A100 takes 1.03 to 1.09 times what this says, llama.cpp 1.4 to 1.9 times."
} as const;

/** Whether it fits and meets the target, and what would help. */
export function verdict(answer: ServingAnswer, fixes: readonly Fix[]): Verdict {
  const {now, walls, target, batch, devices} = answer;
  const usable = text(now.memoryAvailable, "B");
  const each = devices === 1 ? "" : " on each device";
  if (!now.feasible) {
    const isHeavy = now.modelWeightsSize > devices * now.memoryAvailable;
    const cause = isHeavy ? "the weights alone are too large" : "the cache is too large";
    const fix = fixes.length > 0 ? either(fixes.map(said)) : "a smaller model";
    return {
      isGood: false,
      sentence: `**Does not fit.** Needs ${text(now.totalMemoryRequired, "B")}, ${usable} usable${each}: ${cause}. Nearest fix: ${fix}.`
    };
  }
  const isSlow = now.itl > target;
  const start = isSlow
    ? `**Fits, but misses the target.** ${text(now.itl, "s")} per token against ${ms(target)} ms.`
    : "**Fits and meets the target.**";
  const room = walls.batch - batch;
  const more =
    room > 0 ? `room for ${plural(room, "more request")}` : "no room for another request";
  return {
    isGood: !isSlow,
    sentence: `${start} ${text(now.totalMemoryRequired, "B")} of ${usable} usable${each}, ${more}.`
  };
}

function said(fix: Fix): string {
  switch (fix.kind) {
    case "batch":
      return `a batch of ${num(fix.most)} or less`;
    case "seq":
      return `a context of ${plural(fix.most, "token")} or less`;
    case "precision":
      return fix.name;
    case "devices":
      return `${num(fix.count)} devices`;
    case "hardware":
      return `one ${fix.name}`;
  }
}

/** What the chart found, a sentence for each regime. */
export function finding(
  {walls, target, batch, now, devices}: ServingAnswer,
  isRevealed: boolean
): string {
  const [device, is] = devices === 1 ? ["device", "is"] : ["devices", "are"];
  const [fit, meet, goal] = [walls.batch, walls.target, `${ms(target)} ms`];
  if (!isRevealed) return `What happens beyond batch ${num(batch)}?`;
  if (fit < 1)
    return now.modelWeightsSize > devices * now.memoryAvailable
      ? `No batch fits: the weights alone exceed the ${device}`
      : `No batch fits: one request of this length exceeds the ${device}`;
  if (meet < 1) return `No batch meets ${goal}: the ${device} ${is} too slow for this target`;
  if (meet < fit)
    return `Latency binds first: ${plural(meet, "request")} meet ${goal}, memory would hold ${many(fit)}`;
  return `Memory binds first: it holds ${many(fit)} ${fit === 1 ? "request" : "requests"}, ${goal} would allow ${many(meet)}`;
}

/** What doubling the batch does. */
export function reveal({values, now, twice, batch}: ServingAnswer): Reveal {
  const ratio = twice.itl / now.itl;
  const weights = text(values["decode.weightBytes"], "B");
  const grows = ratio >= 1.0005 ? `grows ${times(ratio)}` : "stays the same";
  return {
    right: ratio < 1.1 ? "same" : ratio < 1.5 ? "some" : "double",
    sentence: `From ${plural(batch, "request")} to ${num(2 * batch)} the wait ${grows}. The ${weights} of weights are read once a step however many requests share them; the cache grows from ${text(now.kvCacheSize, "B")} to ${text(twice.kvCacheSize, "B")}.`
  };
}

/** Why the fidelities differ, by quantity. */
export function because({
  now,
  book,
  values,
  devices
}: ServingAnswer): Readonly<Record<string, string>> {
  const of = (name: string): number => Number(values[name]);
  const moe = of("decode.matmulParameters") < of("model.parameters");
  const alone = devices > 1 ? "The textbook knows one device. " : "";
  const share = `Memory runs at ${num(of("memoryEfficiency") * 100)}% of its peak`;
  return {
    ttft: `${alone}${
      moe
        ? "A token passes through a few experts only; attention is causal, so half of the scores."
        : "Attention is causal, so half of the scores; launches of every layer are added."
    }`,
    itl: `${alone}${moe ? `Only the experts that the batch visits are read. ${share}` : share}, and ${text(values["decode.computeTime"], "s")} of arithmetic is added.`,
    tokensPerSecond: "Follows from the time per token.",
    batch:
      now.memoryAvailable < book.memoryAvailable
        ? `${alone}${text(book.memoryAvailable - now.memoryAvailable, "B")} of the memory is kept for buffers.`
        : "The same memory may be filled."
  };
}

/** What holds on each slider. */
export function limits({walls, target}: ServingAnswer): {
  readonly batch: string;
  readonly seq: string;
  readonly target: string;
} {
  const none = "nothing fits";
  return {
    batch:
      walls.batch < 1
        ? none
        : walls.batch < batches.max
          ? `memory holds ${num(walls.batch)}`
          : "all fit",
    seq: walls.seq < 1 ? none : `memory holds ${num(walls.seq)} each`,
    target: `${num(1 / target)} tokens/s for each reader`
  };
}
