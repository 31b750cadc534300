import type {Rule} from "../stories/story.js";
import {isSmall} from "./axes.js";
import {apart, clearOf, lineEnds, ruleWords, spanOf, targetName} from "./curve-names.js";
import type {CurveProps, PanelFrame} from "./curve-props.js";
import {
  area,
  band,
  curve,
  here,
  hereText,
  label,
  line,
  lineEnd,
  pinned,
  refinedLine,
  textbookLine
} from "./layer.js";
import type {Mark} from "./layer.js";
import {num, withUnit} from "./numbers.js";
import type {Scale} from "./numbers.js";
import {stack} from "./stack.js";
import type {CurveRow} from "./story-sweep.js";

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

export function marks(
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
  const halo = last === rows.at(-1) ? 0 : 4; // where lines end before the chart, it goes on behind their names
  // a small chart has no room beyond the ends: other lines are named above their ends
  const inner =
    isRevealed && isSmall(width) && last
      ? apart(also.map((one) => ({name: one.name, at: y(last.refined[one.cell]!)})))
      : [];
  const [hereX, hereY] = [x(now.x), y(now.cells[cell]!)];
  const stretches = broken(rows);
  /** Where a stretch meets what works: at its end if it is there from the start. */
  const edgeOf = ([from, to]: readonly [number, number]): number =>
    from === rows[0]!.x ? to : from;
  const edge = stretches[0] ? edgeOf(stretches[0]) : NaN;
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
  const nameAt =
    target &&
    targetName(target.words, [x(first), x(end)], aim - 10, [
      ...drawn.map((row) => [of(row), y(row.refined[cell]!)] as const),
      ...[-40, 0, 40].map((off) => [hereX + off, hereY - 18] as const)
    ]);
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
      curve(`wall ${i}`, `M${x(edgeOf([from, to]))},${top}V${bottom}`, "var(--limit)", 1.5)
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
      label("wall is", wall, x(edge) + (x(edge) > width / 2 ? -5 : 5), top - 11, {
        fill: "var(--limit)",
        halo: 0,
        anchor: x(edge) > width / 2 ? "end" : "start"
      }),
    ...inner.map(({name, at}) =>
      label(`end ${name}`, name, right, at - 10, {fill: "var(--ink-2)", anchor: "end", weight: 400})
    ),
    ...ends.map(({name, at}) =>
      name === "refined" || name === "textbook"
        ? lineEnd(name, x(last!.x), at, halo)
        : label(`end ${name}`, name, x(last!.x) + 6, at, {
            fill: "var(--ink-2)",
            halo,
            anchor: "start",
            weight: 400
          })
    ),
    pin &&
      Number.isFinite(y(pin.now.cells[cell]!)) &&
      pinned(x(pin.now.x), y(pin.now.cells[cell]!)),
    target !== undefined &&
      nameAt !== undefined &&
      Number.isFinite(aim) &&
      label("target is", target.words, nameAt.x, aim - 10, {
        fill: "var(--ink)",
        anchor: nameAt.anchor,
        weight: 400
      }),
    Number.isFinite(hereY) && here(hereX, hereY, works),
    Number.isFinite(hereY) &&
      hereText(shownAt(now.cells[cell]!, scale), hereX, hereY > top + 30 ? hereY - 18 : hereY + 18)
  ];
}

const dotted = "stroke-dasharray:2 3";

/** A value of the panel in the panel's unit. */
function shownAt(value: number, {factor, name}: Scale): string {
  return withUnit(num(value / factor), name);
}
