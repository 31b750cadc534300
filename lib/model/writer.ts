import {InputError} from "../errors.js";
import {interpret} from "../expression/interpret.js";
import type {Slots} from "../expression/interpret.js";
import type {FieldSlots, Graph} from "../graph/graph.js";
import type {ChoiceInput, Figure, InputSpec, NumberInput, RecordInput} from "../graph/spec.js";
import {quantityText} from "../registry/field.js";
import type {Registry} from "../registry/registry.js";
import {resolve} from "../registry/resolve.js";
import {valueIn} from "../registry/row.js";
import type {Row} from "../registry/row.js";
import {format} from "../units/format.js";
import {quantity, unit} from "../units/unit.js";

/** Checks one input's value and puts it in its slots; `slots` names those it may change. */
export interface Writer {
  readonly slots: readonly number[];
  readonly write: (slots: Slots, value: unknown) => void;
  /** many values of a number, each checked */
  readonly column?: (values: ArrayLike<unknown>) => Float64Array;
  /** a finite number within them needs no other check to be put in its slot */
  readonly bounds?: Bounds | undefined;
}

export interface Bounds {
  readonly slot: number;
  readonly min: number;
  readonly above: number;
  readonly max: number;
  readonly whole: boolean;
}

/** What reads one input of a graph; the slots are none for an input that no equation reads. */
export function writerOf(graph: Graph, name: string, spec: InputSpec, registry: Registry): Writer {
  const {name: model} = graph.model;
  if ("record" in spec) return recordWriter(graph, name, spec, registry);
  const slot = graph.quantities.get(name)?.slot;
  const slots = slot === undefined ? [] : [slot];
  const put = (into: Slots, value: number): void => {
    if (slot !== undefined) into[slot] = value;
  };
  if ("choice" in spec) {
    const read = choiceCheck(model, name, spec);
    return {
      slots,
      write(into, value) {
        const option = read(value);
        // no code: this fidelity does not read it
        put(into, option === undefined ? NaN : (graph.codes.get(option) ?? NaN));
      }
    };
  }
  if ("flag" in spec) {
    return {
      slots,
      write(into, value) {
        if (typeof value === "boolean") return put(into, +value);
        throw new InputError({
          model,
          code: "invalid",
          input: name,
          rule: "must be true or false",
          value
        });
      }
    };
  }
  const {check, column} = numberCheck(model, name, spec, registry);
  const {min = -Infinity, above = -Infinity, max = Infinity, whole = false} = spec;
  const bounds = slot === undefined ? undefined : {slot, min, above, max, whole};
  return {slots, column, bounds, write: (into, value) => put(into, check(value))};
}

/** The option that a value means; undefined for null where the input may be absent. */
function choiceCheck(
  model: string,
  name: string,
  spec: ChoiceInput
): (value: unknown) => string | undefined {
  return (value) => {
    if (value === null && spec.optional) return undefined;
    const option = spec.ignoreCase && typeof value === "string" ? value.toLowerCase() : value;
    if (typeof option === "string" && spec.choice.includes(option)) return option;
    const rule = `must be one of ${spec.choice.join(", ")}`;
    throw new InputError({model, code: "invalid", input: name, rule, value});
  };
}

/** Not a closure over the bounds: the loop is the same code for every input. */
function allWithin(
  values: Float64Array,
  min: number,
  above: number,
  max: number,
  whole: boolean
): boolean {
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const isInside = value - value === 0 && value >= min && value > above && value <= max;
    if (!isInside || (whole && Math.floor(value) !== value)) return false;
  }
  return true;
}

interface NumberCheck {
  readonly check: (value: unknown) => number;
  readonly column: (values: ArrayLike<unknown>) => Float64Array;
}

/**
 * A number in SI, text with a unit, or `{value, unit}`; finite, whole and within bounds. The bounds are
 * taken out of the spec first: specs differ in shape, and reading them at every call cost ten times
 * the check.
 */
export function numberCheck(
  model: string,
  name: string,
  spec: NumberInput,
  registry: Registry
): NumberCheck {
  const {
    unit: of,
    show,
    min = -Infinity,
    above = -Infinity,
    max = Infinity,
    whole = false,
    optional = false
  } = spec;
  const reject = (rule: string, value: unknown, code: "invalid" | "unit" = "invalid"): never => {
    throw new InputError({model, code, input: name, rule, value});
  };
  const bound = (number: number): string =>
    format(number, of, show === undefined || show === "%" ? {} : {show});
  const kind = (text: string): string => `must be a ${text} number${of === "1" ? "" : ` of ${of}`}`;
  const least = (): string =>
    whole ? `must be an integer of at least ${bound(min)}` : `must be at least ${bound(min)}`;
  const other = (value: unknown): unknown => {
    // only a definition names a figure: a caller's object could be anything
    if (value === spec.default && isFigure(value)) return figureOf(value, registry);
    const text = quantityText(value);
    if (text === undefined) return value;
    try {
      return quantity(text, of);
    } catch (error) {
      return reject((error as Error).message, value, "unit"); // quantity throws Errors
    }
  };
  const check = (value: unknown): number => {
    if (value === null && optional) return spec.default === undefined ? NaN : check(spec.default);
    const number = typeof value === "number" ? value : other(value);
    if (typeof number !== "number" || number - number !== 0) return reject(kind("finite"), value);
    if (whole && Math.floor(number) !== number) {
      return reject(min > -Infinity ? least() : kind("whole"), value);
    }
    if (number <= above) return reject(`must be above ${bound(above)}`, value);
    if (number < min) return reject(least(), value);
    if (number > max) return reject(`must be at most ${bound(max)}`, value);
    return number;
  };
  return {
    check,
    column(values) {
      if (values instanceof Float64Array && allWithin(values, min, above, max, whole))
        return values;
      return Float64Array.from(values, check);
    }
  };
}

/** Whether a value names a figure of the registry. */
export function isFigure(value: unknown): value is Figure {
  return (
    typeof value === "object" &&
    value !== null &&
    "of" in value &&
    "key" in value &&
    "field" in value
  );
}

/**
 * A figure of the registry in SI; undefined where the registry does not hold it. A row of single figures
 * says in words which unit its own is in.
 */
export function figureOf({of, key, field}: Figure, registry: Registry): number | undefined {
  const {[field]: value, unit: stated} = registry.row(of, key)?.values ?? {};
  if (typeof value !== "number") return undefined;
  return typeof stated === "string" ? value * unit(stated).factor : value;
}

function recordWriter(graph: Graph, name: string, spec: RecordInput, registry: Registry): Writer {
  const place = {model: graph.model.name, input: name};
  const places = graph.records.get(name);
  if (!places) {
    return {
      slots: [],
      write(_, value) {
        if (value !== null || !spec.optional) resolve(registry, spec.record, value, place);
      }
    };
  }
  const byKey = new Map<string, readonly number[]>();
  const packed = new WeakMap<Row, readonly number[]>();
  const slots = [places.presence];
  for (const {slot, entries} of places.fields.values())
    slots.push(...(entries ? entries.values() : [slot!]));

  function pack(row: Row): readonly number[] {
    const values = [1];
    let missing: string | undefined;
    for (const [field, slotsOf] of places!.fields) {
      if (!packField(graph, row, field, slotsOf, values)) missing ??= field;
    }
    if (missing === undefined) return values;
    const rule = brokenBy(values);
    throw new InputError({
      model: graph.model.name,
      code: rule === undefined ? "missing" : "invalid",
      input: rule === undefined ? `${name}.${missing}` : name,
      rule: rule ?? `${row.name} does not state it`,
      value: rule === undefined ? undefined : row.name
    });
  }
  /** A rule that reads this record alone says more than the first field that a wrong kind of row lacks. */
  function brokenBy(values: readonly number[]): string | undefined {
    const all = graph.blank.slice();
    slots.forEach((slot, i) => (all[slot] = values[i]!));
    const own = new Set(slots);
    const found = graph.rules.find(
      ({input, inputs, node}) =>
        input === name &&
        [...inputs].every((slot) => own.has(slot)) &&
        !interpret(node, all, graph.scope)
    );
    return found?.rule.says;
  }
  return {
    slots,
    write(into, value) {
      if (value === null && spec.optional) {
        for (const slot of slots) into[slot] = NaN;
        into[places.presence] = 0;
        return;
      }
      let values = typeof value === "string" ? byKey.get(value) : undefined;
      if (!values) {
        const row = resolve(registry, spec.record, value, place);
        values = packed.get(row) ?? pack(row);
        packed.set(row, values);
        if (typeof value === "string") byKey.set(value, values);
      }
      for (let i = 0; i < slots.length; i++) into[slots[i]!] = values[i]!;
    }
  };
}

/** Appends a field's numbers, words as codes; false where a row lacks what it must state. */
function packField(
  graph: Graph,
  row: Row,
  field: string,
  slots: FieldSlots,
  into: number[]
): boolean {
  const value = valueIn(row, field, graph.fidelity === "textbook");
  if (slots.entries) {
    const byOption = typeof value === "object" && value ? value : {};
    for (const option of slots.entries.keys()) into.push(byOption[option] ?? NaN);
    return true;
  }
  if (typeof value === "string") into.push(graph.scope.code(value));
  else into.push(typeof value === "number" || typeof value === "boolean" ? +value : NaN);
  return slots.optional || (value !== null && typeof value !== "object");
}
