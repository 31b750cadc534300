import type {CellSpecs} from "../../graph/spec.js";

/** What the experts of a network hold; nothing for a network that has none. */
export const expertCells = {
  expertParameters: {
    unit: "param",
    symbol: "P_x",
    label: "Expert parameters",
    source: "rajbhandari-2022",
    eq: {
      refined:
        "has(model.experts) && has(model.activeParameters) && (model.activeExperts ?? 1) < model.experts ? min(model.parameters, max(0, model.parameters - model.activeParameters) * model.experts / (model.experts - (model.activeExperts ?? 1))) : 0"
    },
    doc: "Parameters of all experts, from what total and active parameters differ by",
    why: "A token leaves out all experts but a few; what it leaves out tells how large one is."
  }
} as const satisfies CellSpecs;
