import type {FunctionSpec} from "../expression/functions.js";

/** Levels of a binary tree that reaches so many ranks; exact at powers of two, where a quotient of logarithms is not. */
export const treeDepth: FunctionSpec = {
  doc: "Levels of a binary tree that reaches so many ranks",
  args: ["1"],
  unit: "1",
  evaluate: (ranks = NaN) => Math.ceil(Math.log2(Math.max(1, ranks))),
  latex: ([ranks = ""]) => `\\lceil \\log_2 ${ranks} \\rceil`,
  partials: [() => 0]
};
