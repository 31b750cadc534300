import {axisX, domainOn, gridY, isSmall, nameX, placeOn} from "./axes.js";
import {panelChart} from "./chart.js";
import type {Chart, Marks} from "./chart.js";
import {clockText, clockTicks} from "./clock.js";
import {heldRange} from "./held-range.js";
import {area, band, curve, here, hereText, label, line, textbookLine} from "./layer.js";
import type {Mark} from "./layer.js";
import {share, text} from "./numbers.js";
import type {IntervalRow} from "./reliability-answer.js";

export interface IntervalProps {
  readonly rows: readonly IntervalRow[];
  /** where the losses are least, s, and what is lost there */
  readonly best: {readonly interval: number; readonly lost: number};
  readonly now: {readonly interval: number; readonly lost: number};
  readonly isRevealed: boolean;
  readonly width: number;
}

const caps = [0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1];

/** Lost time against the interval between saves: the U. */
export function intervalChart(): Chart<IntervalProps> {
  const range = heldRange((cap) => caps[Math.min(caps.indexOf(cap) + 1, caps.length - 1)]!);
  return panelChart(
    (props) => {
      const {rows, best, now, width} = props;
      const domain = [rows[0]!.interval, rows.at(-1)!.interval] as const;
      const highest = Math.min(1, Math.max(best.lost * 3.4, now.lost * 1.15));
      const [, cap] = range([0, caps.find((one) => one >= highest) ?? 1]);
      return {
        key: [...domain, cap].join(),
        options: () => ({
          height: isSmall(width) ? 300 : 340,
          marginLeft: 46,
          marginRight: 16,
          marginTop: 30,
          marginBottom: 42,
          x: {type: "log", domain: [...domain], axis: null},
          y: {domain: [0, cap], ticks: 5, tickFormat: (d: number) => share(d, 3), label: null},
          marks: [
            gridY(5),
            axisX(clockTicks(domain, isSmall(width)), clockText),
            nameX("Time between saves (log) →")
          ]
        })
      };
    },
    (props, plot): Marks => {
      const {rows, best, now, isRevealed, width} = props;
      const [x, y] = [placeOn(plot, "x"), placeOn(plot, "y")];
      const [, cap] = domainOn(plot, "y");
      const up = (value: number): number => y(Math.min(cap, value));
      const of = (row: IntervalRow): number => x(row.interval);
      const drawn = isRevealed ? rows : rows.filter(({interval}) => interval <= now.interval);
      const restart = (row: IntervalRow): number => up(row.restart);
      const writing = (row: IntervalRow): number => up(row.restart + row.write);
      const whole = (row: IntervalRow): number => up(row.lost);
      return [
        area(
          "restart",
          band(drawn, of, () => y(0), restart),
          "var(--part-3)",
          0.5
        ),
        area("write", band(drawn, of, restart, writing), "var(--part-1)", 0.32),
        area("rework", band(drawn, of, writing, whole), "var(--part-2)", 0.42),
        curve(
          "lost",
          line(drawn, of, (row) => (row.lost <= cap ? y(row.lost) : NaN)),
          "var(--ink)",
          2.2
        ),
        textbookLine(line(drawn, of, (row) => (row.book <= cap ? y(row.book) : NaN))),
        ...(isRevealed ? namesOf(props, x, y, cap) : [unasked(x, y, props, cap)]),
        {
          ...here(x(now.interval), up(now.lost)),
          style: "fill:var(--ink);stroke:var(--paper);stroke-width:2px"
        },
        Math.abs(Math.log(now.interval / best.interval)) > 0.1 &&
          hereText(share(now.lost), x(now.interval), up(now.lost) - 18),
        !isSmall(width) &&
          isRevealed &&
          label(
            "book is",
            "textbook: no redone work",
            x(rows.at(-1)!.interval) - 8,
            y(rows.at(-40)!.book) - 12,
            {
              fill: "var(--textbook)",
              halo: 0,
              anchor: "end"
            }
          )
      ];
    }
  );
}

/** The best interval and the names of the three losses. */
function namesOf(
  {rows, best, width}: IntervalProps,
  x: (value: number) => number,
  y: (value: number) => number,
  cap: number
): readonly (Mark | false)[] {
  const look = {fill: "var(--ink)", halo: 0};
  const at = (part: number): IntervalRow => rows[Math.round(part * (rows.length - 1))]!;
  // the names stand where their areas are about half the height of the chart
  const left = rows.find(({write, restart}) => write + restart < cap * 0.7) ?? at(0.2);
  const right = rows.findLast(({lost}) => lost < cap * 0.7) ?? at(0.8);
  const half = (low: number, high: number): number => y(Math.min(cap * 0.9, (low + high) / 2));
  const words = `best: every ${text(best.interval, "s")}, ${share(best.lost)} lost`;
  return [
    curve("best", `M${x(best.interval)},${y(0)}V${y(Math.min(cap, best.lost))}`, "var(--ink)", 1),
    label("best is", words, x(best.interval), y(cap) - 15, {...look, size: 14}),
    label(
      "write is",
      "writing",
      x(left.interval) + 4,
      half(left.restart, left.restart + left.write),
      look
    ),
    label(
      "rework is",
      isSmall(width) ? "redoing" : "redoing lost work",
      x(right.interval) + (isSmall(width) ? 6 : 16),
      half(right.restart + right.write, right.lost),
      look
    ),
    at(0.5).restart / cap > 0.06 &&
      label("restart is", "restarting", x(at(0.5).interval), y(at(0.5).restart / 2), look)
  ];
}

function unasked(
  x: (value: number) => number,
  y: (value: number) => number,
  {rows, now, width}: IntervalProps,
  cap: number
): Mark {
  const right = Math.sqrt(now.interval * rows.at(-1)!.interval);
  const words = isSmall(width)
    ? "answer above to see"
    : "answer the question above to see the rest";
  return label("ask", words, x(right), y(cap / 2), {
    fill: "var(--ink-3)",
    halo: 0,
    size: 14,
    weight: 400
  });
}
