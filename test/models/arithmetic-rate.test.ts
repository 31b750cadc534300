import {describe, expect, it} from "vitest";
import {valuesOf} from "../../lib/model/values.js";
import {arithmeticRate} from "../../lib/models/arithmetic-rate.js";

/** A device of 400 TFLOP/s at 16 bits that states rates in some further formats. */
const device = (rates: Readonly<Record<string, number>>) => ({
  peakFlops16: 400e12,
  peakFlops: rates,
  memoryBandwidth: 2e12,
  memoryCapacity: 80e9
});
const at = (
  precision: string,
  rates: Readonly<Record<string, number>> = {},
  fidelity: "textbook" | "refined" = "refined"
) => {
  const found = valuesOf(arithmeticRate, {hardware: device(rates), precision}, {fidelity});
  return [found["peakFlops"], found["weightsAreWidened"], found["rateIsFallback"]];
};

describe("the rate of arithmetic", () => {
  it("is the stated one", () => {
    expect(at("fp8", {fp8: 800e12})).toEqual([800e12, false, false]);
    expect(at("int8", {int8: 700e12})).toEqual([700e12, false, false]);
    expect(at("fp32", {fp32: 60e12})).toEqual([60e12, false, false]);
    expect(at("fp16")).toEqual([400e12, false, false]);
  });
  it("is that of 16 bits where weights have to be widened", () => {
    expect(at("fp8")).toEqual([400e12, true, false]);
    expect(at("int8", {fp8: 800e12})).toEqual([400e12, true, false]);
    // no device computes in four bits here, even one that states a rate
    expect(at("int4", {int4: 1600e12})).toEqual([400e12, true, false]);
  });
  it("is half of it in 32 bits, and it itself in other formats, where none is stated", () => {
    expect(at("fp32")).toEqual([200e12, false, true]);
    expect(at("tf32")).toEqual([400e12, false, true]);
    expect(at("bf16")).toEqual([400e12, false, false]);
  });
  it("textbook knows no widening", () => {
    expect(at("int4", {int4: 1600e12}, "textbook")).toEqual([1600e12, false, false]);
    expect(at("fp32", {}, "textbook").slice(0, 2)).toEqual([400e12, false]);
  });
});
