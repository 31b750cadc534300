import type {Scope, Slots} from "../expression/interpret.js";
import type {Type, TypeScope} from "../expression/type.js";
import type {FunctionSpec} from "../expression/functions.js";
import type {FieldSpec, RecordType} from "../registry/schema.js";
import {unit} from "../units/unit.js";
import type {Flat} from "./inline.js";
import {mayBeAbsent} from "./spec.js";
import type {InputSpec, InputSpecs, RecordInput} from "./spec.js";

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
  /** names whose absence makes the field none: its record, a record on its path, the field itself */
  readonly absences: readonly string[];
  readonly symbol: string;
}

/** What a definition may say of a quantity. */
interface Stated {
  readonly doc: string;
  readonly unit?: string;
  readonly show?: string;
  readonly label?: string;
  readonly why?: string;
  readonly source?: string;
}

/** What is being put together. */
export type Changing<T> = {-readonly [K in keyof T]: T[K]};

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
  private readonly fields = new Map<string, FieldPlace>();
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
  /** What a quantity takes over from its definition; slot 0 until it is placed. */
  stated(name: string, spec: Stated, type: Type, symbol: string): Changing<Quantity> {
    const {doc, show, label, why, source} = spec;
    const made: Changing<Quantity> = {name, slot: 0, type, unit: spec.unit ?? "1", symbol, doc};
    if (show !== undefined) made.show = show;
    if (label !== undefined) made.label = label;
    if (why !== undefined) made.why = why;
    if (source !== undefined) made.source = source;
    return made;
  }
  /** Gives a quantity its slot. */
  place(quantity: Changing<Quantity>): number {
    quantity.slot = this.values.push(NaN) - 1;
    this.bySlot.push(quantity);
    this.quantities.set(quantity.name, quantity);
    return quantity.slot;
  }
  isRecordInput(name: string): boolean {
    return Object.hasOwn(this.inputs, name) && "record" in this.inputs[name]!;
  }
  isInput(name: string): boolean {
    return Object.hasOwn(this.inputs, name);
  }

  /** Undefined for what is not a field of a record input; throws for a field that its record lacks. */
  fieldOf(name: string): FieldPlace | undefined {
    const known = this.fields.get(name);
    if (known) return known;
    const dot = name.indexOf(".");
    const record = name.slice(0, dot);
    if (dot < 0 || !this.isRecordInput(record)) return undefined;
    const field = name.slice(dot + 1);
    const input = this.inputs[record] as RecordInput; // isRecordInput
    const spec = specOf(input.record, field, record);
    const absences = absencesOf(record, field, input);
    const place = {record, field, spec, absences, symbol: input.symbol};
    this.fields.set(name, place);
    return place;
  }
  /** Whether a name stands for a record: an input, or a record in a record. */
  isRecord(name: string): boolean {
    return this.isRecordInput(name) || "record" in (this.fieldOf(name)?.spec ?? {});
  }
  /** Names that must all be there for a record named in an equation to be. */
  absencesOf(name: string): readonly string[] {
    const place = this.fieldOf(name);
    if (place) return place.absences;
    const spec = this.inputs[name];
    return spec && mayBeAbsent(spec) ? [name] : [];
  }
  fieldType({spec, absences}: FieldPlace): Type {
    const maybe = new Set(absences);
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
    const presence: Stated = {doc: `${spec.doc} is given`};
    const type: Type = {kind: "flag", maybe: new Set()};
    const slot = this.place(this.stated(`has(${name})`, presence, type, spec.symbol));
    const made = {presence: slot, fields: new Map<string, FieldSlots>()};
    this.records.set(name, made);
    return made;
  }
  private placeField(name: string, place: FieldPlace): void {
    const {record, field, spec} = place;
    const {fields} = this.recordSlots(record);
    if (fields.has(field)) return;
    const type = this.fieldType(place);
    const symbol = subscripted(spec.symbol, place.symbol);
    const stated = (as: string): Changing<Quantity> => this.stated(as, spec, type, symbol);
    const optional = place.absences.some((one) => one !== record);
    if ("unit" in spec && spec.by) {
      const entries = new Map(
        spec.by.map((option) => [option, this.place(stated(`${name}.${option}`))])
      );
      fields.set(field, {spec, entries, optional});
      this.placeEntries(stated(name), entries);
      return;
    }
    fields.set(field, {spec, slot: this.place(stated(name)), optional});
    if ("choice" in spec) spec.choice.forEach(this.code);
  }
  private placeEntries(table: Quantity, byOption: ReadonlyMap<string, number>): void {
    const list: number[] = [];
    for (const [option, slot] of byOption) list[this.code(option)] = slot;
    this.entries.set(
      table.name,
      Array.from(list, (slot) => slot ?? 0)
    );
    this.quantities.set(table.name, table);
  }
  placeTable(name: string): void {
    if (this.entries.has(name)) return;
    const table = this.flat.tables.get(name);
    if (!table) {
      const place = this.fieldOf(name);
      if (!place) throw new Error(`${name} is not a table`);
      return this.placeField(name, place);
    }
    const {factor, dimension} = unit(table.unit);
    const type: Type = {kind: "number", dimension, maybe: new Set()};
    const stated = (as: string): Changing<Quantity> => this.stated(as, table, type, table.symbol);
    const byOption = new Map(
      table.by.map((option) => {
        const slot = this.place(stated(`${name}.${option}`));
        this.values[slot] = table.values[option]! * factor;
        return [option, slot];
      })
    );
    this.placeEntries(stated(name), byOption);
  }
  placeInput(name: string): void {
    const spec = this.inputs[name]!;
    if ("record" in spec) return void this.recordSlots(name);
    if (this.quantities.has(name)) return;
    if ("choice" in spec) spec.choice.forEach(this.code);
    this.place(this.stated(name, spec, inputType(name, spec), spec.symbol));
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
      const known = this.quantities.get(name);
      if (known) return known.type;
      if (this.isInput(name)) return inputType(name, this.inputs[name]!);
      const place = this.fieldOf(name);
      if (!place) throw new Error(`${name} has no type`);
      return this.fieldType(place);
    },
    tableOf: (table) => {
      const found = this.flat.tables.get(table);
      if (found) return {by: found.by, type: this.quantities.get(table)!.type}; // placed before
      const place = this.fieldOf(table);
      if (!place || !("unit" in place.spec) || !place.spec.by)
        throw new Error(`${table} is not a table`);
      return {by: place.spec.by, type: this.typeScope.typeOf(table)};
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

function absencesOf(record: string, field: string, input: RecordInput): readonly string[] {
  const names = input.optional ? [record] : [];
  for (let end = field.indexOf("."); ; end = field.indexOf(".", end + 1)) {
    const path = end < 0 ? field : field.slice(0, end);
    const spec = input.record.fields[path];
    if (spec && "optional" in spec && spec.optional) names.push(`${record}.${path}`);
    if (end < 0) return names;
  }
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
