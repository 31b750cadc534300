import {latex} from "../expression/latex.js";
import {text} from "../expression/text.js";
import type {Cell} from "../graph/graph.js";
import {fidelities} from "../graph/spec.js";
import type {AnyModel, Fidelity, UseSpec} from "../graph/spec.js";
import {latexScope} from "./explain.js";
import {citation, code, graphsOf, sentence, symbolOf, table, unitOf} from "./reference-words.js";
import type {Graphs, Writing} from "./reference-words.js";

/** A part where a model has it: `prefill`, or `memory.pass` for a part of a part. */
interface Place {
  readonly path: string;
  readonly use: UseSpec;
}

/**
 * Every cell with one equation, or one for each fidelity that differs. Those of a part stand once, under
 * the part's name, however often it is used; those of a joined model in the reference of that model.
 */
export function equations(writing: Writing): readonly string[] {
  const {model, graphs} = writing;
  const all = cellsOf(graphs);
  const isOwn = ({path, name}: Cell): boolean =>
    path === "" && Object.hasOwn(model.spec.cells, name);
  const rest = all.filter((cell) => cell.path === "" && !isOwn(cell));
  const places = placesOf(model).filter(({path}) => all.some((cell) => cell.path === path));
  const parts = new Map<AnyModel, Place[]>();
  for (const place of places) parts.set(place.use.of, [...(parts.get(place.use.of) ?? []), place]);
  return [
    "## Cells",
    ...all.filter(isOwn).flatMap((cell) => oneCell(writing, graphs, cell)),
    ...(rest.length === 0 ? [] : ["## Fields of the records in use"]),
    ...rest.flatMap((cell) => oneCell(writing, graphs, cell)),
    ...[...parts].flatMap(([part, uses]) => onePart(writing, part, uses, all))
  ];
}

/** The cells of all fidelities, each once. */
function cellsOf(graphs: Graphs): readonly Cell[] {
  const cells = new Map<string, Cell>();
  for (const fidelity of fidelities)
    for (const cell of graphs[fidelity].cells) cells.set(cell.name, cell);
  return [...cells.values()];
}

/** Where parts and joined models are used; a joined model's own parts belong to its reference. */
function placesOf({spec}: AnyModel, prefix = ""): readonly Place[] {
  return Object.entries(spec.uses ?? {}).flatMap(([name, use]) => {
    const path = prefix + name;
    return [{path, use}, ...(isModel(use.of) ? [] : placesOf(use.of, `${path}.`))];
  });
}

/** A model answers a question of its own; a part has none. */
const isModel = ({spec}: AnyModel): boolean => spec.question !== undefined;

function onePart(
  writing: Writing,
  part: AnyModel,
  places: readonly Place[],
  all: readonly Cell[]
): readonly string[] {
  const {doc} = part.spec;
  const rows = places.map(({path, use}) => [
    code(path),
    Object.entries(use.with ?? {})
      .map(([input, given]) => code(`${input} = ${given}`))
      .join(", ")
  ]);
  const uses = [
    `Its cell ${code("x")} is ${code(`${places[0]!.path}.x`)} in other equations. Inputs that are not named here are those of the same name.`,
    table(["used as", "with"], rows)
  ];
  if (isModel(part)) {
    const page = writing.pageOf(part);
    const name = page === undefined ? `${part.name}, by name` : `[${part.name}](${page})`;
    return [
      `## ${part.name}`,
      sentence(doc),
      `Its equations are in the reference of ${name}.`,
      ...uses
    ];
  }
  const paths = new Set(places.map(({path}) => path));
  const reached = new Set(
    all.filter(({path}) => paths.has(path)).map(({name, path}) => name.slice(path.length + 1))
  );
  const graphs = graphsOf(alone(part));
  return [
    `## ${part.name}`,
    sentence(doc),
    ...uses,
    ...cellsOf(graphs)
      .filter(({name}) => reached.has(name))
      .flatMap((cell) => oneCell(writing, graphs, cell))
  ];
}

/** A part as a model, whose inputs nobody has given: what a host makes sure of may be none here. */
function alone(part: AnyModel): AnyModel {
  const cells = Object.entries(part.spec.cells).map(
    ([name, cell]) => [name, {...cell, optional: true}] as const
  );
  return {...part, spec: {...part.spec, cells: Object.fromEntries(cells)}};
}

/** A label within a sentence: KV cache, but weights. */
function inSentence(label: string): string {
  return label.replace(/^[A-Z](?![A-Z])/, (letter) => letter.toLowerCase());
}

function oneCell(writing: Writing, graphs: Graphs, cell: Cell): readonly string[] {
  const {name, symbol, doc, label, why, source, none, type} = cell;
  const kind = type.kind === "number" ? unitOf(cell).replace(/^1$/, "") : type.kind;
  const about = [symbolOf(writing, symbol), kind, citation(writing, source)];
  return [
    `### ${code(name)}${label === undefined ? "" : `, ${inSentence(label)}`}`,
    `${about.filter((part) => part !== "").join(", ")}. ${sentence(doc)}${why === undefined ? "" : ` ${why}`}`,
    ...variants(writing, graphs, name),
    ...(none === undefined ? [] : [`None: ${none}`])
  ];
}

function variants({math}: Writing, graphs: Graphs, name: string): readonly string[] {
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
