import {fleet} from "../lib/models/records/fleet.js";
import type {Registry} from "../lib/registry/registry.js";
import type {Values} from "../lib/model/values.js";
import {mostAccelerators} from "./cluster.js";
import {bound, select, slider} from "./controls.js";
import type {Bound, Slider} from "./controls.js";
import {rowOptions} from "./options.js";
import {scenario} from "./scenario.js";

/** Nodes that the scenario states, else those of its cluster's row. */
export function nodesStated(registry: Registry): number | undefined {
  const key = scenario.value("fleet");
  const row = typeof key === "string" ? registry.row(fleet, key) : undefined;
  const stated = scenario.value("fleet.nodes") ?? row?.values["nodes"];
  return stated === undefined ? undefined : Number(stated);
}

/** The list of clusters, how long one runs, and the chosen one's size in accelerators; the scenario holds whole nodes. */
export function clusterControls(
  registry: Registry,
  values: () => Values,
  {powers}: {readonly powers?: true} = {}
): {readonly list: HTMLElement; readonly size: Slider; readonly days: Slider} {
  const perNode = (): number => Number(values()["fleet.node.acceleratorsPerNode"]);
  const of: Bound = {
    value: () => (nodesStated(registry) ?? Number(values()["fleet.nodes"])) * perNode(),
    set: (x) =>
      Number.isInteger(x / perNode())
        ? scenario.set({"fleet.nodes": x / perNode()})
        : `must be whole nodes of ${perNode()}`,
    isMoved: () => scenario.isMoved("fleet.nodes")
  };
  return {
    list: select("fleet", "Cluster like", rowOptions(registry, fleet)),
    size: slider({
      of,
      label: "Cluster",
      unit: "GPUs",
      min: perNode(),
      max: mostAccelerators,
      log: true,
      step: perNode(),
      ...(powers && {powers})
    }),
    days: slider({
      of: bound("durationDays"),
      label: "Length of run",
      unit: "days",
      min: 1,
      max: 365,
      log: true
    })
  };
}
