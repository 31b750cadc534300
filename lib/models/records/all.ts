import type {RecordType} from "../../registry/schema.js";
import {component} from "./component.js";
import {cooling} from "./cooling.js";
import {datacenter} from "./datacenter.js";
import {fabric} from "./fabric.js";
import {figures, prices, recoveryTimes, storageFigures} from "./figure.js";
import {fleet} from "./fleet.js";
import {grid} from "./grid.js";
import {hardware} from "./hardware.js";
import {incident} from "./incident.js";
import {node} from "./node.js";
import {pod} from "./pod.js";
import {rack} from "./rack.js";
import {storage} from "./storage.js";
import {workload} from "./workload.js";

/** Every kind of record, one for each table of figures in `data/`. */
export const recordTypes: readonly RecordType[] = [
  component,
  cooling,
  datacenter,
  fabric,
  figures,
  fleet,
  grid,
  hardware,
  incident,
  node,
  pod,
  prices,
  rack,
  recoveryTimes,
  storage,
  storageFigures,
  workload
];
