import type {CellSpecs} from "../../graph/spec.js";

/** The rate that a device's arithmetic runs at in a number format. */
export const rateCells = {
  peakFlops: {
    unit: "FLOP/s",
    show: "TFLOP/s",
    symbol: "\\Pi",
    label: "Peak compute",
    eq: {
      textbook: "hardware.peakFlops[precision] ?? hardware.peakFlops16",
      refined:
        "weightsAreWidened ? hardware.peakFlops16 : hardware.peakFlops[precision] ?? (precision == 'fp32' ? hardware.peakFlops16 / 2 : hardware.peakFlops16)"
    },
    doc: "Dense peak rate that the arithmetic runs at",
    source: "gpt-fast",
    why: "The rate in the number format; weights in a format without a unit of its own are widened and run at the 16-bit rate, fp32 at half of it."
  },
  weightsAreWidened: {
    flag: true,
    symbol: "\\text{widened}",
    source: "gpt-fast",
    doc: "Weights are stored in a format that the device does not compute in",
    eq: {
      textbook: "false",
      refined: "precision == 'int4' || (precision == 'fp8' || precision == 'int8') && !has(hardware.peakFlops[precision])"
    }
  },
  rateIsFallback: {
    flag: true,
    symbol: "\\text{fallback}",
    doc: "The device states no rate for the number format, and computes in it all the same",
    eq: "precision != 'fp16' && precision != 'bf16' && !weightsAreWidened && !has(hardware.peakFlops[precision])"
  }
} as const satisfies CellSpecs;
