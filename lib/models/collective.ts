import {treeDepth} from "../functions/tree.js";
import {part} from "../model/model.js";

/**
 * The time of one exchange between ranks that share nodes: every collective that training and serving
 * use, from the same message, the same ranks and the same two kinds of link.
 */
export const collective = part("Collective", {
  doc: "The time of one exchange of a message between ranks, some of which share a node.",
  inputs: {
    message: {unit: "B", show: "GB", symbol: "M", min: 0, max: 1e30, doc: "Bytes that each rank holds"},
    ranks: {unit: "1", symbol: "n", min: 1, max: 1e15, doc: "Ranks that take part"},
    ranksPerNode: {unit: "1", symbol: "g", min: 1, max: 1e15, doc: "Ranks of them that fit a node"},
    localBandwidth: {unit: "B/s", show: "GB/s", symbol: "W_i", above: 0, min: 1e-3, max: 1e30, doc: "Link of a rank within its node"},
    localLatency: {unit: "s", show: "µs", symbol: "\\alpha_i", min: 0, max: 1e6, doc: "Time of an empty message within a node"},
    crossBandwidth: {unit: "B/s", show: "GB/s", symbol: "W_x", above: 0, min: 1e-3, max: 1e30, doc: "Link of a rank to other nodes"},
    crossLatency: {unit: "s", show: "µs", symbol: "\\alpha_x", min: 0, max: 1e6, doc: "Time of an empty message between nodes"},
    inNetworkReduction: {flag: true, symbol: "\\text{sharp}", doc: "Switches within a node add up what passes through them"},
    crossShare: {
      unit: "1",
      symbol: "\\chi",
      optional: true,
      min: 0,
      max: 1,
      doc: "Share of the routed copies that crosses to a node, where copies for one node are sent once and spread there"
    }
  },
  functions: {treeDepth},
  cells: {
    localRanks: {unit: "1", symbol: "\\ell", eq: "min(ranks, ranksPerNode)", doc: "Ranks on one node"},
    nodesSpanned: {unit: "1", symbol: "k", eq: "ceil(ranks / localRanks)", doc: "Nodes that the ranks stand on"},
    flatBandwidth: {
      unit: "B/s",
      show: "GB/s",
      symbol: "W",
      eq: {
        textbook: "nodesSpanned > 1 ? crossBandwidth : localBandwidth",
        refined: "nodesSpanned > 1 ? min(localBandwidth, crossBandwidth) : localBandwidth"
      },
      doc: "Slowest link on a path through all ranks"
    },
    flatLatency: {
      unit: "s",
      show: "µs",
      symbol: "\\alpha",
      eq: {
        textbook: "nodesSpanned > 1 ? crossLatency : localLatency",
        refined: "nodesSpanned > 1 ? max(localLatency, crossLatency) : localLatency"
      },
      doc: "Longest latency on a path through all ranks"
    },
    ring: {
      unit: "s",
      show: "ms",
      symbol: "T_{ring}",
      eq: "2 * (ranks - 1) / ranks * message / flatBandwidth + 2 * (ranks - 1) * flatLatency",
      doc: "All-reduce around one ring: a reduce-scatter, then an all-gather",
      label: "Ring",
      source: "thakur-2005",
      why: "Each rank sends nearly the whole message twice, however many ranks there are; the latency grows with their number."
    },
    tree: {
      unit: "s",
      show: "ms",
      symbol: "T_{tree}",
      eq: "2 * treeDepth(ranks) * (message / flatBandwidth + flatLatency)",
      doc: "All-reduce up and down one tree, the whole message a level",
      label: "Tree",
      source: "thakur-2005",
      why: "Few steps, but the whole message at each: for short messages."
    },
    doubleTree: {
      unit: "s",
      show: "ms",
      symbol: "T_{dbt}",
      eq: "1.05 * 2 * (ranks - 1) / ranks * message / flatBandwidth + 1.2 * 2 * (ln(ranks) / ln(2)) * flatLatency",
      doc: "All-reduce over two trees that share the message; 5 % more traffic and 20 % more latency than the ideal are conventions",
      label: "Double tree",
      source: "mlsysim-convention",
      why: "Nearly a ring's traffic at a tree's latency."
    },
    stage: {
      unit: "s",
      show: "ms",
      symbol: "T_{rs}",
      eq: "(localRanks - 1) / localRanks * message / localBandwidth + (localRanks - 1) * localLatency + (nodesSpanned - 1) / nodesSpanned * (message / localRanks) / crossBandwidth + (nodesSpanned - 1) * crossLatency",
      doc: "Reduce-scatter or all-gather, each half of an all-reduce: within nodes, then between them on what is left to each rank",
      label: "Half all-reduce",
      source: "thakur-2005",
      why: "Ranks of a node first split the message between them, so each takes a part of it across."
    },
    hierarchical: {
      unit: "s",
      show: "ms",
      symbol: "T_{hier}",
      eq: {
        textbook: "2 * stage",
        refined:
          "inNetworkReduction && ranks > 1 && nodesSpanned == 1 ? min(message / localBandwidth + 2 * localLatency, 2 * stage) : 2 * stage"
      },
      doc: "All-reduce by placement: reduce-scatter within nodes, a ring between them, all-gather within nodes",
      label: "By placement",
      source: "nccl-tests-212",
      why: "The fast links carry most of it; a switch that adds up on the way makes each rank send the message once, not nearly twice."
    },
    bestAllReduce: {
      unit: "s",
      show: "ms",
      symbol: "T_{best}",
      eq: "min(ring, doubleTree)",
      doc: "The faster of ring and double tree",
      label: "Faster of two",
      source: "thakur-2005",
      why: "Short messages want few steps, long ones little traffic."
    },
    bestAlgorithm: {
      choice: ["ring", "double-tree"],
      symbol: "\\text{best}",
      eq: "doubleTree < ring ? 'double-tree' : 'ring'",
      doc: "Which of ring and double tree is faster",
      label: "Faster algorithm",
      source: "thakur-2005",
      why: "Short messages want few steps, long ones little traffic."
    },
    localShare: {
      unit: "1",
      symbol: "\\rho_i",
      eq: {refined: "has(crossShare) ? (localRanks - 1) / localRanks : (localRanks - 1) / ranks"},
      doc: "Share of the message that goes to other ranks of a node"
    },
    allToAll: {
      unit: "s",
      show: "ms",
      symbol: "T_{a2a}",
      eq: {
        textbook: "(ranks - 1) / ranks * message / crossBandwidth + (ranks - 1) * crossLatency",
        refined:
          "max(localShare * message / localBandwidth, (crossShare ?? 1) * (ranks - localRanks) / ranks * message / crossBandwidth) + (ranks - 1) * flatLatency"
      },
      doc: "All-to-all: each rank holds a message, keeps its own part and sends the others on",
      label: "All-to-all",
      source: "lepikhin-2020",
      why: "What stays on a node goes over its links while the rest crosses, so the slower of the two counts; the textbook sends all of it across."
    },
    pointToPoint: {
      unit: "s",
      show: "ms",
      symbol: "T_{p2p}",
      eq: "flatLatency + message / flatBandwidth",
      doc: "One transfer from rank to rank",
      label: "One transfer",
      why: "A latency, and the bytes over the link."
    }
  }
});
