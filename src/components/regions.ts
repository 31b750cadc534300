import {html} from "htl";
import type {Factor, Footprint, Region, RegionRow} from "./carbon-answer.js";
import {grams} from "./carbon-sentences.js";
import type {Chart} from "./chart.js";
import {element, inputElement, write, writeStyle} from "./element.js";
import {keptRows} from "./kept-rows.js";
import type {KeptRow} from "./kept-rows.js";
import {ratio, text, times} from "./numbers.js";
import type {RankProps} from "./rank-chart.js";
import {scenario} from "./scenario.js";
import {statusText} from "./why.js";

export interface Regions {
  readonly node: HTMLElement;
  readonly update: (rows: readonly RegionRow[], a: string, b: string) => void;
}

/** Regions by carbon: a table, a plot beside it, and a picker of A and B in one. */
export function regions(
  list: readonly Region[],
  chart: () => Chart<RankProps> | undefined
): Regions {
  const body = element`<tbody></tbody>`;
  const table = element`<table class="ranked"><caption class="vh">Regions by carbon of this run; choose A and B</caption><thead><tr><th scope="col">Region</th><th scope="col" class="r">Total</th><th scope="col" class="strip"><span class="vh">Position</span></th><th scope="col" class="src r">g/kWh</th><th scope="col" class="src">Source of it</th><th scope="col" class="pick">Compare</th></tr></thead>${body}</table>`;
  const plot = element`<div class="rank-plot" aria-hidden="true"></div>`;
  const node = element`<div class="rank">${table}${plot}</div>`;
  const lines = new Map(list.map((region) => [region.id, lineOf(region)]));
  body.append(...[...lines.values()].map(({row}) => row));

  let shown:
    | {readonly rows: readonly RegionRow[]; readonly a: string; readonly b: string}
    | undefined;
  /** where the dots go: measured when the table changes its size, not at every move */
  let place:
    | {readonly left: number; readonly width: number; readonly head: number; readonly row: number}
    | undefined;
  function measure(): void {
    const strip = body.querySelector<HTMLElement>(".strip");
    const first = body.querySelector<HTMLElement>("tr");
    if (!strip || !first || strip.offsetWidth === 0) return;
    place = {
      left: strip.offsetLeft,
      width: strip.offsetWidth,
      head: first.offsetTop,
      row: first.offsetHeight
    };
    plot.style.left = `${place.left}px`;
    paint();
  }
  function paint(): void {
    if (!shown || !place) return;
    const drawn = chart()?.draw({...shown, ...place});
    if (drawn && plot.firstElementChild !== drawn.node) plot.replaceChildren(drawn.node);
  }
  const watched = new ResizeObserver(measure);
  watched.observe(table);
  // the column changes its width with the totals beside it, the table does not
  watched.observe(table.querySelector(".strip")!);
  return {
    node,
    update(rows, a, b) {
      shown = {rows, a, b};
      for (const {region, carbon} of rows) {
        const line = lines.get(region.id)!;
        line.a.checked = region.id === a;
        line.b.checked = region.id === b;
        const style = region.id === a ? "a" : region.id === b ? "b" : "";
        if (line.row.className !== style) line.row.className = style;
        write(line.total, text(carbon, "kgCO2e"));
      }
      const sorted = rows.map(({region}) => lines.get(region.id)!.row);
      if (sorted.some((row, i) => body.children[i] !== row)) {
        const focus = document.activeElement;
        body.append(...sorted);
        if (focus instanceof HTMLElement && body.contains(focus)) focus.focus();
      }
      paint();
    }
  };
}

function lineOf({id, name, mix, intensity, source}: Region) {
  const radio = (key: "datacenter" | "against", letter: string): HTMLInputElement => {
    const input = inputElement`<input type="radio" name=${key} value=${id} aria-label=${`${name} as ${letter}`}>`;
    input.addEventListener("change", () => scenario.set({[key]: id}));
    return input;
  };
  const [a, b] = [radio("datacenter", "A"), radio("against", "B")];
  const total = element`<td class="r total"></td>`;
  const {title, address, status, checked} = source;
  const words = address
    ? html`<a class="title" href=${address} title=${title} rel="external">${title}</a>`
    : html`<span class="title" title=${title}>${title}</span>`;
  const row = element`<tr><th scope="row">${name}<small>${mix}</small></th>${total}<td class="strip"></td><td class="src r">${grams(intensity)}</td><td class="src">${words} <span class="kind">${statusText(status, checked)}</span></td><td class="pick"><label class="pa">${a}A</label><label class="pb">${b}B</label></td></tr>`;
  return {row, total, a, b};
}

/** Two places line by line; the last column is A over B. */
export function sideBySide(): {
  readonly node: HTMLElement;
  readonly update: (a: Footprint, b: Footprint) => void;
} {
  const heads = [element`<span></span>`, element`<span></span>`];
  const body = element`<tbody></tbody>`;
  const node = element`<div class="scroll" tabindex="0" role="region" aria-label="Place A and B line by line"><table class="ab"><thead><tr><th scope="col"><span class="vh">Quantity</span></th><th scope="col" class="r ca"><span class="badge a" aria-hidden="true">A</span>${heads[0]}</th><th scope="col" class="r cb"><span class="badge b" aria-hidden="true">B</span>${heads[1]}</th><th scope="col" class="r">A ÷ B</th></tr></thead>${body}</table></div>`;
  const show = keptRows(body, lineRow);
  return {
    node,
    update(a, b) {
      write(heads[0]!, a.name);
      write(heads[1]!, b.name);
      show(linesOf(a, b));
    }
  };
}

/** A quantity in both places. */
interface Line {
  readonly name: string;
  readonly how: string;
  readonly a: number;
  readonly b: number;
  readonly unit: string;
  readonly show?: string;
  readonly isSum?: boolean;
}

function linesOf(a: Footprint, b: Footprint): readonly Line[] {
  const both = (
    cell:
      | "itEnergy"
      | "pue"
      | "operationalCarbon"
      | "embodiedCarbon"
      | "carbonFootprint"
      | "waterUsage"
  ) => ({a: a.now[cell], b: b.now[cell]});
  const intensity = ({values}: Footprint): number => Number(values["grid.carbonIntensity"]);
  return [
    {name: "Energy of the devices", how: "power × time", unit: "J", ...both("itEnergy")},
    {name: "PUE", how: "facility energy ÷ device energy", unit: "1", ...both("pue")},
    {
      name: "Grid intensity",
      how: "CO₂e per kWh, yearly mean",
      unit: "kgCO2e/J",
      show: "gCO2e/kWh",
      a: intensity(a),
      b: intensity(b)
    },
    {
      name: "From electricity",
      how: "the product of the three above",
      unit: "kgCO2e",
      ...both("operationalCarbon")
    },
    {
      name: "From making the devices",
      how: "for the part of their life that the run takes",
      unit: "kgCO2e",
      ...both("embodiedCarbon")
    },
    {name: "Total", how: "", unit: "kgCO2e", isSum: true, ...both("carbonFootprint")},
    {name: "Water on site", how: "device energy × WUE", unit: "m^3", ...both("waterUsage")}
  ];
}

function lineRow(): KeptRow<Line> {
  const [name, how] = [element`<span></span>`, element`<small></small>`];
  const [a, b] = [element`<td class="r ca"></td>`, element`<td class="r cb"></td>`];
  const over = element`<td class="r"></td>`;
  const node = element`<tr><th scope="row">${name}${how}</th>${a}${b}${over}</tr>`;
  return {
    node,
    write(line) {
      node.classList.toggle("sum", line.isSum === true);
      write(name, line.name);
      write(how, line.how);
      write(a, text(line.a, line.unit, line.show));
      write(b, text(line.b, line.unit, line.show));
      write(over, ratio(line.a, line.b));
    }
  };
}

/** Factors on a log scale: lengths add up as the factors multiply. */
export function factorBars(): {
  readonly node: HTMLElement;
  readonly update: (title: string, factors: readonly Factor[]) => void;
} {
  const head = element`<h3></h3>`;
  const note = element`<p class="cap">A over B. Each factor goes on where the last one ended (log scale).</p>`;
  const body = element`<tbody></tbody>`;
  const table = element`<table class="bars"><thead class="vh"><tr><th scope="col">Factor</th><th scope="col">Bar</th><th scope="col">Times</th></tr></thead>${body}</table>`;
  const show = keptRows(body, factorRow);
  return {
    node: element`<div>${head}${note}${table}</div>`,
    update(title, factors) {
      write(head, title);
      const total = factors.reduce((product, {factor}) => product * factor, 1);
      const isDrawn = total > 0 && Number.isFinite(total);
      for (const part of [note, table]) part.hidden = !isDrawn;
      if (!isDrawn) return;
      const ends = [0];
      for (const {factor} of factors) ends.push(ends.at(-1)! + Math.log(factor));
      const [low, high] = [Math.min(0, ...ends), Math.max(0.01, ...ends)];
      const at = (x: number): number => (100 * (x - low)) / (high - low);
      const bar = (from: number, to: number) => ({from: at(from), to: at(to), zero: at(0)});
      show([
        ...factors.map(({name, factor}, i) => {
          const [from, to] = [ends[i]!, ends[i + 1]!];
          const color = to >= from ? "var(--ink-2)" : "var(--line-2)";
          return {name, factor, color, isSum: false, ...bar(from, to)};
        }),
        {
          name: "Together",
          factor: total,
          color: "var(--a)",
          isSum: true,
          ...bar(0, Math.log(total))
        }
      ]);
    }
  };
}

/** A factor and its bar, in per cent of the width. */
interface FactorLine extends Factor {
  readonly from: number;
  readonly to: number;
  readonly zero: number;
  readonly color: string;
  readonly isSum: boolean;
}

function factorRow(): KeptRow<FactorLine> {
  const name = element`<th scope="row"></th>`;
  const fill = element`<i></i>`;
  const bar = element`<div class="bar">${fill}</div>`;
  const value = element`<td class="r"></td>`;
  const node = element`<tr>${name}<td>${bar}</td>${value}</tr>`;
  return {
    node,
    write(line) {
      write(name, line.name);
      writeStyle(bar, "--zero", `${line.zero}%`);
      writeStyle(bar, "--c", line.color);
      writeStyle(fill, "left", `${Math.min(line.from, line.to)}%`);
      writeStyle(fill, "width", `${Math.max(0.4, Math.abs(line.to - line.from))}%`);
      node.classList.toggle("sum", line.isSum);
      write(value, times(line.factor));
    }
  };
}
