import fc from "fast-check";

/** Random equations of two kinds over numbers `a`, `b`, optional `c` and `d`, a flag `f` and a choice `k`. */
const {number} = fc.letrec<{number: string; flag: string}>((tie) => ({
  number: fc.oneof(
    {maxDepth: 5, withCrossShrink: true},
    fc.constantFrom("a", "b", "(d ?? a)", "0", "1", "2", "0.5", "1e300", "1e-300", "t[k]"),
    fc
      .tuple(tie("number"), fc.constantFrom("+", "-", "*", "/", "^"), tie("number"))
      .map(([x, op, y]) => `(${x} ${op} ${y})`),
    fc
      .tuple(fc.constantFrom("min", "max"), tie("number"), tie("number"))
      .map(([f, x, y]) => `${f}(${x}, ${y})`),
    fc
      .tuple(fc.constantFrom("floor", "ceil", "abs", "sqrt", "exp", "ln", "expm1"), tie("number"))
      .map(([f, x]) => `${f}(${x})`),
    tie("number").map((x) => `(-${x})`),
    fc
      .tuple(tie("flag"), tie("number"), tie("number"))
      .map(([test, x, y]) => `(${test} ? ${x} : ${y})`),
    fc.tuple(tie("flag"), tie("number")).map(([test, x]) => `((${test} ? ${x} : none) ?? ${x})`)
  ),
  flag: fc.oneof(
    {maxDepth: 4, withCrossShrink: true},
    fc.constantFrom("f", "has(c)", "(k == 'y')", "(k != 'x')"),
    fc
      .tuple(tie("number"), fc.constantFrom("<", "<=", ">", ">=", "==", "!="), tie("number"))
      .map(([x, op, y]) => `(${x} ${op} ${y})`),
    fc
      .tuple(tie("flag"), fc.constantFrom("&&", "||"), tie("flag"))
      .map(([x, op, y]) => `(${x} ${op} ${y})`),
    tie("flag").map((x) => `(!${x})`)
  )
}));

/** Equations of three cells; the later may read the earlier. */
export const equations: fc.Arbitrary<readonly [string, string, string]> = fc
  .tuple(number, number, number, fc.boolean())
  .map(([x, y, z, isChained]) => (isChained ? [x, `(${y}) * p`, `max(${z}, q)`] : [x, y, z]));

/** Floats that no reader would let through as well. */
export const floats: fc.Arbitrary<number> = fc.oneof(
  fc.double(),
  fc.constantFrom(NaN, 0, -0, Infinity, -Infinity, 1, -1, 0.5, 2 ** 53, 5e-324, 1 / 3),
  fc.integer({min: -20, max: 20})
);
