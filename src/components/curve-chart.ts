import {placeOn, valueOn} from "./axes.js";
import type {Chart, Drawn} from "./chart.js";
import {framed} from "./curve-frame.js";
import {marks} from "./curve-marks.js";
import type {CurveAxis, CurvePoint, CurveProps, PanelFrame} from "./curve-props.js";
import {element} from "./element.js";
import type {Drawing} from "./figure.js";
import {heldRange} from "./held-range.js";
import {layer} from "./layer.js";
import {scaleOf} from "./numbers.js";
import type {Scale} from "./numbers.js";
import {round} from "./stops.js";

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
      const isShare = name === "%" && top <= 100;
      const end = frame.most === undefined ? Infinity : frame.most / factor;
      const linearEnd =
        isShare && top > 50 && !frame.parts
          ? 100
          : round(top * (frame.parts ? 1 : 1.04), {up: true, of: linear});
      const [low, high] = range(
        isLog
          ? [round(most > 0 ? least / factor : 0.1, {up: false}), round(top * 1.15, {up: true})]
          : [0, Math.min(end, linearEnd)]
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

/** Where a panel of parts ends: its limit and a half, or where one is. */
function capOf({cell, parts, limit}: PanelFrame, now: CurvePoint): number {
  if (!parts || !limit) return Infinity;
  const values = [1.5 * now.cells[limit.cell]!, 1.15 * now.cells[cell]!];
  return Math.max(...values.filter(Number.isFinite), 0) || Infinity;
}
