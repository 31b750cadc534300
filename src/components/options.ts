import {grid} from "../lib/models/records/grid.js";
import {hardware} from "../lib/models/records/hardware.js";
import type {Registry} from "../lib/registry/registry.js";
import type {RecordType} from "../lib/registry/schema.js";
import type {Option} from "./controls.js";
import {shortName} from "./numbers.js";

/** All rows of a kind of record. */
export function rowOptions(registry: Registry, type: RecordType): readonly Option[] {
  return registry.keys(type).map((id) => ({id, name: registry.row(type, id)!.name}));
}

/** All grids, as places that a datacenter stands in. */
export function placeOptions(registry: Registry): readonly Option[] {
  return rowOptions(registry, grid).map(({id, name}) => ({
    id: `grid:${id}`,
    name: shortName(name)
  }));
}

const classes: Readonly<Record<string, string>> = {
  cloud: "Data centre",
  workstation: "Workstation",
  edge: "Edge",
  mobile: "Mobile",
  tiny: "Tiny"
};

/** All devices under their classes. */
export function deviceOptions(registry: Registry): readonly Option[] {
  const order = Object.values(classes);
  return rowOptions(registry, hardware)
    .map((option) => {
      const found = registry.row(hardware, option.id)!.values["class"];
      const group = typeof found === "string" ? classes[found] : undefined;
      return {...option, group: group ?? "Other"};
    })
    .toSorted((a, b) => order.indexOf(a.group) - order.indexOf(b.group));
}
