import {axisX, gridX, placeOn} from "./axes.js";
import type {RegionRow} from "./carbon-answer.js";
import {panelChart} from "./chart.js";
import type {Chart, Marks} from "./chart.js";
import {heldRange} from "./held-range.js";
import {curve} from "./layer.js";
import type {Mark} from "./layer.js";
import {text} from "./numbers.js";

export interface RankProps {
  readonly rows: readonly RegionRow[];
  /** ids of the two places that are compared */
  readonly a: string;
  readonly b: string;
  readonly width: number;
  /** pixels of the head and of each row */
  readonly head: number;
  readonly row: number;
}

/** Exponents of the powers of ten that enclose all values. */
function decades(rows: readonly RegionRow[]): readonly [number, number] {
  const all = rows.flatMap(({carbon, book}) => [carbon, book]).filter((x) => x > 0);
  if (all.length === 0) return [0, 1];
  const low = Math.floor(Math.log10(Math.min(...all)));
  return [low, Math.max(low + 1, Math.ceil(Math.log10(Math.max(...all))))];
}

/** Carbon of each row of a table as a dot beside it; a log scale, so dots and not bars. */
export function rankChart(): Chart<RankProps> {
  const range = heldRange((end, isHigh) => end + (isHigh ? 1 : -1));
  return panelChart(
    ({rows, width, head, row}) => {
      const [low, high] = range(decades(rows));
      const ticks = Array.from({length: high - low + 1}, (_, i) => 10 ** (low + i));
      const few = width < 175 ? ticks.filter((_, i) => i % 2 === 0) : ticks;
      return {
        key: [ticks.join(), rows.length, head, row].join("|"),
        options: () => ({
          height: head + rows.length * row,
          marginLeft: 18,
          marginRight: 30,
          marginTop: head,
          marginBottom: 0,
          x: {type: "log", domain: [ticks[0]!, ticks.at(-1)!], axis: null},
          y: {domain: [0, rows.length], range: [head, head + rows.length * row], axis: null},
          marks: [gridX(ticks), axisX(few, (x) => text(x, "kgCO2e"), "top")]
        })
      };
    },
    ({rows, a, b}, plot): Marks => {
      const [x, y] = [placeOn(plot, "x"), placeOn(plot, "y")];
      const drawn = rows.map((row, i) => ({
        ...row,
        now: x(row.carbon),
        plain: x(row.book),
        y: y(i + 0.5)
      }));
      const both = drawn.filter(({carbon, book}) => carbon > 0 && book > 0);
      // two marks, not two for each row: a step of a slider moves them all
      return [
        curve(
          "stems",
          both.map((row) => `M${row.now},${row.y}H${row.plain}`).join(""),
          "var(--line-2)",
          1.5
        ),
        {
          key: "books",
          tag: "path",
          d: both
            .map(({plain, y: at}) => `M${plain - 4.5},${at}a4.5,4.5 0 1 1 9,0a4.5,4.5 0 1 1 -9,0`)
            .join(""),
          style: "fill:var(--paper);stroke:var(--textbook);stroke-width:1.5px"
        },
        ...drawn.filter(({carbon}) => carbon > 0).map((row) => markOf(row, a, b, row.now, row.y))
      ];
    }
  );
}

function markOf({region}: RegionRow, a: string, b: string, x: number, y: number): Mark {
  const {id, source} = region;
  const isA = id === a;
  const isB = id === b;
  const isSoft = source.status === "judgement" && !isA && !isB;
  const fill = isA ? "var(--a)" : isB ? "var(--b)" : isSoft ? "var(--paper)" : "var(--ink-2)";
  const ring = isSoft ? "var(--ink-2)" : "none";
  const style = `fill:${fill};stroke:${ring};stroke-width:2px;stroke-dasharray:3 2`;
  // a region that becomes A or B changes its shape, so its mark is another
  return isB
    ? {key: `square ${id}`, tag: "rect", x: x - 7, y: y - 7, width: 14, height: 14, rx: 2, style}
    : {key: `dot ${id}`, tag: "circle", cx: x, cy: y, r: isA ? 8 : 6, style};
}
