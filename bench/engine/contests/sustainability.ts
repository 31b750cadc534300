import {SustainabilityModel} from "../../../lib/models/sustainability.js";
import {
  sustainabilityRefined,
  sustainabilitySweepRefined,
  sustainabilitySweepTextbook,
  sustainabilityTextbook
} from "../by-hand/sustainability.js";
import {sustainabilityJob} from "../jobs.js";
import type {SustainabilityCall} from "../jobs.js";
import {contestOf, evenly, kept} from "./contest.js";
import type {Contest} from "./contest.js";

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
const {fleet, duration, datacenter, mfu} = sustainability;

export const sustainabilityContest: Contest = contestOf({
  model: SustainabilityModel,
  varied: "duration",
  read: ["carbonFootprint", "waterUsage"],
  job: sustainabilityJob,
  byHand: {
    textbook: (job) => (value) => {
      job.duration = value;
      const {carbonFootprint, waterUsage} = kept(sustainabilityTextbook(job));
      return carbonFootprint + waterUsage;
    },
    refined: (job) => (value) => {
      job.duration = value;
      const {carbonFootprint, waterUsage} = kept(sustainabilityRefined(job));
      return carbonFootprint + waterUsage;
    }
  },
  solve: {
    textbook: (given, options) => (value) => {
      given.duration = value;
      const {carbonFootprint, waterUsage} = kept(SustainabilityModel.solve(given, options));
      return carbonFootprint + waterUsage;
    },
    refined: (given, options) => (value) => {
      given.duration = value;
      const {carbonFootprint, waterUsage} = kept(SustainabilityModel.solve(given, options));
      return carbonFootprint + waterUsage;
    }
  },
  entries: [
    ["4 inputs, 2 records", 5, plain, {fleet, duration, datacenter, mfu}],
    ["12 inputs, 3 records", 5, sustainability, sustainability]
  ],
  sweep: {
    call: sustainability,
    axes: [
      ["duration", evenly(100, 86_400, 86_400)],
      ["mfu", evenly(10_000, 0, 1e-4)]
    ],
    outputs: ["totalEnergy", "carbonFootprint", "waterUsage"],
    limit: {textbook: 1.2, refined: 1.2},
    loop: {textbook: sustainabilitySweepTextbook, refined: sustainabilitySweepRefined}
  }
});
