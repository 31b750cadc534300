/** An equation with one operator or constant changed. */
export interface Mutant {
  readonly owner: string;
  readonly cell: string;
  /** the equation that was and the one that is now */
  readonly was: string;
  readonly is: string;
}

const swaps: Readonly<Record<string, string>> = {
  "+": "-",
  "-": "+",
  "*": "/",
  "/": "*",
  "<": ">=",
  "<=": ">",
  ">": "<=",
  ">=": "<",
  "==": "!=",
  "!=": "==",
  "&&": "||",
  "||": "&&",
  min: "max",
  max: "min",
  ceil: "floor",
  floor: "ceil"
};

// what stands in quotes or brackets is no operator: an option, a unit, an entry of a table
const parts =
  /'[^']*'|\[[^\]]*\]|[A-Za-z_][\w.]*|\d+(?:\.\d+)?(?:e[+-]?\d+)?|<=|>=|==|!=|&&|\|\||\?\?|[+\-*/<>^?:(),!]/g;

/** Every equation that differs by one swapped operator or function, or by one constant that is another. */
export function mutantsOf(equation: string): readonly string[] {
  return [...equation.matchAll(parts)].flatMap(({0: part, index}) => {
    const before = equation.slice(0, index);
    // a sign is no operator
    if (part === "-" && /(^|[(,?:+\-*/<>=&|])\s*$/.test(before)) return [];
    const instead = swaps[part] ?? (/^\d/.test(part) ? other(Number(part)) : undefined);
    return instead === undefined ? [] : [before + instead + equation.slice(index + part.length)];
  });
}

const other = (constant: number): string =>
  String(Number.isInteger(constant) ? constant + 1 : Number((constant * 1.1).toPrecision(6)));
