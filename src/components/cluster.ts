import type {AnyModel} from "../lib/graph/spec.js";
import {valuesOf} from "../lib/model/values.js";
import type {Registry} from "../lib/registry/registry.js";
import type {Given} from "./inputs.js";

/** Where sizes of a cluster end, in accelerators. */
export const mostAccelerators = 131_072;

/** A cluster like the one that is given, of another size. */
export function clusterOf(fleet: unknown, nodes: number): object {
  return {...(typeof fleet === "object" && fleet !== null ? fleet : {from: fleet}), nodes};
}

/** Nodes of the cluster that is given, and accelerators on each. */
export function sizeOf(
  model: AnyModel,
  given: Given,
  registry: Registry
): {readonly nodes: number; readonly perNode: number} {
  const values = valuesOf(model, given, {registry});
  return {
    nodes: Number(values["fleet.nodes"]),
    perNode: Number(values["fleet.node.acceleratorsPerNode"])
  };
}
