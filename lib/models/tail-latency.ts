import {erlangC, sojournQuantile} from "../functions/queueing.js";
import {model} from "../model/model.js";
import {tailLatencyInputs} from "./inputs/tail-latency.js";

const unstable = "Requests arrive faster than the replicas can serve them; the queue grows without end.";

/** Latency percentiles of replicas behind one queue. */
export const TailLatencyModel = model("TailLatencyModel", {
  doc: "Latency percentiles of replicas behind one queue.",
  question: "How long do the slowest requests wait?",
  inputs: tailLatencyInputs,
  functions: {erlangC, sojournQuantile},
  cells: {
    serviceRate: {
      unit: "1/s",
      symbol: "\\mu",
      eq: "1 / serviceLatency",
      doc: "Requests that one replica serves in a second",
      label: "Service rate",
      why: "A replica that is never idle serves one request after another."
    },
    offeredLoad: {
      unit: "1",
      symbol: "a",
      eq: "arrivalRate / serviceRate",
      doc: "Replicas that are busy in the mean",
      label: "Busy replicas",
      source: "kleinrock-1975",
      why: "Arrivals times service time, whatever their distribution (Little's law)."
    },
    utilization: {
      unit: "1",
      symbol: "\\rho",
      show: "%",
      eq: "arrivalRate / (numReplicas * serviceRate)",
      doc: "Load over replicas; at 100% and above the queue grows without end"
    },
    isStable: {
      flag: true,
      symbol: "\\text{stable}",
      eq: "utilization < 1",
      doc: "The queue does not grow without end",
      label: "Keeps up",
      why: "A queue needs some idle time to empty."
    },
    queueUtilization: {
      unit: "1",
      symbol: "\\rho^*",
      show: "%",
      eq: {textbook: "isStable ? utilization : 1", refined: "utilization"},
      doc: "Load over replicas, as reported",
      label: "Utilization",
      why: "The textbook says 100% of any overload; how far above says how many replicas are missing."
    },
    waitProbability: {
      unit: "1",
      symbol: "P_w",
      show: "%",
      eq: "erlangC(offeredLoad, numReplicas)",
      doc: "Chance that a request must queue",
      label: "Chance to queue",
      source: "kleinrock-1975",
      why: "All replicas must be busy at once; many replicas seldom are."
    },
    drainRate: {
      unit: "1/s",
      symbol: "\\theta",
      eq: "max(0, numReplicas * serviceRate * (1 - utilization))",
      doc: "Requests by which the queue shrinks in a second while all replicas are busy",
      label: "Drain rate",
      source: "kleinrock-1975",
      why: "What the replicas can serve beyond what arrives."
    },
    variability: {
      unit: "1",
      symbol: "v",
      eq: {textbook: "(1 + serviceTimeCv^2) / 2", refined: "(arrivalCv^2 + serviceTimeCv^2) / 2"},
      doc: "What uneven arrivals and services do to a wait, 1 for Poisson and exponential",
      label: "Unevenness",
      source: "allen-1978",
      why: "Waits come from unevenness: with none of it nobody would wait below full load."
    },
    waitOfWaiting: {
      unit: "s",
      symbol: "w_{>0}",
      show: "ms",
      infinite: unstable,
      eq: "isStable ? variability / drainRate : infinity",
      doc: "Mean wait of the requests that wait",
      label: "Wait, if any",
      source: "allen-1978",
      why: "The time in which the queue drains by one, longer where things are uneven."
    },
    meanWait: {
      unit: "s",
      symbol: "\\bar w",
      show: "ms",
      infinite: unstable,
      eq: "isStable ? waitProbability * waitOfWaiting : infinity",
      doc: "Mean wait of all requests",
      label: "Mean wait",
      source: "allen-1978",
      why: "Few may wait long while the mean stays short: look at the percentiles."
    },
    p50Beyond: {
      unit: "1",
      symbol: "q_{.5}",
      eq: {textbook: "0.5", refined: "-expm1(ln(0.5) / fanout)"},
      doc: "Share of a pool's answers that may be later, for half of the requests to be in time",
      source: "dean-2013"
    },
    p99Beyond: {
      unit: "1",
      symbol: "q_{.99}",
      eq: {textbook: "0.01", refined: "-expm1(ln(0.99) / fanout)"},
      doc: "Share of a pool's answers that may be later, for 99 of 100 requests to be in time",
      source: "dean-2013",
      label: "Late share",
      why: "A request that asks many pools is late when one of them is."
    },
    p50Wait: {
      unit: "s",
      symbol: "w_{.5}",
      show: "ms",
      infinite: unstable,
      eq: "!isStable ? infinity : waitProbability > p50Beyond ? ln(waitProbability / p50Beyond) * waitOfWaiting : 0",
      doc: "Median wait",
      label: "Median wait",
      source: "allen-1978",
      why: "Nothing while fewer than half of the requests queue."
    },
    p99Wait: {
      unit: "s",
      symbol: "w_{.99}",
      show: "ms",
      infinite: unstable,
      eq: "!isStable ? infinity : waitProbability > p99Beyond ? ln(waitProbability / p99Beyond) * waitOfWaiting : 0",
      doc: "Wait that 99 of 100 requests stay below",
      label: "99% wait",
      source: "allen-1978",
      why: "A wait that happens is exponential, so a tail costs a multiple of its mean."
    },
    p50Latency: {
      unit: "s",
      symbol: "t_{.5}",
      show: "ms",
      infinite: unstable,
      eq: {
        textbook: "p50Wait + serviceLatency",
        refined: "isStable ? sojournQuantile(p50Beyond, waitProbability, waitOfWaiting, serviceLatency, serviceTimeCv) : infinity"
      },
      doc: "Median of wait and service together",
      label: "Median latency",
      source: "kleinrock-1975",
      why: "Half of all services are shorter than the mean, if they are exponential."
    },
    p99Latency: {
      unit: "s",
      symbol: "t_{.99}",
      show: "ms",
      infinite: unstable,
      eq: {
        textbook: "p99Wait + serviceLatency",
        refined: "isStable ? sojournQuantile(p99Beyond, waitProbability, waitOfWaiting, serviceLatency, serviceTimeCv) : infinity"
      },
      doc: "Wait and service together that 99 of 100 requests stay below",
      label: "99% latency",
      source: "kleinrock-1975",
      why: "A slow service counts as much as a long wait; the textbook adds the mean service to the slowest wait."
    },
    sloHeadroomRatio: {
      unit: "1",
      symbol: "r",
      infinite: unstable,
      eq: {textbook: "isStable ? p99Wait / (5 * serviceLatency) : 1", refined: "p99Wait / (5 * serviceLatency)"},
      doc: "The 99% wait over five service times; above 1 is a violation",
      label: "Wait over budget",
      source: "mlsysim-api",
      why: "It grows with the risk, whatever its name; the textbook says 1 of any overload."
    },
    sloMargin: {
      unit: "1",
      symbol: "1 - r",
      show: "%",
      signed: true,
      optional: true,
      none: unstable,
      eq: {refined: "isStable ? 1 - sloHeadroomRatio : none"},
      doc: "Share of the budget of five service times that is left; negative when it is overdrawn",
      label: "Margin",
      source: "mlsysim-api",
      why: "What is left of the budget shrinks as the risk grows."
    }
  },
  outputs: [
    "p50Latency",
    "p99Latency",
    "queueUtilization",
    "isStable",
    "sloHeadroomRatio",
    "waitProbability",
    "meanWait",
    "p50Wait",
    "p99Wait",
    "sloMargin"
  ],
  trace: {
    keeps: {
      when: "isStable",
      say: "Queue: {numReplicas:#} replicas are busy {utilization:%} of the time; {waitProbability:%} of the requests wait, 99 of 100 for less than {p99Wait:ms}."
    },
    grows: {
      when: "!isStable",
      say: "Queue: {arrivalRate} arrive, {numReplicas:#} replicas serve one in {serviceLatency:ms} each; the queue grows without end."
    }
  }
});
