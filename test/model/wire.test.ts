import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {InputError} from "../../lib/errors.js";
import type {AnyModel} from "../../lib/graph/spec.js";
import {camelCase, kebabCase, nounOf} from "../../lib/model/names.js";
import {asWritten, fromWire, toWire, wireName, wireValue} from "../../lib/model/wire.js";
import {modelNamed, nearestModel} from "../../lib/models/all.js";
import {ReliabilityModel} from "../../lib/models/reliability.js";
import {ServingModel} from "../../lib/models/serving.js";
import {SustainabilityModel} from "../../lib/models/sustainability.js";
import {registry} from "../registry.js";

/** The error of inputs as their author wrote them. */
function errorOf(model: AnyModel, inputs: Readonly<Record<string, unknown>>): InputError {
  try {
    model.solve(fromWire(model, inputs) as never, {registry}); // checked by the model
  } catch (error) {
    if (error instanceof InputError) return error.named(asWritten(model, inputs));
    throw error;
  }
  throw new Error("accepted");
}

describe("names", () => {
  it("of which a caller wrote a thousand letters are cut in a message, not in its input", () => {
    const field = "x".repeat(1000);
    const given = {fleet: {from: "Research_256", [field]: 1}, job_duration_hours: 24};
    const error = errorOf(ReliabilityModel, given);
    expect(error.input).toBe(`fleet.${field}`);
    expect(error.message).toMatch(/^ReliabilityModel: unknown fleet\.x{71}…; /);
  });

  it("keep dots", () => {
    expect(camelCase("decode.memory_time")).toBe("decode.memoryTime");
    expect(kebabCase("decode.memoryTime")).toBe("decode.memory-time");
  });

  it("of a model are its class and its noun", () => {
    expect(nounOf("TailLatencyModel")).toBe("tail-latency");
    expect(nounOf("MoERoutingModel")).toBe("moe-routing");
    expect(modelNamed("ServingModel")).toBe(ServingModel);
    expect(modelNamed("serving")).toBe(ServingModel);
    expect(modelNamed("Serving")).toBeUndefined();
    expect(modelNamed("constructor")).toBeUndefined();
    expect(nearestModel("sustainabilty")).toBe("sustainability");
  });

  it("of outputs are those that the reference's were renamed to", () => {
    const renames = JSON.parse(readFileSync("test/oracle/renames.json", "utf-8")) as Readonly<
      Record<string, {output: string} | string>
    >; // written by hand
    const named = SustainabilityModel.spec.outputs.map((id) => wireName(SustainabilityModel, id));
    for (const name of [
      "it_energy_kwh",
      "carbon_footprint_kg",
      "water_usage_liters",
      "region_name"
    ]) {
      expect(named).toContain((renames[name] as {output: string}).output);
    }
  });
});

describe("fromWire", () => {
  it("reads a bare number in the unit that the name carries, text and {value, unit} in their own", () => {
    const seconds = [
      {duration_days: 30},
      {durationDays: 30},
      {duration: 2_592_000},
      {duration: "30 day"},
      {duration_days: "720 h"},
      {duration_days: {value: 43_200, unit: "min"}}
    ].map((inputs) => {
      const given = fromWire(SustainabilityModel, {fleet: "Research_256", ...inputs});
      return SustainabilityModel.solve(given as never, {registry}).itEnergy; // checked by the model
    });
    expect(new Set(seconds).size).toBe(1);
  });

  it("leaves records, null and what it does not understand to the model", () => {
    const hardware = {from: "H100", memory_bandwidth: "4 TB/s"};
    expect(fromWire(ServingModel, {hardware, draft_model: null, seq_len: NaN})).toEqual({
      hardware,
      draftModel: null,
      seqLen: NaN
    });
    expect(fromWire(SustainabilityModel, {duration_days: NaN})).toEqual({duration: NaN});
  });

  it("takes the reference's inline fleets", () => {
    const inputs = {
      fleet: {
        accelerator: "H200",
        accelerators_per_node: 8,
        intra_node_bw_Bps: 450e9,
        nics_per_node: 8,
        psus_per_node: 4,
        psu_redundancy: 2,
        nodes: 32,
        fabric: {bandwidth_Bps: 50e9, latency_s: 5e-6, oversubscription_ratio: 2},
        region: "France",
        datacenter: {grid: "Quebec", pue_override: 1.1}
      },
      job_duration_hours: 24
    };
    const given = fromWire(ReliabilityModel, inputs) as never; // checked by the model
    const whole = {...inputs.fleet, mtbf_hours: 10};
    expect(ReliabilityModel.solve(given, {registry}).fleetMtbf).toBeGreaterThan(0);
    expect(ReliabilityModel.solve({fleet: whole, jobDuration: "24 h"}, {registry}).fleetMtbf).toBe(
      36_000
    );
  });

  it("rejects unknown names with the nearest, and names that mean the same", () => {
    expect(errorOf(ServingModel, {sequence_len: 9})).toMatchObject({
      code: "unknown",
      input: "sequence_len",
      nearest: "seq_len"
    });
    expect(errorOf(ServingModel, {constructor: 9})).toMatchObject({
      code: "unknown",
      input: "constructor"
    });
    expect(errorOf(SustainabilityModel, {duration: 9, duration_days: 9})).toMatchObject({
      code: "ambiguous",
      input: "duration"
    });
    expect(() => fromWire(ServingModel, [])).toThrow(
      "ServingModel: invalid inputs; must be an object of inputs by name: []"
    );
  });
});

describe("asWritten", () => {
  const fleet = {accelerator: "H100", acceleratorsPerNode: 8, nodes: 4, fabric: "InfiniBand_NDR"};
  const cases: readonly (readonly [AnyModel, Readonly<Record<string, unknown>>, string])[] = [
    [
      ServingModel,
      {model: "Llama3_8B", hardware: "H100", seqLen: 0},
      "invalid seqLen; must be an integer of at least 1 token: 0"
    ],
    [ServingModel, {model: "Llama3_8B", hardware: "H100"}, "missing seq_len; has no default"],
    [
      ServingModel,
      {hardware: {from: "H100", memoryBandwidth: 0}},
      "invalid hardware.memoryBandwidth; must be above 0 B/s: 0"
    ],
    [
      ServingModel,
      {hardware: {from: {from: "H100", memory_capacity: "x"}}},
      "invalid hardware.from.memory_capacity; must be a number, or text with a unit: x"
    ],
    [
      ReliabilityModel,
      {fleet: {...fleet, acceleratorsPerNode: 0}},
      "invalid fleet.acceleratorsPerNode; must be at least 1 device: 0"
    ],
    [
      ReliabilityModel,
      {fleet: {...fleet, psusPerNode: 2, psu_redundancy: 2}},
      "invalid fleet.psu_redundancy; must be less than psus_per_node: 2"
    ],
    [
      ReliabilityModel,
      {fleet: {...fleet, fabric: {bandwidth_Bps: -1}}},
      "invalid fleet.fabric.bandwidth_Bps; must be above 0 B/s: -1"
    ],
    [
      ReliabilityModel,
      {fleet: {...fleet, accelerator: {from: "H100", powerLimit: 0}}},
      "invalid fleet.accelerator.powerLimit; must be above 0 W: 0"
    ],
    [
      ReliabilityModel,
      {fleet: {from: "Research_256", node: {from: "DGX_H100", nics_per_node: -1}}},
      "invalid fleet.node.nics_per_node; must be at least 0: -1"
    ],
    [
      ReliabilityModel,
      {fleet: {from: "Research_256", mtbf_hours: 0}},
      "invalid fleet.mtbf_hours; must be above 0 h: "
    ],
    [
      ReliabilityModel,
      {fleet: {nodes: 4, fabric: "InfiniBand_NDR"}},
      "missing fleet.node; must be a key or a record of node"
    ],
    [ReliabilityModel, {fleet: "Research"}, "unknown fleet; no such fleet"],
    [
      SustainabilityModel,
      {fleet: "Research_256", duration_days: 1, datacenter: {grid: "Quebec", pue_override: 0.5}},
      "invalid datacenter.pue_override; must be at least 1: 0.5"
    ]
  ];
  const byMessage = cases.map(([model, inputs, message]) => [message, model, inputs] as const);
  it.each(byMessage)("says %s", (message, model, inputs) => {
    expect(errorOf(model, inputs).message).toContain(`${model.name}: ${message}`);
  });

  it("writes an input's own name as it is told to", () => {
    const named = asWritten(SustainabilityModel, {}, (name) => `--${kebabCase(name)}`);
    expect(named("duration")).toBe("--duration-days");
    expect(named("fleet.node.accelerator.powerLimit")).toBe("--fleet.node.accelerator.power_limit");
  });
});

describe("toWire", () => {
  it("gives SI numbers by documented name, and null for none", () => {
    const outputs = toWire(
      ServingModel,
      ServingModel.solve({model: "Llama3_8B", hardware: "H100", seqLen: 2048}, {registry})
    );
    expect(outputs).toMatchObject({
      feasible: true,
      prefill_chunk_time: null,
      decode_bound: "Memory"
    });
    expect(outputs["model_weights_size"]).toBe(2 * 8.03e9); // 8.03e9 parameters of 2 B
    expect(
      Object.values(outputs).every((value) => value === null || typeof value !== "object")
    ).toBe(true);
  });

  it("leaves out what a fidelity does not have", () => {
    const given = {model: "Llama3_8B", hardware: "H100", seqLen: 2048};
    const outputs = toWire(
      ServingModel,
      ServingModel.solve(given, {fidelity: "textbook", registry})
    );
    expect(outputs).not.toHaveProperty("decode_bound");
  });

  it("writes infinity as text", () => {
    expect([Infinity, -Infinity, 1, null].map(wireValue)).toEqual([
      "Infinity",
      "-Infinity",
      1,
      null
    ]);
  });
});
