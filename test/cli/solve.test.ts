import {readdirSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {ServingModel} from "../../lib/models/serving.js";
import {joined, models} from "../../lib/models/all.js";
import {wireName} from "../../lib/model/wire.js";
import {registry} from "../registry.js";
import {ironlaw, run, serving} from "./run.js";

const example = ["solve", ...serving, "--batch-size", "32"];
type Shown = Record<string, {value: unknown; unit: string | null; shown: string}>;

describe("ironlaw solve", () => {
  it("prints every output with its unit, and nothing on standard error", async () => {
    const {status, out, err} = await ironlaw(example);
    expect({status, err}).toEqual({status: 0, err: ""});
    for (const id of ServingModel.spec.outputs) {
      expect(out).toMatch(new RegExp(`^${wireName(ServingModel, id)}  `, "m"));
    }
    expect(out).toMatch(/^itl +\d+\.?\d* ms  /m);
    expect(out).toMatch(/^prefill_chunk_time +none  .*: /m); // and why
    expect(out).toMatch(/it fits\.\n$/);
  });

  it("runs by the name in package.json", async () => {
    const {status, out, err} = await run("npm", ["run", "-s", "ironlaw", "--", ...example]);
    expect({status, err}).toEqual({status: 0, err: ""});
    expect(out).toBe((await ironlaw(example)).out);
  });

  it("prints each output as value, unit and as shown with --json", async () => {
    const {status, out, err} = await ironlaw([...example, "--json"]);
    expect({status, err}).toEqual({status: 0, err: ""});
    const outputs = JSON.parse(out) as Shown;
    const given = {model: "Llama3_8B", hardware: "H100", seqLen: 2048, batchSize: 32};
    const {itl, feasible} = ServingModel.solve(given, {registry});
    expect(outputs["itl"]).toEqual({
      value: itl,
      unit: "s",
      shown: `${+(itl * 1e3).toPrecision(4)} ms`
    });
    expect(outputs["feasible"]).toEqual({value: feasible, unit: null, shown: "true"});
    expect(outputs["prefill_chunk_time"]).toEqual({value: null, unit: "s", shown: "none"});
    expect(Object.keys(outputs)).toEqual(
      ServingModel.spec.outputs.map((id) => wireName(ServingModel, id))
    );
  });

  it("takes units, records as JSON, class names and a fidelity", async () => {
    const flags = "solve ServingModel --model Llama3_8B --seq-len 2048 --decode-hardware H200";
    const {out, err} = await ironlaw([
      ...`${flags} --fidelity textbook --json --hardware`.split(" "),
      '{"from":"H100","memory_bandwidth":"4 TB/s"}',
      "--network-bandwidth",
      "25 GB/s"
    ]);
    expect(err).toBe("");
    const solution = ServingModel.solve(
      {
        model: "Llama3_8B",
        hardware: {from: "H100", memoryBandwidth: "4 TB/s"},
        seqLen: 2048,
        decodeHardware: "H200",
        networkBandwidth: 25e9
      },
      {fidelity: "textbook", registry}
    );
    expect((JSON.parse(out) as Shown)["ttft"]!.value).toBe(solution.ttft);
  });

  it("reads bare numbers in the unit of the flag's name", async () => {
    const flags = ["solve", "sustainability", "--fleet", "Research_256", "--json"];
    const [bare, text] = await Promise.all([
      ironlaw([...flags, "--duration-days", "30"]),
      ironlaw([...flags, "--duration-days", "720 h"])
    ]);
    expect(bare.err).toBe("");
    expect(bare.out).toBe(text.out);
    const energy = (JSON.parse(bare.out) as Shown)["it_energy"]!;
    expect([energy.unit, energy.shown.endsWith(" kWh")]).toEqual(["J", true]);
  });

  it("says which input a fidelity does not read, beside the results", async () => {
    const flags = ["solve", ...serving, "--fidelity", "textbook", "--memory-fraction", "0.5"];
    const [table, json] = await Promise.all([ironlaw(flags), ironlaw([...flags, "--json"])]);
    expect(table.out).toContain("\n--memory-fraction has no effect in textbook.\n");
    expect(json.err).toBe("--memory-fraction has no effect in textbook.\n");
    expect(json.status).toBe(0);
  });

  it("explains every flag with its unit, range and default", async () => {
    const {status, out, err} = await ironlaw(["solve", "reliability", "--help"]);
    expect({status, err}).toEqual({status: 0, err: ""});
    const text = out.replace(/\s+/g, " ");
    expect(text).toContain("--job-duration-hours <h> ");
    expect(text).toMatch(/--checkpoint-time-s <s> [^(]*above 0 s[^(]*\(default: 60 s\)/);
    expect(text).toMatch(
      /--gpu-mttf-hours <h> [^(]*\(default: \d+ h, mttf of Gpu in data\/components\.csv\)/
    );
    expect(text).toMatch(/--fleet <key\|JSON> [^(]*a fleet of data\/fleets\.csv \(required\)/);
  });
});

/** Each has recorded cases of the reference program. */
const documented = readdirSync("test/oracle").flatMap(
  (file) => /^(.*)\.jsonl$/.exec(file)?.[1] ?? []
);

describe("ironlaw list", () => {
  it("names the models with their question and number of inputs", async () => {
    const {status, out} = await ironlaw(["list"]);
    expect(status).toBe(0);
    const [own, those, more] = out.split("\nJoined from these:\n").map((part) => part.split("\n"));
    const named = (lines: readonly string[] | undefined) =>
      lines?.flatMap((line) => line.split(/ +/)[1] ?? []);
    expect(more).toBeUndefined();
    expect(named(those)).toEqual(joined.map(({name}) => name));
    expect([...named(own)!, ...named(those)!]).toEqual(models.map(({name}) => name));
    for (const {name, spec} of models) {
      expect(out).toMatch(new RegExp(`${name} +${Object.keys(spec.inputs).length} inputs +`));
      expect(out).toContain(spec.question);
    }
  });

  it("has the thirteen models of the documentation, and says which are joined", async () => {
    const {out} = await ironlaw(["list", "--json"]);
    const rows = JSON.parse(out) as {model: string; joined: boolean}[];
    const own = rows.filter((row) => !row.joined).map(({model}) => model);
    expect(new Set(own)).toEqual(new Set(documented));
    expect(own.length).toBe(documented.length);
  });

  it("names the keys of a table", async () => {
    const {out} = await ironlaw(["list", "hardware", "--json"]);
    const rows = JSON.parse(out) as {key: string}[];
    expect(rows.map(({key}) => key)).toContain("H100");
  });
});

describe("ironlaw explain", () => {
  it("prints each step with its equation, the same with numbers, and the value", async () => {
    const {status, out, err} = await ironlaw(["explain", ...serving]);
    expect({status, err}).toEqual({status: 0, err: ""});
    expect(out).toMatch(
      /^decode\.memoryTime = .*decode\.trafficBytes \/ .*\n += 16\.33 GB \/ .*\n += \d\.\d+ ms\n {2}\S/m
    );
    expect(out).toMatch(
      /^ {2}hardware\.peakFlops\.fp16|^ {2}hardware\.peakFlops16 = .*: NVIDIA H100; /m
    );
  });

  it("prints one step under any of its names", async () => {
    const names = ["kv_cache_size", "kvCacheSize", "kv-cache-size"];
    const runs = await Promise.all(
      names.map((name) => ironlaw(["explain", ...serving, "--cell", name]))
    );
    expect(new Set(runs.map(({out}) => out)).size).toBe(1);
    expect(runs[0]!.out).toMatch(/^kvCacheSize = /);
    const {out} = await ironlaw(["explain", ...serving, "--cell", "decode.memory_time", "--json"]);
    const [step] = JSON.parse(out) as {name: string; unit: string; substituted: string}[];
    expect(step).toMatchObject({name: "decode.memoryTime", unit: "s"});
  });
});

describe("ironlaw invert", () => {
  const question = ["invert", ...serving, "--find", "batch-size", "--so", "itl"];
  const between = ["--between", "1", "512"];

  it("finds the first whole number past a value", async () => {
    const {status, out, err} = await ironlaw([
      ...question,
      ...between,
      "--equals",
      "20 ms",
      "--json"
    ]);
    expect({status, err}).toEqual({status: 0, err: ""});
    const {value, ...rest} = JSON.parse(out) as {value: number};
    expect(rest).toMatchObject({found: true, input: "batch_size", unit: "request"});
    const itl = (batchSize: number): number =>
      ServingModel.solve(
        {model: "Llama3_8B", hardware: "H100", seqLen: 2048, batchSize},
        {registry}
      ).itl;
    expect(itl(value)).toBeGreaterThanOrEqual(0.02);
    expect(itl(value - 1)).toBeLessThan(0.02);
    const table = await ironlaw([...question, ...between, "--equals", "0.02"]);
    expect(table.out).toMatch(
      new RegExp(`^batch_size  ${String(value)} request  itl = 20\\.\\d+ ms\n`)
    );
  });

  it("says why there is no answer", async () => {
    const {status, out} = await ironlaw([...question, ...between, "--equals", "20 s"]);
    expect(status).toBe(0);
    expect(out).toMatch(/^none: itl runs from .* ms to .* ms, never 20 s\n$/);
  });
});
