// Calls of the models that are raced, and the same calls as the functions by hand take them: records looked up.
import type {Fidelity, Given, InputSpecs} from "../../lib/graph/spec.js";
import type {servingInputs} from "../../lib/models/inputs/serving.js";
import type {sustainabilityInputs} from "../../lib/models/inputs/sustainability.js";
import type {trainingMemoryInputs} from "../../lib/models/inputs/training-memory.js";
import {datacenter} from "../../lib/models/records/datacenter.js";
import {fleet} from "../../lib/models/records/fleet.js";
import {grid} from "../../lib/models/records/grid.js";
import {hardware} from "../../lib/models/records/hardware.js";
import {masterBytes, momentBytes} from "../../lib/models/records/optimizer.js";
import {bytesPerElement} from "../../lib/models/records/precision.js";
import {workload} from "../../lib/models/records/workload.js";
import type {Registry} from "../../lib/registry/registry.js";
import {resolve} from "../../lib/registry/resolve.js";
import {valueIn} from "../../lib/registry/row.js";
import type {RecordType} from "../../lib/registry/schema.js";
import type {Device, Fleet, Grid, Network, Place} from "./by-hand/records.js";
import type {ServingJob} from "./by-hand/serving.js";
import type {SustainabilityJob} from "./by-hand/sustainability.js";
import type {TrainingMemoryJob} from "./by-hand/training-memory.js";

/** A call that leaves nothing to a default. */
type Whole<I extends InputSpecs> = {
  readonly [K in keyof Given<I>]-?: Exclude<Given<I>[K], undefined>;
};
export type ServingCall = Whole<typeof servingInputs>;
export type SustainabilityCall = Whole<typeof sustainabilityInputs>;
export type TrainingMemoryCall = Whole<typeof trainingMemoryInputs>;

/** Looks records up as one fidelity sees them. */
class Records {
  private readonly registry: Registry;
  private readonly isTextbook: boolean;
  constructor(registry: Registry, fidelity: Fidelity) {
    this.registry = registry;
    this.isTextbook = fidelity === "textbook";
  }
  /** A number field by its path, or null; a row that is not there has none. */
  private fields(type: RecordType, value: unknown): (path: string) => number {
    const row = resolve(this.registry, type, value, {model: "bench", input: type.noun});
    return (path) => valueIn(row, path, this.isTextbook) as number; // or null, as its record says
  }
  device(value: unknown, precision: keyof typeof bytesPerElement.values): Device {
    const number = this.fields(hardware, value);
    const rates = number("peakFlops") as unknown as Readonly<Record<string, number>>; // by precision
    return {
      peak16: number("peakFlops16"),
      peak: rates[precision] ?? null,
      bandwidth: number("memoryBandwidth"),
      capacity: number("memoryCapacity"),
      dispatch: number("dispatchTime"),
      deviceLink: number("deviceBandwidth"),
      hostLink: number("hostBandwidth")
    };
  }
  network(value: unknown): Network {
    const number = this.fields(workload, value);
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
      window: number("slidingWindow"),
      windowLayers: number("slidingLayers"),
      experts: number("experts"),
      activeExperts: number("activeExperts"),
      vocabulary: number("vocabularySize"),
      tied: Boolean(number("tiedEmbeddings"))
    };
  }
  grid(value: unknown, type: RecordType = grid, path = ""): Grid {
    const number = this.fields(type, value);
    return {
      name: number(`${path}name`) as unknown as string, // the one text
      carbon: number(`${path}carbonIntensity`),
      pue: number(`${path}pue`),
      wue: number(`${path}wue`)
    };
  }
  place(value: unknown, type: RecordType = datacenter, path = ""): Place {
    const pue = this.fields(type, value)(`${path}pueOverride`);
    return {pue, grid: this.grid(value, type, `${path}grid.`)};
  }
  fleet(value: unknown): Fleet {
    const number = this.fields(fleet, value);
    return {
      nodes: number("nodes"),
      perNode: number("node.acceleratorsPerNode"),
      powerLimit: number("node.accelerator.powerLimit"),
      embodied: number("node.accelerator.embodiedCarbon"),
      region: number("region") === null ? null : this.grid(value, fleet, "region."),
      place: number("datacenter") === null ? null : this.place(value, fleet, "datacenter.")
    };
  }
}

export function servingJob(call: ServingCall, registry: Registry, fidelity: Fidelity): ServingJob {
  const records = new Records(registry, fidelity);
  const {model, decodeHardware, draftModel, precision, kvPrecision, ...numbers} = call;
  return {
    ...numbers,
    precision,
    model: records.network(model),
    hardware: records.device(call.hardware, precision),
    decodeHardware: decodeHardware === null ? null : records.device(decodeHardware, precision),
    draftModel: draftModel === null ? null : records.network(draftModel),
    element: bytesPerElement.values[precision],
    cacheElement: kvPrecision === null ? null : bytesPerElement.values[kvPrecision]
  } as ServingJob; // its numbers are as numbers here
}

export function sustainabilityJob(
  call: SustainabilityCall,
  registry: Registry,
  fidelity: Fidelity
): SustainabilityJob {
  const records = new Records(registry, fidelity);
  const {datacenter: building} = call;
  return {
    ...call,
    fleet: records.fleet(call.fleet),
    datacenter: building === null ? null : records.place(building),
    fallbackGrid: records.grid(call.fallbackGrid)
  } as SustainabilityJob; // as above
}

export function trainingMemoryJob(
  call: TrainingMemoryCall,
  registry: Registry,
  fidelity: Fidelity
): TrainingMemoryJob {
  const records = new Records(registry, fidelity);
  const {precision, optimizer} = call;
  return {
    ...call,
    model: records.network(call.model),
    hardware: records.device(call.hardware, precision),
    element: bytesPerElement.values[precision],
    master: masterBytes.values[optimizer],
    moments: momentBytes.values[optimizer]
  } as TrainingMemoryJob; // as above
}
