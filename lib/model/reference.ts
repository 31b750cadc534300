import {latex} from "../expression/latex.js";
import {text} from "../expression/text.js";
import type {Cell, Graph} from "../graph/graph.js";
import {fidelities} from "../graph/spec.js";
import type {AnyModel, CellSpec, Fidelity, InputSpec, NumberInput} from "../graph/spec.js";
import type {FieldSource} from "../registry/provenance.js";
import type {Registry} from "../registry/registry.js";
import {format} from "../units/format.js";
import {latexScope} from "./explain.js";
import {emptyRegistry} from "./inputs.js";
import {graphOf} from "./model.js";
import {kebabCase} from "./names.js";
import {cited} from "./source.js";
import {wireName} from "./wire.js";
import {figureOf} from "./writer.js";

export interface ReferenceOptions {
  /** where defaults that are figures, and sources, are looked up */
  readonly registry?: Registry;
  /** LaTeX as a page has it; in dollar signs where it is left out */
  readonly math?: (tex: string, display: boolean) => string;
}
interface Writing extends Required<ReferenceOptions> {
  readonly model: AnyModel;
  readonly graphs: Readonly<Record<Fidelity, Graph>>;
  /** keys of what was cited, in the order in which it first was */
  readonly sources: Set<string>;
}

const dollars = (tex: string, display: boolean): string => (display ? `$$${tex}$$` : `$${tex}$`);

/**
 * What a model takes, works out, gives and rejects, as Markdown, all of it from its definition: nobody
 * writes a reference by hand.
 */
export function reference(
  model: AnyModel,
  {registry = emptyRegistry, math = dollars}: ReferenceOptions = {}
): string {
  const graphs = {
    textbook: graphOf(model, "textbook"),
    refined: graphOf(model, "refined"),
    calibrated: graphOf(model, "calibrated")
  };
  const writing: Writing = {model, registry, math, graphs, sources: new Set()};
  const {doc, question} = model.spec;
  const blocks = [
    `# ${model.name}`,
    ...(question === undefined ? [] : [question]),
    sentence(doc),
    ...inputs(writing),
    ...fields(writing),
    ...outputs(writing),
    ...equations(writing),
    ...errors(writing),
    ...sources(writing)
  ];
  return `${blocks.join("\n\n")}\n`;
}

const sentence = (words: string): string => (words.endsWith(".") ? words : `${words}.`);
const code = (words: string): string => `\`${words}\``;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replace(/\|/g, "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function symbolOf({math}: Writing, tex: string): string {
  return tex === "" ? "" : math(tex, false);
}

/** A reference in brackets, which the last section spells out. */
function citation({sources: cites}: Writing, key: string | undefined): string {
  if (key === undefined) return "";
  cites.add(key);
  return `[${key}]`;
}

function inputs(writing: Writing): readonly string[] {
  const {model} = writing;
  const rows = Object.entries(model.spec.inputs).map(([id, spec]) => [
    code(id),
    code(wireName(model, id)),
    code(`--${kebabCase(wireName(model, id))}`),
    symbolOf(writing, spec.symbol),
    "unit" in spec ? unitOf(spec) : "",
    rangeOf(spec),
    defaultOf(spec, writing.registry),
    [sentence(spec.doc), citation(writing, spec.source)].join(" ").trim(),
    readAt(writing, id)
  ]);
  const head = ["input", "in JSON", "flag", "symbol", "unit", "takes", "default", "what it is"];
  return ["## Inputs", table([...head, "read at"], rows)];
}

/** Fidelities whose equations read an input. */
function readAt({graphs}: Writing, id: string): string {
  const read = fidelities.filter(
    (fidelity) => graphs[fidelity].quantities.has(id) || graphs[fidelity].records.has(id)
  );
  return read.length === fidelities.length ? "all" : read.join(", ");
}

function unitOf(spec: {readonly unit: string; readonly show?: string}): string {
  return spec.show === undefined || spec.show === spec.unit
    ? spec.unit
    : `${spec.unit} (shown in ${spec.show})`;
}

function rangeOf(spec: InputSpec): string {
  if ("record" in spec) return `a key or a record of ${spec.record.noun}`;
  if ("choice" in spec) return spec.choice.map(code).join(", ");
  if ("flag" in spec) return "true or false";
  const {min, above, max, whole} = spec;
  const bound = (value: number): string => numberText(value, spec);
  const parts = [
    whole ? "whole" : "",
    above !== undefined && (min === undefined || min <= above || above === 0)
      ? `above ${bound(above)}`
      : "",
    min !== undefined && above === undefined ? `at least ${bound(min)}` : "",
    max === undefined ? "" : `at most ${bound(max)}`
  ];
  return parts.filter((part) => part !== "").join(", ");
}

function numberText(value: number, {unit: of, show}: NumberInput): string {
  return format(value, of, show === undefined ? {} : {show});
}

function defaultOf(spec: InputSpec, registry: Registry): string {
  if (!("default" in spec) || spec.default === undefined) {
    return "optional" in spec && spec.optional ? "none" : "required";
  }
  const value = spec.default;
  if (typeof value === "object") {
    const found = figureOf(value, registry);
    return found === undefined || !("unit" in spec)
      ? `${value.key} of the registry`
      : numberText(found, spec);
  }
  return typeof value === "number" && "unit" in spec ? numberText(value, spec) : String(value);
}

/** Fields that equations read of the records that are given. */
function fields(writing: Writing): readonly string[] {
  const rows: (readonly string[])[] = [];
  for (const id of Object.keys(writing.model.spec.inputs)) {
    const read = fidelities.flatMap((fidelity) => [
      ...(writing.graphs[fidelity].records.get(id)?.fields ?? [])
    ]);
    for (const [field, {spec, optional}] of new Map(read)) {
      if ("record" in spec) continue;
      const units = "unit" in spec ? unitOf(spec) : "";
      const by = "unit" in spec && spec.by ? `, for each of ${spec.by.map(code).join(", ")}` : "";
      const need = optional ? "may be left out" : "must be stated";
      rows.push([code(`${id}.${field}`), units, need, sentence(spec.doc + by)]);
    }
  }
  const head = ["field", "unit", "need", "what it is"];
  return rows.length === 0 ? [] : ["## Fields of records", table(head, rows)];
}

function outputs(writing: Writing): readonly string[] {
  const {model, graphs} = writing;
  const rows = model.spec.outputs.map((id) => {
    const cell = model.spec.cells[id]!;
    const kind = kindOf(cell);
    const has = fidelities.filter((fidelity) => graphs[fidelity].quantities.has(id));
    const none = cell.none === undefined ? "" : `None: ${cell.none}`;
    const infinite = cell.infinite === undefined ? "" : `Infinite: ${cell.infinite}`;
    const words = [sentence(cell.doc), none, infinite].filter((part) => part !== "").join(" ");
    return [
      code(id),
      code(wireName(model, id)),
      kind,
      words,
      has.length === fidelities.length ? "all" : has.join(", ")
    ];
  });
  return ["## Outputs", table(["output", "in JSON", "unit", "what it is", "at"], rows)];
}

function kindOf(cell: CellSpec): string {
  if ("unit" in cell) return unitOf(cell);
  if ("choice" in cell) return cell.choice.map(code).join(", ");
  return "flag" in cell ? "true or false" : "text";
}

/** Every cell with one equation, or one for each fidelity that differs; those of a part under the part's name. */
function equations(writing: Writing): readonly string[] {
  const {model, graphs} = writing;
  const cells = new Map<string, Cell>();
  for (const fidelity of fidelities)
    for (const cell of graphs[fidelity].cells) cells.set(cell.name, cell);
  const groups = new Map<string, Cell[]>([["Cells", []]]);
  for (const cell of cells.values()) {
    const isOwn = cell.path === "" && Object.hasOwn(model.spec.cells, cell.name);
    const group = isOwn
      ? "Cells"
      : cell.path === ""
        ? "Fields of the records in use"
        : `Cells of ${cell.path}, by ${cell.owner}`;
    groups.set(group, [...(groups.get(group) ?? []), cell]);
  }
  return [...groups].flatMap(([title, all]) => [
    `## ${title}`,
    ...all.flatMap((cell) => oneCell(writing, cell))
  ]);
}

function oneCell(writing: Writing, {name, symbol, doc, label, why, source, none, ...cell}: Cell) {
  const kind = cell.type.kind === "number" ? unitOf(cell) : cell.type.kind;
  const about = [symbolOf(writing, symbol), kind, citation(writing, source)];
  return [
    `### ${code(name)}${label === undefined ? "" : `, ${label.toLowerCase()}`}`,
    `${about.filter((part) => part !== "").join(", ")}. ${sentence(doc)}${why === undefined ? "" : ` ${why}`}`,
    ...variants(writing, name),
    ...(none === undefined ? [] : [`None: ${none}`])
  ];
}

function variants({graphs, math}: Writing, name: string): readonly string[] {
  const at = new Map<string, {readonly tex: string; readonly of: Fidelity[]}>();
  for (const fidelity of fidelities) {
    const cell = graphs[fidelity].cells.find((one) => one.name === name);
    if (!cell) continue;
    const equation = text(cell.node);
    const tex = `${cell.symbol} = ${latex(cell.node, latexScope(graphs[fidelity]))}`;
    const known = at.get(equation);
    if (known) known.of.push(fidelity);
    else at.set(equation, {tex, of: [fidelity]});
  }
  const isOne = [...at.values()][0]?.of.length === fidelities.length;
  return [...at].flatMap(([equation, {tex, of}]) => [
    isOne ? code(equation) : `${of.join(", ")}: ${code(equation)}`,
    math(tex, true)
  ]);
}

function errors({model}: Writing): readonly string[] {
  const {inputs: all, rules = {}} = model.spec;
  const required = Object.entries(all).filter(
    ([, one]) =>
      !("default" in one && one.default !== undefined) && !("optional" in one && one.optional)
  );
  const said = (words: string): string => words.replace(/\{([\w.]+)(:[^}]*)?\}/g, "`$1`");
  return [
    "## Errors",
    [
      `- missing ${required.map(([id]) => code(id)).join(", ")}: has no default`,
      "- invalid: any input outside what it takes, named as its caller wrote it, fields of records by path",
      "- unknown: a name that no input has, a key that no table has, with the nearest that is known",
      ...Object.entries(rules).map(([id, {says, memory}]) =>
        memory
          ? `- out-of-memory ${code(id)}: ${said(says)}; an \`OOMError\` with \`required\` (${code(memory.required)}) and \`available\` (${code(memory.available)})`
          : `- invalid ${code(id)}: ${said(says)}`
      )
    ].join("\n")
  ];
}

function sources({registry, sources: keys}: Writing): readonly string[] {
  if (keys.size === 0) return [];
  const found = [...keys].map((key): readonly [string, FieldSource] => [
    key,
    cited(key, registry)!
  ]); // of a key, there is one
  const line = ([key, {title, status}]: (typeof found)[number]): string =>
    `- [${key}]: ${title}; ${status}`;
  // where a citation leads
  const address = ([key, source]: (typeof found)[number]): readonly string[] =>
    source.address === undefined ? [] : [`[${key}]: ${source.address}`];
  return ["## Sources", found.map(line).join("\n"), found.flatMap(address).join("\n")];
}
