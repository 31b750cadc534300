import {InputError, nearest, OOMError} from "../errors.js";
import {interpret} from "../expression/interpret.js";
import type {Slots} from "../expression/interpret.js";
import type {Graph, GraphRule} from "../graph/graph.js";
import {isRequired} from "../graph/spec.js";
import {load} from "../registry/registry.js";
import type {Registry} from "../registry/registry.js";
import {format} from "../units/format.js";
import {writerOf} from "./writer.js";
import type {Bounds, Writer} from "./writer.js";

export type {Writer} from "./writer.js";

/** What a caller hands in, names not yet checked. */
export type Inputs = Readonly<Record<string, unknown>>;

/** Reads a graph's inputs against one registry. */
export interface Reader {
  readonly writers: ReadonlyMap<string, Writer>;
  readonly required: readonly string[];
  /** defaults in place */
  readonly base: Slots;
  /** every input of a call, each checked by itself */
  readonly fill: (slots: Slots, given: Inputs) => void;
}

/** Holds nothing: every record must be given in full. */
export const emptyRegistry: Registry = load({});

const readers = new WeakMap<Graph, WeakMap<Registry, Reader>>();

export function readerOf(graph: Graph, registry: Registry = emptyRegistry): Reader {
  let own = readers.get(graph);
  if (!own) readers.set(graph, (own = new WeakMap()));
  let reader = own.get(registry);
  if (!reader) own.set(registry, (reader = makeReader(graph, registry)));
  return reader;
}

function makeReader(graph: Graph, registry: Registry): Reader {
  const {name: model, spec} = graph.model;
  const writers = new Map(
    Object.entries(spec.inputs).map(([name, one]) => [name, writerOf(graph, name, one, registry)])
  );
  const required: string[] = [];
  const base = graph.blank.slice();
  for (const [name, one] of Object.entries(spec.inputs)) {
    const writer = writers.get(name)!;
    if ("default" in one && one.default !== undefined) {
      if (writer.slots.length > 0) writer.write(base, one.default);
    } else if (isRequired(one)) required.push(name);
    else writer.write(base, null);
  }

  function fill(slots: Slots, given: Inputs): void {
    slots.set(base);
    for (const name in given) {
      const value = given[name];
      if (value === undefined) continue;
      const writer = writers.get(name);
      if (!writer) {
        const close = nearest(name, writers.keys());
        throw new InputError({
          model,
          code: "unknown",
          input: name,
          rule: "no such input",
          nearest: close
        });
      }
      writer.write(slots, value);
    }
    for (const name of required) {
      if (given[name] === undefined) {
        throw new InputError({model, code: "missing", input: name, rule: "has no default"});
      }
    }
  }
  return {writers, required, base, fill};
}

/**
 * `fill` for one set of slots that is read again and again: an input that is given as it was the last
 * time is already in its slots. Only a call with other names than the last starts from the defaults.
 * Its code is shared by all models, so what it does at each input is the same for each.
 */
export function feed(graph: Graph, registry: Registry, slots: Slots): (given: Inputs) => void {
  const {writers, required, base, fill} = readerOf(graph, registry);
  const seen: Seen[] = [];
  let count = -1; // after an error: as if nothing had been read

  function put(one: Seen, value: unknown): void {
    one.write(slots, value);
    one.number = typeof value === "number" ? value : NaN;
    one.other = typeof value === "object" && value !== null ? unlike : value;
  }
  function whole(given: Inputs): void {
    count = -1;
    slots.set(base);
    let i = 0;
    for (const name in given) {
      const writer = writers.get(name);
      if (!writer) return fill(slots, given); // throws, unless it is undefined
      const one = (seen[i++] = unseen(name, writer));
      if (given[name] !== undefined) put(one, given[name]);
    }
    for (const name of required) if (given[name] === undefined) return fill(slots, given); // throws
    count = i;
  }
  function read(given: Inputs): void {
    let i = 0;
    for (const name in given) {
      if (i >= count) return whole(given);
      const one = seen[i]!;
      if (name !== one.name) return whole(given);
      const value = given[name];
      if (typeof value === "number") {
        const was = one.number;
        // 0 and -0 are alike for ===
        if (value !== was || (value === 0 && 1 / value !== 1 / was)) {
          const isInside = value >= one.min && value > one.above && value <= one.max;
          if (isInside && (!one.whole || Math.floor(value) === value)) {
            slots[one.slot] = value;
            one.number = value;
            one.other = unlike;
          } else put(one, value);
        }
      } else if (value !== one.other) {
        if (value === undefined) return whole(given);
        put(one, value);
      }
      i++;
    }
    if (i !== count) whole(given);
  }
  return read;
}

/** An input as it was given last: a number, or a text, a flag or null; an object may have changed since. */
interface Seen extends Bounds {
  readonly name: string;
  readonly write: Writer["write"];
  number: number;
  other: unknown;
}

/** An input that nothing has been put in yet. */
function unseen(name: string, {write, bounds}: Writer): Seen {
  const {slot, min, above, max, whole} = bounds ?? nowhere;
  return {
    name,
    write,
    slot,
    min: Math.max(min, -Number.MAX_VALUE),
    above,
    max: Math.min(max, Number.MAX_VALUE),
    whole,
    number: NaN,
    other: undefined
  };
}

/** No input's value. */
const unlike = {};

/** No number is within them. */
const nowhere: Bounds = {slot: 0, min: NaN, above: NaN, max: NaN, whole: false};

/** Throws at the first rule that does not hold. */
export function checkRules(
  graph: Graph,
  slots: Slots,
  rules: readonly GraphRule[] = graph.rules
): void {
  for (const rule of rules) {
    if (!interpret(rule.node, slots, graph.scope)) throw broken(graph, rule, slots);
  }
}

export function broken(graph: Graph, {input, rule, memory}: GraphRule, slots: Slots): InputError {
  if (memory) {
    const [required, available] = [memory.required, memory.available].map((node) =>
      interpret(node, slots, graph.scope)
    );
    const says = lack(required!, available!);
    return new OOMError(graph.model.name, input, required!, available!, says);
  }
  const about = graph.quantities.get(input);
  const value = about && valueText(graph, about.slot, slots);
  const says = rule.says.replace(/\{([\w.]+):([^}]*)\}/g, (_, name: string, show: string) =>
    valueText(graph, graph.quantities.get(name)!.slot, slots, show)
  );
  return new InputError({model: graph.model.name, code: "invalid", input, rule: says, value});
}

/** Both sizes in few digits, and in more where a few make them look alike. */
function lack(required: number, available: number): string {
  for (let digits = 4; ; digits++) {
    const [needed, there] = [required, available].map((size) => format(size, "B", {digits}));
    if (needed !== there || digits === 15) return `needs ${needed!}, ${there!} available`;
  }
}

/** A slot's value for a reader; `#` shows the bare number, where the sentence has the noun. */
export function valueText(graph: Graph, slot: number, slots: Slots, show?: string): string {
  const about = graph.bySlot[slot]!;
  const value = slots[slot]!;
  if (Number.isNaN(value)) return "none";
  if (about.type.kind === "choice" || about.type.kind === "text") return graph.options[value]!;
  if (about.type.kind === "flag" || about.type.kind === "record") return value ? "true" : "false";
  if (show === "#") return format(value, "1");
  const unitShown = show ?? about.show;
  return format(value, about.unit, unitShown === undefined ? {} : {show: unitShown});
}
