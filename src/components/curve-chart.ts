import {svg} from "htl";
import type {PanelSpec, Rule} from "../stories/story.js";
import {axisX, axisY, gridX, gridY, isSmall, nameX, own, placeOn, valueOn} from "./axes.js";
import {plotOf} from "./chart.js";
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
import type {Layer, Mark} from "./layer.js";
import {num, scaleOf} from "./numbers.js";
import type {Scale} from "./numbers.js";
import {logTicks, round} from "./stops.js";
import {stack} from "./stack.js";
import {tallOf} from "./story-parts.js";
import type {CurveRow} from "./story-sweep.js";

/** A panel with the words that the definition gives it. */
export interface PanelFrame extends PanelSpec {
  readonly label: string;
  readonly unit: string;
  readonly show?: string;
}

/** Where one is: its place on the axis and the cells there, in SI. */
export interface CurvePoint {
  readonly x: number;
  readonly cells: Readonly<Record<string, number>>;
}

export interface CurveProps {
  readonly rows: readonly CurveRow[];
  readonly now: CurvePoint;
  readonly works: boolean;
  /** beyond where one is, the curve waits for a prediction */
  readonly isRevealed: boolean;
  readonly pin: {readonly rows: readonly CurveRow[]; readonly now: CurvePoint} | null;
  /** words at the first value that does not work */
  readonly wall: string;
  /** places on the axis that have a name; those beyond where one is wait for a prediction too */
  readonly rules: readonly Rule[];
  /** by panel, what is aimed at */
  readonly targets: readonly (Rule | undefined)[];
  readonly width: number;
}

export interface CurveAxis {
  readonly name: string;
  readonly log: boolean;
}

const steps = [1, 2, 4, 5, 8, 10];
/** A panel of parts ends close to where it must. */
const partSteps = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/** One cell a panel over one input, on a shared x axis, in both fidelities. */
export function curveChart(axis: CurveAxis, frames: readonly PanelFrame[]): Chart<CurveProps> {
  const panels = frames.map((frame, i) => curvePanel(axis, frame, i, i === frames.length - 1));
  const box = element`<div>${panels.flatMap(({head, slot}) => [head, slot])}</div>`;
  return {
    draw(props): Drawing {
      const fresh = panels.map((one) => one.draw(props));
      return {node: box, isFresh: fresh.some(Boolean)};
    },
    dragged: () => panels[0]!.dragged()
  };
}

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

interface Panel {
  readonly head: HTMLElement;
  readonly slot: HTMLElement;
  /** whether its axes are new */
  readonly draw: (props: CurveProps) => boolean;
  readonly dragged: Chart<CurveProps>["dragged"];
}

function curvePanel(axis: CurveAxis, frame: PanelFrame, nth: number, isLast: boolean): Panel {
  const moving = layer();
  const head = element`<div class="panel-name"></div>`;
  const slot = element`<div></div>`;
  const id = `beyond-${frame.cell}`;
  const isLog = frame.log === true;
  const linear = frame.parts ? partSteps : steps;
  const range = isLog
    ? heldRange((end, isHigh) => round(isHigh ? end * 4 : end / 4, {up: isHigh}))
    : heldRange((end) => round(end * 2, {up: true, of: linear}));
  let plot: Drawn | undefined;
  let drawn = "";
  let scale: Scale | undefined;
  return {
    head,
    slot,
    draw(props) {
      const {rows, width, pin} = props;
      const target = props.targets[nth];
      const all = [rows, ...(pin ? [pin.rows] : [])].flat();
      const values = all
        .flatMap(({refined, textbook, low, high}) => [
          ...[refined, textbook, low, high].map((cells) => cells[frame.cell]!),
          ...(frame.also ?? []).map(({cell}) => refined[cell]!),
          frame.limit ? refined[frame.limit.cell]! : NaN
        ])
        .filter((value) => Number.isFinite(value) && (!isLog || value > 0));
      if (target && values.length > 0) values.push(target.at);
      const cap = capOf(frame, props.now);
      const [least, most] = [Math.min(...values, Infinity), Math.min(cap, Math.max(...values, 0))];
      const middle = rows.map(({refined}) => refined[frame.cell]!).filter((value) => value > 0);
      const typical = middle.toSorted((a, b) => a - b)[middle.length >> 1] ?? most;
      scale = scaleOf(isLog ? typical : most, frame.unit, frame.show);
      const {factor, name} = scale;
      const top = most > 0 ? most / factor : 1;
      const end = frame.most === undefined ? Infinity : frame.most / factor;
      const [low, high] = range(
        isLog
          ? [round(most > 0 ? least / factor : 0.1, {up: false}), round(top * 1.15, {up: true})]
          : [0, Math.min(end, round(top * (frame.parts ? 1 : 1.04), {up: true, of: linear}))]
      );
      const [first, last] = [rows[0]!.x, rows.at(-1)!.x];
      const next = [width, first, last, low, high, name].join();
      const isFresh = next !== drawn;
      if (isFresh) {
        plot = framed({
          axis,
          frame,
          isLast,
          isLog,
          id,
          width,
          x: [first, last],
          y: [low, high],
          moving
        });
        plot.dataset["name"] = frame.label;
        slot.replaceChildren(plot);
        head.textContent = [
          frame.label,
          ...(name === "" || name === frame.label.toLowerCase() ? [] : [`, ${name}`]),
          isLog ? " (log)" : ""
        ].join("");
        drawn = next;
      }
      const place = placeOn(plot!, "y"); // drawn above
      const y = (value: number): number => {
        const shown = value / factor;
        // what is drawn of parts is cut off at the top, not left out
        if (frame.parts) return shown >= low ? place(shown) : NaN;
        return shown >= low * 0.999_999 && shown <= high * 1.000_001 ? place(shown) : NaN;
      };
      moving.draw(
        marks(
          props,
          {...frame, target, isFirst: nth === 0},
          {
            x: placeOn(plot!, "x"),
            y,
            ends: [place(high), place(low)],
            id,
            scale
          }
        )
      );
      return isFresh;
    },
    dragged: () => plot && {...valueOn(plot), svg: plot}
  };
}

/** 1, 2, 5, 10 over a few decades, powers of ten over more. */
function ticksY(low: number, high: number): readonly number[] {
  const all = logTicks(low, high);
  return all.length > 11 ? all.filter((x) => Number.isInteger(Math.log10(x))) : all;
}

/** Hatching of what does not work; its id is the panel's own. */
function hatch(id: string): SVGElement {
  return svg`<defs><pattern id=${id} width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line x1="0" x2="0" y1="0" y2="7" style="stroke:var(--limit);stroke-width:1.6;opacity:.38"/></pattern></defs>` as SVGElement; // the tag says so
}

/** What a panel may be drawn in, for lines that go on above it. */
function inside(id: string, width: number, height: number): SVGElement {
  return svg`<defs><clipPath id=${`${id}-inside`}><rect x="0" y="22" width=${width} height=${height}></rect></clipPath></defs>` as SVGElement; // the tag says so
}

/** Where a panel of parts ends: its limit and a half, or where one is. */
function capOf({cell, parts, limit}: PanelFrame, now: CurvePoint): number {
  if (!parts || !limit) return Infinity;
  const values = [1.5 * now.cells[limit.cell]!, 1.15 * now.cells[cell]!];
  return Math.max(...values.filter(Number.isFinite), 0) || Infinity;
}

function framed({
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

interface Place {
  readonly x: (value: number) => number;
  /** pixels of a value in SI; NaN off the chart */
  readonly y: (value: number) => number;
  /** pixels of the top and of the bottom */
  readonly ends: readonly [number, number];
  readonly id: string;
  readonly scale: Scale;
}

/** A panel as it is drawn: what it aims at, and whether rules are named on it. */
interface Framed extends Pick<PanelFrame, "cell" | "also" | "parts" | "limit"> {
  readonly target: Rule | undefined;
  readonly isFirst: boolean;
}

/** Stretches of the axis that do not work, as pairs of values. */
function broken(rows: readonly CurveRow[]): readonly (readonly [number, number])[] {
  const found: [number, number][] = [];
  rows.forEach(({x, works}, i) => {
    if (works) return;
    const last = found.at(-1);
    const end = rows[i + 1]?.x ?? x;
    if (last && last[1] === x) last[1] = end;
    else found.push([x, end]);
  });
  return found;
}

function marks(
  {rows, now, works, isRevealed, pin, wall, rules, width}: CurveProps,
  {cell, also = [], parts = [], limit, target, isFirst}: Framed,
  {x, y, ends: [top, bottom], id, scale}: Place
): readonly (Mark | false | null)[] {
  const drawn = isRevealed ? rows : rows.filter((row) => row.x <= now.x);
  const of = (row: CurveRow): number => x(row.x);
  const last = rows.findLast((row) => Number.isFinite(y(row.refined[cell]!)));
  const ends =
    isRevealed && !isSmall(width) && last
      ? lineEnds(last, {cell, also}, y).filter(({at}) => at >= top && at <= bottom)
      : [];
  // a small chart has no room beyond the ends: other lines are named above their ends
  const inner =
    isRevealed && isSmall(width) && last
      ? apart(also.map((one) => ({name: one.name, at: y(last.refined[one.cell]!)})))
      : [];
  const [hereX, hereY] = [x(now.x), y(now.cells[cell]!)];
  const stretches = broken(rows);
  const isRanged = rows.some(({low, high}) => low[cell] !== high[cell]);
  const right = x(rows.at(-1)!.x);
  const most = limit ? y(now.cells[limit.cell]!) : NaN;
  const cut = parts.length > 0 ? `clip-path:url(#${id}-inside)` : "";
  const stacked = stack(drawn, parts, {
    x: of,
    y,
    ends: [top, bottom],
    outside: isRevealed && !isSmall(width),
    avoid: most,
    cut
  });
  const [first, end] = [rows[0]!.x, rows.at(-1)!.x];
  const named = rules.filter(({at}) => at > first && at < end && (isRevealed || at <= now.x));
  const isClear = clearOf(named.map(({at, words}) => spanOf(words, x(at), x(end))));
  const aim = target ? y(target.at) : NaN;
  return [
    ...stretches.flatMap(([from, to], i): Mark[] => [
      {
        key: `beyond ${i}`,
        tag: "rect",
        x: x(from),
        y: top,
        width: Math.max(0, x(to) - x(from)),
        height: bottom - top,
        fill: `url(#${id})`
      },
      curve(`wall ${i}`, `M${x(from)},${top}V${bottom}`, "var(--limit)", 1.5)
    ]),
    ...named.flatMap(({at, words}, i): Mark[] => [
      curve(`rule ${i}`, `M${x(at)},${top}V${bottom}`, "var(--ink)", 1, dotted),
      ...(isFirst && isClear[i]! ? [ruleWords(`rule is ${i}`, words, x(at), top - 11, x(end))] : [])
    ]),
    Number.isFinite(aim) &&
      curve("target", `M${x(first)},${aim}H${x(end)}`, "var(--ink)", 1, dotted),
    isRanged &&
      area(
        "range",
        band(
          drawn.filter((row) => Number.isFinite(y(row.low[cell]!) + y(row.high[cell]!))),
          of,
          (row) => y(row.low[cell]!),
          (row) => y(row.high[cell]!)
        ),
        "var(--refined)",
        0.14
      ),
    ...stacked.areas,
    ...also.map((one) =>
      curve(
        one.cell,
        line(drawn, of, (row) => y(row.refined[one.cell]!)),
        "var(--ink-2)",
        1.5
      )
    ),
    pin &&
      curve(
        "pinned line",
        line(pin.rows, of, (row) => y(row.refined[cell]!)),
        "var(--b)",
        1.5,
        `opacity:.8;${cut}`
      ),
    textbookLine(
      line(drawn, of, (row) => y(row.textbook[cell]!)),
      cut
    ),
    refinedLine(
      line(drawn, of, (row) => y(row.refined[cell]!)),
      cut
    ),
    ...stacked.names,
    Number.isFinite(most) &&
      curve("limit", `M${x(rows[0]!.x)},${most}H${right}`, "var(--limit)", 1.5),
    Number.isFinite(most) &&
      label(
        "limit is",
        `${limit!.name} ${shownAt(now.cells[limit!.cell]!, scale)}`,
        x(rows[0]!.x) + 6,
        most - 10,
        {fill: "var(--limit)", anchor: "start"}
      ),
    stretches.length === 1 &&
      wall !== "" &&
      label(
        "wall is",
        wall,
        x(stretches[0]![0]) + (x(stretches[0]![0]) > width / 2 ? -5 : 5),
        top - 11,
        {
          fill: "var(--limit)",
          halo: 0,
          anchor: x(stretches[0]![0]) > width / 2 ? "end" : "start"
        }
      ),
    ...inner.map(({name, at}) =>
      label(`end ${name}`, name, right, at - 10, {fill: "var(--ink-2)", anchor: "end", weight: 400})
    ),
    ...ends.map(({name, at}) =>
      name === "refined" || name === "textbook"
        ? lineEnd(name, x(last!.x), at)
        : label(`end ${name}`, name, x(last!.x) + 6, at, {
            fill: "var(--ink-2)",
            halo: 0,
            anchor: "start",
            weight: 400
          })
    ),
    pin &&
      Number.isFinite(y(pin.now.cells[cell]!)) &&
      pinned(x(pin.now.x), y(pin.now.cells[cell]!)),
    target !== undefined &&
      Number.isFinite(aim) &&
      label("target is", target.words, x(first) + 6, aim - 10, {
        fill: "var(--ink)",
        anchor: "start",
        weight: 400
      }),
    Number.isFinite(hereY) && here(hereX, hereY, works),
    Number.isFinite(hereY) &&
      hereText(shownAt(now.cells[cell]!, scale), hereX, hereY > top + 30 ? hereY - 18 : hereY + 18)
  ];
}

const dotted = "stroke-dasharray:2 3";

const sideOf = (x: number, end: number): "start" | "end" => (x > end / 2 ? "end" : "start");

/** About where words above the chart lie, from pixel to pixel. */
function spanOf(words: string, x: number, end: number): readonly [number, number] {
  const wide = 7 * words.length;
  return sideOf(x, end) === "end" ? [x - wide, x] : [x, x + wide];
}

/** Which spans are clear of those after them. */
function clearOf(spans: readonly (readonly [number, number])[]): readonly boolean[] {
  return spans.map(([from, to], i) => spans.slice(i + 1).every(([a, b]) => to < a || b < from));
}

/** The name of a place on the axis, above the chart and within its ends. */
function ruleWords(key: string, words: string, x: number, y: number, end: number): Mark {
  const anchor = sideOf(x, end);
  return label(key, words, x, y, {fill: "var(--ink)", halo: 0, anchor, weight: 400});
}

/** Names at the ends of lines, top to bottom, apart enough to be read. */
function lineEnds(
  {refined, textbook}: CurveRow,
  {cell, also}: {readonly cell: string; readonly also: NonNullable<PanelSpec["also"]>},
  y: (value: number) => number
): readonly End[] {
  return apart([
    {name: "refined", at: y(refined[cell]!)},
    {name: "textbook", at: y(textbook[cell]!)},
    ...also.map((one) => ({name: one.name, at: y(refined[one.cell]!)}))
  ]);
}

interface End {
  readonly name: string;
  readonly at: number;
}

/** Names moved apart until each can be read. */
function apart(all: readonly End[]): readonly End[] {
  const tall = 16;
  const ends = all.filter(({at}) => Number.isFinite(at)).toSorted((a, b) => a.at - b.at);
  let above = -Infinity;
  const down = ends.map(({name, at}) => ({name, at: (above = Math.max(at, above + tall))}));
  // what was pushed down shares the way
  const drift = down.map(({at}, i) => at - ends[i]!.at);
  const shift = Math.max(0, ...drift) / 2;
  return down.map(({name, at}) => ({name, at: at - shift}));
}

/** A value of the panel in the panel's unit. */
function shownAt(value: number, {factor, name}: Scale): string {
  const words = num(value / factor);
  return name === "" ? words : name === "%" ? `${words}%` : `${words}\u00a0${name}`;
}
