import type {FunctionSpec} from "../expression/functions.js";
import {gammaBeyond, normalBeyond} from "./gamma.js";

/** The x in [low, high] at which a falling function reaches a value. */
function whereFalling(
  falls: (x: number) => number,
  value: number,
  from: number,
  to: number
): number {
  let [low, high] = [from, to];
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (falls(middle) > value) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Scale μ of min(Exp(μ), longest) with the given mean: mean = μ (1 - e^(-longest/μ)). */
export const cappedExponentialScale: FunctionSpec = {
  doc: "Scale of an exponential length, cut off at the longest, that has the given mean; infinite where the mean is the longest",
  args: ["token", "token"],
  unit: "token",
  evaluate: (mean = NaN, longest = NaN) => {
    const ratio = mean / longest;
    if (!(ratio < 1)) return Infinity;
    return longest / whereFalling((t) => -Math.expm1(-t) / t, ratio, 0, 1 / ratio);
  },
  latex: ([mean = "", longest = ""]) => `\\mu : ${mean} = \\mu\\,(1 - e^{-${longest}/\\mu})`
};

/** More pages than this in the mean, and half a page is as good as the sum. */
const many = 1000;

/** Mean pages of a length with a mean and a variation: the sum over pages of the chance to reach them. */
export const gammaPages: FunctionSpec = {
  doc: "Mean pages of gamma lengths of a mean and a coefficient of variation, cut off at the longest",
  args: ["token", "token", "token", "1"],
  unit: "1",
  evaluate: (mean = NaN, longest = NaN, page = NaN, cv = NaN) => {
    const most = Math.ceil(longest / page);
    if (mean >= longest) return most;
    if (cv < 1e-3) return Math.ceil(mean / page);
    if (mean / page > many) return Math.min(most, mean / page + 0.5);
    const k = 1 / (cv * cv);
    const beyond = (length: number, scale: number): number => gammaBeyond(k, length / scale);
    // share of the mean that the cut leaves, by the scale of the uncut lengths
    const cutMean = (scale: number): number =>
      k * scale * (1 - gammaBeyond(k + 1, longest / scale)) + longest * beyond(longest, scale);
    const rate = whereFalling((inverse) => cutMean(1 / inverse), mean, 0, k / mean);
    let pages = 0;
    for (let i = 0; i < Math.min(most, 100 * many); i++) {
      const reach = beyond(i * page, 1 / rate);
      pages += reach;
      if (reach < 1e-12) break;
    }
    return Math.max(mean / page, pages);
  },
  latex: ([mean = "", longest = "", page = "", cv = ""]) =>
    `\\sum_{i \\ge 0} P(\\ell > i\\,${page}),\\; E[\\ell] = ${mean},\\; C_\\ell = ${cv},\\; \\ell \\le ${longest}`
};

/** Chance that the lengths of running requests together exceed the pool, by a normal approximation. */
export const overflowRisk: FunctionSpec = {
  doc: "Chance that requests of a mean length and a variation together exceed a pool, by a normal approximation",
  args: ["token", "request", "token", "1"],
  unit: "1",
  evaluate: (pool = NaN, requests = NaN, mean = NaN, cv = NaN) => {
    const spare = pool - requests * mean;
    const spread = Math.sqrt(requests) * cv * mean;
    return spread > 0 ? normalBeyond(spare / spread) : Number(spare < 0);
  },
  latex: ([pool = "", requests = "", mean = "", cv = ""]) =>
    `1 - \\Phi\\left(\\frac{${pool} - ${requests}\\,${mean}}{\\sqrt{${requests}}\\,${cv}\\,${mean}}\\right)`
};
