import fc from "fast-check";
import {describe, expect, it} from "vitest";
import type {Node} from "../../lib/expression/ast.js";
import {derivative} from "../../lib/expression/derivative.js";
import {fold} from "../../lib/expression/fold.js";
import type {FunctionSpec} from "../../lib/expression/functions.js";
import {interpret, slotsOf} from "../../lib/expression/interpret.js";
import type {Scope} from "../../lib/expression/interpret.js";
import {latex} from "../../lib/expression/latex.js";
import {parse} from "../../lib/expression/parse.js";
import {text} from "../../lib/expression/text.js";
import {equations, floats} from "../wasm/equations.js";

const names = ["a", "b", "c", "d", "f", "k", "p", "q"];
/** Without stated derivatives: slopes through it are central differences. */
const twice: FunctionSpec = {
  doc: "Twice",
  args: ["1"],
  unit: "1",
  evaluate: (x = NaN) => 2 * x,
  latex: ([x]) => `2 ${x}`
};
const scope: Scope = {
  slot: (name) => 1 + names.indexOf(name),
  presence: (name) => (name === "r" ? 11 : undefined),
  code: (option) => ["x", "y"].indexOf(option),
  options: ["x", "y"],
  entry: () => [9, 10],
  named: (name) => (name === "twice" ? twice : undefined)
};
const slots = (values: readonly number[]): Float64Array => Float64Array.of(NaN, ...values);
const value = (source: string, values: readonly number[] = []): number =>
  interpret(parse(source), slots(values), scope);
const symbols = {symbol: (name: string) => name, named: scope.named};

describe("parse", () => {
  it.each([
    ["1 + 2 * 3 ^ 2 ^ 1 - 4 / 2 / 2", 18],
    ["-2^2", -4],
    ["2^-1", 0.5],
    ["2 - 1 - 1", 0],
    ["1 < 2 && !(2 <= 1) || false ? 1 : 2", 1],
    ["false ? 1 : true ? 2 : 3", 2],
    ["none ?? none ?? 3", 3],
    ["has(a) ? 1 : 0", 0],
    ["1_000 + 1e3 + 0.5", 2000.5],
    ["0.05[ms] * 2", 1e-4],
    ["min(2, max(1, 3)) + floor(1.5) + ceil(1.5) + abs(-1) + sqrt(4)", 8],
    ["'x' == 'x' && 'x' != 'y' ? 1 : 0", 1]
  ])("reads %s", (source, wanted) => {
    expect(value(source, [NaN])).toBe(wanted);
  });
  it.each([
    ["1 +", "expected a value but found the end in: 1 +"],
    ["(1", 'expected ")" but found the end in: (1'],
    ["1 2", "expected an operator but found 2 in: 1 2"],
    ["a $ b", 'unexpected "$" in: a $ b'],
    ["* 2", "expected a value but found * in: * 2"],
    ["has(1)", "expected one name in has(…) but found the end in: has(1)"],
    ["a ? 1", 'expected ":" but found the end in: a ? 1'],
    ["2[xyz]", "unknown unit; not a known symbol: xyz"]
  ])("does not read %s", (source, message) => {
    expect(() => parse(source)).toThrow(message);
  });
});

describe("x^2", () => {
  it("is x · x in every engine, which is what pow gives", () => {
    fc.assert(
      fc.property(floats, (x) => {
        expect(value("a^2", [x])).toBe(x * x);
        expect(Math.pow(x, 2)).toBe(x * x);
      }),
      {numRuns: 50_000}
    );
  });
  it("has the derivative 2 x, and x^1 the derivative 1", () => {
    expect(text(derivative(parse("a^2"), "a"))).toBe("2 · a");
    expect(text(derivative(parse("b * a^3"), "a"))).toBe("b · 3 · a^2");
  });
});

describe("text and LaTeX", () => {
  it.each([
    ["(a + b) * c / (d - (a - b))", "(a + b) · c / (d - (a - b))"],
    ["-(a + b)^2", "-(a + b)^2"],
    ["a ?? (b ?? c)", "a ?? b ?? c"],
    ["!(a < b) && (f || has(c))", "!(a < b) && (f || has(c))"],
    ["t[k == 'x' ? 'x' : 'y']", "t[k == 'x' ? 'x' : 'y']"],
    ["f ? 2[ms] : infinity", "f ? 2 ms : infinity"]
  ])("%s reads %s", (source, wanted) => {
    expect(text(parse(source))).toBe(wanted);
  });
  it.each([
    ["(a + b) / c * d^2", "\\frac{a + b}{c} \\, d^{2}"],
    ["(a / b)^2", "\\left(\\frac{a}{b}\\right)^{2}"],
    ["a - (b - c)", "a - \\left(b - c\\right)"],
    [
      "a <= b ? 1 : c > 2 ? 2 : none",
      "\\begin{cases}1 & a \\le b\\\\ 2 & c > 2\\\\ \\emptyset & \\text{otherwise}\\end{cases}"
    ],
    ["sqrt(a) + floor(b) + twice(c)", "\\sqrt{a} + \\lfloor b \\rfloor + 2 c"],
    ["4[FLOP/layer] * a", "4\\,\\mathrm{FLOP/layer} \\, a"],
    [
      "a ?? infinity",
      "\\begin{cases}a & \\text{if known}\\\\ \\infty & \\text{otherwise}\\end{cases}"
    ]
  ])("%s is set as %s", (source, wanted) => {
    expect(latex(parse(source), symbols)).toBe(wanted);
  });
  it("sets a power of a symbol that has a superscript", () => {
    const pool = {...symbols, symbol: (name: string) => `${name}^{\\text{pool}}`};
    expect(latex(parse("x^2 + y"), pool)).toBe("{x^{\\text{pool}}}^{2} + y^{\\text{pool}}");
  });
  it("text means what the equation means", () => {
    const given = fc.array(fc.double({min: 0.5, max: 2, noNaN: true}), {
      minLength: 10,
      maxLength: 10
    });
    fc.assert(
      fc.property(equations, given, ([source], numbers) => {
        const values = slots([...numbers.slice(0, 4), 1, 0, ...numbers.slice(4)]);
        const node = parse(source);
        const again = parse(text(node).replaceAll("·", "*"));
        const [x, y] = [interpret(node, values, scope), interpret(again, values, scope)];
        // a + (b + c) is written a + b + c, and may round otherwise
        const isSame = Object.is(x, y) || !Number.isFinite(x) || !Number.isFinite(y);
        expect(isSame || Math.abs(x - y) <= 1e-6 * Math.max(1, Math.abs(x))).toBe(true);
      }),
      // rounding can tip a comparison; none of these does
      {numRuns: 300, seed: 1}
    );
  });
});

describe("fold", () => {
  it.each([
    ["'a' == 'a' ? x : y", "x"],
    ["'a' != 'a' ? x : y", "y"],
    ["has(none_) && false", "false"],
    ["true && f", "f"],
    ["f || true", "true"],
    ["none ?? x", "x"],
    ["'p' ?? 'q'", "'p'"],
    ["!true ? x : y", "y"],
    ["1 + 1", "1 + 1"]
  ])("of %s is %s", (source, wanted) => {
    expect(text(fold(parse(source)))).toBe(wanted);
  });
  it("changes no value", () => {
    const given = fc.array(floats, {minLength: 10, maxLength: 10});
    fc.assert(
      fc.property(equations, given, ([source], numbers) => {
        const values = slots([...numbers.slice(0, 4), 1, 0, ...numbers.slice(4)]);
        const node = parse(source);
        expect(interpret(fold(node), values, scope)).toBe(interpret(node, values, scope));
      }),
      {numRuns: 500}
    );
  });
});

describe("derivative", () => {
  const slope = (source: string, at: readonly number[]): number =>
    interpret(derivative(parse(source), "a"), slots(at), scope);
  it.each([
    ["a^2 + 3 * a + 1", [2], 7],
    ["a^3", [2], 12],
    ["1 / a", [2], -0.25],
    ["2^a", [3], 8 * Math.LN2],
    ["b^2 - a", [1, 3], -1],
    ["-a * b", [1, 3], -3],
    ["sqrt(a) + ln(a) + exp(a) + expm1(a)", [1], 0.5 + 1 + 2 * Math.E],
    ["max(a, b) + min(a, b)", [1, 3], 1],
    ["floor(a) + ceil(a)", [1.5], 0],
    ["abs(a)", [-2], -1],
    ["a < b ? a^2 : b", [2, 3], 4],
    ["(a < b ? none : a) ?? 5 * a", [2, 3], 5],
    ["t[k]", [2], 0]
  ])("of %s", (source, at, wanted) => {
    expect(slope(source, at)).toBeCloseTo(wanted, 12);
  });
  it("of a function without stated derivatives is a central difference", () => {
    expect(slope("twice(a^2)", [3])).toBeCloseTo(12, 6);
  });
  it("of what does not read the name is the number 0", () => {
    for (const source of ["b * c", "b^2", "-b", "f ? b : c", "twice(b)", "b ?? c", "t['x']"])
      expect(derivative(parse(source), "a")).toMatchObject({kind: "number", value: 0});
  });
  it("by an entry of a table is of the one that is read", () => {
    const by = derivative(parse("3 * t[k]"), "t[k]");
    expect(interpret(by, slots([]), scope)).toBe(3);
  });
  it("is a central difference on random smooth equations", () => {
    const {smooth} = fc.letrec<{smooth: string}>((tie) => ({
      smooth: fc.oneof(
        {maxDepth: 4},
        fc.constantFrom("a", "b", "2", "0.5"),
        fc
          .tuple(tie("smooth"), fc.constantFrom("+", "-", "*", "/"), tie("smooth"))
          .map(([x, op, y]) => `(${x} ${op} ${y})`),
        tie("smooth").map((x) => `(${x})^2`),
        tie("smooth").map((x) => `exp(-(${x})^2)`),
        tie("smooth").map((x) => `sqrt(1 + (${x})^2)`)
      )
    }));
    const number = fc.double({min: 0.5, max: 2, noNaN: true});
    fc.assert(
      fc.property(smooth, number, number, (source, a, b) => {
        const h = 1e-5;
        const [up, here, down] = [a + h, a, a - h].map((x) => value(source, [x, b])) as [
          number,
          number,
          number
        ]; // of three
        const [difference, found] = [(up - down) / (2 * h), slope(source, [a, b])];
        // where it bends so much that a difference says nothing
        const bend = Math.abs(up - 2 * here + down) / (h * Math.max(1, Math.abs(difference)));
        fc.pre(Number.isFinite(difference) && Math.abs(here) < 1e6 && bend < 1e-3);
        expect(Math.abs(found - difference)).toBeLessThan(1e-4 * Math.max(1, Math.abs(found)));
      }),
      {numRuns: 500}
    );
  });
});

describe("what an equation reads", () => {
  it("is its names, the presence of records, and the entries of tables", () => {
    const read = (source: string): readonly number[] =>
      slotsOf(parse(source), scope).toSorted((x, y) => x - y);
    expect(read("a + has(r) ? b : t[k]")).toEqual([1, 2, 6, 9, 10, 11]);
    expect(read("t['y']")).toEqual([10]);
    expect(
      interpret(
        {kind: "has", of: {kind: "ref", name: "r"}},
        slots([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1]),
        scope
      )
    ).toBe(1);
  });
  it("of a table by a key that is none is none", () => {
    const node: Node = {kind: "index", table: "t", by: {kind: "none"}};
    expect(interpret(node, slots([]), scope)).toBeNaN();
  });
});
