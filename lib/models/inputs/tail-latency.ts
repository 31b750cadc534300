import type {InputSpecs} from "../../graph/spec.js";

/** How unevenly services last; shared with what sizes a pool. */
export const serviceTimeCv = {
  unit: "1",
  symbol: "C_s",
  default: 1,
  min: 0,
  max: 100,
  label: "Service variation",
  source: "mlsysim-api",
  doc: "Standard deviation of the service time over its mean; 1 is exponential, 0 constant"
} as const;

/** What one may set of a pool of replicas behind one queue. */
export const tailLatencyInputs = {
  arrivalRate: {
    unit: "request/s",
    symbol: "\\lambda",
    min: 0,
    max: 1e12,
    label: "Arrivals",
    wire: {name: "arrival_rate_qps"},
    doc: "Requests that arrive in a second"
  },
  serviceLatency: {
    unit: "s",
    show: "ms",
    symbol: "s",
    above: 0,
    min: 1e-12,
    max: 1e9,
    label: "Service time",
    wire: {name: "service_latency_ms", unit: "ms"},
    doc: "Mean time that a replica takes for a request"
  },
  numReplicas: {
    unit: "replica",
    symbol: "c",
    default: 1,
    min: 1,
    max: 1e6,
    whole: true,
    label: "Replicas",
    source: "mlsysim-api",
    doc: "Replicas behind the queue"
  },
  serviceTimeCv,
  arrivalCv: {
    unit: "1",
    symbol: "C_a",
    default: 1,
    min: 0,
    max: 100,
    label: "Arrival variation",
    source: "kleinrock-1975",
    doc: "Standard deviation of the time between arrivals over its mean; 1 is Poisson"
  },
  fanout: {
    unit: "1",
    symbol: "f",
    default: 1,
    min: 1,
    max: 1e6,
    whole: true,
    label: "Fan-out",
    source: "dean-2013",
    doc: "Pools like this one that a request asks at once; it waits for the slowest"
  }
} as const satisfies InputSpecs;
