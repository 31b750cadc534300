import {EconomicsModel} from "../lib/models/economics.js";
import {num, plural, share, text} from "../components/numbers.js";
import type {AnswerOf} from "../components/story-answer.js";
import {story} from "./story.js";

const year = 31_536_000;
const perHour = 1 / 3600;
const asRented = {cell: "costPerUsefulGpuHour", goal: "rentTargetUsd", worth: perHour} as const;
/** Dollars of a GPU-hour, without the unit that the sentence has. */
const hourly = (x: number): string => `US$${num(x / perHour)}`;
type Told = AnswerOf<typeof EconomicsModel>;
const rent = (a: Told): string => `US$${num(a.goal(asRented.goal))}`;
const gpus = (a: Told): string => plural(a.of("running.accelerators"), "GPU");

export const economics = story(EconomicsModel, {
  title: "Economics",
  lane: "A machine hall",
  // Llama 3 405B: 54 days of 16,384 H100 at 400 TFLOP/s each, which is 2.58 million tokens a second.
  // Capital of a DGX H100 over that of its eight devices is 1.75; interest and use are choices.
  start: {
    fleet: "Meta_Llama3_16K_H100",
    durationDays: 54,
    infrastructureMultiplier: 1.75,
    discountRate: 0.07,
    utilization: 0.9,
    throughput: 2.58,
    rentTargetUsd: 3
  },
  controls: [
    {kind: "cluster"},
    {
      kind: "slider",
      input: "amortization",
      min: 1,
      max: 10,
      step: 0.5,
      from: asRented,
      says: ["dearer than rent for all of these", "cheaper than rent from", "cheaper than rent"]
    },
    {
      kind: "slider",
      input: "utilization",
      min: 5,
      max: 100,
      percent: true,
      from: asRented,
      says: ["dearer than rent for all of these", "cheaper than rent from", "cheaper than rent"]
    },
    {
      kind: "slider",
      input: "electricityPrice",
      min: 0.01,
      max: 1,
      log: true,
      until: asRented,
      says: ["dearer than rent for all of these", "cheaper than rent up to", "cheaper than rent"]
    },
    {
      kind: "slider",
      input: "throughput",
      min: 0.01,
      max: 100,
      log: true,
      note: "of the whole cluster; here million tokens"
    },
    {
      kind: "goal",
      name: asRented.goal,
      label: "Rented GPU-hour",
      unit: "US$",
      min: 0.1,
      max: 100
    }
  ],
  cards: [
    {
      cell: "costPerUsefulGpuHour",
      accuracy:
        "Owners publish no costs to compare with. DeepSeek reckons with US$2 for a rented hour of an H800.",
      check: () =>
        "all invoices of a period ÷ GPU-hours of completed jobs (sacct -a -X -s CD -o ElapsedRaw,AllocTRES)",
      sub: (a) => [`${share(a.of("usefulShare"))} useful`, `rent ${rent(a)}`]
    },
    {
      cell: "costPerUnit",
      check: () => "all invoices of a run ÷ units of work in its log",
      sub: () => ["here a million tokens"]
    },
    {
      cell: "tco",
      check: () => "invoices: hardware by its share of life, electricity, service contracts"
    },
    {
      cell: "opexEnergy",
      accuracy: "The devices alone draw power here; hosts, switches and disks come on top.",
      check: () => "nvidia-smi --query-gpu=power.draw --format=csv -l 60, summed, × PUE × price",
      sub: (a) => [
        a.now.tco > 0 ? `${share(a.now.opexEnergy / a.now.tco)} of all` : "nothing is paid"
      ]
    }
  ],
  chart: {
    x: "amortization",
    panels: [
      {
        cell: "costPerUsefulGpuHour",
        target: (a) => ({at: a.goal(asRented.goal) * perHour, words: `rented for ${rent(a)}`})
      },
      {
        cell: "tco",
        log: true,
        also: [
          {cell: "capex", name: "capital"},
          {cell: "opexMaintenance", name: "upkeep"},
          {cell: "opexEnergy", name: "electricity"}
        ]
      }
    ]
  },
  boxes: [
    "fleet.node.accelerator.unitCost",
    "fleet.node.accelerator.powerLimit",
    "running.accelerators",
    "infrastructureMultiplier",
    "amortization",
    "discountRate",
    "maintenanceRatio",
    "duration",
    "mfu",
    "electricityPrice",
    "utilization",
    "throughput",
    "pue",
    "running.itPower",
    "totalCapex",
    "yearlyShare",
    "capex",
    "opexMaintenance",
    "opexEnergy",
    "totalOpex",
    "tco",
    "costPerGpuHour",
    "usefulShare",
    "costPerUsefulGpuHour",
    "costPerUnit"
  ],
  // of the whole cluster's throughput: more nodes at the same throughput is no choice that anybody has
  moved: [
    "costPerUnit",
    "A unit of work",
    [
      "throughput",
      "utilization",
      "goodput",
      "fleet.node.accelerator.unitCost",
      "infrastructureMultiplier",
      "amortization",
      "discountRate",
      "maintenanceRatio",
      "electricityPrice",
      "fleet.node.accelerator.powerLimit"
    ]
  ],
  ask: {
    id: "economics-life",
    question: "The devices are kept a year longer. How much cheaper does a useful hour become?",
    options: [
      {id: "quarter", text: "By a quarter or more"},
      {id: "tenth", text: "By a tenth to a quarter"},
      {id: "little", text: "By less than a tenth"}
    ]
  },
  lead(a) {
    const {tco, capexKnown} = a.now;
    const useful = a.of(asRented.cell);
    const start = `${gpus(a)} for ${a.said("duration")} cost **${text(tco, "USD")}**`;
    if (Number.isNaN(useful)) return `${start}: **nothing has run**, so an hour has no price.`;
    const alone = capexKnown ? "" : ", without the devices, whose price is not known";
    return `${start}${alone}, and an hour that brings work forward costs **${hourly(useful)}** a GPU.`;
  },
  verdict(a) {
    const useful = a.of(asRented.cell);
    if (!a.now.capexKnown)
      return {
        isGood: false,
        sentence:
          "**Price unknown.** These devices state none, so this is the cost of running alone. Nearest fix: a nodePrice in the address."
      };
    if (Number.isNaN(useful))
      return {isGood: false, sentence: "**Nothing has run.** Nearest fix: a run of a day or more."};
    const [use, life] = [a.least("utilization"), a.least("amortization")];
    if (useful <= a.goal(asRented.goal) * perHour)
      return {
        isGood: true,
        sentence: `**Cheaper than renting.** A useful hour costs ${hourly(useful)}, a rented one ${rent(a)}. It stays so from ${num(use)}% of the time in use on.`
      };
    const fixes = [
      ...(use < Infinity ? [`${num(use)}% of the time in use`] : []),
      ...(life < Infinity ? [`devices kept for ${num(life)} years`] : [])
    ];
    return {
      isGood: false,
      sentence: `**Dearer than renting.** A useful hour costs ${hourly(useful)}, a rented one ${rent(a)}. ${fixes.length > 0 ? `Nearest fix: ${fixes.join(", or ")}.` : "Neither full use nor a longer life alone makes up for it."}`
    };
  },
  finding(a, isRevealed) {
    const years = plural(a.of("amortization") / year, "year");
    if (!isRevealed) return `What if the devices are kept for more than ${years}?`;
    if (!a.now.capexKnown)
      return "Without a price of the devices it does not matter how long they last";
    if (Number.isNaN(a.of(asRented.cell))) return "Nothing runs, so an hour has no price";
    const least = a.least("amortization");
    if (least === Infinity)
      return `Owning is dearer than ${rent(a)} an hour, even if the devices last for 10 years`;
    if (least <= 1)
      return `Owning is cheaper than ${rent(a)} an hour, though one year paid for it all`;
    return `Kept for ${num(least)} years or more, a useful hour costs less than the ${rent(a)} of a rented one`;
  },
  reveal(a) {
    const longer = a.at({amortization: a.of("amortization") + year});
    const [was, is] = [a.now.costPerUsefulGpuHour, longer?.costPerUsefulGpuHour];
    if (!longer || !was || !is)
      return {
        right: "little",
        sentence: "An hour costs nothing here, so there is nothing to save."
      };
    const saved = 1 - is / was;
    const [before, after] = [a.now.capex, longer.capex];
    if (!(before > 0))
      return {
        right: "little",
        sentence: `It stays at ${hourly(was)}: without a price of the devices it does not matter how long they last.`
      };
    const interest = a.of("discountRate") > 0 ? ", interest included" : "";
    return {
      right: saved >= 0.25 ? "quarter" : saved >= 0.1 ? "tenth" : "little",
      sentence: `From ${hourly(was)} to ${hourly(is)}, ${saved > 5e-4 ? `${share(saved)} less` : "the same"}. Capital falls by ${share(1 - after / before)}${interest}; electricity and upkeep stay at ${text(a.now.totalOpex, "USD")}.`
    };
  },
  how(a) {
    const run = Number.isNaN(a.of(asRented.cell))
      ? "Nothing has run."
      : `All of it over all hours is **${hourly(a.of("costPerGpuHour"))}**; **${a.said("usefulShare")}** of them bring work forward.`;
    if (!a.now.capexKnown)
      return `The devices state no price, so neither they nor their upkeep are counted. Electricity costs **${a.said("opexEnergy")}**. ${run}`;
    return `The hardware costs **${a.said("hardwareCost")}**, with network and building **${num(a.of("infrastructureMultiplier"))}** times that. A year pays for **${a.said("yearlyShare")}** of it, at **${a.said("discountRate")}** interest, and this run for its part of the year: **${a.said("capex")}**. Upkeep adds **${a.said("opexMaintenance")}**, electricity **${a.said("opexEnergy")}**. ${run}`;
  },
  because(a) {
    const years = a.of("amortization") / year;
    const isLent = a.of("discountRate") > 0 && a.now.capex > 0;
    return {
      capex: isLent
        ? `A year pays for ${a.said("yearlyShare")} of the capital, interest included; the textbook’s straight line for ${share(1 / years, 3)}.`
        : "The same: without interest, or without a price, nothing is added.",
      tco: "Follows from the capital.",
      waterUsage: `Water per kWh is defined by IT energy; the textbook multiplies it with facility energy, ${num(a.now.pue)} times as much.`,
      costPerUsefulGpuHour: "The textbook stops at the total.",
      costPerUnit: "The textbook stops at the total."
    };
  },
  omits: [
    "Hosts and switches: the devices alone draw power, 5.6 of the 10.2 kW that a DGX H100 may take.",
    "People and software: nobody is paid and nothing licensed.",
    "Lives of their own: building and network outlast the devices, and would be paid for longer.",
    "Failures: goodput is given, 100% as the page opens; the page on reliability tells it.",
    "Discounts: prices are those of a list, and large buyers pay others.",
    "Demand charges: a kilowatt-hour costs the same at any hour and any peak."
  ]
});
