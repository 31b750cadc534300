import {describe, expect, it} from "vitest";
import {explain} from "../../lib/model/explain.js";
import {ServingModel} from "../../lib/models/serving.js";
import {registry} from "../registry.js";

const given = {model: "Llama3_8B", hardware: "H100", seqLen: 2048} as const;
const options = {registry} as const;

describe("explain", () => {
  const named = (more: object, fidelity: "textbook" | "refined" = "refined") => {
    const steps = explain(ServingModel, {...given, ...more}, {...options, fidelity});
    return (name: string) => steps.find((step) => step.name === name)!;
  };
  it("gives equation, LaTeX, values and the source of fields of the registry", () => {
    const step = named({}, "textbook");
    const memory = step("decode.memoryTime");
    expect(memory.equation).toBe("decode.trafficBytes / decodeDevice.memoryBandwidth");
    expect(memory.latex).toBe(
      "t_m^{\\text{decode}} = \\frac{Q^{\\text{decode}}}{\\beta_{\\text{dec}}}"
    );
    expect(memory.substituted).toBe("16.33 GB / 3.35 TB/s");
    const [field] = step("decodeDevice.memoryBandwidth").fields;
    expect([field?.row, field?.shown]).toEqual(["NVIDIA H100", "3.35 TB/s"]);
  });
  it("names changed fields as given", () => {
    const step = named({hardware: {from: "H100", memoryBandwidth: "4 TB/s"}});
    const status = (cell: string, field: string) =>
      step(cell).fields.find(({name}) => name === field)?.source.status;
    expect(status("decodeDevice.memoryBandwidth", "hardware.memoryBandwidth")).toBe("given");
    expect(status("decodeDevice.memoryCapacity", "hardware.memoryCapacity")).not.toBe("given");
  });
  it("a cell that is none says why, by the sentence of what it reads if it has none", () => {
    const step = named({});
    expect(step("prefillChunkTime")).toMatchObject({
      value: null,
      shown: "none",
      none: "The prefill is one step."
    });
    expect(step("decode.expertBytes").none).toBe("The model has no experts.");
    expect(step("itl").none).toBeUndefined();
  });
});
