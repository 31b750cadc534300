import {gammaBeyond, kummerSeries, logWeight} from "./gamma.js";

/** A service that varies less than this is taken to be constant; the error is at most 0.3% of it. */
const constant = 1e-3;

/** k / (k + N) for a Poisson N of mean y, in the mean: M(1, k+1, -y). */
function kummerBelow(k: number, y: number): number {
  if (y > 200) {
    const sum = k + y; // moments of N to the fourth; right to 1e-5
    return (k / sum) * (1 + y / sum ** 2 - y / sum ** 3 + (y + 3 * y * y) / sum ** 4);
  }
  let [weight, mean, all] = [Math.exp(-y), 0, 0];
  for (let n = 0; n < 1000; n++) {
    mean += (weight * k) / (k + n);
    all += weight;
    weight *= y / (n + 1);
    if (n > y && weight < 1e-18) break;
  }
  return mean / all;
}

/**
 * What waiting adds to the chance of being late: P(W + S > t) - P(S > t) for an exponential wait of
 * mean `wait` and a gamma service of shape k and rate r. With M the confluent hypergeometric function
 * it is (rt)^k e^{-rt} / Γ(k+1) · M(1, k+1, (r - 1/wait) t).
 */
function added(t: number, wait: number, k: number, r: number): number {
  const drain = 1 / wait;
  const z = (r - drain) * t;
  if (z < 0) return Math.exp(logWeight(k, r * t)) * kummerBelow(k, -z);
  if (z < k + 1) return Math.exp(logWeight(k, r * t)) * kummerSeries(k, z);
  return Math.exp(-k * Math.log1p(-drain / r) - drain * t) * (1 - gammaBeyond(k, z));
}

/** The same for an exponential service of rate r. */
function addedToExponential(t: number, wait: number, r: number): number {
  const drain = 1 / wait;
  const apart = Math.abs(r - drain) * t;
  const slower = Math.exp(-Math.min(r, drain) * t) * r * t;
  return apart < 1e-12 ? slower : (slower * -Math.expm1(-apart)) / apart;
}

/**
 * Chance that wait and service together exceed t. With the given chance a request waits, for an
 * exponential time of mean `wait`; the service is gamma with a mean and a coefficient of variation.
 * Exact for M/M/c (Kleinrock); for others an approximation in the manner of Allen and Cunneen.
 */
export function sojournBeyond(
  t: number,
  chance: number,
  wait: number,
  service: number,
  cv: number
): number {
  const isWaiting = chance > 0 && wait > 0;
  if (cv < constant) {
    if (t < service) return 1;
    return isWaiting ? chance * Math.exp((service - t) / wait) : 0;
  }
  if (cv === 1) {
    const served = Math.exp(-t / service);
    return isWaiting ? served + chance * addedToExponential(t, wait, 1 / service) : served;
  }
  const k = 1 / (cv * cv);
  const r = k / service;
  const late = gammaBeyond(k, r * t);
  return isWaiting && t > 0 ? late + chance * added(t, wait, k, r) : late;
}
