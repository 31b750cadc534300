import type {Scope, Slots} from "../expression/interpret.js";
import type {Type, TypeScope} from "../expression/type.js";
import type {FunctionSpec} from "../expression/functions.js";
import type {FieldSpec, RecordType} from "../registry/schema.js";
import {unit} from "../units/unit.js";
import type {Flat} from "./inline.js";
import {mayBeAbsent} from "./spec.js";
import type {CellSpec, InputSpec, InputSpecs, RecordInput} from "./spec.js";

/** Anything with a value: an input, a record's field, a table's entry, a cell. */
export interface Quantity {
  readonly name: string;
  readonly slot: number;
  readonly type: Type;
  readonly unit: string;
  readonly symbol: string;
  readonly doc: string;
  readonly show?: string;
  readonly label?: string;
  readonly why?: string;
  /** key of `references.csv` */
  readonly source?: string;
}

/** Slots of a record's field: one, or one for each option. */
export interface FieldSlots {
  readonly spec: FieldSpec;
  readonly slot?: number;
  readonly entries?: ReadonlyMap<string, number>;
  /** nobody need state it: it, or a record that it is in, is optional */
  readonly optional: boolean;
}

/** A record input's slots; only fields that some equation reads have any. */
export interface RecordSlots {
  readonly presence: number;
  readonly fields: ReadonlyMap<string, FieldSlots>;
}

/** A field of a record input by its name in an equation. */
export interface FieldPlace {
  readonly record: string;
  readonly field: string;
  readonly spec: FieldSpec;
  readonly input: RecordInput;
}

/** What a quantity says of itself, apart from its place. */
type About = Omit<Quantity, "slot" | "name">;

/** What a quantity takes over from its definition as it stands there. */
export function statedBy(spec: InputSpec | CellSpec | FieldSpec): Omit<About, "type" | "symbol"> {
  return {
    doc: spec.doc,
    unit: "unit" in spec ? spec.unit : "1",
    ...("show" in spec && spec.show !== undefined && {show: spec.show}),
    ...(spec.label !== undefined && {label: spec.label}),
    ...("why" in spec && spec.why !== undefined && {why: spec.why}),
    ...("source" in spec && spec.source !== undefined && {source: spec.source})
  };
}

/** A symbol with one more subscript; TeX takes one, so it joins a subscript that is there. */
export function subscripted(symbol: string, name: string): string {
  if (name === "") return symbol;
  const own = /^(.*)_(?:\{([^{}]*)\}|(\w))$/.exec(symbol);
  const words = `\\text{${name}}`;
  return own ? `${own[1]!}_{${own[2] ?? own[3]!},${words}}` : `${symbol}_{${words}}`;
}

/** The symbol of a cell in a part; TeX takes one superscript, so one that is there goes into braces. */
export function superscripted(symbol: string, path: string): string {
  const base = symbol.includes("^") ? `{${symbol}}` : symbol;
  return `${base}^{\\text{${path.replace(/\./g, " ")}}}`;
}

/** Gives every value of a graph its slot; inputs, fields and tables get theirs when first read. */
export class Layout {
  readonly quantities = new Map<string, Quantity>();
  /** slot 0 is none */
  readonly bySlot: (Quantity | undefined)[] = [undefined];
  readonly records = new Map<string, {presence: number; fields: Map<string, FieldSlots>}>();
  readonly codes = new Map<string, number>();
  readonly options: string[] = [];
  readonly types = new Map<string, Type>();
  private readonly entries = new Map<string, readonly number[]>();
  private readonly values: number[] = [NaN];
  private readonly inputs: InputSpecs;
  private readonly flat: Flat;

  constructor(inputs: InputSpecs, flat: Flat) {
    this.inputs = inputs;
    this.flat = flat;
  }

  /** The code of an option or a text; a new one for words not seen before. */
  readonly code = (option: string): number => {
    const known = this.codes.get(option);
    if (known !== undefined) return known;
    this.codes.set(option, this.options.length);
    return this.options.push(option) - 1;
  };

  /** Slots with the tables in place and every other value none. */
  blank(): Slots {
    return Float64Array.from(this.values);
  }
  place(quantity: Omit<Quantity, "slot">): Quantity {
    const placed = {...quantity, slot: this.values.push(NaN) - 1};
    this.bySlot.push(placed);
    this.quantities.set(quantity.name, placed);
    return placed;
  }
  isRecordInput(name: string): boolean {
    return Object.hasOwn(this.inputs, name) && "record" in this.inputs[name]!;
  }
  isInput(name: string): boolean {
    return Object.hasOwn(this.inputs, name);
  }

  /** Undefined for what is not a field of a record input; throws for a field that its record lacks. */
  fieldOf(name: string): FieldPlace | undefined {
    const dot = name.indexOf(".");
    const record = name.slice(0, dot);
    if (dot < 0 || !this.isRecordInput(record)) return undefined;
    const field = name.slice(dot + 1);
    const input = this.inputs[record] as RecordInput; // isRecordInput
    return {record, field, spec: specOf(input.record, field, record), input};
  }
  /** Whether a name stands for a record: an input, or a record in a record. */
  isRecord(name: string): boolean {
    return this.isRecordInput(name) || "record" in (this.fieldOf(name)?.spec ?? {});
  }
  /** Names that must all be there for a record named in an equation to be. */
  absencesOf(name: string): readonly string[] {
    const place = this.fieldOf(name);
    if (place) return this.absences(place);
    const spec = this.inputs[name];
    return spec && mayBeAbsent(spec) ? [name] : [];
  }
  /** Names whose absence makes a field none: its record, a record on its path, the field itself. */
  private absences({record, field, input}: FieldPlace): readonly string[] {
    const names = input.optional ? [record] : [];
    const parts = field.split(".");
    parts.forEach((_, i) => {
      const path = parts.slice(0, i + 1).join(".");
      const spec = input.record.fields[path];
      if (spec && "optional" in spec && spec.optional) names.push(`${record}.${path}`);
    });
    return names;
  }
  fieldType(place: FieldPlace): Type {
    const {spec} = place;
    const maybe = new Set(this.absences(place));
    if ("text" in spec) return {kind: "text", maybe};
    if ("record" in spec) return {kind: "record", schema: spec.record.table, maybe};
    if ("choice" in spec) return {kind: "choice", options: spec.choice, maybe};
    if ("flag" in spec) return {kind: "flag", maybe};
    return {kind: "number", dimension: unit(spec.unit).dimension, maybe};
  }

  /** Slots of a record appear when an equation first reads them. */
  recordSlots(name: string): {presence: number; fields: Map<string, FieldSlots>} {
    const known = this.records.get(name);
    if (known) return known;
    const spec = this.inputs[name] as RecordInput; // only called for record inputs
    const {slot} = this.place({
      name: `has(${name})`,
      type: {kind: "flag", maybe: new Set()},
      unit: "1",
      symbol: spec.symbol,
      doc: `${spec.doc} is given`
    });
    const made = {presence: slot, fields: new Map<string, FieldSlots>()};
    this.records.set(name, made);
    return made;
  }
  private placeField(name: string, place: FieldPlace): void {
    const {record, field, spec, input} = place;
    const {fields} = this.recordSlots(record);
    if (fields.has(field)) return;
    const about: About = {
      ...statedBy(spec),
      type: this.fieldType(place),
      symbol: subscripted(spec.symbol, input.symbol)
    };
    const optional = this.absences(place).some((one) => one !== record);
    if ("unit" in spec && spec.by) {
      const entries = new Map(
        spec.by.map((option) => [option, this.place({...about, name: `${name}.${option}`}).slot])
      );
      fields.set(field, {spec, entries, optional});
      this.placeEntries(name, entries, about);
      return;
    }
    fields.set(field, {spec, slot: this.place({...about, name}).slot, optional});
    if ("choice" in spec) spec.choice.forEach(this.code);
  }
  private placeEntries(table: string, byOption: ReadonlyMap<string, number>, about: About): void {
    const list: number[] = [];
    for (const [option, slot] of byOption) list[this.code(option)] = slot;
    this.entries.set(
      table,
      Array.from(list, (slot) => slot ?? 0)
    );
    this.quantities.set(table, {...about, name: table, slot: 0});
  }
  placeTable(name: string): void {
    if (this.entries.has(name)) return;
    const table = this.flat.tables.get(name);
    if (!table) {
      const place = this.fieldOf(name);
      if (!place) throw new Error(`${name} is not a table`);
      return this.placeField(name, place);
    }
    const about: About = {
      type: {kind: "number", dimension: unit(table.unit).dimension, maybe: new Set()},
      unit: table.unit,
      symbol: table.symbol,
      doc: table.doc,
      ...(table.source === undefined ? {} : {source: table.source})
    };
    const byOption = new Map(
      table.by.map((option) => {
        const {slot} = this.place({...about, name: `${name}.${option}`});
        this.values[slot] = table.values[option]! * unit(table.unit).factor;
        return [option, slot];
      })
    );
    this.placeEntries(name, byOption, about);
  }
  placeInput(name: string): void {
    const spec = this.inputs[name]!;
    if ("record" in spec) return void this.recordSlots(name);
    if (this.quantities.has(name)) return;
    if ("choice" in spec) spec.choice.forEach(this.code);
    this.place({
      ...statedBy(spec),
      name,
      type: inputType(name, spec),
      symbol: spec.symbol
    });
  }
  /** An input or a field, when an equation first reads it; false for any other name. */
  placeNamed(name: string): boolean {
    if (this.isInput(name)) {
      this.placeInput(name);
      return true;
    }
    const place = this.fieldOf(name);
    if (!place) return false;
    if ("unit" in place.spec && place.spec.by) throw new Error(`${name} needs a key in [ ]`);
    this.placeField(name, place);
    return true;
  }

  readonly typeScope: TypeScope = {
    typeOf: (name) => {
      const known = this.types.get(name);
      if (known) return known;
      if (this.isInput(name)) return inputType(name, this.inputs[name]!);
      const place = this.fieldOf(name);
      if (!place) throw new Error(`${name} has no type`);
      return this.fieldType(place);
    },
    tableOf: (table) => {
      const found = this.flat.tables.get(table);
      if (found) {
        const {dimension} = unit(found.unit);
        return {by: found.by, type: {kind: "number", dimension, maybe: new Set()}};
      }
      const place = this.fieldOf(table);
      if (!place || !("unit" in place.spec) || !place.spec.by)
        throw new Error(`${table} is not a table`);
      return {by: place.spec.by, type: this.fieldType(place)};
    },
    named: (name): FunctionSpec | undefined => this.flat.functions.get(name)
  };
  readonly scope: Scope = {
    slot: (name) => {
      const found = this.quantities.get(name);
      if (!found) throw new Error(`${name} has no slot`);
      return found.slot;
    },
    presence: (name) => this.records.get(name)?.presence,
    code: this.code,
    options: this.options,
    entry: (table) => this.entries.get(table)!,
    named: (name) => this.flat.functions.get(name)
  };
}

function specOf(type: RecordType, field: string, record: string): FieldSpec {
  const spec = type.fields[field];
  if (!spec) throw new Error(`unknown field ${field} of ${record}`);
  return spec;
}

function inputType(name: string, spec: InputSpec): Type {
  const maybe = new Set(mayBeAbsent(spec) ? [name] : []);
  if ("record" in spec) return {kind: "record", schema: spec.record.table, maybe};
  if ("choice" in spec) return {kind: "choice", options: spec.choice, maybe};
  if ("flag" in spec) return {kind: "flag", maybe};
  return {kind: "number", dimension: unit(spec.unit).dimension, maybe};
}
