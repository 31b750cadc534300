import {none, withChildren} from "../expression/ast.js";
import type {Node} from "../expression/ast.js";
import {fold} from "../expression/fold.js";
import {text} from "../expression/text.js";
import type {FieldSpec} from "../registry/schema.js";
import type {Flat, FlatCell} from "./inline.js";
import {subscripted} from "./layout.js";
import type {Layout} from "./layout.js";
import type {CellSpec} from "./spec.js";

/**
 * Record cells choose between records: `decodeHardware ?? hardware`. No slot holds a record, so each
 * field that is read of one becomes a cell of its own, which makes the same choice between fields.
 */
export class RecordCells {
  /** cells that the record cells need: `decodeDevice.memoryBandwidth` */
  readonly projected = new Map<string, FlatCell>();
  private readonly flat: Flat;
  private readonly layout: Layout;
  constructor(flat: Flat, layout: Layout) {
    this.flat = flat;
    this.layout = layout;
  }

  private recordCell(name: string): FlatCell | undefined {
    const cell = this.flat.cells.get(name);
    return cell && "record" in cell.spec ? cell : undefined;
  }
  /** The record cell that a name starts with, and the field that the rest of it is. */
  private split(name: string): {readonly cell: FlatCell; readonly field: string} | undefined {
    for (let dot = name.indexOf("."); dot > 0; dot = name.indexOf(".", dot + 1)) {
      const cell = this.recordCell(name.slice(0, dot));
      if (cell) return {cell, field: name.slice(dot + 1)};
    }
    return undefined;
  }

  /** Whether one of several records is there, as an equation. */
  private presence(node: Node): Node {
    if (node.kind === "none") return {kind: "flag", value: false};
    if (node.kind === "if") {
      return {...node, then: this.presence(node.then), otherwise: this.presence(node.otherwise)};
    }
    if (node.kind === "orElse") {
      return {kind: "logic", op: "||", a: this.presence(node.a), b: this.presence(node.b)};
    }
    if (node.kind !== "ref") throw new Error(`not a record: ${text(node)}`);
    const cell = this.recordCell(node.name);
    if (cell) return this.presence(cell.node);
    const within = this.split(node.name);
    if (within) return this.presence(within.cell.node);
    if (!this.layout.isRecord(node.name)) throw new Error(`not a record: ${text(node)}`);
    // a record in a record that every such record has is there when the outer one is
    const tests = this.layout
      .absencesOf(node.name)
      .map((name): Node => ({kind: "has", of: {kind: "ref", name}}));
    if (tests.length === 0) return {kind: "flag", value: true};
    return tests.reduce((a, b): Node => ({kind: "logic", op: "&&", a, b}));
  }
  /** A field of one of several records: the same choice between their fields. */
  private project(node: Node, read: (record: string) => Node): Node {
    if (node.kind === "ref") return this.lower(read(node.name));
    if (node.kind === "if") {
      const [then, otherwise] = [this.project(node.then, read), this.project(node.otherwise, read)];
      return {...node, then, otherwise};
    }
    if (node.kind === "orElse") {
      const [then, otherwise] = [this.project(node.a, read), this.project(node.b, read)];
      return {kind: "if", test: this.presence(node.a), then, otherwise};
    }
    if (node.kind === "none") return none;
    throw new Error(`a record cell can only choose between records: ${text(node)}`);
  }
  private projection(
    name: string,
    cell: FlatCell,
    field: string,
    read: (record: string) => Node
  ): Node {
    if (!this.projected.has(name)) {
      const spec = "record" in cell.spec ? cell.spec.record.fields[field] : undefined;
      if (!spec) throw new Error(`unknown field ${field} of ${cell.name}`);
      const symbol = subscripted(spec.symbol, cell.spec.symbol);
      const label = spec.label === undefined ? {} : {label: spec.label};
      this.projected.set(name, {
        name,
        owner: cell.owner,
        path: cell.path || "·",
        node: fold(this.project(cell.node, read)),
        // an equation that is never read as text: the node stands for it
        spec: {...kindOf(spec), symbol, doc: spec.doc, eq: "", ...label} as CellSpec
      });
    }
    return {kind: "ref", name};
  }
  /** Replaces what record cells stand for; everything left is an input, a field, a table or a cell. */
  readonly lower = (node: Node): Node => {
    if (node.kind === "has" && node.of.kind === "ref") {
      const {name} = node.of;
      if (this.recordCell(name) || (!this.flat.cells.has(name) && this.layout.isRecord(name))) {
        return fold(this.presence(node.of));
      }
    }
    if (node.kind === "ref" && !this.flat.cells.has(node.name)) {
      const found = this.split(node.name);
      if (found) {
        const {cell, field} = found;
        return this.projection(node.name, cell, field, (other) => ({
          kind: "ref",
          name: `${other}.${field}`
        }));
      }
    }
    if (node.kind === "index") {
      const by = this.lower(node.by);
      const found = this.split(node.table);
      if (!found) return by === node.by ? node : {...node, by};
      const {cell, field} = found;
      const at = (other: string): Node => ({kind: "index", table: `${other}.${field}`, by});
      return this.projection(`${node.table}[${text(by)}]`, cell, field, at);
    }
    return withChildren(node, this.lower);
  };
}

function kindOf(spec: FieldSpec): object {
  if ("text" in spec) return {text: true};
  if ("record" in spec) return {record: spec.record};
  if ("choice" in spec) return {choice: spec.choice};
  if ("flag" in spec) return {flag: true};
  return {unit: spec.unit, ...(spec.show === undefined ? {} : {show: spec.show})};
}
