import * as Plot from "@observablehq/plot";

/** Below this width a chart has fewer ticks and no labels at the ends of its lines. */
const small = 520;

export const isSmall = (width: number): boolean => width < small;

// Plot gives a text channel the index too, which `num` would take for its digits.
// d3's log scale hides the labels of ticks that it finds too dense, even given ones; a text channel does not.
const look = {fill: "var(--ink-2)", color: "var(--line-2)", tickSize: 4, label: null};

export function axisX(
  ticks: readonly number[],
  text: (x: number) => string,
  anchor: "top" | "bottom" = "bottom"
): Plot.Markish {
  return Plot.axisX(ticks, {text: (x: number) => text(x), anchor, ...look});
}

export function axisY(ticks: readonly number[], text: (y: number) => string): Plot.Markish {
  return Plot.axisY(ticks, {text: (y: number) => text(y), ...look});
}

const rule = {stroke: "var(--line)", strokeOpacity: 1};

export const gridX = (ticks: readonly number[]): Plot.Markish => Plot.gridX(ticks, rule);
/** Lines at some values, or at about so many. */
export const gridY = (ticks: readonly number[] | number): Plot.Markish =>
  typeof ticks === "number" ? Plot.gridY({ticks, ...rule}) : Plot.gridY(ticks, rule);

/** What an x axis shows, below it. */
export function nameX(words: string): Plot.Markish {
  const place = {frameAnchor: "bottom", dy: 36, fill: "var(--ink-2)"} as const;
  return Plot.text([0], {...place, text: () => words});
}

/** A node of the page's own in a plot. */
export const own =
  (node: SVGElement): Plot.Markish =>
  () =>
    node;

/** Pixels of a value on a scale of a plot. */
export function placeOn(plot: Plot.Plot, scale: "x" | "y"): (value: number) => number {
  const found = plot.scale(scale)!; // every chart here has both
  return (value) => Number(found.apply(value));
}

/** The ends of a number scale of a plot. */
export function domainOn(plot: Plot.Plot, scale: "x" | "y"): readonly [number, number] {
  const [low, high] = plot.scale(scale)!.domain as [number, number]; // of a number scale
  return [low, high];
}

/** The value at a pixel. */
export function valueOn(plot: Plot.Plot): {
  readonly domain: readonly [number, number];
  readonly invert: (pixel: number) => number;
} {
  const scale = plot.scale("x")!;
  return {domain: domainOn(plot, "x"), invert: (pixel) => Number(scale.invert!(pixel))};
}
