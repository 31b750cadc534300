import {html, svg} from "htl";
import type {DiagramNode} from "../lib/model/diagram.js";
import type {Reach, Values} from "../lib/model/values.js";
import {height, layersOf} from "./dag-layout.js";
import {element, write, writeStyle} from "./element.js";
import {lower, percent, text} from "./numbers.js";

/** Below this width the picture is a list. */
const narrow = 820;

/** A box is narrow. */
const short = (said: string): string =>
  said.replace("million US$", "M US$").replace("\u00a0per second", "/s");

export interface Dag {
  readonly node: HTMLElement;
  readonly update: (values: Values) => void;
}

/** Boxes of two parts that read alike get the part's name: `Arithmetic, prefill`. */
function apart(boxes: readonly DiagramNode[]): readonly DiagramNode[] {
  const counts = new Map<string, number>();
  for (const {label} of boxes) counts.set(label, (counts.get(label) ?? 0) + 1);
  return boxes.map((box) => {
    const dot = box.name.indexOf(".");
    return counts.get(box.label) === 1 || dot < 0
      ? box
      : {...box, label: `${box.label}, ${box.name.slice(0, dot)}`};
  });
}

/** The computation as a picture. What a change reached lights up layer by layer; what it left alone stays quiet. */
export function dag(
  nodes: readonly DiagramNode[],
  diff: (before: Values, after: Values) => ReadonlyMap<string, Reach>,
  onOpen: (cell: string, from: HTMLElement) => void
): Dag {
  const boxes = apart(nodes);
  const node = element`<div class="dag" role="group" aria-label="Dependency graph; each cell opens its equation"></div>`;
  const lines = svg`<svg aria-hidden="true"></svg>`;
  const status = element`<p class="cap"></p>`;
  const index = new Map(boxes.map((box) => [box.name, box]));
  const {layers, layerOf, routes, isSlot, place} = layersOf(boxes);
  const users = new Map(
    boxes.map(({name}) => [
      name,
      boxes.filter(({deps}) => deps.includes(name)).map((user) => user.name)
    ])
  );
  const cells = new Map(
    boxes.map(({name, label, deps}) => {
      const value = element`<span class="v"></span>`;
      const change = element`<span class="d"></span>`;
      const from =
        deps.length > 0
          ? element`<span class="from vh">from ${deps.map((one) => lower(index.get(one)!.label)).join(", ")}</span>`
          : "";
      const box = element`<button type="button" class=${`node${deps.length > 0 ? "" : " input"}`}><span class="l">${label}</span><span>${value}${change}</span>${from}</button>`;
      box.addEventListener("click", () => onOpen(name, box));
      for (const event of ["mouseenter", "focus"]) box.addEventListener(event, () => relate(name));
      for (const event of ["mouseleave", "blur"]) box.addEventListener(event, () => relate(null));
      return [name, {box, value, change}] as const;
    })
  );
  const edges = boxes.flatMap(({name, deps}) =>
    deps.map((from) => {
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      lines.appendChild(path);
      return {from, to: name, path};
    })
  );

  function closure(start: string, next: (name: string) => readonly string[]): Set<string> {
    const found = new Set([start]);
    for (const name of found) for (const one of next(name)) found.add(one);
    return found;
  }
  /** Marks what a box depends on and what depends on it. */
  function relate(name: string | null): void {
    const none = new Set<string>();
    const up = name === null ? none : closure(name, (one) => index.get(one)!.deps);
    const down = name === null ? none : closure(name, (one) => users.get(one)!);
    for (const [one, {box}] of cells) box.classList.toggle("rel", up.has(one) || down.has(one));
    for (const {from, to, path} of edges) {
      const isRelated = (up.has(from) && up.has(to)) || (down.has(from) && down.has(to));
      path.classList.toggle("rel", isRelated);
    }
  }

  let width = 0;
  let isList: boolean | undefined;
  function asList(): readonly HTMLElement[] {
    const boxOf = (name: string): HTMLElement => cells.get(name)!.box;
    const isInput = (name: string): boolean => index.get(name)!.deps.length === 0;
    const inputs = boxes.filter(({name}) => isInput(name)).map(({name}) => boxOf(name));
    const steps = layers.flatMap((layer, k) => {
      const own = layer.filter((name) => !isSlot(name) && !isInput(name));
      return own.length > 0
        ? [element`<div class="step">${`Step ${k}`}</div>`, ...own.map(boxOf)]
        : [];
    });
    return [
      element`<div class="step">Inputs</div>`,
      element`<div class="inputs">${inputs}</div>`,
      ...steps
    ];
  }
  function layout(now: number): void {
    width = now;
    const wantsList = now < narrow;
    if (wantsList !== isList) {
      isList = wantsList;
      node.classList.toggle("list", wantsList);
      const all = layers
        .flat()
        .filter((name) => !isSlot(name))
        .map((name) => cells.get(name)!.box);
      node.replaceChildren(...(wantsList ? asList() : [lines, ...all]));
      for (const {box} of cells.values())
        box.querySelector(".from")?.classList.toggle("vh", !wantsList);
    }
    if (wantsList) {
      node.style.height = "";
      for (const {box} of cells.values()) box.removeAttribute("style");
      return;
    }
    const {at, boxWidth, height: tall} = place(now);
    node.style.height = `${tall}px`;
    for (const [name, {box}] of cells) {
      const {x, y} = at.get(name)!;
      Object.assign(box.style, {
        left: `${x}px`,
        top: `${y}px`,
        width: `${boxWidth}px`,
        height: `${height}px`
      });
    }
    for (const {from, to, path} of edges) {
      const route = routes.get(`${from}>${to}`)!.map((name) => at.get(name)!);
      let d = `M${route[0]!.x + boxWidth},${route[0]!.middle}`;
      for (let i = 1; i < route.length; i++) {
        const [a, b] = [route[i - 1]!, route[i]!];
        const [x0, x1] = [a.x + boxWidth, b.x];
        const bend = (x1 - x0) * 0.6;
        if (i > 1) d += `L${x0},${a.middle}`;
        d += `C${x0 + bend},${a.middle} ${x1 - bend},${b.middle} ${x1},${b.middle}`;
      }
      path.setAttribute("d", d);
    }
  }
  new ResizeObserver(([entry]) => {
    const now = Math.floor(entry!.contentRect.width);
    if (now > 0 && now !== width) layout(now);
  }).observe(node);

  let last: Values | undefined;
  let timer = 0;
  function update(values: Values): void {
    // drawn again with nothing moved: what the last move reached stays lit
    const before = last;
    if (before && Object.keys(values).every((name) => Object.is(before[name], values[name])))
      return;
    const seen = before && diff(before, values);
    let [changed, ran] = [0, 0];
    const flashing: HTMLElement[] = [];
    for (const box of boxes) {
      const {name, deps, unit, show} = box;
      const parts = cells.get(name)!;
      const state = seen?.get(name) ?? "idle";
      const said = text(values[name], unit, show);
      write(parts.value, isList ? said : short(said));
      write(
        parts.change,
        state === "same" ? "=" : state === "changed" ? moved(last?.[name], values[name]) : ""
      );
      if (deps.length > 0 && state !== "idle") ran++;
      if (deps.length > 0 && state === "changed") changed++;
      for (const one of ["changed", "same"]) parts.box.classList.toggle(one, state === one);
      parts.box.classList.remove("flash");
      if (state !== "changed") continue;
      writeStyle(parts.box, "--delay", `${layerOf.get(name)! * 70}ms`);
      flashing.push(parts.box);
    }
    clearTimeout(timer); // the wave runs once the hand rests
    timer = window.setTimeout(() => {
      for (const box of flashing) box.classList.add("flash");
    }, 120);
    for (const {from, to, path} of edges) {
      path.classList.toggle("on", seen?.get(from) === "changed" && seen.get(to) !== "idle");
    }
    const total = boxes.filter(({deps}) => deps.length > 0).length;
    write(
      status,
      ran > 0
        ? `Your last move recomputed ${ran} of ${total} cells; ${changed} changed.`
        : `${total} computed cells, ${boxes.length - total} inputs. Move a control to see what it reaches; select a cell for its equation.`
    );
    last = values;
  }
  const legend = html`<div class="legend">
    <span><span class="sw changed"></span>changed by your last move</span
    ><span><span class="sw same"></span>recomputed, same value, so nothing after it ran</span
    ><span><span class="sw"></span>not reached</span>
  </div>`;
  return {node: element`<div>${status}${node}${legend}</div>`, update};
}

/** How far a number moved, in per cent; nothing for what is no number or hardly moved. */
function moved(before: Values[string] | undefined, after: Values[string] | undefined): string {
  if (typeof before !== "number" || typeof after !== "number") return "";
  const ratio = after / before - 1;
  return Number.isFinite(ratio) && Math.abs(ratio) >= 0.0005 ? percent(ratio) : "";
}
