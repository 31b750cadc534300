import type {FunctionSpec} from "../expression/functions.js";
import {waiting} from "./queueing.js";
import {sojournBeyond} from "./sojourn.js";

/** 99th percentile of the wait, M/M/c times the variability factor; infinite when overloaded. */
function wait99(arrivals: number, service: number, servers: number, cv: number): number {
  const load = arrivals * service;
  if (!(load < servers)) return Infinity;
  const drain = (servers - load) / service;
  return (Math.max(0, Math.log(waiting(load, servers) / 0.01)) / drain) * ((1 + cv * cv) / 2);
}

/** The least whole number in [from, to] from which on something holds; `to` where it never does. */
function leastWhole(holds: (n: number) => boolean, from: number, to: number): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

export const leastReplicas: FunctionSpec = {
  doc: "Fewest replicas with which the base and the 99% wait are within the target; the most where none is enough",
  args: ["1/s", "s", "1", "s", "s", "replica"],
  unit: "replica",
  evaluate: (arrivals = NaN, service = NaN, cv = NaN, base = NaN, target = NaN, most = NaN) =>
    leastWhole((servers) => base + wait99(arrivals, service, servers, cv) <= target, 1, most),
  latex: ([arrivals = "", service = "", cv = "", base = "", target = "", most = ""]) =>
    `\\min\\left\\{c \\le ${most} : ${base} + w_{.99}(${arrivals}, ${service}, ${cv}, c) \\le ${target}\\right\\}`
};

/** How long a decode step takes, as it depends on the requests in it; times in seconds. */
interface Step {
  /** arithmetic and cache of one request */
  readonly compute: number;
  readonly cache: number;
  /** all weights, those of experts, and the share of experts that one request leaves idle */
  readonly weights: number;
  readonly experts: number;
  readonly idle: number;
  /** launches, and links between devices for one request */
  readonly fixed: number;
  readonly link: number;
  readonly hidden: number;
}

const stepUnits = ["s", "s", "s", "s", "1", "s", "s", "1"] as const;

function stepOf(from: readonly number[]): Step {
  const [compute, cache, weights, experts, idle, fixed, link, hidden] = from as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number
  ]; // as in `stepUnits`
  return {compute, cache, weights, experts, idle, fixed, link, hidden};
}

/** The pass of `cells/pass-traffic.ts` and `forward-pass.ts` by its batch; a test holds the two together. */
export function stepTime(step: Step, batch: number): number {
  const compute = step.compute * batch;
  const memory = step.weights - step.experts * step.idle ** batch + step.cache * batch;
  const roofs = Math.max(compute, memory) + (1 - step.hidden) * Math.min(compute, memory);
  return roofs + step.fixed + step.link * batch;
}

/** A slot's time for a request: its tokens' steps, and the prompts that are read meanwhile. */
function slotTime(step: Step, batch: number, prefill: number, tokens: number): number {
  return tokens * stepTime(step, batch) + batch * prefill;
}

/** What a pool is asked for, and how its replicas work. */
interface Pool {
  readonly arrivals: number;
  readonly prefill: number;
  readonly tokens: number;
  readonly cv: number;
  /** times in which 99 of 100 requests are to be answered, and have their first token */
  readonly target: number;
  readonly firstToken: number;
  /** share of its capacity that the pool may be used to */
  readonly used: number;
  /** largest cap on a replica's batch */
  readonly most: number;
  readonly step: Step;
}

const poolUnits = ["1/s", "s", "token", "1", "s", "s", "1", "request"] as const;

function poolOf(x: readonly number[]): Pool {
  const [arrivals, prefill, tokens, cv, target, firstToken, used, most] = x as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number
  ]; // as in `poolUnits`
  const step = stepOf(x.slice(poolUnits.length));
  return {arrivals, prefill, tokens, cv, target, firstToken, used, most, step};
}

/** The cap that makes it least likely to be late with so many replicas, and how likely that is. */
function bestCap(pool: Pool, replicas: number): {readonly cap: number; readonly late: number} {
  const {arrivals, prefill, tokens, cv, target, firstToken, used, most, step} = pool;
  const service = (cap: number): number => slotTime(step, cap, prefill, tokens);
  const keepsUp = (cap: number): boolean => arrivals * service(cap) < used * replicas * cap;
  const first = leastWhole(keepsUp, 1, most); // a larger cap serves more in a second
  if (!keepsUp(first)) return {cap: most, late: Infinity};
  const late = (cap: number): number => {
    const [time, slots] = [service(cap), replicas * cap];
    const wait = (((1 + cv * cv) / 2) * time) / (slots - arrivals * time);
    const chance = waiting(arrivals * time, slots);
    const done = sojournBeyond(target - prefill, chance, wait, time, cv);
    if (firstToken === Infinity) return done;
    const started = sojournBeyond(firstToken - prefill, chance, wait, time / tokens, 0);
    return Math.max(done, started);
  };
  // more slots shorten the wait, then their longer steps lengthen the service
  const cap = leastWhole((one) => late(one) <= late(one + 1), first, most);
  return {cap, late: late(cap)};
}

const poolArgs = [...poolUnits, ...stepUnits, "replica"] as const;
const one99 = -Math.expm1(Math.log(0.99));

export const leastPool: FunctionSpec = {
  doc: "Fewest replicas, each with the batch cap that suits them best, of which 99 of 100 requests are answered, and have their first token, in time; 0 where no number does",
  args: poolArgs,
  unit: "replica",
  evaluate: (...x) => {
    const pool = poolOf(x);
    const most = x.at(-1)!;
    const meets = (replicas: number): boolean =>
      pool.target > pool.prefill && bestCap(pool, replicas).late <= one99;
    const least = leastWhole(meets, 1, most);
    return meets(least) ? least : 0;
  },
  latex: (args) =>
    `\\min\\left\\{c \\le ${args.at(-1)} : \\min_{b \\le ${args[7]}} P_{c\\,b}(T > ${args[4]} \\lor T_1 > ${args[5]}) \\le 0.01\\right\\}_{${args.join(",\\, ")}}`
};

export const bestBatchCap: FunctionSpec = {
  doc: "Batch cap with which the fewest requests are late, for so many replicas",
  args: poolArgs,
  unit: "request",
  evaluate: (...x) => bestCap(poolOf(x), x.at(-1)!).cap,
  latex: (args) =>
    `\\operatorname*{arg\\,min}_{b \\le ${args[7]}} P_{${args.at(-1)}\\,b}(T > ${args[4]} \\lor T_1 > ${args[5]})_{${args.join(",\\, ")}}`
};

export const largestCap: FunctionSpec = {
  doc: "Most requests that a replica may run together for a full batch to write each its next token in time, prompts included; 0 where one alone is slower",
  args: ["s", "s", "token", "request", ...stepUnits],
  unit: "request",
  evaluate: (target = NaN, prefill = NaN, tokens = NaN, most = NaN, ...step) => {
    const shape = stepOf(step);
    const isSlow = (cap: number): boolean =>
      slotTime(shape, cap, prefill, tokens) > target * tokens;
    const least = leastWhole(isSlow, 1, most);
    return isSlow(least) ? least - 1 : least;
  },
  latex: (args) =>
    `\\max\\left\\{b \\le ${args[3]} : t(b) + b\\,${args[1]}/${args[2]} \\le ${args[0]}\\right\\}_{${args.slice(4).join(",\\, ")}}`
};

/** Requests that are in a replica in the mean: Little's law, with a step that grows with them. */
export const loadedBatch: FunctionSpec = {
  doc: "Requests in a replica in the mean by Little's law, at most the cap: as many as arrive while one is served among as many",
  args: ["1/s", "s", "token", "request", ...stepUnits],
  unit: "request",
  source: "little-1961",
  evaluate: (arrivals = NaN, prefill = NaN, tokens = NaN, cap = NaN, ...step) => {
    const shape = stepOf(step);
    let [low, high] = [0, cap];
    if (arrivals * slotTime(shape, cap, prefill, tokens) >= cap) return cap;
    for (let i = 0; i < 60; i++) {
      const middle = (low + high) / 2;
      if (arrivals * slotTime(shape, middle, prefill, tokens) > middle) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  },
  latex: (args) =>
    `B : B = ${args[0]}\\,(${args[2]}\\,t(B) + B\\,${args[1]})_{${args.slice(3).join(",\\, ")}}`
};
