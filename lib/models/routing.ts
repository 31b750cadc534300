import {part} from "../model/model.js";
import {expertCells} from "./cells/experts.js";
import {moeRoutingInputs} from "./inputs/moe-routing.js";
import {workload} from "./records/workload.js";

/** How tokens are spread over experts: how many each visits, how uneven that is, how many nodes it reaches. */
export const routing = part("Routing", {
  doc: "How tokens are spread over the experts of a layer, and how many nodes their copies reach.",
  inputs: {
    model: {record: workload, symbol: "", doc: "Network"},
    imbalance: {unit: "1", symbol: "\\phi", min: 1, max: 1e6, doc: "Load of the busiest expert over the mean"},
    capacityFactor: moeRoutingInputs.capacityFactor,
    nodeLimit: moeRoutingInputs.nodeLimit,
    nodesSpanned: {unit: "1", symbol: "k_n", min: 1, max: 1e15, doc: "Nodes that the experts stand on"}
  },
  cells: {
    ...expertCells,
    topK: {
      unit: "1",
      symbol: "k",
      eq: "max(1, model.activeExperts ?? 1)",
      doc: "Experts that a token visits",
      label: "Experts a token",
      why: "Each token leaves for so many experts, and so many copies of it travel."
    },
    hotLoad: {
      unit: "1",
      symbol: "\\phi_h",
      label: "Busiest expert",
      eq: {textbook: "imbalance", refined: "has(capacityFactor) ? min(imbalance, capacityFactor) : imbalance"},
      doc: "Load that the busiest expert takes, over the mean",
      source: "fedus-2022",
      why: "A step waits for its busiest rank; a capacity bounds what that takes, at the price of dropped tokens."
    },
    droppedShare: {
      unit: "1",
      show: "%",
      symbol: "\\delta",
      optional: true,
      none: "No capacity is set, so every token is taken.",
      label: "Tokens dropped",
      eq: {textbook: "none", refined: "has(capacityFactor) ? max(0, 1 - capacityFactor / imbalance) : none"},
      doc: "Share of the tokens of the busiest expert that it does not take",
      source: "fedus-2022",
      why: "What comes beyond the capacity of an expert passes by it."
    },
    crossShare: {
      unit: "1",
      show: "%",
      symbol: "\\chi",
      optional: true,
      none: "No limit is set, so every copy is sent by itself.",
      label: "Copies that cross",
      eq: {refined: "has(nodeLimit) ? min(topK, min(nodeLimit, nodesSpanned)) / topK : none"},
      doc: "Share of the copies of a token that is sent between nodes, where copies for one node are sent once",
      source: "deepseek-v3-2024",
      why: "A token that may go to few nodes crosses the network few times, and is spread over fast links within each."
    }
  }
});
