import {part} from "../model/model.js";
import {momentumCells} from "./cells/optimizer.js";
import {activationCells} from "./cells/training-activations.js";
import {stateCells} from "./cells/training-state.js";
import {footprintInputs} from "./inputs/training-memory.js";
import {masterBytes, momentBytes} from "./records/optimizer.js";
import {bytesPerElement} from "./records/precision.js";

/** What one accelerator of a training job holds: weights, gradients, optimizer state, activations, buffers. */
export const trainingFootprint = part("TrainingFootprint", {
  doc: "What one accelerator of a training job holds.",
  inputs: footprintInputs,
  tables: {bytesPerElement, masterBytes, momentBytes},
  cells: {
    ...momentumCells,
    ...stateCells,
    ...activationCells,
    totalMemory: {
      unit: "B",
      show: "GB",
      symbol: "M",
      label: "Memory needed",
      eq: "weights + gradients + optimizerState + activations + communicationBuffers",
      doc: "Memory that a rank needs",
      why: "All five stand in device memory at the same time."
    }
  }
});
