import {html} from "htl";
import type {Factor, Footprint, Region, RegionRow} from "./carbon-answer.js";
import type {Chart} from "./chart.js";
import {element, inputElement, write} from "./element.js";
import {num, ratio, text, times} from "./numbers.js";
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
  new ResizeObserver(measure).observe(table);
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
  const total = element`<td class="r"></td>`;
  const {title, address, status, checked} = source;
  const words = address
    ? html`<a class="title" href=${address} title=${title} rel="external">${title}</a>`
    : html`<span class="title" title=${title}>${title}</span>`;
  const grams = num(intensity * 3.6e9);
  const row = element`<tr><th scope="row">${name}<small>${mix}</small></th>${total}<td class="strip"></td><td class="src r">${grams}</td><td class="src">${words} <span class="kind">${statusText(status, checked)}</span></td><td class="pick"><label class="pa">${a}A</label><label class="pb">${b}B</label></td></tr>`;
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
  const line = (
    name: string,
    how: string,
    a: number,
    b: number,
    unit: string,
    show?: string,
    isSum = false
  ): HTMLElement => {
    return element`<tr class=${isSum ? "sum" : ""}><th scope="row">${name}<small>${how}</small></th><td class="r ca">${text(a, unit, show)}</td><td class="r cb">${text(b, unit, show)}</td><td class="r">${ratio(a, b)}</td></tr>`;
  };
  return {
    node,
    update(a, b) {
      write(heads[0]!, a.name);
      write(heads[1]!, b.name);
      const value = ({values}: Footprint, name: string): number => Number(values[name]);
      const intensity = "grid.carbonIntensity";
      body.replaceChildren(
        line("Energy of the devices", "power × time", a.now.itEnergy, b.now.itEnergy, "J"),
        line("PUE", "facility energy ÷ device energy", a.now.pue, b.now.pue, "1"),
        line(
          "Grid intensity",
          "CO₂e per kWh, yearly mean",
          value(a, intensity),
          value(b, intensity),
          "kgCO2e/J",
          "gCO2e/kWh"
        ),
        line(
          "From electricity",
          "the product of the three above",
          a.now.operationalCarbon,
          b.now.operationalCarbon,
          "kgCO2e"
        ),
        line(
          "From making the devices",
          "for the part of their life that the run takes",
          a.now.embodiedCarbon,
          b.now.embodiedCarbon,
          "kgCO2e"
        ),
        line("Total", "", a.now.carbonFootprint, b.now.carbonFootprint, "kgCO2e", undefined, true),
        line("Water on site", "device energy × WUE", a.now.waterUsage, b.now.waterUsage, "m^3")
      );
    }
  };
}

/** Factors on a log scale: lengths add up as the factors multiply. */
export function factorBars(): {
  readonly node: HTMLElement;
  readonly update: (title: string, factors: readonly Factor[]) => void;
} {
  const node = element`<div></div>`;
  return {
    node,
    update(title, factors) {
      const total = factors.reduce((product, {factor}) => product * factor, 1);
      if (!(total > 0) || !Number.isFinite(total))
        return node.replaceChildren(element`<h3>${title}</h3>`);
      const ends = [0];
      for (const {factor} of factors) ends.push(ends.at(-1)! + Math.log(factor));
      const [low, high] = [Math.min(0, ...ends), Math.max(0.01, ...ends)];
      const at = (x: number): number => (100 * (x - low)) / (high - low);
      const bar = (from: number, to: number, color: string): Node => {
        const [left, right] = [at(Math.min(from, to)), at(Math.max(from, to))];
        const place = `left:${left}%;width:${Math.max(0.4, right - left)}%`;
        return html`<div class="bar" style=${`--zero:${at(0)}%;--c:${color}`}>
          <i style=${place}></i>
        </div>`;
      };
      const rows = factors.map(({name, factor}, i) => {
        const [from, to] = [ends[i]!, ends[i + 1]!];
        const color = to >= from ? "var(--ink-2)" : "var(--line-2)";
        return html`<tr>
          <th scope="row">${name}</th>
          <td>${bar(from, to, color)}</td>
          <td class="r">${times(factor)}</td>
        </tr>`;
      });
      node.replaceChildren(
        element`<h3>${title}</h3>`,
        element`<p class="cap">A over B. Each factor goes on where the last one ended (log scale).</p>`,
        element`<table class="bars"><thead class="vh"><tr><th scope="col">Factor</th><th scope="col">Bar</th><th scope="col">Times</th></tr></thead><tbody>${rows}<tr><th scope="row">Together</th><td>${bar(0, Math.log(total), "var(--a)")}</td><td class="r"><b>${times(total)}</b></td></tr></tbody></table>`
      );
    }
  };
}
