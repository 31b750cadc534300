import {bytesPerElement, precisions} from "../../lib/models/records/precision.js";
import {hardware} from "../../lib/models/records/hardware.js";
import {workload} from "../../lib/models/records/workload.js";
import type {Registry} from "../../lib/registry/registry.js";
import {valueIn} from "../../lib/registry/row.js";
import type {Device, Job, Network} from "./serving-by-hand.js";

/** Every input of ServingModel, keys for records: what `solve` and the function by hand are both given. */
export interface Call {
  readonly model: string;
  readonly hardware: string;
  readonly seqLen: number;
  readonly batchSize: number;
  readonly precision: (typeof precisions)[number];
  readonly efficiency: number;
  readonly decodeHardware: string | null;
  readonly networkBandwidth: number;
  readonly draftModel: string | null;
  readonly draftAcceptanceRate: number;
  readonly cachedPrefixLen: number;
  readonly prefillChunkTokens: number | null;
  readonly speculativeLength: number;
  readonly memoryEfficiency: number;
  readonly memoryFraction: number;
  readonly layerOverhead: number;
  readonly overlap: number | null;
  readonly pageSize: number;
}

/** A call with its records looked up, as the function by hand takes it. */
export function jobOf(call: Call, registry: Registry, isTextbook: boolean): Job {
  const device = (key: string): Device => {
    const row = registry.row(hardware, key)!;
    const number = (field: string): number => valueIn(row, field, isTextbook) as number; // a number field
    const rates = valueIn(row, "peakFlops", isTextbook) as Readonly<Record<string, number | null>>; // by precision
    return {
      peak16: number("peakFlops16"),
      peak: rates[call.precision] ?? null,
      bandwidth: number("memoryBandwidth"),
      capacity: number("memoryCapacity"),
      dispatch: number("dispatchTime")
    };
  };
  const network = (key: string): Network => {
    const row = registry.row(workload, key)!;
    const number = (field: string): number => valueIn(row, field, isTextbook) as number; // or null, as stated
    return {
      parameters: number("parameters"),
      active: number("activeParameters"),
      layers: number("layers"),
      hidden: number("hiddenSize"),
      heads: number("heads"),
      kvHeads: number("kvHeads"),
      headSize: number("headSize"),
      latent: number("latentSize"),
      rope: number("ropeSize"),
      experts: number("experts"),
      activeExperts: number("activeExperts")
    };
  };
  return {
    model: network(call.model),
    hardware: device(call.hardware),
    seqLen: call.seqLen,
    batchSize: call.batchSize,
    precision: call.precision,
    element: bytesPerElement.values[call.precision],
    efficiency: call.efficiency,
    decodeHardware: call.decodeHardware === null ? null : device(call.decodeHardware),
    networkBandwidth: call.networkBandwidth,
    draftModel: call.draftModel === null ? null : network(call.draftModel),
    acceptance: call.draftAcceptanceRate,
    cachedPrefix: call.cachedPrefixLen,
    chunk: call.prefillChunkTokens,
    drafted: call.speculativeLength,
    memoryEfficiency: call.memoryEfficiency,
    memoryFraction: call.memoryFraction,
    layerOverhead: call.layerOverhead,
    overlap: call.overlap,
    pageSize: call.pageSize
  };
}
