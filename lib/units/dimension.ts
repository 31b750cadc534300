/**
 * Base quantities. Tokens, parameters, requests and devices are named counts:
 * they are written in units for the reader and have dimension 1.
 */
export const bases = ["s", "B", "FLOP", "J", "USD", "kgCO2e", "m", "kg", "K"] as const;

/** Exponents over `bases`. */
export type Dimension = readonly number[];

export const dimensionless: Dimension = bases.map(() => 0);

export function base(name: (typeof bases)[number]): Dimension {
  return bases.map((other) => (other === name ? 1 : 0));
}

/** a · b^power */
export function times(a: Dimension, b: Dimension, power = 1): Dimension {
  if (b === dimensionless) return a;
  return a.map((exponent, i) => exponent + power * b[i]!);
}

export function raise(a: Dimension, power: number): Dimension {
  return a.map((exponent) => exponent * power);
}

export function sameDimension(a: Dimension, b: Dimension): boolean {
  if (a === b) return true;
  for (let i = 0; i < a.length; i++) if (!(Math.abs(a[i]! - b[i]!) < 1e-9)) return false;
  return true;
}

/** `FLOP/s`, `s·B`, `1` */
export function dimensionText(dimension: Dimension): string {
  const over: string[] = [];
  const under: string[] = [];
  dimension.forEach((exponent, i) => {
    const size = Math.abs(exponent);
    const text = bases[i]! + (size === 1 ? "" : `^${size}`);
    if (exponent > 0) over.push(text);
    if (exponent < 0) under.push(text);
  });
  return (over.join("·") || "1") + under.map((text) => `/${text}`).join("");
}
