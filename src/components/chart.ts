import * as Plot from "@observablehq/plot";
import {svg} from "htl";
import {own, valueOn} from "./axes.js";
import type {Dragged, Drawing} from "./figure.js";
import {layer} from "./layer.js";
import type {Mark} from "./layer.js";

/** A chart that keeps its frame and moves its marks. */
export interface Chart<Props> {
  readonly draw: (props: Props) => Drawing;
  /** the x scale of what is drawn */
  readonly dragged: () => Dragged | undefined;
}

export type Drawn = (SVGElement | HTMLElement) & Plot.Plot;
export type Marks = readonly (Mark | false | null | undefined)[];

/** What stands: Plot's options without the marks' layer. */
export type Frame = Plot.PlotOptions & {readonly marks: readonly Plot.Markish[]};

/** Hatching of what does not work, for `fill:url(#id)`; its id is the chart's own. */
export function hatch(id: string): SVGElement {
  return svg`<defs><pattern id=${id} width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line x1="0" x2="0" y1="0" y2="7" style="stroke:var(--limit);stroke-width:1.6;opacity:.38"/></pattern></defs>` as SVGElement; // the tag says so
}

/**
 * Plot's drawing without the style sheet that it writes into each: a sheet that comes or goes costs a
 * page more than the drawing does, and style/charts.css says the same for all.
 */
export function plotOf(options: Plot.PlotOptions): Drawn {
  const drawn = Plot.plot({...options, style: {background: "none"}});
  drawn.querySelector("style")?.remove();
  return drawn;
}

/**
 * One panel: `frame` says what stands, under a key that changes only when it must be drawn again;
 * `marks` says what moves.
 */
export function panelChart<Props extends {readonly width: number}>(
  frame: (props: Props) => {readonly key: string; readonly options: () => Frame},
  marks: (props: Props, plot: Drawn) => Marks
): Chart<Props> {
  const moving = layer();
  let plot: Drawn | undefined;
  let drawn = "";
  return {
    draw(props) {
      const {key, options} = frame(props);
      const now = `${props.width} ${key}`;
      const isFresh = !plot || now !== drawn;
      if (isFresh) {
        const {marks: standing, ...rest} = options();
        const {width} = props;
        plot = plotOf({...rest, width, marks: [...standing, own(moving.node)]});
        drawn = now;
      }
      moving.draw(marks(props, plot!)); // drawn above
      return {node: plot!, isFresh};
    },
    dragged: () => plot && {...valueOn(plot), svg: plot}
  };
}
