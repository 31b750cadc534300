import type {CellSpecs} from "../../graph/spec.js";

/** What plain gradient descent keeps on top, where it has a momentum. */
export const momentumCells = {
  momentumBytes: {
    unit: "B/param",
    symbol: "\\omega_1",
    eq: {refined: "sgdMomentum && optimizer == 'sgd' ? 4[B/param] : 0"},
    source: "rajbhandari-2020",
    doc: "Bytes of a momentum of plain gradient descent"
  }
} as const satisfies CellSpecs;
