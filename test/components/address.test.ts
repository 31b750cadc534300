import {describe, expect, it} from "vitest";
import {models} from "../../lib/models/all.js";
import {ReliabilityModel} from "../../lib/models/reliability.js";
import {ServingModel} from "../../lib/models/serving.js";
import {SustainabilityModel} from "../../lib/models/sustainability.js";
import {addressNames as names} from "../../src/build/pages.js";
import {defaults} from "../../src/components/defaults.js";
import {goalProblem, inputsOf, modelDefaults, problemOf} from "../../src/components/inputs.js";
import {readAddress, writeAddress} from "../../src/components/scenario-text.js";
import {registry} from "../registry.js";
import {randomScenarios} from "./scenarios.js";

const read = (query: string) => readAddress(new URLSearchParams(query), names);

describe("an address", () => {
  it("leaves defaults out and states its version", () => {
    expect(writeAddress(defaults, null, defaults)).toBe("");
    expect(writeAddress({...defaults, batchSize: 64}, null, defaults)).toBe("?v=1&batchSize=64");
    expect(writeAddress(defaults, null, defaults, [["predict", "off"]])).toBe("?predict=off");
  });
  it("says the same again when it is read", () => {
    for (const scenario of randomScenarios(100, 6)) {
      const query = writeAddress(scenario, scenario, defaults, [["predict", "off"]]);
      const {scenario: again, pin, problems} = read(query);
      expect({...defaults, ...again}).toEqual(scenario);
      expect({...defaults, ...pin}).toEqual(scenario);
      expect(problems).toEqual([]);
    }
  });
  it("holds a record in JSON, commas and per cent signs in a pin", () => {
    const hardware = {from: "H100", memoryBandwidth: "4 TB/s", name: "mine, 50% more"};
    const query = writeAddress({hardware}, {hardware}, {});
    expect(read(query).scenario).toEqual({hardware});
    expect(read(query).pin).toEqual({hardware});
  });
  it("ignores names that no input has", () => {
    expect(read("?v=1&batchSize=8&utm_source=x&fleet=&__proto__=1&hardware.=3").scenario).toEqual({
      batchSize: 8
    });
  });
  it("takes the names of the wire, the ids and units in text for the same quantity", () => {
    const month = {durationDays: 30};
    expect(read("?durationDays=30").scenario).toEqual(month);
    expect(read("?duration=2592000").scenario).toEqual(month);
    expect(read("?jobDurationHours=720").scenario).toEqual(month);
    expect(read("?jobDuration=2592000").scenario).toEqual(month);
    expect(read("?durationDays=720 h").scenario).toEqual(month);
  });
  it("says what it cannot read and of which version it is", () => {
    expect(read("?hardware={broken").problems).toHaveLength(1);
    expect(read("?v=9&batchSize=2").problems[0]).toContain("version 9");
  });
  it("knows every input of every model", () => {
    for (const model of models)
      for (const input of Object.keys(model.spec.inputs))
        expect(names.known[names.inputs[model.name]![input]!]).toBeDefined();
  });
});

describe("a scenario", () => {
  it("changes fields of a record, nested ones too", () => {
    const scenario = {
      fleet: "Production_2K",
      "fleet.nodes": 64,
      "fleet.node.accelerator.powerLimit": 500
    };
    expect(inputsOf(ReliabilityModel, names, scenario, registry)).toEqual({
      fleet: {
        from: "Production_2K",
        nodes: 64,
        node: {from: "DGX_H100", accelerator: {from: "H100", powerLimit: 500}}
      }
    });
    const solved = SustainabilityModel.solve(
      {...inputsOf(SustainabilityModel, names, scenario, registry), duration: 86_400} as never,
      {registry}
    );
    // 64 nodes of 8, 500 W each at full use
    expect(solved.itPower).toBe(64 * 8 * 500);
  });
  it("changes the PUE of a grid's usual building", () => {
    const scenario = {...defaults, "datacenter.pueOverride": 1.25};
    const given = inputsOf(SustainabilityModel, names, scenario, registry);
    expect(SustainabilityModel.solve(given as never, {registry}).pue).toBe(1.25);
  });
  it("that a model does not take is named by the address, with the rule", () => {
    const of = (patch: object) => problemOf(ServingModel, names, {...defaults, ...patch}, registry);
    expect(of({})).toBeUndefined();
    expect(of({batchSize: -3})).toMatchObject({name: "batchSize"});
    expect(of({batchSize: "many"})).toMatchObject({name: "batchSize"});
    expect(of({hardware: "H900"})).toMatchObject({name: "hardware"});
    expect(of({hardware: {from: "H100", memoryBandwidth: 0}})?.name).toBe(
      "hardware.memoryBandwidth"
    );
    expect(of({cachedPrefixLen: 4096})).toEqual({
      name: "cachedPrefixLen",
      rule: "must be less than seqLen"
    });
  });
  it("has targets above nought only", () => {
    expect(goalProblem({itlTargetMs: 20}, ["itlTargetMs"])).toBeUndefined();
    for (const value of [0, -1, "soon"])
      expect(goalProblem({itlTargetMs: value}, ["itlTargetMs"])?.name).toBe("itlTargetMs");
  });
  it("falls back to the definitions, in the units of the address", () => {
    const found = modelDefaults(ReliabilityModel, names, registry);
    expect(found).toMatchObject({checkpointTimeS: 60, avgRecoveryTimeS: 300, gpuMttfHours: 50_000});
    expect(modelDefaults(ServingModel, names, registry)).toMatchObject({
      precision: "fp16",
      networkBandwidth: 100e9
    });
  });
});
