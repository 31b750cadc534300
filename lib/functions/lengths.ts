import type {FunctionSpec} from "../expression/functions.js";

/** Scale μ of min(Exp(μ), max) with the given mean: mean = μ(1 − e^(−max/μ)); infinite when mean = max. */
export const cappedExponentialScale: FunctionSpec = {
  doc: "Scale of an exponential length, cut off at the longest, that has the given mean",
  args: ["token", "token"], unit: "token",
  evaluate: (mean, longest) => {
    const ratio = mean! / longest!;
    if (!(ratio < 1)) return Infinity;
    let [low, high] = [0, 1 / ratio];
    for (let i = 0; i < 100; i++) {
      const middle = (low + high) / 2;
      if (-Math.expm1(-middle) / middle > ratio) low = middle;
      else high = middle;
    }
    return longest! / ((low + high) / 2);
  },
  latex: ([mean, longest]) => `\\mu\\left(${mean}, ${longest}\\right)`
};
