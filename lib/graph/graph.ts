import {none, reads, withChildren} from "../expression/ast.js";
import type {Node, Reads} from "../expression/ast.js";
import type {Scope, Slots} from "../expression/interpret.js";
import {text} from "../expression/text.js";
import {hidesAbsence, stated, typeOf} from "../expression/type.js";
import type {Type} from "../expression/type.js";
import {dimensionText, sameDimension} from "../units/dimension.js";
import {unit} from "../units/unit.js";
import {DefinitionError} from "../errors.js";
import {equationAt, inline, located} from "./inline.js";
import type {Flat, FlatCell} from "./inline.js";
import {Layout, superscripted} from "./layout.js";
import type {Changing, Quantity, RecordSlots} from "./layout.js";
import {RecordCells} from "./record-cells.js";
import type {AnyModel, Fidelity, Rule} from "./spec.js";

export type {FieldSlots, Quantity, RecordSlots} from "./layout.js";

/** A quantity with an equation. */
export interface Cell extends Quantity {
  readonly node: Node;
  /** the model or part that states it */
  readonly owner: string;
  /** `prefill` for `prefill.linearFlops`; empty for the model's own */
  readonly path: string;
  /** why there is no answer when it is none */
  readonly none?: string;
  /** why it may come out infinite */
  readonly infinite?: string;
  /** may be negative */
  readonly signed?: true;
  /** slots that the equation reads */
  readonly reads: readonly number[];
}

/** A rule between inputs, by the input that its error names. */
export interface GraphRule {
  readonly input: string;
  readonly rule: Rule;
  /** reads inputs, fields and tables only: it is checked before any cell has a value */
  readonly node: Node;
  readonly inputs: ReadonlySet<number>;
  /** what is needed and what there is, likewise, where breaking the rule is a lack of memory */
  readonly memory?: {readonly required: Node; readonly available: Node};
}

/** A sentence: words, and holes that values fill. */
export interface GraphSentence {
  readonly when: Node | undefined;
  readonly parts: readonly (
    | string
    | {readonly quantity: Quantity; readonly show: string | undefined}
  )[];
}

/** One model at one fidelity: every value has a slot, cells stand in the order they can run. */
export interface Graph {
  readonly model: AnyModel;
  readonly fidelity: Fidelity;
  readonly cells: readonly Cell[];
  readonly quantities: ReadonlyMap<string, Quantity>;
  readonly bySlot: readonly (Quantity | undefined)[];
  readonly records: ReadonlyMap<string, RecordSlots>;
  readonly codes: ReadonlyMap<string, number>;
  readonly options: readonly string[];
  /** slots with the tables in place and every other value none */
  readonly blank: Slots;
  readonly rules: readonly GraphRule[];
  readonly sentences: readonly GraphSentence[];
  readonly scope: Scope;
}

/** Whether a quantity has an equation. */
export function isCell(quantity: Quantity | undefined): quantity is Cell {
  return quantity !== undefined && "node" in quantity;
}

/** Builds what the outputs, rules and sentences of a model need; throws `DefinitionError`. */
export function buildGraph(model: AnyModel, fidelity: Fidelity): Graph {
  return new Builder(model, fidelity).build();
}

/** An equation that has no record cells left, and what it reads. */
interface Ready {
  readonly node: Node;
  readonly reads: Reads;
}

class Builder {
  private readonly model: AnyModel;
  private readonly fidelity: Fidelity;
  private readonly flat: Flat;
  private readonly layout: Layout;
  private readonly recordCells: RecordCells;
  private readonly cells: Cell[] = [];
  private readonly open = new Set<string>();

  constructor(model: AnyModel, fidelity: Fidelity) {
    this.model = model;
    this.fidelity = fidelity;
    this.flat = inline(model, fidelity);
    this.layout = new Layout(model.spec.inputs, this.flat);
    this.recordCells = new RecordCells(this.flat, this.layout);
  }

  build(): Graph {
    const {model, layout, flat} = this;
    const {spec} = model;
    for (const output of spec.outputs) {
      if (flat.cells.has(output)) this.visit(output);
      else if (!Object.hasOwn(spec.cells, output)) {
        throw new DefinitionError(model.name, `unknown output ${output}; not a cell`);
      }
    }
    const rules = Object.entries(spec.rules ?? {}).flatMap(([input, rule]) => {
      const that = equationAt(rule.that, this.fidelity);
      return that === undefined ? [] : [this.rule(input, rule, that)];
    });
    const sentences = Object.entries(spec.trace ?? {}).map(([name, {when, say}]) =>
      this.sentence(name, when, say)
    );
    const {quantities, bySlot, records, codes, options, scope} = layout;
    const blank = layout.blank();
    const {cells, fidelity} = this;
    return {
      model,
      fidelity,
      cells,
      quantities,
      bySlot,
      records,
      codes,
      options,
      blank,
      rules,
      sentences,
      scope
    };
  }

  private rule(input: string, rule: Rule, that: string): GraphRule {
    return located(`${this.model.name} rule on ${input}`, () => {
      const node = this.ready(this.flat.read(that)).node;
      const type = typeOf(node, this.layout.typeScope);
      if (type.kind !== "flag" || type.maybe.size > 0) {
        throw new Error(`must always be true or false: ${that}`);
      }
      for (const [, hole = ""] of rule.says.matchAll(/\{([\w.]+):[^}]*\}/g)) this.visit(hole);
      const {memory} = rule;
      return {
        input,
        rule,
        node: this.onInputs(node),
        inputs: this.upstreamOf(this.slotsRead(reads(node))),
        ...(memory && {
          memory: {required: this.amount(memory.required), available: this.amount(memory.available)}
        })
      };
    });
  }
  private amount(cell: string): Node {
    return this.onInputs(this.ready(this.flat.read(cell)).node);
  }
  /** An equation with those of the cells that it reads in their places. */
  private onInputs(node: Node): Node {
    const cell = node.kind === "ref" ? this.layout.quantities.get(node.name) : undefined;
    if (isCell(cell)) return this.onInputs(cell.node);
    return withChildren(node, (child) => this.onInputs(child));
  }
  private sentence(name: string, when: string | undefined, say: string): GraphSentence {
    const {flat, layout, model} = this;
    return located(`${model.name} trace ${name}`, () => {
      const test = when === undefined ? undefined : this.ready(flat.read(when)).node;
      const parts = say.split(/(\{[^}]*\})/).map((part) => {
        if (!part.startsWith("{")) return part;
        const [hole = "", show] = part.slice(1, -1).split(":");
        const node = this.ready(flat.read(hole)).node;
        if (node.kind !== "ref") throw new Error(`${hole} is a constant here`);
        return {quantity: layout.quantities.get(node.name)!, show};
      });
      return {when: test, parts};
    });
  }

  /** Visits what an equation reads; gives the equation without record cells, and what that reads. */
  private ready(node: Node): Ready {
    const lowered = this.recordCells.lower(node);
    const found = reads(lowered);
    for (const table of found.tables) this.layout.placeTable(table);
    for (const name of found.names) this.visit(name);
    return {node: lowered, reads: found};
  }
  private visit(name: string): void {
    const {layout, flat, recordCells, open, model} = this;
    if (layout.quantities.has(name)) return;
    const cell = flat.cells.get(name) ?? recordCells.projected.get(name);
    if (!cell) {
      if (layout.placeNamed(name)) return;
      throw new Error(`unknown name ${name}, or it has no equation at ${this.fidelity}`);
    }
    if (open.has(name)) {
      const trail = [...open];
      const round = [...trail.slice(trail.indexOf(name)), name].join(" → ");
      throw new DefinitionError(model.name, `cycle: ${round}`);
    }
    open.add(name);
    located(`${model.name}.${name}`, () => this.placeCell(cell, this.ready(cell.node)));
    open.delete(name);
  }

  /** A part's equation without what stands for inputs that its host always gives: `interval ?? optimum`. */
  private readonly withGiven = (node: Node): Node => {
    const inner = withChildren(node, this.withGiven);
    if (inner.kind !== "orElse") return inner;
    return typeOf(inner.a, this.layout.typeScope).maybe.size === 0 ? inner.a : inner;
  };
  private placeCell(cell: FlatCell, stands: Ready): void {
    const {layout, recordCells} = this;
    const isOwn = cell.path === "";
    let node = isOwn || !stands.reads.hasDefault ? stands.node : this.withGiven(stands.node);
    const type = typeOf(node, layout.typeScope);
    const causes = [...type.maybe];
    check(cell, type, isOwn);
    // a projected field says itself when it is absent: `has(a) ? a.x : b.x` needs no b.x where a is
    const mayHide = !isOwn && causes.length > 0 && !recordCells.projected.has(cell.name);
    if (mayHide && !causes.includes(stated) && hidesAbsence(node)) {
      for (const cause of causes.toReversed()) {
        const test = recordCells.lower({kind: "has", of: {kind: "ref", name: cause}});
        node = {kind: "if", test, then: node, otherwise: none};
      }
    }
    const read = node === stands.node ? stands.reads : reads(node);
    this.add(
      cell,
      {node, reads: read},
      causes.includes(stated) ? {...type, maybe: new Set([cell.name])} : type
    );
  }
  private add({spec, path, owner, name}: FlatCell, {node, reads: read}: Ready, type: Type): void {
    const {layout} = this;
    if ("choice" in spec) spec.choice.forEach(layout.code);
    const isOwn = path === "" || path === "·";
    const symbol = isOwn ? spec.symbol : superscripted(spec.symbol, path);
    const cell: Changing<Cell> = Object.assign(layout.stated(name, spec, type, symbol), {
      node,
      owner,
      path: path === "·" ? "" : path,
      reads: [...this.slotsRead(read)]
    });
    if (spec.none !== undefined) cell.none = spec.none;
    if (spec.infinite !== undefined) cell.infinite = spec.infinite;
    if (spec.signed !== undefined) cell.signed = spec.signed;
    layout.place(cell);
    this.cells.push(cell);
  }

  private slotsRead({names, tables}: Reads): ReadonlySet<number> {
    const {scope, records} = this.layout;
    const slots = new Set<number>();
    for (const name of names) slots.add(records.get(name)?.presence ?? scope.slot(name));
    for (const table of tables)
      for (const slot of scope.entry(table)) if (slot > 0) slots.add(slot);
    return slots;
  }
  /** Slots of inputs, fields and tables that others are worked out from. */
  private upstreamOf(slots: Iterable<number>): ReadonlySet<number> {
    const into = new Set<number>();
    const seen = new Set<number>();
    const walk = (some: Iterable<number>): void => {
      for (const slot of some) {
        if (seen.has(slot)) continue;
        seen.add(slot);
        const other = this.layout.bySlot[slot];
        if (isCell(other)) walk(other.reads);
        else into.add(slot);
      }
    };
    walk(slots);
    return into;
  }
}

const kinds = ["choice", "flag", "text", "record"] as const;

/** Compares what a cell declares with what its equation yields. */
function check(cell: FlatCell, type: Type, isOwn: boolean): void {
  const {spec} = cell;
  const wanted = "unit" in spec ? "number" : kinds.find((kind) => kind in spec)!;
  if (type.kind !== wanted && type.kind !== "nothing") {
    throw new Error(`declared a ${wanted}, its equation is a ${type.kind}`);
  }
  if ("unit" in spec && type.kind === "number" && type.dimension) {
    if (!sameDimension(type.dimension, unit(spec.unit).dimension)) {
      const found = dimensionText(type.dimension);
      throw new Error(`declared in ${spec.unit}, its equation is in ${found}: ${text(cell.node)}`);
    }
  }
  if ("choice" in spec && type.kind === "choice") {
    const stray = type.options.find((option) => !spec.choice.includes(option));
    if (stray !== undefined) throw new Error(`yields '${stray}', which is not one of its choices`);
  }
  if (isOwn && type.maybe.size > 0 && !spec.optional) {
    const causes = [...type.maybe].join(", ");
    throw new Error(`may be none (without ${causes}); guard it with has(…) or declare it optional`);
  }
}
