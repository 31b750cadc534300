/** One drawn thing: an SVG element with its attributes, by key. */
export interface Mark {
  readonly key: string;
  readonly tag: "path" | "circle" | "rect" | "text";
  readonly text?: string;
  readonly [attribute: string]: string | number | undefined;
}

export interface Layer {
  readonly node: SVGGElement;
  readonly draw: (marks: readonly (Mark | false | null | undefined)[]) => void;
}

const space = "http://www.w3.org/2000/svg";

/**
 * What moves on a chart. Plot draws what stands (axes, grid, scales) when the frame changes; this keeps
 * its elements by key and touches only the attributes that differ, so that a drag rebuilds nothing.
 */
export function layer(): Layer {
  const node = document.createElementNS(space, "g");
  const kept = new Map<string, {readonly drawn: SVGElement; readonly now: Map<string, string>}>();
  function change(drawn: SVGElement, now: Map<string, string>, mark: Mark): void {
    for (const [name, value] of Object.entries(mark)) {
      if (name === "key" || name === "tag" || value === undefined) continue;
      const text = String(value);
      if (now.get(name) === text) continue;
      now.set(name, text);
      if (name === "text") drawn.textContent = text;
      else drawn.setAttribute(name, text);
    }
  }
  return {
    node,
    draw(marks) {
      const wanted = marks.filter((mark): mark is Mark => !!mark);
      const keys = new Set(wanted.map(({key}) => key));
      for (const [key, {drawn}] of kept) {
        if (keys.has(key)) continue;
        drawn.remove();
        kept.delete(key);
      }
      wanted.forEach((mark, i) => {
        let one = kept.get(mark.key);
        if (!one) {
          one = {drawn: document.createElementNS(space, mark.tag), now: new Map()};
          kept.set(mark.key, one);
        }
        change(one.drawn, one.now, mark);
        if (node.children[i] !== one.drawn) node.insertBefore(one.drawn, node.children[i] ?? null);
      });
    }
  };
}

const at = (x: number): string => String(Math.round(x * 10) / 10);
type Place<T> = (row: T) => number;

/** The path of a line; it is broken where a row has no place. */
export function line<T>(rows: readonly T[], x: Place<T>, y: Place<T>): string {
  let d = "";
  let pen = "M";
  for (const row of rows) {
    const [px, py] = [x(row), y(row)];
    const isPlaced = Number.isFinite(px) && Number.isFinite(py);
    if (isPlaced) d += `${pen}${at(px)},${at(py)}`;
    pen = isPlaced ? "L" : "M";
  }
  return d;
}

/** The path of the area between two lines. */
export function band<T>(rows: readonly T[], x: Place<T>, low: Place<T>, high: Place<T>): string {
  if (rows.length === 0) return "";
  return `${line(rows, x, low)}L${line(rows.toReversed(), x, high).slice(1)}Z`;
}

export interface Look {
  readonly fill: string;
  /** width of the ring of paper around the letters, to be read over lines */
  readonly halo?: number;
  readonly anchor?: "start" | "middle" | "end";
  readonly size?: number;
  readonly weight?: number;
}

/** Words on a chart. */
export function label(
  key: string,
  text: string,
  x: number,
  y: number,
  {fill, halo = 4, anchor = "middle", size = 13, weight = 600}: Look
): Mark {
  const ring = `stroke:${halo > 0 ? "var(--paper)" : "none"};stroke-width:${halo}px`;
  const type = `text-anchor:${anchor};font-size:${size}px;font-weight:${weight}`;
  const style = `fill:${fill};${ring};${type};paint-order:stroke;stroke-linejoin:round`;
  return {key, tag: "text", text, x: at(x), y: at(y), dy: "0.32em", style};
}

/** A stroke without a fill. */
export function curve(key: string, d: string, color: string, width: number, more = ""): Mark {
  const style = `fill:none;stroke:${color};stroke-width:${width}px;stroke-linejoin:round;${more}`;
  return {key, tag: "path", d, style};
}

export function refinedLine(d: string, more = ""): Mark {
  return curve("refined", d, "var(--refined)", 2.5, more);
}

export function textbookLine(d: string, more = ""): Mark {
  return curve("textbook", d, "var(--textbook)", 2, `stroke-dasharray:5 4;${more}`);
}

/** The name of a line, beyond its end. */
export function lineEnd(name: "refined" | "textbook", x: number, y: number, halo = 0): Mark {
  return label(`end ${name}`, name, x + 6, y, {fill: `var(--${name})`, halo, anchor: "start"});
}

/** What stands where you are. */
export function hereText(text: string, x: number, y: number, more: Partial<Look> = {}): Mark {
  const look = {fill: "var(--ink)", halo: 5, size: 15, weight: 700};
  return label("here is", text, x, y, {...look, ...more});
}

/** A filled area. */
export function area(key: string, d: string, color: string, opacity: number): Mark {
  return {key, tag: "path", d, style: `fill:${color};fill-opacity:${opacity}`};
}

/** You are here: a dot with a ring of paper; hollow where it does not work. */
export function here(x: number, y: number, isReal = true): Mark {
  const [fill, ring] = isReal
    ? ["var(--refined)", "var(--paper)"]
    : ["var(--paper)", "var(--limit)"];
  const style = `fill:${fill};stroke:${ring};stroke-width:${isReal ? 2 : 2.5}px`;
  return {key: "here", tag: "circle", cx: at(x), cy: at(y), r: isReal ? 7 : 6, style};
}

/** What is pinned: a square. */
export function pinned(x: number, y: number): Mark {
  const style = "fill:var(--b);stroke:var(--paper);stroke-width:1.5px";
  return {key: "pinned", tag: "rect", x: at(x - 5), y: at(y - 5), width: 10, height: 10, style};
}

/** A published measurement: a hollow diamond. */
export function diamond(key: string, x: number, y: number): Mark {
  const style = "fill:var(--paper);stroke:var(--ink);stroke-width:1.8px";
  return {key, tag: "path", d: `M${at(x)},${at(y - 8)}l6.5,8l-6.5,8l-6.5,-8Z`, style};
}
