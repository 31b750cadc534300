import {describe, expect, it} from "vitest";
import {explain} from "../../lib/model/explain.js";
import {topology} from "../../lib/model/topology.js";
import {valuesOf} from "../../lib/model/values.js";
import {models} from "../../lib/models/all.js";
import {ServingModel} from "../../lib/models/serving.js";
import {registry} from "../registry.js";
import {samples} from "../samples.js";

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

describe.each(models.map((model) => [model.name, model] as const))("%s", (name, model) => {
  it("explains every cell with the value that it has", () => {
    for (const one of samples[name]!) {
      const values = valuesOf(model, one, options);
      for (const {name: cell, value, shown, substituted, equation} of explain(
        model,
        one,
        options
      )) {
        expect([cell, value]).toEqual([cell, values[cell]]);
        expect([cell, /NaN|undefined/.test(shown + substituted + equation)]).toEqual([cell, false]);
      }
    }
  });
  it.each(["textbook", "refined"] as const)(
    "has an edge for every name that an equation reads at %s",
    (fidelity) => {
      const {nodes, edges} = topology(model, {fidelity});
      const ids = new Set(nodes.map((node) => node.id));
      expect(ids.size).toBe(nodes.length);
      for (const {from, to} of edges)
        expect([from, to, ids.has(from) && ids.has(to)]).toEqual([from, to, true]);
      const read = new Set(edges.map(({to}) => to));
      for (const {id, kind, equation} of nodes) {
        expect([id, equation !== undefined]).toEqual([id, kind === "cell"]);
        if (kind === "input") expect([id, read.has(id)]).toEqual([id, false]);
      }
    }
  );
});
