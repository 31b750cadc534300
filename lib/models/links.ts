import {part} from "../model/model.js";
import {linkInputs} from "./inputs/links.js";
import {fleet} from "./records/fleet.js";

/** The two kinds of link of a cluster as one rank sees them: to others of its node, and across. */
export const fleetLinks = part("FleetLinks", {
  doc: "The links of a cluster as one accelerator sees them: within its node, and to other nodes.",
  inputs: {
    fleet: {record: fleet, symbol: "", doc: "Cluster"},
    congestion: {unit: "1", symbol: "c", min: 1, max: 1e6, doc: "How much slower the network between nodes is than its rate"},
    ...linkInputs
  },
  cells: {
    localBandwidth: {
      unit: "B/s",
      show: "GB/s",
      symbol: "W_i",
      eq: "fleet.node.deviceBandwidth ?? fleet.node.accelerator.deviceBandwidth ?? fleet.node.accelerator.hostBandwidth ?? fallbackHostBandwidth",
      doc: "Link of an accelerator to the others of its node, one way; the host's where there is none",
      label: "Link in a node",
      why: "Within a node accelerators have links of their own, many times faster than the network."
    },
    localLatency: {
      unit: "s",
      show: "µs",
      symbol: "\\alpha_i",
      eq: "fleet.node.accelerator.deviceLinkLatency ?? fallbackLinkLatency",
      doc: "Time of an empty message within a node"
    },
    cardShare: {
      unit: "1",
      symbol: "f_{nic}",
      eq: {refined: "min(1, max(1, fleet.node.nicsPerNode) / fleet.node.acceleratorsPerNode)"},
      doc: "Share of a network card that an accelerator has to itself"
    },
    crossBandwidth: {
      unit: "B/s",
      show: "GB/s",
      symbol: "W_x",
      label: "Link between nodes",
      eq: {
        textbook: "fleet.fabric.bandwidth / fleet.fabric.oversubscription",
        refined: "fleet.fabric.bandwidth / (fleet.fabric.oversubscription * congestion) * cardShare"
      },
      doc: "Rate of an accelerator to other nodes, one way",
      why: "Accelerators that share a network card share its rate, and an oversubscribed or congested network gives less of it; the textbook gives each a card."
    },
    crossLatency: {
      unit: "s",
      show: "µs",
      symbol: "\\alpha_x",
      eq: {
        textbook: "fleet.fabric.latency ?? fallbackFabricLatency",
        refined: "(fleet.fabric.latency ?? fallbackFabricLatency) * congestion"
      },
      doc: "Time of an empty message between nodes"
    }
  }
});
