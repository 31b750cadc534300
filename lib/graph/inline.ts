import {none, withChildren} from "../expression/ast.js";
import type {Node} from "../expression/ast.js";
import {decided} from "../expression/fold.js";
import {parse} from "../expression/parse.js";
import type {FunctionSpec} from "../expression/functions.js";
import {DefinitionError, nearest} from "../errors.js";
import {fidelities, mayBeAbsent} from "./spec.js";
import type {FieldSpec} from "../registry/schema.js";
import type {AnyModel, CellSpec, Equation, Fidelity, InputSpec, ModelSpec, Table} from "./spec.js";

/** A cell with absolute names, before it has a place in a graph. */
export interface FlatCell {
  readonly name: string;
  readonly spec: CellSpec;
  readonly node: Node;
  /** the model or part that states the equation */
  readonly owner: string;
  /** `prefill` for `prefill.linearFlops`; empty for the model's own cells */
  readonly path: string;
}

/** Of a part most hosts need a few cells: an equation is read when it is asked for. */
class UnreadCell implements FlatCell {
  readonly name: string;
  readonly spec: CellSpec;
  readonly owner: string;
  readonly path: string;
  private readonly source: string;
  private readonly read: (source: string) => Node;
  private made: Node | undefined;
  constructor(
    name: string,
    spec: CellSpec,
    owner: string,
    path: string,
    source: string,
    read: (source: string) => Node
  ) {
    [this.name, this.spec, this.owner, this.path] = [name, spec, owner, path];
    [this.source, this.read] = [source, read];
  }
  get node(): Node {
    if (!this.made) {
      const cell = this.path === "" ? this.name : this.name.slice(this.path.length + 1);
      this.made = located(`${this.owner}.${cell}`, () => this.read(this.source));
    }
    return this.made;
  }
}

/** A model with its parts put in, at one fidelity. */
export interface Flat {
  readonly cells: ReadonlyMap<string, FlatCell>;
  readonly tables: ReadonlyMap<string, Table>;
  readonly functions: ReadonlyMap<string, FunctionSpec>;
  /** an equation of the model itself (rule, sentence) with absolute names */
  readonly read: (source: string) => Node;
}

const parsed = new Map<string, Node>();

function parseOnce(source: string): Node {
  const known = parsed.get(source);
  if (known) return known;
  const node = parse(source);
  parsed.set(source, node);
  return node;
}

/** The equation for a fidelity, or the nearest plainer one. */
export function equationAt(eq: Equation, fidelity: Fidelity): string | undefined {
  if (typeof eq === "string") return eq;
  for (let i = fidelities.indexOf(fidelity); i >= 0; i--) {
    const variant = eq[fidelities[i]!];
    if (variant !== undefined) return variant;
  }
  return undefined;
}

export function inline(root: AnyModel, fidelity: Fidelity): Flat {
  const cells = new Map<string, FlatCell>();
  const tables = new Map<string, Table>();
  const functions = new Map<string, FunctionSpec>();

  function shared<T>(
    into: Map<string, T>,
    from: Readonly<Record<string, T>> = {},
    where: string
  ): void {
    for (const [name, item] of Object.entries(from)) {
      if (into.has(name) && into.get(name) !== item)
        throw new DefinitionError(where, `ambiguous ${name}; a part means another by it`);
      into.set(name, item);
    }
  }

  /** Puts in one model. `bound` maps its inputs to absolute names or literals. */
  function put(
    model: AnyModel,
    path: string,
    bound: ReadonlyMap<string, Node>
  ): (source: string) => Node {
    const {spec, name: owner} = model;
    const prefix = path === "" ? "" : `${path}.`;
    shared(tables, spec.tables, owner);
    shared(functions, spec.functions, owner);
    const resolve = (node: Node): Node => {
      if (node.kind === "ref") {
        const found = absolute(node.name, spec, prefix, bound);
        return found.kind === "ref" && found.name === node.name ? node : found;
      }
      if (node.kind === "index") {
        const by = resolve(node.by);
        if (spec.tables && Object.hasOwn(spec.tables, node.table))
          return by === node.by ? node : {kind: "index", table: node.table, by};
        const field = absolute(node.table, spec, prefix, bound);
        return field.kind === "ref" ? {kind: "index", table: field.name, by} : none;
      }
      return decided(withChildren(node, resolve));
    };
    const read = (source: string): Node => resolve(parseOnce(source));

    for (const [cell, cellSpec] of Object.entries<CellSpec>(spec.cells)) {
      const source = equationAt(cellSpec.eq, fidelity);
      if (source === undefined) continue;
      const name = prefix + cell;
      cells.set(name, new UnreadCell(name, cellSpec, owner, path, source, read));
    }
    for (const [use, {of, with: given = {}}] of Object.entries(spec.uses ?? {})) {
      const inside = prefix + use;
      const inputs = new Map<string, Node>();
      for (const [input, inputSpec] of Object.entries<InputSpec>(of.spec.inputs)) {
        const source = given[input];
        const node =
          source === undefined
            ? inherited(input, inputSpec, spec, read)
            : located(`${owner}.${use}.${input}`, () => read(source));
        if (!node)
          throw new DefinitionError(
            `${owner}.${use}`,
            `missing ${input}; not in with, not an input or cell here, no default`
          );
        inputs.set(input, named(node, `${inside}.${input}`, inputSpec, owner, inside));
      }
      for (const [input, source] of Object.entries(given)) {
        if (Object.hasOwn(of.spec.inputs, input)) continue;
        const field = fieldOf(of, input);
        if (!field)
          throw new DefinitionError(`${owner}.${use}`, `unknown input ${input} of ${of.name}`);
        const node = located(`${owner}.${use}.${input}`, () => read(source));
        inputs.set(input, named(node, `${inside}.${input}`, field, owner, inside));
      }
      for (const [input, inputSpec] of Object.entries<InputSpec>(of.spec.inputs)) {
        if ("record" in inputSpec) handOn(bound, given[input] ?? input, inputs, input);
      }
      put(of, inside, inputs);
    }
    return read;
  }

  /** A name or literal is passed on as it is; an expression becomes a cell of the part. */
  function named(
    node: Node,
    name: string,
    spec: InputSpec | FieldSpec,
    owner: string,
    path: string
  ): Node {
    if (
      node.kind === "ref" ||
      node.kind === "number" ||
      node.kind === "option" ||
      node.kind === "flag" ||
      node.kind === "none"
    )
      return node;
    // the same kind, unit and symbol
    cells.set(name, {name, spec: {...spec, eq: ""} as CellSpec, node, owner, path});
    return {kind: "ref", name};
  }

  const own = new Map(
    Object.keys(root.spec.inputs).map((name): [string, Node] => [name, {kind: "ref", name}])
  );
  return {cells, tables, functions, read: put(root, "", own)};
}

/** Every equation of a model and its parts, those included that no output needs. */
export function equationsOf(root: AnyModel, fidelity: Fidelity): readonly Node[] {
  return [...inline(root, fidelity).cells.values()].map(({node}) => node);
}

function inherited(
  input: string,
  inputSpec: InputSpec,
  spec: ModelSpec,
  read: (source: string) => Node
): Node | undefined {
  if (Object.hasOwn(spec.inputs, input) || Object.hasOwn(spec.cells, input)) return read(input);
  if ("default" in inputSpec && inputSpec.default !== undefined) {
    const value = inputSpec.default;
    if (typeof value === "object" || "record" in inputSpec) return undefined; // a part has no registry
    if ("unit" in inputSpec)
      return read(
        typeof value === "number"
          ? `${value}[${inputSpec.unit}]`
          : String(value).replace(/ (.*)/, "[$1]")
      );
    return read("choice" in inputSpec ? `'${String(value)}'` : String(value));
  }
  return mayBeAbsent(inputSpec) ? none : undefined;
}

/** A field of a record that a part takes, `fleet.nodes`: it may be given apart from its record. */
function fieldOf(of: AnyModel, path: string): FieldSpec | undefined {
  const dot = path.indexOf(".");
  const input = of.spec.inputs[path.slice(0, dot)];
  return input && "record" in input ? input.record.fields[path.slice(dot + 1)] : undefined;
}

/** A record that is handed on keeps the fields that were given apart from it. */
function handOn(
  from: ReadonlyMap<string, Node>,
  outside: string,
  into: Map<string, Node>,
  inside: string
): void {
  for (const [path, node] of from) {
    if (!path.startsWith(`${outside}.`)) continue;
    const name = inside + path.slice(outside.length);
    if (!into.has(name)) into.set(name, node);
  }
}

/** `hardware.memoryBandwidth`, `batching.throughput`, `seqLen` as seen from inside a part. */
function absolute(
  name: string,
  spec: ModelSpec,
  prefix: string,
  bound: ReadonlyMap<string, Node>
): Node {
  const dot = name.indexOf(".");
  const head = dot < 0 ? name : name.slice(0, dot);
  // the longest of `fleet.node.accelerator`, `fleet.node`, `fleet` that something stands for
  for (let end = name.length; end > 0; end = name.lastIndexOf(".", end - 1)) {
    const input = bound.get(name.slice(0, end));
    if (!input) continue;
    if (end === name.length || input.kind === "none") return input;
    if (input.kind === "ref") return {kind: "ref", name: input.name + name.slice(end)};
  }
  if (Object.hasOwn(spec.cells, head)) return {kind: "ref", name: prefix + name};
  if (dot >= 0 && spec.uses && Object.hasOwn(spec.uses, head))
    return {kind: "ref", name: prefix + name};
  const close = nearest(name, [...Object.keys(spec.inputs), ...Object.keys(spec.cells)]);
  throw new Error(`unknown name ${name}${close ? `, nearest is ${close}` : ""}`);
}

export function located<T>(where: string, f: () => T): T {
  try {
    return f();
  } catch (error) {
    if (error instanceof DefinitionError) throw error;
    throw new DefinitionError(where, (error as Error).message); // parse, fold and typeOf throw Errors
  }
}
