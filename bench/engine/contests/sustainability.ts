import type {Fidelity} from "../../../lib/graph/spec.js";
import {SustainabilityModel} from "../../../lib/models/sustainability.js";
import type {Registry} from "../../../lib/registry/registry.js";
import {
  sustainabilityRefined,
  sustainabilitySweepRefined,
  sustainabilitySweepTextbook,
  sustainabilityTextbook
} from "../by-hand/sustainability.js";
import type {SustainabilityJob} from "../by-hand/sustainability.js";
import {sustainabilityJob} from "../jobs.js";
import type {SustainabilityCall} from "../jobs.js";
import {evenly, last} from "./contest.js";
import type {Contest, Entry, Varying} from "./contest.js";

const sustainability: SustainabilityCall = {
  fleet: "Research_256",
  duration: 30 * 86_400,
  datacenter: "Quebec_Hydro",
  mfu: 0.4,
  embodiedCarbonPerDevice: 150,
  embodiedFromRegistry: false,
  embodiedLifetime: 1.9e8,
  embodiedUtilization: 0.85,
  idlePower: 0.3,
  fallbackPower: 700,
  fallbackGrid: "US_Avg",
  fallbackPue: 1.1
};
const plain: SustainabilityCall = {...sustainability, embodiedCarbonPerDevice: 0};

function entryOf(fidelity: Fidelity, registry: Registry) {
  const isTextbook = fidelity === "textbook";
  const options = {fidelity, registry} as const;
  return (
    title: string,
    limit: number,
    call: SustainabilityCall,
    given: Partial<SustainabilityCall>
  ): Entry => {
    const job: Varying<SustainabilityJob> = sustainabilityJob(call, registry, isTextbook);
    const asked = given as Varying<SustainabilityCall>; // what it leaves out has a default
    return {
      title,
      limit,
      given: {...given},
      byHand: isTextbook
        ? (value) => {
            job.duration = value;
            const found = sustainabilityTextbook(job);
            last.answer = found;
            return found.carbonFootprint + found.waterUsage;
          }
        : (value) => {
            job.duration = value;
            const found = sustainabilityRefined(job);
            last.answer = found;
            return found.carbonFootprint + found.waterUsage;
          },
      solve: isTextbook
        ? (value) => {
            asked.duration = value;
            const found = SustainabilityModel.solve(asked, options);
            last.answer = found;
            return found.carbonFootprint + found.waterUsage;
          }
        : (value) => {
            asked.duration = value;
            const found = SustainabilityModel.solve(asked, options);
            last.answer = found;
            return found.carbonFootprint + found.waterUsage;
          }
    };
  };
}

const axes = {duration: evenly(100, 86_400, 86_400), mfu: evenly(10_000, 0, 1e-4)};
const {duration: _duration, mfu: _mfu, ...still} = sustainability;

export const sustainabilityContest: Contest = {
  model: SustainabilityModel,
  varied: "duration",
  read: ["carbonFootprint", "waterUsage"],
  entries(fidelity, registry) {
    const entry = entryOf(fidelity, registry);
    const {fleet, duration, datacenter, mfu} = sustainability;
    return [
      entry("4 inputs, 2 records", 5, plain, {fleet, duration, datacenter, mfu}),
      entry("12 inputs, 3 records", 5, sustainability, {...sustainability})
    ];
  },
  sweep: {
    axes,
    given: still,
    outputs: ["totalEnergy", "carbonFootprint", "waterUsage"],
    limit: () => 1.2,
    byHand(fidelity, registry) {
      const isTextbook = fidelity === "textbook";
      const job = sustainabilityJob(sustainability, registry, isTextbook);
      const loop = isTextbook ? sustainabilitySweepTextbook : sustainabilitySweepRefined;
      return (columns) => loop(job, axes.duration, axes.mfu, columns);
    }
  }
};
