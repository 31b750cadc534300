import {spawn} from "node:child_process";
import type {ChildProcessWithoutNullStreams} from "node:child_process";
import {once} from "node:events";
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {fromWire, toWire} from "../../lib/model/wire.js";
import {modelNamed} from "../../lib/models/all.js";
import {registry} from "../registry.js";
import {ironlaw} from "./run.js";

interface Line {
  readonly id: unknown;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly error?: {readonly code: string; readonly input: string; readonly message: string};
}
const base = {model: "Llama3_8B", hardware: "H100", seq_len: 2048};
const line = (solver: unknown, inputs: unknown, more: object = {}): string =>
  JSON.stringify({id: 1, solver, inputs, ...more});

async function batch(lines: readonly string[]): Promise<readonly Line[]> {
  const {status, out, err} = await ironlaw(["batch"], lines.map((text) => `${text}\n`).join(""));
  expect({status, err}).toEqual({status: 0, err: ""});
  return out
    .trimEnd()
    .split("\n")
    .map((text) => JSON.parse(text) as Line);
}

/** What a command prints next; an end without a word is an error, not a wait. */
async function first(child: ChildProcessWithoutNullStreams): Promise<readonly [Buffer]> {
  const stop = new AbortController();
  const {signal} = stop;
  const ended = once(child, "close", {signal}).then(() => {
    throw new Error("ended without an answer");
  });
  try {
    return (await Promise.race([once(child.stdout, "data", {signal}), ended])) as [Buffer];
  } finally {
    ended.catch(() => {});
    stop.abort();
  }
}

/** What is wrong with a line: code, input, and a sentence. */
const wrong: readonly (readonly [string, string, string, string])[] = [
  ["nope", "not-json", "line 1", "ironlaw batch: invalid line 1; must be JSON: nope"],
  ["", "not-json", "line 2", 'ironlaw batch: invalid line 2; must be JSON: ""'],
  ["[1]", "not-json", "line 3", "ironlaw batch: invalid line 3; must be a JSON object: [1]"],
  ["null", "not-json", "line 4", "ironlaw batch: invalid line 4; must be a JSON object: null"],
  [line(undefined, base), "missing", "solver", "ironlaw batch: missing solver; must name a model"],
  [line(3, base), "invalid", "solver", "ironlaw batch: invalid solver; must name a model: 3"],
  [
    line("ServngModel", base),
    "unknown",
    "solver",
    "ironlaw batch: unknown solver; no such model, nearest is ServingModel: ServngModel"
  ],
  [
    line("ServingModel", undefined),
    "missing",
    "inputs",
    "ironlaw batch: missing inputs; must be inputs by name"
  ],
  [
    line("ServingModel", [1]),
    "invalid",
    "inputs",
    "ServingModel: invalid inputs; must be an object of inputs by name: [1]"
  ],
  [
    line("ServingModel", base, {fidelity: "best"}),
    "invalid",
    "fidelity",
    "ironlaw batch: invalid fidelity; must be one of textbook, refined, calibrated: best"
  ],
  [
    line("ServingModel", base, {fidelty: "textbook"}),
    "unknown",
    "fidelty",
    "ironlaw batch: unknown fidelty; no such key, nearest is fidelity"
  ],
  [
    line("ServingModel", {...base, batch_sise: 1}),
    "unknown",
    "batch_sise",
    "ServingModel: unknown batch_sise; no such input, nearest is batch_size"
  ],
  [
    '{"solver":"ServingModel","inputs":{"__proto__":1}}',
    "unknown",
    "__proto__",
    "ServingModel: unknown __proto__; no such input"
  ],
  [
    line("ServingModel", {model: "Llama3_8B", hardware: "H100"}),
    "missing",
    "seq_len",
    "ServingModel: missing seq_len; has no default"
  ],
  [
    line("ServingModel", {...base, seqLen: 9}),
    "ambiguous",
    "seq_len",
    "ServingModel: ambiguous seq_len; given twice: 9"
  ],
  [
    line("ServingModel", {...base, batchSize: 0}),
    "invalid",
    "batchSize",
    "ServingModel: invalid batchSize; must be an integer of at least 1 request: 0"
  ],
  [
    line("ServingModel", {...base, batch_size: null}),
    "invalid",
    "batch_size",
    "ServingModel: invalid batch_size; must be a finite number of request: null"
  ],
  [
    line("ServingModel", {...base, network_bandwidth: {value: 1, unit: "s"}}),
    "unit",
    "network_bandwidth",
    'ServingModel: invalid network_bandwidth; must be in B/s, has dimension s: {"value":1,"unit":"s"}'
  ],
  [
    line("ServingModel", {...base, cached_prefix_len: 4096}),
    "invalid",
    "cached_prefix_len",
    "ServingModel: invalid cached_prefix_len; must be less than seq_len: 4096 token"
  ],
  [
    line("ServingModel", {...base, hardware: {from: "H100", memory_bandwidth: "0 TB/s"}}),
    "invalid",
    "hardware.memory_bandwidth",
    "ServingModel: invalid hardware.memory_bandwidth; must be above 0 B/s: 0 TB/s"
  ],
  [
    line("ServingModel", {...base, hardware: {from: "H1000"}}),
    "unknown",
    "hardware.from",
    "ServingModel: unknown hardware.from; no such device, nearest is H100: H1000"
  ],
  [
    line("sustainability", {fleet: "Research_256", duration_days: -1}),
    "invalid",
    "duration_days",
    "SustainabilityModel: invalid duration_days; must be at least 0 day: -1 day"
  ],
  [
    line("sustainability", {fleet: "Research_256", duration_days: 1, datacenter: "grid:Narnia"}),
    "unknown",
    "datacenter.grid",
    "SustainabilityModel: unknown datacenter.grid; no such grid: Narnia"
  ]
];

describe("ironlaw batch", () => {
  it("answers each line in order, whatever the lines before it were", async () => {
    const good = {id: "last", solver: "ServingModel", inputs: base, tags: ["kept by the caller"]};
    const answers = await batch([...wrong.map(([text]) => text), JSON.stringify(good)]);
    expect(answers.map(({error}) => error).slice(0, -1)).toEqual(
      wrong.map(([, code, input, message]) => ({code, input, message}))
    );
    const last = answers.at(-1)!;
    expect(Object.keys(last)).toEqual(["id", "outputs"]);
    expect([last.id, last.outputs?.["feasible"]]).toEqual(["last", true]);
  });

  it("answers a last line without an end, and lines that end in \\r\\n, with any id", async () => {
    const {out} = await ironlaw(
      ["batch"],
      `\uFEFF${line("serving", base, {id: {a: 1}})}\r\n{"solver":"serving","inputs":{}}\n${line("serving", base, {id: "\u2028"})}`
    );
    const ids = out
      .trimEnd()
      .split("\n")
      .map((text) => (JSON.parse(text) as Line).id);
    expect(ids).toEqual([{a: 1}, null, "\u2028"]);
  });

  it("gives what solve gives, for any inputs", async () => {
    const serving = fc.record(
      {
        model: fc.constantFrom("Llama3_8B", "Llama3_70B", "Mixtral_8x7B", "ResNet50"),
        hardware: fc.constantFrom("H100", "A100", {from: "H100", memory_bandwidth: "4 TB/s"}),
        seq_len: fc.integer({min: -1, max: 1 << 17}),
        batch_size: fc.integer({min: 1, max: 512}),
        precision: fc.constantFrom("fp16", "FP8", "int4", "fp64"),
        efficiency: fc.double({min: 0.01, max: 1, noNaN: true}),
        prefill_chunk_tokens: fc.option(fc.integer({min: 1, max: 4096}))
      },
      {requiredKeys: ["model", "hardware"]}
    );
    const sustainability = fc.record({
      fleet: fc.constantFrom("Research_256", {
        accelerator: "H100",
        accelerators_per_node: 8,
        nodes: 4,
        fabric: "InfiniBand_NDR"
      }),
      duration_days: fc.double({min: 0, max: 1000, noNaN: true}),
      datacenter: fc.constantFrom(null, "grid:Iceland", {grid: "Quebec", pue_override: 1.1})
    });
    const asked = fc.record({
      solver: fc.constant("ServingModel"),
      inputs: serving,
      fidelity: fc.constantFrom("textbook", "refined")
    });
    const places = fc.record({
      solver: fc.constant("sustainability"),
      inputs: sustainability,
      fidelity: fc.constantFrom("textbook", "refined")
    });
    const cases = fc.sample(fc.oneof(asked, places), {numRuns: 400, seed: 7});
    const answers = await batch(cases.map((one, id) => JSON.stringify({id, ...one})));
    expect(answers.map(({id}) => id)).toEqual(cases.map((_, id) => id));
    const solved = cases.map(({solver, inputs, fidelity}) => {
      const model = modelNamed(solver)!;
      try {
        const given = fromWire(model, inputs) as never; // checked by the model
        const outputs = toWire(model, model.solve(given, {fidelity, registry} as const));
        return JSON.parse(JSON.stringify(outputs)) as object; // -0 is 0 in JSON
      } catch {
        return "rejected";
      }
    });
    expect(answers.map(({outputs}) => outputs ?? "rejected")).toEqual(solved);
    expect(solved.filter((one) => one !== "rejected").length).toBeGreaterThan(100);
  });

  it("goes on after a line that no stack can hold", async () => {
    const deep = `${"[".repeat(50_000)}${"]".repeat(50_000)}`;
    const answers = await batch([
      `{"id":${deep},"solver":"serving","inputs":{}}`,
      `{"solver":"serving","inputs":{"model":${deep}}}`,
      `{"solver":"serving","inputs":{"hardware":${'{"from":'.repeat(9_000)}1${"}".repeat(9_000)}}}`,
      line("serving", base)
    ]);
    expect(answers.map(({error}) => error?.code)).toEqual([
      "missing",
      "invalid",
      "invalid",
      undefined
    ]);
  });

  it("answers a line before the next one comes", async () => {
    const child = spawn(process.execPath, ["--import", "tsx", "cli/ironlaw.ts", "batch"]);
    for (const id of [1, 2]) {
      child.stdin.write(`${line("serving", base, {id})}\n`);
      const [chunk] = await first(child);
      expect((JSON.parse(chunk.toString()) as Line).id).toBe(id);
    }
    child.stdin.end();
    expect(await once(child, "close")).toEqual([0, null]);
  });

  it("stops quietly when its reader has seen enough", async () => {
    const child = spawn(process.execPath, ["--import", "tsx", "cli/ironlaw.ts", "batch"]);
    child.stdin.on("error", () => {}); // it stops reading, too
    let err = "";
    child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
    child.stdin.write(`${line("serving", base)}\n`);
    await first(child);
    child.stdout.destroy();
    child.stdin.end(`${line("serving", base)}\n`.repeat(20_000));
    expect(await once(child, "close")).toEqual([0, null]);
    expect(err).toBe("");
  });
});
