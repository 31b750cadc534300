import {model} from "../model/model.js";
import {arithmeticRate} from "./arithmetic-rate.js";
import {collective} from "./collective.js";
import {moeRoutingInputs} from "./inputs/moe-routing.js";
import {fleetLinks} from "./links.js";
import {bytesPerElement} from "./records/precision.js";
import {routing} from "./routing.js";

/** What it costs to send tokens to the experts of a layer, and what an uneven routing adds. */
export const MoERoutingModel = model("MoERoutingModel", {
  doc: "What a mixture of experts sends between accelerators, and what an uneven routing costs.",
  question: "What does it cost to send tokens to their experts?",
  inputs: moeRoutingInputs,
  tables: {bytesPerElement},
  rules: {
    model: {
      that: "model.kind == 'sparse transformer' && has(model.experts) && has(model.activeParameters)",
      says: "must be a mixture of experts that states how many it has and its active parameters"
    },
    epSize: {
      that: "epSize <= (model.experts ?? 1) && (!has(fleet) || epSize <= fleet.nodes * fleet.node.acceleratorsPerNode)",
      says: "must be at most the experts of {model}, and the accelerators of {fleet}"
    }
  },
  uses: {
    links: {of: fleetLinks, with: {congestion: "1"}},
    rate: {of: arithmeticRate, with: {hardware: "fleet.node.accelerator"}},
    routing: {
      of: routing,
      with: {imbalance: "routingImbalanceFactor", nodesSpanned: "exchange.nodesSpanned"}
    },
    exchange: {
      of: collective,
      with: {
        message: "rankPayload",
        ranks: "epSize",
        ranksPerNode: "fleet.node.acceleratorsPerNode",
        localBandwidth: "links.localBandwidth",
        localLatency: "links.localLatency",
        crossBandwidth: "links.crossBandwidth",
        crossLatency: "links.crossLatency",
        inNetworkReduction: "false",
        crossShare: "routing.crossShare"
      }
    }
  },
  cells: {
    experts: {unit: "1", symbol: "E", eq: "model.experts ?? 1", doc: "Experts of a layer"},
    activeParameters: {
      unit: "param",
      symbol: "P_a",
      eq: "model.activeParameters ?? model.parameters",
      doc: "Parameters that a token passes through"
    },
    effectiveActiveExperts: {
      unit: "1",
      symbol: "k_e",
      eq: "min(experts, routing.topK * routing.hotLoad)",
      label: "Experts in effect",
      doc: "Experts that a token costs, where the busiest one sets the pace",
      source: "fedus-2022",
      why: "All wait for the busiest expert, as if each token went to more of them."
    },
    activeParameterMultiplier: {
      unit: "1",
      symbol: "\\mu",
      eq: "effectiveActiveExperts / routing.topK",
      label: "Cost of imbalance",
      doc: "Experts that a token costs over those that it visits",
      source: "fedus-2022",
      why: "One where all experts are equally busy."
    },
    effectiveActiveParameters: {
      unit: "param",
      symbol: "P_e",
      label: "Active in effect",
      source: "fedus-2022",
      eq: {
        textbook: "activeParameterMultiplier * activeParameters",
        refined:
          "routing.expertParameters > 0 ? model.parameters - routing.expertParameters + routing.expertParameters / experts * effectiveActiveExperts : activeParameters"
      },
      doc: "Parameters that a token costs, where the busiest expert sets the pace",
      why: "Only experts are unevenly used; the textbook inflates attention as well."
    },
    computeSlowdown: {
      unit: "1",
      symbol: "\\sigma",
      label: "Slower arithmetic",
      source: "fedus-2022",
      eq: {refined: "effectiveActiveParameters / activeParameters"},
      doc: "Time of a token's arithmetic over what it would be with all experts equally busy",
      why: "The step waits for the busiest expert: not only its tokens on the way are more, there is more to compute with them."
    },
    expertTime: {
      unit: "s",
      show: "ms",
      symbol: "T_x",
      optional: true,
      none: "No cluster is given, or the network does not say what its experts hold.",
      eq: {
        refined:
          "has(fleet) && routing.expertParameters > 0 ? 2[FLOP] * routing.expertParameters / (experts * model.layers) * batchSize * seqLen * effectiveActiveExperts / (epSize * rate.peakFlops * efficiency) : none"
      },
      label: "Expert arithmetic",
      doc: "Time that the busiest rank computes with its experts in one layer, on the way forward",
      source: "judgement-two-flops-a-parameter",
      why: "What an exchange has to hide behind: two operations for each parameter of an expert and each token that comes."
    },
    routingImbalance: {
      unit: "1",
      symbol: "\\phi",
      wire: {name: "routing_imbalance_factor"},
      eq: "routingImbalanceFactor",
      doc: "Tokens of the busiest expert over the mean, as given"
    },
    expertParallel: {unit: "1", symbol: "e", wire: {name: "ep_size"}, eq: "epSize", doc: "Accelerators that share the experts, as given"},
    elementSize: {unit: "B", symbol: "\\beta", eq: "bytesPerElement[precision]", doc: "Bytes of one activation"},
    routingPayload: {
      unit: "B",
      show: "MB",
      symbol: "M",
      eq: "batchSize * seqLen * (model.hiddenSize ?? assumedHiddenSize) * elementSize * effectiveActiveExperts",
      label: "Routed in all",
      doc: "Copies of all tokens, as if each rank were as busy as the busiest",
      source: "lepikhin-2020",
      why: "A token is as wide as the network and leaves once for each expert."
    },
    routedFraction: {
      unit: "1",
      show: "%",
      symbol: "\\rho",
      eq: "(epSize - 1) / epSize",
      label: "Leaves the rank",
      doc: "Share of the copies whose expert stands on another rank",
      why: "Experts are spread evenly, so one part in so many stays."
    },
    tokenDispatchBytes: {
      unit: "B",
      show: "MB",
      symbol: "M_d",
      eq: "routedFraction * routingPayload",
      label: "Sent",
      doc: "Bytes that the ranks of a layer send each other in one dispatch, all together",
      source: "lepikhin-2020",
      why: "What does not stay travels."
    },
    rankPayload: {
      unit: "B",
      show: "MB",
      symbol: "M_r",
      label: "Routed by a rank",
      source: "lepikhin-2020",
      eq: {textbook: "routingPayload", refined: "routingPayload / epSize"},
      doc: "Copies of tokens that the busiest rank sends and receives in one dispatch",
      why: "Each rank holds its part of the tokens; the textbook has one hold all."
    },
    allToAllLatency: {
      unit: "s",
      show: "ms",
      symbol: "T",
      optional: true,
      none: "No cluster is given, or all experts stand on one rank.",
      eq: "has(fleet) && epSize > 1 ? exchange.allToAll : none",
      label: "One dispatch",
      doc: "Time of one dispatch of tokens to their experts",
      source: "lepikhin-2020",
      why: "What stays on a node goes over its fast links while the rest crosses; the slower of the two counts."
    },
    layerRoundTrip: {
      unit: "s",
      show: "ms",
      symbol: "T_2",
      optional: true,
      none: "No cluster is given, or all experts stand on one rank.",
      eq: "has(allToAllLatency) ? 2 * allToAllLatency : none",
      label: "There and back",
      doc: "Time to send tokens to their experts and the results back, in one layer",
      source: "lepikhin-2020",
      why: "What goes out comes back."
    },
    stepAllToAll: {
      unit: "s",
      show: "ms",
      symbol: "T_4",
      optional: true,
      none: "No cluster is given, or all experts stand on one rank.",
      eq: "has(layerRoundTrip) ? 2 * model.layers * layerRoundTrip : none",
      label: "A training step",
      doc: "Time of all exchanges between experts in a training step, every layer taken to have experts",
      source: "rajbhandari-2022",
      why: "There and back in every layer, forward and once more on the way back."
    },
    nodesReached: {
      unit: "1",
      symbol: "k_n",
      optional: true,
      none: "No cluster is given.",
      eq: {refined: "has(fleet) ? exchange.nodesSpanned : none"},
      label: "Nodes of experts",
      doc: "Nodes that the experts of a layer stand on",
      why: "The fewer there are, the less has to cross."
    },
    droppedShare: {
      unit: "1",
      show: "%",
      symbol: "\\delta",
      optional: true,
      none: "No capacity is set, so every token is taken.",
      eq: "routing.droppedShare",
      label: "Tokens dropped",
      doc: "Share of the tokens of the busiest expert that it does not take",
      source: "fedus-2022",
      why: "What comes beyond the capacity of an expert passes by it."
    }
  },
  outputs: [
    "effectiveActiveExperts",
    "effectiveActiveParameters",
    "activeParameterMultiplier",
    "routingImbalance",
    "tokenDispatchBytes",
    "allToAllLatency",
    "expertParallel",
    "routingPayload",
    "layerRoundTrip",
    "stepAllToAll",
    "nodesReached",
    "droppedShare",
    "computeSlowdown",
    "expertTime"
  ],
  trace: {
    routing: {
      say: "A token visits {routing.topK:#} of {experts:#} experts and costs as much as {effectiveActiveExperts:#}: {effectiveActiveParameters:#} parameters."
    },
    slower: {
      when: "activeParameterMultiplier > 1",
      say: "The busiest expert has {routing.hotLoad:#} times the mean to send and to compute."
    },
    sent: {when: "epSize > 1", say: "{tokenDispatchBytes:MB} travel in one dispatch, {routedFraction:%} of what is routed."},
    alone: {when: "epSize == 1", say: "All experts stand on one rank, so nothing travels."},
    dropped: {when: "has(droppedShare)", say: "The busiest expert drops {droppedShare:%} of its tokens."}
  }
});
