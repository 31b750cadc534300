import * as Plot from "@observablehq/plot";
import {axisX, axisY, gridX, gridY, isSmall, nameX, own, placeOn, valueOn} from "./axes.js";
import {hatch, plotOf} from "./chart.js";
import type {Chart, Drawn} from "./chart.js";
import {element} from "./element.js";
import type {Drawing} from "./figure.js";
import {heldRange} from "./held-range.js";
import {
  area,
  band,
  curve,
  here,
  hereText,
  label,
  layer,
  line,
  lineEnd,
  pinned,
  refinedLine,
  textbookLine
} from "./layer.js";
import type {Mark} from "./layer.js";
import {num, text} from "./numbers.js";
import type {BatchRow} from "./serving-answer.js";
import {logTicks, round} from "./stops.js";

/** What stands at one batch size; time in s. */
export interface Point {
  readonly batch: number;
  readonly itl: number;
  readonly rate: number;
}

export interface ServingChartProps {
  readonly rows: readonly BatchRow[];
  readonly now: Point;
  readonly fits: boolean;
  /** largest batch that memory holds */
  readonly limit: number;
  /** time per token that is asked for, s */
  readonly target: number;
  /** beyond where one is, the curve waits for a prediction */
  readonly isRevealed: boolean;
  readonly pin: {readonly rows: readonly BatchRow[]; readonly now: Point} | null;
  /** end of the x axis */
  readonly most: number;
  readonly width: number;
}

type Scale = (x: number) => number;

const steps = [1, 2, 4, 7, 10];

/** Time per token and throughput against batch, on one x axis. */
export function servingChart(): Chart<ServingChartProps> {
  const times = layer();
  const rates = layer();
  const head = element`<div class="panel-name">Time per token, ms (log)</div>`;
  const box = element`<div>${head}</div>`;
  let upper: Drawn | undefined;
  let lower: Drawn | undefined;
  let frames = ["", ""];
  const timeRange = heldRange((end, isHigh) => round(isHigh ? end * 4 : end / 4, {up: isHigh}));
  const rateRange = heldRange((end) => round(end * 2, {up: true, of: steps}));

  // Axes and grid of either panel: drawn again only when its domain or the width changes.
  function frame(width: number, most: number) {
    return {
      width,
      marginLeft: 46,
      marginRight: isSmall(width) ? 16 : 84,
      x: {type: "log", domain: [1, most], axis: null}
    } as const;
  }
  function ticksX(width: number, most: number): readonly number[] {
    const by = isSmall(width) ? 4 : 2;
    const count = Math.floor(Math.log(most) / Math.log(by));
    return Array.from({length: count + 1}, (_, i) => by ** i);
  }
  function drawUpper(width: number, most: number, low: number, high: number): void {
    const ticks = logTicks(low, high);
    const next = plotOf({
      ...frame(width, most),
      height: isSmall(width) ? 250 : 290,
      marginBottom: 8,
      marginTop: 22,
      y: {type: "log", domain: [low, high], axis: null},
      marks: [
        own(hatch("beyond-time")),
        gridX(ticksX(width, most)),
        gridY(ticks),
        axisY(ticks, num),
        own(times.node)
      ]
    });
    next.dataset["name"] = "Time per token against batch size";
    if (upper) upper.replaceWith(next);
    else head.after(next);
    upper = next;
  }
  function drawLower(width: number, most: number, top: number): void {
    const next = plotOf({
      ...frame(width, most),
      height: isSmall(width) ? 170 : 180,
      marginTop: 28,
      marginBottom: 42,
      y: {
        domain: [0, top],
        ticks: 4,
        tickFormat: (d: number) => (d >= 1000 ? `${num(d / 1000)}k` : num(d)),
        label: null
      },
      marks: [
        axisX(ticksX(width, most), num),
        nameX("Batch, requests (log) →"),
        gridX(ticksX(width, most)),
        gridY(4),
        Plot.text([0], {
          frameAnchor: "top-left",
          dy: -20,
          dx: -44,
          text: () => "Throughput, tokens per second",
          textAnchor: "start",
          fill: "var(--ink)",
          fontWeight: 600,
          fontSize: 14
        }),
        own(rates.node)
      ]
    });
    next.dataset["name"] = "Throughput against batch size";
    if (lower) lower.replaceWith(next);
    else box.append(next);
    lower = next;
  }

  function draw(props: ServingChartProps): Drawing {
    const {rows, target, pin, most, width} = props;
    const starts = [rows[0]!, ...(pin ? [pin.rows[0]!] : [])];
    const last = rows.at(-1)!;
    const first = Math.min(...starts.flatMap((row) => [row.textbook, row.low]));
    const [low, high] = timeRange([
      round(Math.min(target, first) * 970, {up: false}),
      round(Math.max(target * 1.6, last.high, last.textbook) * 1e3, {up: true})
    ]);
    const fastest = Math.max(...rows.map(({rate}) => rate));
    const [, top] = rateRange([0, round(fastest * 1.04, {up: true, of: steps})]);
    const next = [[width, most, low, high].join(), [width, most, top].join()];
    const isFresh = next.join("|") !== frames.join("|");
    if (next[0] !== frames[0]) drawUpper(width, most, low, high);
    if (next[1] !== frames[1]) drawLower(width, most, top);
    frames = next;
    const x = placeOn(upper!, "x"); // both are drawn by now
    const y = placeOn(upper!, "y");
    times.draw(timeMarks(props, x, (s) => y(s * 1e3), [low / 1e3, high / 1e3]));
    rates.draw(rateMarks(props, x, placeOn(lower!, "y"), top));
    return {node: box, isFresh};
  }
  return {
    draw,
    dragged: () => upper && {...valueOn(upper), svg: upper}
  };
}

function beyond(
  {limit, most}: ServingChartProps,
  x: Scale,
  [top, bottom]: readonly [number, number],
  id: string
): readonly (Mark | false)[] {
  if (limit >= most) return [];
  const wall = x(Math.max(1, limit));
  const size = {x: wall, y: top, width: Math.max(0, x(most) - wall), height: bottom - top};
  return [
    {key: "beyond", tag: "rect", ...size, fill: `url(#${id})`},
    curve("wall", `M${wall},${top}V${bottom}`, "var(--limit)", 1.5)
  ];
}

function timeMarks(
  props: ServingChartProps,
  x: Scale,
  y: Scale,
  [low, high]: readonly [number, number]
): readonly (Mark | false | null)[] {
  const {rows, now, fits, limit, target, isRevealed, pin, most, width} = props;
  const drawn = isRevealed ? rows : rows.filter(({batch}) => batch <= now.batch);
  const last = rows.at(-1)!;
  const of = ({batch}: BatchRow): number => x(batch);
  const faint = `opacity:${limit < 1 ? 0.3 : 1}`;
  const isNear = Math.abs(Math.log(last.refined / last.textbook)) < 0.16;
  const apart = isNear ? (last.refined > last.textbook ? -8 : 8) : 0;
  const end = (name: "refined" | "textbook", dy: number): Mark | false =>
    !isSmall(width) && isRevealed && lineEnd(name, x(most), y(last[name]) + dy);
  const wall = x(Math.max(1, Math.min(most, limit)));
  const isLeft = limit > 24;
  const middle = y(Math.sqrt(low * high));
  const [hereX, hereY] = [x(now.batch), y(now.itl)];
  return [
    ...beyond(props, x, [y(high), y(low)], "beyond-time"),
    area(
      "range",
      band(
        drawn,
        of,
        (row) => y(row.low),
        (row) => y(row.high)
      ),
      "var(--refined)",
      0.14
    ),
    pin &&
      curve(
        "pinned line",
        line(pin.rows, of, (row) => y(row.refined)),
        "var(--b)",
        1.5,
        "opacity:.8"
      ),
    textbookLine(
      line(drawn, of, (row) => y(row.textbook)),
      faint
    ),
    refinedLine(
      line(drawn, of, (row) => y(row.refined)),
      faint
    ),
    curve("target", `M${x(1)},${y(target)}H${x(most)}`, "var(--ink)", 1, "stroke-dasharray:2 3"),
    label("target is", `target ${num(target * 1e3)} ms`, x(1) + 4, y(target) - 8, {
      fill: "var(--ink)",
      anchor: "start",
      weight: 400
    }),
    limit < most &&
      limit >= 1 &&
      label("full", `memory full at ${num(limit)}`, wall + (isLeft ? -5 : 5), y(high) - 11, {
        fill: "var(--limit)",
        halo: 0,
        anchor: isLeft ? "end" : "start"
      }),
    limit < 1 &&
      label("none", "no batch fits", x(Math.sqrt(most)), middle + 26, {
        fill: "var(--limit)",
        halo: 8,
        size: 16
      }),
    !isRevealed &&
      now.batch < most / 4 &&
      label(
        "ask",
        isSmall(width)
          ? "answer above to see the rest"
          : "answer the question above to see the rest",
        x(Math.sqrt(now.batch * most)),
        middle + 40,
        {fill: "var(--ink-3)", halo: 6, size: 14, weight: 400}
      ),
    end("refined", apart),
    end("textbook", -apart),
    pin && pinned(x(pin.now.batch), y(pin.now.itl)),
    pin && label("pinned is", "pinned", x(pin.now.batch), y(pin.now.itl) + 16, {fill: "var(--b)"}),
    limit >= 1 && here(hereX, hereY, fits),
    limit >= 1 &&
      (fits
        ? hereText(text(now.itl, "s"), hereX, hereY - 18)
        : hereText("does not fit", hereX, hereY - 18, {fill: "var(--limit)"}))
  ];
}

function rateMarks(
  props: ServingChartProps,
  x: Scale,
  y: Scale,
  top: number
): readonly (Mark | false | null)[] {
  const {rows, now, fits, limit, isRevealed, pin, most, width} = props;
  const drawn = isRevealed ? rows : rows.filter(({batch}) => batch <= now.batch);
  const of = ({batch}: BatchRow): number => x(batch);
  const faint = `opacity:${limit < 1 ? 0.3 : 1}`;
  const within = (rate: number): number => (rate <= top ? y(rate) : NaN);
  return [
    ...beyond(props, x, [y(top), y(0)], "beyond-time"),
    pin &&
      curve(
        "pinned line",
        line(pin.rows, of, ({rate}) => within(rate)),
        "var(--b)",
        1.5
      ),
    textbookLine(
      line(drawn, of, ({rateBook}) => within(rateBook)),
      faint
    ),
    refinedLine(
      line(drawn, of, ({rate}) => y(rate)),
      faint
    ),
    !isSmall(width) && isRevealed && lineEnd("refined", x(most), y(rows.at(-1)!.rate)),
    fits && here(x(now.batch), y(now.rate)),
    fits && hereText(num(now.rate), x(now.batch), y(now.rate) - 16)
  ];
}
