import {svg} from "htl";
import {axisX, axisY, gridX, gridY, isSmall, nameX, own} from "./axes.js";
import {hatch, plotOf} from "./chart.js";
import type {Drawn} from "./chart.js";
import type {CurveAxis, PanelFrame} from "./curve-props.js";
import type {Layer} from "./layer.js";
import {num} from "./numbers.js";
import {logTicks, round} from "./stops.js";
import {tallOf} from "./story-parts.js";

/** Ticks of the x axis: powers of two or of ten by what they count. */
function ticksX({log}: CurveAxis, low: number, high: number, width: number): readonly number[] {
  if (!log) {
    const step = round((high - low) / (isSmall(width) ? 4 : 8), {up: true});
    const count = Math.floor((high - low) / step + 1e-9);
    const first = Math.ceil(low / step - 1e-9) * step;
    return Array.from({length: count + 1}, (_, i) =>
      Number((first + i * step).toPrecision(6))
    ).filter((x) => x <= high);
  }
  const decades = Math.log10(high / low);
  if (decades > 4) {
    const by = decades > 8 || isSmall(width) ? 100 : 10;
    const found: number[] = [];
    for (let x = 10 ** Math.ceil(Math.log10(low) - 1e-9); x <= high * 1.000_001; x *= by)
      found.push(Number(x.toPrecision(6)));
    return found;
  }
  if (low < 1) return logTicks(low, high);
  const by = isSmall(width) ? 4 : 2;
  const found: number[] = [];
  for (let x = 2 ** Math.ceil(Math.log2(low) - 1e-9); x <= high; x *= by) found.push(x);
  return found;
}

const short = (x: number): string => (x >= 1e4 ? `${num(x / 1e3)}k` : num(x));

/** 1, 2, 5, 10 over a few decades, powers of ten over more. */
function ticksY(low: number, high: number): readonly number[] {
  const all = logTicks(low, high);
  return all.length > 11 ? all.filter((x) => Number.isInteger(Math.log10(x))) : all;
}

/** What a panel may be drawn in, for lines that go on above it. */
function inside(id: string, width: number, height: number): SVGElement {
  return svg`<defs><clipPath id=${`${id}-inside`}><rect x="0" y="22" width=${width} height=${height}></rect></clipPath></defs>` as SVGElement; // the tag says so
}

export function framed({
  axis,
  frame,
  isLast,
  isLog,
  id,
  width,
  x,
  y,
  moving
}: {
  readonly axis: CurveAxis;
  readonly frame: PanelFrame;
  readonly isLast: boolean;
  readonly isLog: boolean;
  readonly id: string;
  readonly width: number;
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  readonly moving: Layer;
}): Drawn {
  const ticks = ticksX(axis, ...x, width);
  const marksY = isLog ? ticksY(...y) : undefined;
  const marginBottom = isLast ? 42 : 8;
  const height = tallOf(frame) - (isSmall(width) ? 40 : 0) + marginBottom;
  return plotOf({
    width,
    height,
    marginTop: 22,
    marginLeft: 52,
    marginBottom,
    // parts too thin for their names have them here
    marginRight: isSmall(width) ? 16 : frame.parts ? 140 : 96,
    x: {type: axis.log ? "log" : "linear", domain: [...x], axis: null},
    y: {
      type: isLog ? "log" : "linear",
      domain: [...y],
      label: null,
      ...(marksY ? {axis: null} : {ticks: 4, tickFormat: (value: number) => num(value)})
    },
    marks: [
      own(hatch(id)),
      own(inside(id, width, height - 22 - marginBottom)),
      gridX(ticks),
      gridY(marksY ?? 4),
      ...(marksY ? [axisY(marksY, num)] : []),
      ...(isLast ? [axisX(ticks, short), nameX(`${axis.name}${axis.log ? " (log)" : ""} →`)] : []),
      own(moving.node)
    ]
  });
}
