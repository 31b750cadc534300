import {describe, expect, it} from "vitest";
import {diagram} from "../../lib/model/diagram.js";
import {explainCell} from "../../lib/model/explain-cell.js";
import {largest} from "../../lib/model/largest.js";
import {latexOf} from "../../lib/model/latex-of.js";
import {sourceOf} from "../../lib/model/source.js";
import {changes, valuesOf} from "../../lib/model/values.js";
import {ReliabilityModel} from "../../lib/models/reliability.js";
import {ServingModel} from "../../lib/models/serving.js";
import {registry} from "../registry.js";

const llama = {model: "Llama3_8B", hardware: "H100", batchSize: 32, seqLen: 4096} as const;
const options = {registry} as const;

describe("a diagram", () => {
  const names = (more: object, shown?: readonly string[]): readonly string[] => {
    const examples = [{...llama, ...more}];
    const asked = shown === undefined ? {examples} : {shown, examples};
    return diagram(ServingModel, asked, options).nodes.map((node) => node.name);
  };
  it("leaves out what inputs that are never given would bring", () => {
    const plain = names({});
    expect(plain).not.toContain("decodeDevice.memoryBandwidth");
    expect(plain.some((name) => /^(draft|verify)\./.test(name))).toBe(false);
    const split = names({decodeHardware: "H200", draftModel: "GPT2"});
    expect(split).toContain("decodeHardware.memoryBandwidth");
    expect(split.some((name) => name.startsWith("draft."))).toBe(true);
  });
  it("names equal quantities once, by the model's own name", () => {
    expect(names({})).toContain("modelWeightsSize");
    expect(names({})).not.toContain("decode.storedBytes");
    expect(explainCell(ServingModel, "decode.storedBytes", llama, options).name).toBe(
      "modelWeightsSize"
    );
  });
  it("goes through what is not shown, by the branches that are taken", () => {
    const {nodes} = diagram(
      ServingModel,
      {shown: ["hardware.memoryBandwidth", "modelWeightsSize", "ttft", "itl"], examples: [llama]},
      options
    );
    const deps = Object.fromEntries(nodes.map((node) => [node.name, node.deps]));
    expect(deps["itl"]?.toSorted()).toEqual(["hardware.memoryBandwidth", "modelWeightsSize"]);
    expect(nodes.at(-1)?.name).toMatch(/ttft|itl/);
  });
  it("keeps two equal quantities that a page asks for apart", () => {
    const both = names({}, ["prefillTime", "ttft"]);
    expect(both).toEqual(["prefillTime", "ttft"]);
    const asked = {...options, shown: ["prefillTime", "ttft"]};
    expect(explainCell(ServingModel, "ttft", llama, asked).equation).toBe("prefillTime");
  });
});

describe("explaining a cell", () => {
  it("leaves out what a fixed input makes idle", () => {
    const {equation} = explainCell(ServingModel, "decode.causalTokens", llama, options);
    expect(equation).toBe("max(1, seqLen)");
  });
  it("gives the branch that holds, its slots and its source", () => {
    const cell = explainCell(ServingModel, "decode.memoryTime", llama, options);
    expect(cell.equation).toBe(
      "decode.trafficBytes / (hardware.memoryBandwidth · memoryEfficiency)"
    );
    expect(cell.key).toBe(`decode.memoryTime: ${cell.equation}`);
    expect(latexOf(ServingModel, "decode.memoryTime", llama, options)?.[1]).toBe(
      "\\phantom{t_m} = \\frac{\\htmlData{slot=decode.trafficBytes}{\\text{0}}}" +
        "{\\htmlData{slot=hardware.memoryBandwidth}{\\text{0}} \\times \\htmlData{slot=memoryEfficiency}{\\text{0}}}"
    );
  });
  it("of an input and of a field has no equation but a source", () => {
    const batch = explainCell(ServingModel, "batchSize", llama, options);
    expect([batch.equation, batch.key, batch.source?.status]).toEqual([
      undefined,
      "batchSize",
      "given"
    ]);
    const field = explainCell(ServingModel, "hardware.memoryBandwidth", llama, options);
    expect([field.shown, field.names]).toEqual(["3.35 TB/s", []]);
    expect(field.source?.title).toBe(
      sourceOf(ServingModel, "hardware.memoryBandwidth", llama, options)?.title
    );
  });
  it("of an unknown name names the nearest", () => {
    expect(() => explainCell(ServingModel, "memoryShortfal", llama, options)).toThrow(
      "ServingModel: unknown memoryShortfal; no such quantity at refined, nearest is memoryShortfall"
    );
  });
  it("that passes a field on has the field's source, changed fields are given", () => {
    const split = {...llama, decodeHardware: {from: "H200", memoryBandwidth: "5 TB/s"}};
    const at = (name: string) => sourceOf(ServingModel, name, split, options);
    expect(at("decodeDevice.memoryBandwidth")?.status).toBe("given");
    expect(at("decodeDevice.memoryCapacity")).toEqual(at("decodeHardware.memoryCapacity"));
    expect(at("gone")).toBeUndefined();
  });
});

describe("what a change did", () => {
  it("changed, ran and stayed the same, or was not reached", () => {
    const before = valuesOf(ServingModel, {...llama, prefillChunkTokens: 5000}, options);
    const after = valuesOf(ServingModel, {...llama, prefillChunkTokens: 6000}, options);
    const found = changes(ServingModel, before, after, options);
    expect(found.get("prefillChunkTokens")).toBe("changed");
    expect(found.get("prefillChunks")).toBe("same"); // still one step
    expect(found.get("ttft")).toBe("idle");
  });
});

describe("the largest whole input", () => {
  const ask = (flag: Parameters<typeof largest>[1]["flag"], most = 4096) =>
    largest(ServingModel, {find: "batchSize", flag, between: [1, most]}, llama, options);
  const at = (batchSize: number) => ServingModel.solve({...llama, batchSize}, options);
  it("for which a flag holds", () => {
    const {value, side} = ask("feasible");
    expect(side).toBe("inside");
    expect([at(value!).feasible, at(value! + 1).feasible]).toEqual([true, false]);
  });
  it("for which a number stays at or under a bound, with a unit or in SI", () => {
    const found = ask({cell: "itl", atMost: "20 ms"});
    expect(found).toEqual(ask({cell: "itl", atMost: 0.02}));
    expect(at(found.value!).itl).toBeLessThanOrEqual(0.02);
    expect(at(found.value! + 1).itl).toBeGreaterThan(0.02);
  });
  it("says on which side it fails", () => {
    expect(ask("feasible", 8)).toEqual({value: 8, side: "all"});
    expect(ask({cell: "itl", atMost: "1 ms"})).toEqual({value: null, side: "none"});
  });
  it("counts a broken rule as not holding", () => {
    const question = {find: "cachedPrefixLen", flag: "feasible", between: [0, 1e6]} as const;
    expect(largest(ServingModel, question, llama, options)).toEqual({value: 4095, side: "inside"});
  });
  it("is the smallest where the ends fall: from which on something holds", () => {
    const question = {find: "memoryFraction", flag: "feasible", between: [1, 0.01]} as const;
    const {value, side} = largest(ServingModel, {...question, step: 1e-4}, llama, options);
    const fits = (memoryFraction: number) =>
      ServingModel.solve({...llama, memoryFraction}, options).feasible;
    expect(side).toBe("inside");
    expect([fits(value!), fits(value! - 1e-4)]).toEqual([true, false]);
  });
  it("must ask for a flag, or for a number and a bound", () => {
    expect(() => ask("itl")).toThrow("not a flag");
    expect(() => ask({cell: "feasible", atMost: 1})).toThrow("not a number");
    expect(() => ask("gone")).toThrow("not a cell");
    const question = {find: "hardware", flag: "feasible", between: [1, 2]} as const;
    expect(() => largest(ServingModel, question, llama, options)).toThrow("not a number");
  });
});

describe("sources", () => {
  it("of a default that is a figure of the registry are the figure's", () => {
    const given = {fleet: "Research_256", jobDuration: 1e6};
    const found = sourceOf(ReliabilityModel, "gpuMttf", given, options);
    expect(found?.title.length).toBeGreaterThan(3);
    expect(sourceOf(ReliabilityModel, "gpuMttf", {...given, gpuMttf: 1e8}, options)?.status).toBe(
      "given"
    );
  });
});
