import {readFileSync, readdirSync} from "node:fs";
import type {AnyModel, CellSpec, UseSpecs} from "../../lib/graph/spec.js";
import {kebabCase, nounOf} from "../../lib/model/names.js";
import {wireName} from "../../lib/model/wire.js";
import {models} from "../../lib/models/all.js";
import {ServingModel} from "../../lib/models/serving.js";
import {figureIn, statuses} from "../../lib/registry/provenance.js";
import type {Status} from "../../lib/registry/provenance.js";
import {defaults} from "../components/defaults.js";
import {writeValue} from "../components/scenario-text.js";
import {addressNames} from "./pages.js";
import {pageOf} from "./reference.js";
import {registry} from "./tables.js";

/** How many figures of a table have which status. */
export interface Checked {
  readonly table: string;
  readonly counts: Readonly<Record<string, number>>;
}

/** An equation as its definition has it. */
export interface Example {
  readonly name: string;
  readonly equation: string;
  readonly unit: string;
  readonly doc: string;
}

/** What the method page says in numbers, all of it counted at build. */
export interface Method {
  readonly statuses: readonly Status[];
  readonly tables: readonly Checked[];
  readonly total: Readonly<Record<string, number>>;
  readonly corrections: number;
  /** figures that the table keeps although sources contradict them */
  readonly kept: number;
  /** recorded answers of the reference program, by model */
  readonly cases: number;
  readonly models: readonly {
    readonly name: string;
    /** address of its reference */
    readonly reference: string;
    readonly inputs: number;
    readonly cells: number;
  }[];
  readonly example: Example;
  /** the command that gives the serving page's first answer */
  readonly command: string;
}

/** Sources are stated of a column of a record; a `*` stands for the rest of a record and counts once. */
function checkedTables(): readonly Checked[] {
  const found = new Map<string, Record<string, number>>();
  for (const {cell} of registry.table("provenance")?.rows ?? []) {
    const counts = found.get(cell("table")) ?? {};
    counts[cell("status")] = (counts[cell("status")] ?? 0) + 1;
    found.set(cell("table"), counts);
  }
  return [...found].map(([table, counts]) => ({table, counts}));
}

function recordedCases(): number {
  const files = readdirSync("test/oracle").filter((file) => file.endsWith(".jsonl"));
  const lines = files.map((file) =>
    readFileSync(`test/oracle/${file}`, "utf-8").trim().split("\n")
  );
  return lines.reduce((sum, one) => sum + one.length, 0);
}

function equationOf({eq}: CellSpec): string {
  return typeof eq === "string" ? eq : (eq.refined ?? eq.textbook ?? "");
}

function commandOf(model: AnyModel): string {
  const flags = Object.entries(addressNames.inputs[model.name] ?? {}).flatMap(([id, name]) => {
    const value = defaults[name];
    return value === undefined ? [] : [`--${kebabCase(wireName(model, id))} ${writeValue(value)}`];
  });
  return `npm run ironlaw -- solve ${nounOf(model.name)} ${flags.join(" ")}`;
}

/** The parts that a model uses, each once. */
function partsOf(uses: UseSpecs = {}): readonly AnyModel[] {
  return [...new Set(Object.values(uses).map(({of}) => of))];
}

export function method(): Method {
  const tables = checkedTables();
  const errata = registry.table("errata")?.rows ?? [];
  const corrected = errata.filter((row) => row.cell("found") === "");
  const contradicted = errata.filter((row) => row.cell("found") !== "");
  const total = Object.fromEntries(
    statuses.map((status) => [
      status,
      tables.reduce((sum, {counts}) => sum + (counts[status] ?? 0), 0)
    ])
  );
  const cell = ServingModel.spec.cells["tokensPerSecond"]!;
  return {
    statuses: statuses.filter((status) => (total[status] ?? 0) > 0),
    tables,
    total,
    corrections: corrected.length,
    kept: new Set(contradicted.map(figureIn)).size,
    cases: recordedCases(),
    models: models.map((model) => ({
      name: model.name,
      reference: pageOf(model),
      inputs: Object.keys(model.spec.inputs).length,
      cells:
        Object.keys(model.spec.cells).length +
        partsOf(model.spec.uses).reduce((sum, part) => sum + Object.keys(part.spec.cells).length, 0)
    })),
    example: {
      name: "tokensPerSecond",
      equation: equationOf(cell),
      unit: "unit" in cell ? cell.unit : "1",
      doc: cell.doc
    },
    command: commandOf(ServingModel)
  };
}
