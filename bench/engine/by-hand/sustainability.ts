/* SustainabilityModel as straight lines of JavaScript; test/bench/by-hand.test.ts holds it equal to `solve`. */
import type {Fleet, Grid, Place} from "./records.js";

/** Every input of the model, its records looked up. */
export interface SustainabilityJob {
  readonly fleet: Fleet;
  readonly duration: number;
  readonly datacenter: Place | null;
  readonly mfu: number;
  readonly embodiedCarbonPerDevice: number;
  readonly embodiedFromRegistry: boolean;
  readonly embodiedLifetime: number;
  readonly embodiedUtilization: number;
  readonly idlePower: number;
  readonly fallbackPower: number;
  readonly fallbackGrid: Grid;
  readonly fallbackPue: number;
}

const gridOf = ({fleet, datacenter, fallbackGrid}: SustainabilityJob): Grid =>
  datacenter?.grid ?? fleet.place?.grid ?? fleet.region ?? fallbackGrid;

function pueOf({fleet, datacenter, fallbackPue}: SustainabilityJob): number {
  const place = datacenter ?? fleet.place;
  return place === null ? (fleet.region?.pue ?? fallbackPue) : (place.pue ?? place.grid.pue);
}

/** Carbon of making one device. */
const makingOf = (job: SustainabilityJob): number =>
  (job.embodiedFromRegistry ? job.fleet.embodied : null) ?? job.embodiedCarbonPerDevice;

/** The textbook fidelity. */
export function sustainabilityTextbook(job: SustainabilityJob) {
  const {fleet, idlePower} = job;
  const grid = gridOf(job);
  const pue = pueOf(job);
  const devices = fleet.nodes * fleet.perNode;
  const devicePower =
    (fleet.powerLimit ?? job.fallbackPower) * (idlePower + (1 - idlePower) * job.mfu);
  const itPower = devices * devicePower;
  const itEnergy = itPower * job.duration;
  const totalEnergy = pue * itEnergy;
  const overheadEnergy = (pue - 1) * itEnergy;
  const operational = totalEnergy * grid.carbon;
  const embodied = devices * makingOf(job);
  return {
    itEnergy,
    totalEnergy,
    carbonFootprint: operational + embodied,
    waterUsage: totalEnergy * grid.wue,
    pue,
    region: grid.name,
    embodiedCarbon: embodied,
    operationalCarbon: operational,
    computingCarbon: itEnergy * grid.carbon,
    overheadCarbon: overheadEnergy * grid.carbon,
    overheadEnergy,
    devicePower,
    itPower
  };
}

/** The refined fidelity. */
export function sustainabilityRefined(job: SustainabilityJob) {
  const {fleet, idlePower} = job;
  const grid = gridOf(job);
  const pue = pueOf(job);
  const devices = fleet.nodes * fleet.perNode;
  const devicePower =
    (fleet.powerLimit ?? job.fallbackPower) * (idlePower + (1 - idlePower) * job.mfu);
  const itPower = devices * devicePower;
  const itEnergy = itPower * job.duration;
  const totalEnergy = pue * itEnergy;
  const overheadEnergy = (pue - 1) * itEnergy;
  const operational = totalEnergy * grid.carbon;
  const lives = job.duration / (job.embodiedLifetime * job.embodiedUtilization);
  const embodied = devices * makingOf(job) * lives;
  return {
    itEnergy,
    totalEnergy,
    carbonFootprint: operational + embodied,
    waterUsage: itEnergy * grid.wue,
    pue,
    region: grid.name,
    embodiedCarbon: embodied,
    operationalCarbon: operational,
    computingCarbon: itEnergy * grid.carbon,
    overheadCarbon: overheadEnergy * grid.carbon,
    overheadEnergy,
    devicePower,
    itPower
  };
}

type Columns = readonly [energy: Float64Array, carbon: Float64Array, water: Float64Array];

/** The loop over duration and use as one would write it: what no axis moves stands before it. */
function sweepOver(
  job: SustainabilityJob,
  durations: Float64Array,
  uses: Float64Array,
  [energy, carbon, water]: Columns,
  isTextbook: boolean
): void {
  const {fleet, idlePower} = job;
  const grid = gridOf(job);
  const pue = pueOf(job);
  const devices = fleet.nodes * fleet.perNode;
  const limit = fleet.powerLimit ?? job.fallbackPower;
  const dynamic = 1 - idlePower;
  const making = makingOf(job);
  const life = job.embodiedLifetime * job.embodiedUtilization;
  let k = 0;
  for (let i = 0; i < durations.length; i++) {
    const duration = durations[i]!;
    const embodied = devices * making * (isTextbook ? 1 : duration / life);
    for (let j = 0; j < uses.length; j++) {
      const itEnergy = devices * (limit * (idlePower + dynamic * uses[j]!)) * duration;
      const total = pue * itEnergy;
      energy[k] = total;
      carbon[k] = total * grid.carbon + embodied;
      water[k] = (isTextbook ? total : itEnergy) * grid.wue;
      k++;
    }
  }
}

export function sustainabilitySweepTextbook(
  job: SustainabilityJob,
  durations: Float64Array,
  uses: Float64Array,
  columns: Columns
): void {
  sweepOver(job, durations, uses, columns, true);
}

export function sustainabilitySweepRefined(
  job: SustainabilityJob,
  durations: Float64Array,
  uses: Float64Array,
  columns: Columns
): void {
  sweepOver(job, durations, uses, columns, false);
}
