import {part} from "../model/model.js";
import {rateCells} from "./cells/rate.js";
import {hardware} from "./records/hardware.js";
import {precisionInput} from "./records/precision.js";

/** The rate of a device's arithmetic, for a model that has no forward pass. */
export const arithmeticRate = part("ArithmeticRate", {
  doc: "The rate that a device's arithmetic runs at in a number format.",
  inputs: {
    hardware: {record: hardware, symbol: "", doc: "Accelerator"},
    precision: precisionInput
  },
  cells: rateCells
});
