import {model} from "../model/model.js";
import {limits} from "./cells/capacity-pool.js";
import {deploymentBillCells} from "./cells/serving-deployment-bill.js";
import {EconomicsModel} from "./economics.js";
import {servingCapacityRules} from "./inputs/serving-capacity-rules.js";
import {servingDeploymentInputs} from "./inputs/serving-deployment.js";
import {ServingCapacityModel} from "./serving-capacity.js";
import {SustainabilityModel} from "./sustainability.js";

/** The pool as a cluster: a replica is a node, and stands on the grid that is given. */
const asFleet = {
  fleet: "none",
  "fleet.nodes": "requiredReplicas",
  "fleet.node.acceleratorsPerNode": "devicesPerReplica",
  "fleet.node.accelerator": "hardware",
  "fleet.region": "grid",
  mfu: "powerUse"
} as const;

const late = "The queue grows without end, or a replica does not hold the model.";
const misfit = "A replica does not hold the model and the cache of one request.";

/** Serving from end to end: whether a replica holds the network, how fast it answers, how many it takes, what a token costs. */
export const ServingDeploymentModel = model("ServingDeploymentModel", {
  doc: "Serving a network from its traffic to replicas, dollars, energy, carbon and water, of an hour and of a token.",
  question: "What does it take to serve this traffic, and what does a token cost?",
  inputs: servingDeploymentInputs,
  rules: servingCapacityRules,
  uses: {
    pool: {of: ServingCapacityModel},
    cost: {of: EconomicsModel, with: {...asFleet, utilization: "1", goodput: "1", throughput: "none"}},
    climate: {of: SustainabilityModel, with: asFleet}
  },
  cells: {
    fits: {flag: true, symbol: "\\text{fits}", eq: "pool.fits", doc: "A replica holds the model and a cache"},
    memoryFootprint: {unit: "B", show: "GB", symbol: "M", eq: "pool.totalMemoryRequired", doc: "Memory that a device needs"},
    memoryAvailable: {unit: "B", show: "GB", symbol: "C_u", eq: "pool.memoryAvailable", doc: "Memory that weights and cache may fill"},
    activeBatchSize: {unit: "request", symbol: "N", eq: "pool.activeBatchSize", doc: "Requests that a replica can run together"},
    ttft: {unit: "s", show: "ms", symbol: "\\text{TTFT}", eq: "pool.ttft", doc: "Time to first token of a request that is let in"},
    itl: {unit: "s", show: "ms", symbol: "\\text{ITL}", eq: "pool.itl", doc: "Time between tokens at this traffic"},
    baseRequestLatency: {
      unit: "s",
      show: "ms",
      symbol: "L_0",
      eq: "pool.baseRequestLatency",
      doc: "Mean latency of a request that need not wait for a slot"
    },
    queueWaitP99: {
      unit: "s",
      show: "ms",
      symbol: "w_{.99}",
      infinite: late,
      eq: "pool.queueWaitP99",
      doc: "Wait for a slot that 99 of 100 requests stay below"
    },
    estimatedP99Latency: {
      unit: "s",
      show: "ms",
      symbol: "L_{.99}",
      infinite: late,
      eq: "pool.estimatedP99Latency",
      doc: "Latency that 99 of 100 requests stay below"
    },
    ttftP99: {
      unit: "s",
      show: "ms",
      symbol: "\\text{TTFT}_{.99}",
      infinite: late,
      eq: {refined: "pool.ttftP99"},
      doc: "Time to first token that 99 of 100 requests stay below"
    },
    feasible: {flag: true, symbol: "\\text{feasible}", eq: "pool.feasible", doc: "The targets are met"},
    bottleneck: {
      choice: limits,
      symbol: "\\text{limit}",
      eq: "pool.bottleneck",
      doc: "What keeps the targets from being met"
    },
    requiredReplicas: {unit: "replica", symbol: "c^*", eq: "pool.requiredReplicas", doc: "Replicas that are run"},
    batchCap: {
      unit: "request",
      symbol: "b",
      eq: {refined: "pool.batchCap"},
      doc: "Most requests that a replica should run together"
    },
    loadBatch: {unit: "request", symbol: "B^*", eq: {refined: "pool.loadBatch"}, doc: "Requests in a replica in the mean"},
    utilization: {unit: "1", show: "%", symbol: "u", infinite: misfit, eq: "pool.utilization", doc: "Arrivals over capacity"},
    devicesPerReplica: {
      unit: "device",
      symbol: "n",
      eq: {textbook: "1", refined: "tpSize"},
      label: "Devices a replica",
      source: "pope-2022",
      doc: "Devices that share the layers of a replica",
      why: "A network that one device does not hold is spread over several; the textbook knows one."
    },
    requiredAccelerators: {
      unit: "device",
      symbol: "n\\,c^*",
      eq: "climate.accelerators",
      doc: "Devices of all replicas"
    },
    mfu: {unit: "1", show: "%", symbol: "\\text{MFU}", eq: "pool.mfu", doc: "Share of peak compute that requests take (MFU)"},
    powerUse: {
      unit: "1",
      show: "%",
      symbol: "m_p",
      label: "Power use",
      source: "judgement-memory-power",
      eq: {textbook: "pool.mfu", refined: "max(pool.mfu, memoryPowerShare * pool.memoryUse)"},
      doc: "What of their dynamic power the devices draw",
      why: "Decoding keeps the memory busy while arithmetic waits, and that draws power too."
    },
    tokenRate: {
      unit: "token/s",
      symbol: "X_t",
      eq: "pool.servedRate * outputTokens",
      label: "Tokens a second",
      doc: "Tokens that are generated in a second",
      why: "Requests that are answered, and the tokens of each."
    },
    tokens: {
      unit: "token",
      symbol: "D",
      eq: "tokenRate * duration",
      label: "Tokens in all",
      doc: "Tokens that are generated in the whole time",
      why: "Everything that is paid is shared among them."
    },
    ...deploymentBillCells
  },
  outputs: [
    "feasible",
    "bottleneck",
    "fits",
    "memoryFootprint",
    "memoryAvailable",
    "activeBatchSize",
    "ttft",
    "itl",
    "baseRequestLatency",
    "queueWaitP99",
    "estimatedP99Latency",
    "ttftP99",
    "requiredReplicas",
    "requiredAccelerators",
    "batchCap",
    "loadBatch",
    "utilization",
    "mfu",
    "devicePower",
    "tokenRate",
    "tokens",
    "costPerToken",
    "costPerRequest",
    "energyPerToken",
    "carbonPerToken",
    "waterPerToken",
    "costRate",
    "facilityPower",
    "carbonRate",
    "waterRate",
    "tco",
    "capex",
    "totalOpex",
    "capexKnown",
    "totalEnergy",
    "overheadEnergy",
    "carbonFootprint",
    "embodiedCarbon",
    "waterUsage",
    "pue",
    "region"
  ],
  trace: {
    misfit: {
      when: "!fits",
      say: "Memory: a replica holds {memoryAvailable:GB} a device and needs {memoryFootprint:GB}; nothing is served."
    },
    pool: {
      when: "fits",
      say: "{requiredReplicas:#} replicas answer {pool.servedRate:#} requests a second; 99 of 100 within {estimatedP99Latency:ms} ({bottleneck})."
    },
    cost: {
      when: "fits",
      say: "Tokens cost {costPerToken:USD/Mtoken}, take {energyPerToken:kWh/Mtoken} and emit {carbonPerToken:kgCO2e/Mtoken} in {region}."
    },
    unknown: {when: "!capexKnown", say: "{hardware.name} states no price: the cost is of running alone."}
  }
});
