/** What must hold between the degrees of a layout, the cluster and the network. */
export const distributedRules = {
  model: {
    that: "has(model.parameters) && has(model.layers) || model.kind != 'transformer' && model.kind != 'sparse transformer' && (has(model.parameters) || has(model.modelSize))",
    says: "must state its parameters, and its layers if it is a transformer; of other kinds the size will do"
  },
  tpSize: {
    that: "floor(fleet.nodes * fleet.node.acceleratorsPerNode / tpSize) * tpSize == fleet.nodes * fleet.node.acceleratorsPerNode",
    says: "must divide the accelerators of {fleet}, {fleet.nodes:#} x {fleet.node.acceleratorsPerNode:#}"
  },
  ppSize: {
    that: "floor(fleet.nodes * fleet.node.acceleratorsPerNode / (tpSize * ppSize)) * (tpSize * ppSize) == fleet.nodes * fleet.node.acceleratorsPerNode",
    says: "times {tpSize}, {tpSize:#}, must divide the accelerators of {fleet}, {fleet.nodes:#} x {fleet.node.acceleratorsPerNode:#}"
  },
  epSize: {
    that: {
      textbook:
        "floor(fleet.nodes * fleet.node.acceleratorsPerNode / (tpSize * ppSize * epSize)) * (tpSize * ppSize * epSize) == fleet.nodes * fleet.node.acceleratorsPerNode",
      refined:
        "floor(fleet.nodes * fleet.node.acceleratorsPerNode / (tpSize * ppSize * epSize)) * (tpSize * ppSize * epSize) == fleet.nodes * fleet.node.acceleratorsPerNode && (epSize == 1 || has(model.experts) && epSize <= model.experts)"
    },
    says: "times {tpSize} and {ppSize}, {tpSize:#} x {ppSize:#}, must divide the accelerators of {fleet}, {fleet.nodes:#} x {fleet.node.acceleratorsPerNode:#}; beyond textbook {model} must have as many experts"
  }
} as const;
