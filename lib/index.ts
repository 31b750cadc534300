export * from "./models/catalogue.js";
export * from "./models/joined.js";
export {joined, modelNamed, models, nearestModel} from "./models/all.js";
export {DefinitionError, InputError, nearest, OOMError, printed} from "./errors.js";
export type {InputErrorCode, InputProblem} from "./errors.js";
export {load} from "./registry/registry.js";
export type {Registry} from "./registry/registry.js";
export type {FieldSource, Status} from "./registry/provenance.js";
export type {Row} from "./registry/row.js";
export {isObject} from "./registry/resolve.js";
export {recordType} from "./registry/schema.js";
export type {RecordType} from "./registry/schema.js";
export {TableError} from "./registry/table.js";
export {fidelities} from "./graph/spec.js";
export type {
  AnyModel,
  CellSpec,
  CellSpecs,
  Fidelity,
  Given,
  InputSpec,
  InputSpecs,
  Model,
  ModelSpec,
  NumberInput,
  SolveOptions
} from "./graph/spec.js";
export {check} from "./model/check.js";
export {diagram} from "./model/diagram.js";
export type {Diagram} from "./model/diagram.js";
export {explainCell} from "./model/explain-cell.js";
export type {Explained} from "./model/explain-cell.js";
export {explain} from "./model/explain.js";
export type {ReadField, Step} from "./model/explain.js";
export {invert} from "./model/invert.js";
export type {Inverse} from "./model/invert.js";
export {largest} from "./model/largest.js";
export type {Largest} from "./model/largest.js";
export {latexOf} from "./model/latex-of.js";
export {live} from "./model/live.js";
export type {Live} from "./model/live.js";
export {model, part} from "./model/model.js";
export {camelCase, kebabCase, nounOf, snakeCase} from "./model/names.js";
export {reference} from "./model/reference.js";
export type {ReferenceOptions} from "./model/reference-words.js";
export {sensitivity} from "./model/sensitivity.js";
export type {Sensitivity} from "./model/sensitivity.js";
export {sourceOf} from "./model/source.js";
export {topology} from "./model/topology.js";
export {changes, valuesOf} from "./model/values.js";
export type {Reach, Values} from "./model/values.js";
export {
  asWritten,
  cellNamed,
  fromWire,
  inputNamed,
  toWire,
  wireName,
  wireValue
} from "./model/wire.js";
export type {WireValue} from "./model/wire.js";
export {figureOf, numberCheck} from "./model/writer.js";
export {prepare, sweep} from "./sweep/sweep.js";
export type {Axes, SweepOptions, Table} from "./sweep/sweep.js";
export {format} from "./units/format.js";
export {bareNumber, quantity} from "./units/unit.js";
