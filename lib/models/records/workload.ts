import {recordType} from "../../registry/schema.js";
import type {Values} from "../../registry/schema.js";

const kinds = [
  "transformer", "sparse transformer", "CNN", "SSM", "diffusion", "embodied", "other"
] as const;

const atMost = (values: Values, field: string, other: string): boolean => {
  const [a, b] = [values[field], values[other]];
  return typeof a !== "number" || typeof b !== "number" || a <= b;
};

/** A network; fields that some architectures lack are optional. */
export const workload = recordType(
  "models",
  {
    kind: {choice: kinds, symbol: "\\text{kind}", doc: "Architecture"},
    parameters: {unit: "param", symbol: "P", above: 0, optional: true, label: "Parameters", doc: "All parameters"},
    activeParameters: {
      unit: "param", symbol: "P_{act}", above: 0, optional: true, label: "Active parameters",
      doc: "Parameters a token passes through"
    },
    layers: {unit: "layer", symbol: "L", min: 1, whole: true, optional: true, label: "Layers", doc: "Layers"},
    hiddenSize: {unit: "1", symbol: "d", min: 1, whole: true, optional: true, doc: "Width of the residual stream"},
    heads: {unit: "1", symbol: "h", min: 1, whole: true, optional: true, doc: "Query heads"},
    kvHeads: {unit: "1", symbol: "h_{kv}", min: 1, whole: true, optional: true, doc: "Key and value heads"},
    headSize: {
      unit: "1", symbol: "d_h", min: 1, whole: true, optional: true,
      doc: "Width of a head, where it is not width over heads"
    },
    latentSize: {
      unit: "1", symbol: "r_{kv}", min: 1, whole: true, optional: true, doc: "Width of the compressed cache (MLA)"
    },
    ropeSize: {
      unit: "1", symbol: "d_r", min: 1, whole: true, optional: true, doc: "Width of the position part of the cache (MLA)"
    },
    experts: {unit: "1", symbol: "E", min: 1, whole: true, optional: true, doc: "Experts of a layer"},
    activeExperts: {unit: "1", symbol: "k", min: 1, whole: true, optional: true, doc: "Experts a token visits"}
  },
  {
    noun: "model",
    rules: [
      {field: "activeParameters", says: "must be at most {parameters}", that: (v) => atMost(v, "activeParameters", "parameters")},
      {field: "activeExperts", says: "must be at most {experts}", that: (v) => atMost(v, "activeExperts", "experts")}
    ]
  }
);
