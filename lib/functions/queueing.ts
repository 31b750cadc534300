import type {FunctionSpec} from "../expression/functions.js";
import {normalBeyond} from "./gamma.js";
import {sojournBeyond} from "./sojourn.js";

/** Above this many servers the limit of many servers is right to half a percent, and the sum is slow. */
const many = 1e5;

/**
 * Chance that an arrival must queue, M/M/c. The reciprocal of Erlang's B is the sum over k of
 * c (c-1) … (c-k+1) / a^k: terms of one sign, and no more of them matter than about 9 √c.
 */
export function waiting(load: number, servers: number): number {
  if (!(load < servers)) return 1;
  if (load <= 0) return 0; // -0 as well, by which servers / load would be below all
  if (servers > many) {
    const spare = (servers - load) / Math.sqrt(servers); // Halfin and Whitt
    const density = Math.exp((-spare * spare) / 2) / Math.sqrt(2 * Math.PI);
    return density / (density + spare * normalBeyond(-spare));
  }
  let [term, sum] = [1, 1];
  for (let left = servers; left >= 1; left--) {
    const ratio = left / load;
    sum += term *= ratio;
    if (sum > 1e290) return 0;
    if (ratio < 1 && term < sum * 1e-17) break;
  }
  const used = load / servers;
  return 1 / (sum * (1 - used) + used);
}

export const erlangC: FunctionSpec = {
  doc: "Chance that an arrival must queue, with Poisson arrivals and exponential service; 1 when overloaded",
  args: ["1", "replica"],
  unit: "1",
  source: "kleinrock-1975",
  evaluate: (load = NaN, servers = NaN) => waiting(load, servers),
  latex: ([load = "", servers = ""]) => `C\\left(${servers}, ${load}\\right)`
};

/** Time that a share of requests exceeds: the wait and the service together. */
export const sojournQuantile: FunctionSpec = {
  doc: "Time that a share of requests exceeds, wait and service together: a chance to wait, the mean wait of those who do, and a service of a mean and a variation",
  args: ["1", "1", "s", "s", "1"],
  unit: "s",
  source: "kleinrock-1975",
  evaluate: (share = NaN, chance = NaN, wait = NaN, service = NaN, cv = NaN) => {
    if (!(wait < Infinity && service < Infinity)) return Infinity;
    const isLater = (t: number): boolean => sojournBeyond(t, chance, wait, service, cv) > share;
    let high = service;
    for (let i = 0; i < 1000 && isLater(high); i++) high *= 2;
    let low = 0;
    for (let i = 0; i < 100; i++) {
      const middle = (low + high) / 2;
      if (middle <= low || middle >= high) break;
      if (isLater(middle)) low = middle;
      else high = middle;
    }
    return high;
  },
  latex: ([share = "", chance = "", wait = "", service = "", cv = ""]) =>
    `\\min\\left\\{t : P(T > t) \\le ${share}\\right\\},\\; P(W > 0) = ${chance},\\; E[W \\mid W > 0] = ${wait},\\; E[S] = ${service},\\; C_S = ${cv}`
};
