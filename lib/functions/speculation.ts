import type {FunctionSpec} from "../expression/functions.js";

/** Rounds longer than this are not drafted in practice. */
const longest = 16;

/** Tokens kept of a round of `drafted` tokens, each accepted with chance `alpha`. */
function keptTokens(alpha: number, drafted: number): number {
  return alpha < 1 ? (1 - alpha ** (drafted + 1)) / (1 - alpha) : drafted + 1;
}

/** The drafted tokens of a round, 1 to 16, that make a token cheapest. */
export const optimalDraftLength: FunctionSpec = {
  doc: "Drafted tokens of a round, 1 to 16, that make a token cheapest; a verification costs one step whatever their number",
  args: ["1", "1"],
  unit: "token",
  source: "leviathan-2023",
  evaluate: (alpha = NaN, cost = NaN) => {
    let [best, most] = [1, -Infinity];
    for (let drafted = 1; drafted <= longest; drafted++) {
      const speedup = keptTokens(alpha, drafted) / (drafted * cost + 1);
      if (speedup > most) [best, most] = [drafted, speedup];
    }
    return best;
  },
  latex: ([alpha = "", cost = ""]) =>
    `\\operatorname*{arg\\,max}_{1 \\le g \\le ${longest}} \\frac{1 - {${alpha}}^{g + 1}}{(1 - ${alpha})(g\\,${cost} + 1)}`,
  partials: [() => 0, () => 0]
};
