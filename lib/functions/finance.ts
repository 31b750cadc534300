import type {FunctionSpec} from "../expression/functions.js";

/** Below it interest changes a payment by less than rounding, and a denormal rate would lose its digits. */
const negligible = 1e-12;

/** What a year's payment is of a sum that is paid back, with interest, in equal yearly parts. */
function recovery(rate: number, years: number): number {
  return Math.abs(rate) < negligible ? 1 / years : rate / -Math.expm1(-years * Math.log1p(rate));
}

/** Capital recovery factor; without interest a straight line. */
export const capitalRecovery: FunctionSpec = {
  doc: "Share of a capital that is paid in a year, so that it is paid back with interest in equal parts by the end",
  args: ["1", "1"],
  unit: "1",
  source: "barroso-2018",
  evaluate: (rate = NaN, years = NaN) => recovery(rate, years),
  latex: ([rate = "", years = ""]) => `\\frac{${rate}}{1 - (1 + ${rate})^{-${years}}}`
};
