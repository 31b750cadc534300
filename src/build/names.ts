import {models} from "../../lib/models/all.js";
import {camelCase} from "../../lib/model/names.js";
import {wireName} from "../../lib/model/wire.js";
import type {InputSpec} from "../../lib/graph/spec.js";
import {goals} from "../components/defaults.js";
import type {AddressName, Names} from "../components/scenario-text.js";

/** One length of run for all pages: a name that another stands for. */
const shared: Readonly<Record<string, string>> = {jobDurationHours: "durationDays"};

/** The names of an address: every input of every model under its name on the wire in camelCase. */
export function names(): Names {
  const known: Record<string, AddressName> = {};
  const aliases: Record<string, {to: string; unit?: string}> = {};
  const inputs: Record<string, Record<string, string>> = {};
  for (const model of models) {
    const own: Record<string, string> = {};
    for (const [id, spec] of Object.entries<InputSpec>(model.spec.inputs)) {
      const written = camelCase(wireName(model, id));
      const name = shared[written] ?? written;
      own[id] = name;
      if (name === written) known[name] ??= addressName(spec);
      else aliases[written] = {to: name, ...unitOf(spec)};
      const si = "unit" in spec && spec.unit !== "1" ? {unit: spec.unit} : {};
      if (id !== written) aliases[id] = {to: name, ...si};
    }
    inputs[model.name] = own;
  }
  for (const goal of goals) known[goal] ??= {};
  return {known, aliases, inputs};
}

function addressName(spec: InputSpec): AddressName {
  return {...unitOf(spec), ...("record" in spec ? {record: true} : {})};
}

function unitOf(spec: InputSpec): {unit?: string} {
  const of = "wire" in spec ? spec.wire?.unit : undefined;
  return of === undefined ? {} : {unit: of};
}
