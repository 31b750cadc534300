import type {DiagramNode} from "../lib/model/diagram.js";

/** Height of a box, and the gap between two, in pixels. */
export const height = 44;
const gap = 10;
/** Room of an edge that passes between boxes. */
const passing = 8;

export interface Placed {
  readonly x: number;
  readonly y: number;
  readonly middle: number;
}

/** Boxes in layers, and the way that each edge takes. */
export interface Layers {
  /** names of boxes and of slots (`name|layer`) by layer */
  readonly layers: readonly (readonly string[])[];
  readonly layerOf: ReadonlyMap<string, number>;
  /** `from>to`: the box, the slots between, the box */
  readonly routes: ReadonlyMap<string, readonly string[]>;
  readonly isSlot: (name: string) => boolean;
  readonly place: (width: number) => {
    readonly at: ReadonlyMap<string, Placed>;
    readonly boxWidth: number;
    readonly height: number;
  };
}

/** Layers by longest path; a long edge gets a slot in every layer that it crosses, so that it runs between boxes. */
export function layersOf(boxes: readonly DiagramNode[]): Layers {
  const layerOf = depths(boxes);
  const depth = Math.max(...layerOf.values());
  const layers = Array.from({length: depth + 1}, (_, k) =>
    boxes.filter(({name}) => layerOf.get(name) === k).map(({name}) => name)
  );
  const before = new Map<string, string[]>();
  const after = new Map<string, string[]>();
  const join = (a: string, b: string): void => {
    before.set(b, [...(before.get(b) ?? []), a]);
    after.set(a, [...(after.get(a) ?? []), b]);
  };
  const routes = new Map<string, readonly string[]>();
  for (const {name, deps} of boxes) {
    for (const from of deps) {
      const route = [from];
      for (let k = layerOf.get(from)! + 1; k < layerOf.get(name)!; k++) {
        const slot = `${from}|${k}`; // edges from one box share a slot: they leave as one line
        if (!layers[k]!.includes(slot)) {
          layers[k]!.push(slot);
          join(route.at(-1)!, slot);
        }
        route.push(slot);
      }
      join(route.at(-1)!, name);
      routes.set(`${from}>${name}`, [...route, name]);
    }
  }
  const rank = order(layers, before, after);
  const isSlot = (name: string): boolean => name.includes("|");
  return {
    layers,
    layerOf,
    routes,
    isSlot,
    place: (width) => placed(layers, before, rank, isSlot, width)
  };
}

/** Longest path from an input; an input stands just before its first user, so that edges stay short. */
function depths(boxes: readonly DiagramNode[]): Map<string, number> {
  const index = new Map(boxes.map((box) => [box.name, box]));
  const found = new Map<string, number>();
  const of = (name: string): number => {
    const known = found.get(name);
    if (known !== undefined) return known;
    const {deps} = index.get(name)!;
    const depth = deps.length > 0 ? 1 + Math.max(...deps.map(of)) : 0;
    found.set(name, depth);
    return depth;
  };
  for (const {name} of boxes) of(name);
  for (const {name, deps} of boxes) {
    const users = boxes.filter((other) => other.deps.includes(name));
    if (deps.length === 0 && users.length > 0) {
      found.set(name, Math.min(...users.map((user) => found.get(user.name)!)) - 1);
    }
  }
  return found;
}

/** Barycentre sweeps: the order within a layer that crosses little. */
function order(
  layers: string[][],
  before: ReadonlyMap<string, readonly string[]>,
  after: ReadonlyMap<string, readonly string[]>
): ReadonlyMap<string, number> {
  const rank = new Map<string, number>();
  const number = (): void => {
    for (const layer of layers)
      layer.forEach((name, i) => rank.set(name, (i + 0.5) / layer.length));
  };
  const mean = (names: readonly string[] | undefined, own: string): number =>
    names ? names.reduce((sum, name) => sum + rank.get(name)!, 0) / names.length : rank.get(own)!;
  number();
  for (let sweep = 0; sweep < 16; sweep++) {
    const neighbours = sweep % 2 ? after : before;
    for (const layer of sweep % 2 ? layers.toReversed() : layers) {
      const key = new Map(layer.map((name) => [name, mean(neighbours.get(name), name)]));
      layer.sort((a, b) => key.get(a)! - key.get(b)!);
    }
    number();
  }
  return rank;
}

function placed(
  layers: readonly (readonly string[])[],
  before: ReadonlyMap<string, readonly string[]>,
  rank: ReadonlyMap<string, number>,
  isSlot: (name: string) => boolean,
  width: number
): ReturnType<Layers["place"]> {
  const between = Math.min(56, width * 0.045);
  const boxWidth = (width - between * (layers.length - 1)) / layers.length;
  const size = (name: string): number => (isSlot(name) ? passing : height);
  const room = (layer: readonly string[]): number =>
    layer.reduce((sum, name) => sum + size(name) + gap, -gap);
  const tall = Math.max(...layers.map(room));
  const at = new Map<string, Placed>();
  layers.forEach((layer, k) => {
    // each box wants the mean height of what feeds it; neighbours push apart until none overlap
    const ys = layer.map((name) => {
      const from = before.get(name);
      const middle = from
        ? from.reduce((sum, one) => sum + at.get(one)!.middle, 0) / from.length
        : tall * rank.get(name)!;
      return middle - size(name) / 2;
    });
    const least = layer.map((_, i) => room(layer.slice(0, i)) + (i ? gap : 0));
    const most = layer.map((name, i) => {
      const rest = layer.slice(i + 1);
      return tall - size(name) - (rest.length > 0 ? room(rest) + gap : 0);
    });
    for (let pass = 0; pass < 60; pass++) {
      for (let i = 0; i < ys.length; i++) {
        const over = i > 0 ? ys[i - 1]! + size(layer[i - 1]!) + gap - ys[i]! : 0;
        if (over > 0) {
          ys[i - 1] = ys[i - 1]! - over / 2;
          ys[i] = ys[i]! + over / 2;
        }
        ys[i] = Math.min(most[i]!, Math.max(Math.max(0, least[i]!), ys[i]!));
      }
    }
    layer.forEach((name, i) =>
      at.set(name, {x: k * (boxWidth + between), y: ys[i]!, middle: ys[i]! + size(name) / 2})
    );
  });
  return {at, boxWidth, height: tall};
}
