import {fidelities, isRequired} from "../graph/spec.js";
import type {AnyModel, CellSpec, InputSpec, NumberInput} from "../graph/spec.js";
import type {FieldSource} from "../registry/provenance.js";
import type {Registry} from "../registry/registry.js";
import {format} from "../units/format.js";
import {emptyRegistry} from "./inputs.js";
import {kebabCase} from "./names.js";
import {equations} from "./reference-cells.js";
import {
  atAll,
  citation,
  code,
  graphsOf,
  sentence,
  symbolOf,
  table,
  unitOf
} from "./reference-words.js";
import type {ReferenceOptions, Writing} from "./reference-words.js";
import {cited} from "./source.js";
import {wireName} from "./wire.js";
import {figureOf} from "./writer.js";

const dollars = (tex: string, display: boolean): string => (display ? `$$${tex}$$` : `$${tex}$`);

/**
 * What a model takes, works out, gives and rejects, as Markdown, all of it from its definition: nobody
 * writes a reference by hand.
 */
export function reference(
  model: AnyModel,
  {registry = emptyRegistry, math = dollars, pageOf = () => undefined}: ReferenceOptions = {}
): string {
  const graphs = graphsOf(model);
  const writing: Writing = {model, registry, math, pageOf, graphs, sources: new Set()};
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

function inputs(writing: Writing): readonly string[] {
  const {model} = writing;
  const rows = Object.entries(model.spec.inputs).map(([id, spec]) => [
    code(id),
    [sentence(spec.doc), citation(writing, spec.source)].join(" ").trim(),
    symbolOf(writing, spec.symbol),
    "unit" in spec ? unitOf(spec) : "",
    rangeOf(spec),
    defaultOf(spec, writing.registry),
    readAt(writing, id),
    code(wireName(model, id)),
    code(`--${kebabCase(wireName(model, id))}`)
  ]);
  const head = ["input", "what it is", "symbol", "unit", "takes", "default", "read at"];
  return ["## Inputs", table([...head, "in JSON", "flag"], rows)];
}

/** Fidelities whose equations read an input. */
function readAt({graphs}: Writing, id: string): string {
  const read = fidelities.filter(
    (fidelity) => graphs[fidelity].quantities.has(id) || graphs[fidelity].records.has(id)
  );
  return atAll(read);
}

function rangeOf(spec: InputSpec): string {
  if ("record" in spec) return `a key or a record of ${spec.record.noun}`;
  if ("choice" in spec) return spec.choice.map(code).join(", ");
  if ("flag" in spec) return "true or false";
  const {min, above, max, whole} = spec;
  const isAbove = above !== undefined && (above === 0 || above >= (min ?? above));
  const least = isAbove ? above : min;
  const bounds = [least, max].flatMap((bound) =>
    bound === undefined ? [] : [numberText(bound, spec)]
  );
  // the unit stands once, after the last bound
  const [low = "", high = ""] =
    bounds.length < 2 ? bounds : [bounds[0]!.split(" ", 1)[0]!, bounds[1]!];
  const range =
    least === undefined
      ? low && `at most ${low}`
      : isAbove
        ? `above ${low}${high && `, at most ${high}`}`
        : high
          ? `${low} to ${high}`
          : `at least ${low}`;
  return [whole ? "whole" : "", range].filter((words) => words !== "").join(", ");
}

function numberText(value: number, {unit: of, show}: NumberInput): string {
  const written = format(value, of, show === undefined ? {} : {show});
  return written.replace(
    /^(\d)(0{6,})\b/,
    (_, digit: string, zeros: string) => `${digit}e${zeros.length}`
  );
}

function defaultOf(spec: InputSpec, registry: Registry): string {
  if (isRequired(spec)) return "required";
  if (!("default" in spec) || spec.default === undefined) return "none";
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
      rows.push([code(`${id}.${field}`), sentence(spec.doc + by), units, need]);
    }
  }
  const head = ["field", "what it is", "unit", "need"];
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
    return [code(id), words, kind, atAll(has), code(wireName(model, id))];
  });
  return ["## Outputs", table(["output", "what it is", "unit", "at", "in JSON"], rows)];
}

function kindOf(cell: CellSpec): string {
  if ("unit" in cell) return unitOf(cell);
  if ("choice" in cell) return cell.choice.map(code).join(", ");
  return "flag" in cell ? "true or false" : "text";
}

function errors({model}: Writing): readonly string[] {
  const {inputs: all, rules = {}} = model.spec;
  const required = Object.entries(all).filter(([, one]) => isRequired(one));
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
