import {model} from "../model/model.js";
import {deploymentBillCells} from "./cells/serving-deployment-bill.js";
import {poolCells} from "./cells/serving-deployment-pool.js";
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
    ...poolCells,
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
      doc: "Devices of all replicas",
      label: "Devices",
      why: "Each replica is as many devices as share its layers."
    },
    mfu: {
      unit: "1",
      show: "%",
      symbol: "\\text{MFU}",
      eq: "pool.mfu",
      doc: "Share of peak compute that requests take (MFU)",
      label: "MFU",
      why: "Decoding waits for memory, and a pool is not always busy."
    },
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
    "itlFull",
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
