import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {nounOf} from "../../lib/model/names.js";
import {models} from "../../lib/models/all.js";
import {ironlaw, serving} from "./run.js";

const nouns = models.map(({name}) => nounOf(name));

const solve = ["solve", ...serving];
const onDevice = (json: string): string[] => [
  ..."solve serving --model Llama3_8B --seq-len 9 --hardware".split(" "),
  json
];
const onFleet = (json: string): string[] => [
  ..."solve reliability --job-duration-hours 24 --fleet".split(" "),
  json
];
const invert = ["invert", ...serving, "--find", "batch-size", "--so", "itl"];

const rejected: readonly (readonly [string, readonly string[], string])[] = [
  [
    "no command",
    [],
    "ironlaw: missing command; must be one of list, solve, explain, invert, batch"
  ],
  [
    "an unknown command",
    ["solv"],
    "ironlaw: unknown command; no such command, nearest is solve: solv"
  ],
  ["no model", ["solve"], `ironlaw solve: missing model; must be one of ${nouns.join(", ")}`],
  [
    "an unknown model",
    ["solve", "servng"],
    "ironlaw solve: unknown model; no such model, nearest is serving: servng"
  ],
  [
    "an unknown flag",
    [...solve, "--batchsize", "3"],
    "ironlaw solve serving: unknown --batchsize; no such flag, nearest is --batch-size"
  ],
  [
    "an operand",
    [...solve, "fast"],
    "ironlaw solve serving: unknown argument; takes flags only: fast"
  ],
  [
    "a flag without a value",
    [...solve, "--batch-size"],
    "ironlaw solve serving: missing value; must follow --batch-size"
  ],
  [
    "a flag in place of a value",
    [...solve, "--batch-size", "--json"],
    "ServingModel: missing --batch-size; a value must follow it"
  ],
  [
    "a flag given twice",
    [...solve, "--seq-len", "9"],
    "ServingModel: ambiguous --seq-len; given twice"
  ],
  [
    "a missing input",
    ["solve", "serving", "--hardware", "H100", "--seq-len", "9"],
    "ServingModel: missing --model; has no default"
  ],
  [
    "an unknown key",
    [...solve, "--draft-model", "Llama3_8"],
    "ServingModel: unknown --draft-model; no such model, nearest is Llama3_8B: Llama3_8"
  ],
  [
    "a number out of range",
    [...solve, "--batch-size", "0"],
    "ServingModel: invalid --batch-size; must be an integer of at least 1 request: 0"
  ],
  [
    "a negative number",
    [...solve, "--batch-size", "-4"],
    "ServingModel: invalid --batch-size; must be an integer of at least 1 request: -4"
  ],
  [
    "a fraction of a count",
    [...solve, "--batch-size", "1.5"],
    "ServingModel: invalid --batch-size; must be an integer of at least 1 request: 1.5"
  ],
  [
    "NaN",
    [...solve, "--efficiency", "NaN"],
    "ServingModel: invalid --efficiency; must be a number, or text with a unit: NaN"
  ],
  [
    "an infinite number",
    [...solve, "--efficiency", "1e999"],
    "ServingModel: invalid --efficiency; must be a finite number: Infinity"
  ],
  [
    "text for a number",
    [...solve, "--batch-size", "many"],
    "ServingModel: invalid --batch-size; must be a number, or text with a unit: many"
  ],
  [
    "nothing for a number",
    [...solve, "--batch-size", ""],
    'ServingModel: invalid --batch-size; must be a number, or text with a unit: ""'
  ],
  [
    "a wrong dimension",
    [...solve, "--network-bandwidth", "5 s"],
    "ServingModel: invalid --network-bandwidth; must be in B/s, has dimension s: 5 s"
  ],
  [
    "an unknown unit",
    [...solve, "--network-bandwidth", "5 foo"],
    "ServingModel: invalid --network-bandwidth; unknown unit; not a known symbol: foo: 5 foo"
  ],
  [
    "an unknown choice",
    [...solve, "--precision", "fp64"],
    "ServingModel: invalid --precision; must be one of fp32, tf32, fp16, bf16, fp8, int8, int4: fp64"
  ],
  [
    "an unknown fidelity",
    [...solve, "--fidelity", "textbok"],
    "ironlaw: invalid --fidelity; must be one of textbook, refined, calibrated, nearest is textbook: textbok"
  ],
  [
    "two inputs that do not fit",
    [...solve, "--cached-prefix-len", "2048"],
    "ServingModel: invalid --cached-prefix-len; must be less than --seq-len: 2048 token"
  ],
  [
    "a record field out of range",
    onDevice('{"from":"H100","memory_bandwidth":"0 TB/s"}'),
    "ServingModel: invalid --hardware.memory_bandwidth; must be above 0 B/s: 0 TB/s"
  ],
  [
    "an unknown record field",
    onDevice('{"from":"H100","memoryBandwith":"4 TB/s"}'),
    "ServingModel: unknown --hardware.memoryBandwith; no such field, nearest is memory_bandwidth"
  ],
  [
    "a record of the wrong kind",
    onDevice("Llama3_8B"),
    "ServingModel: unknown --hardware; no such device: Llama3_8B"
  ],
  [
    "a record that is no JSON",
    onDevice('{"from":"H100"'),
    'ServingModel: invalid --hardware; must be a key or JSON: {"from":"H100"'
  ],
  [
    "text in a field of a field",
    onFleet(
      '{"accelerator":"H100","accelerators_per_node":"x","nodes":4,"fabric":"InfiniBand_NDR"}'
    ),
    "ReliabilityModel: invalid --fleet.accelerators_per_node; must be a number, or text with a unit: x"
  ],
  [
    "a number in the flag's unit",
    ["solve", "reliability", "--fleet", "Research_256", "--job-duration-hours", "-1"],
    "ReliabilityModel: invalid --job-duration-hours; must be at least 0 h: -1 h"
  ],
  [
    "an unknown step",
    ["explain", ...serving, "--cell", "itll"],
    "ServingModel: unknown --cell; no such step, nearest is itl: itll"
  ],
  [
    "half a question",
    [...invert, "--equals", "20 ms"],
    "ServingModel: missing --between; must be given"
  ],
  [
    "a question of the wrong dimension",
    [...invert, "--equals", "20 GB", "--between", "1", "9"],
    "ServingModel: invalid --equals; must be in s, has dimension B: 20 GB"
  ],
  [
    "bounds in reverse",
    [...invert, "--equals", "20 ms", "--between", "9", "1"],
    "ServingModel: invalid --between; must be a lower and an upper bound: 9 1"
  ],
  [
    "a bound out of range",
    [...invert, "--equals", "20 ms", "--between", "0", "9"],
    "ServingModel: invalid --between; must be an integer of at least 1 request: 0"
  ],
  [
    "a question that answers itself",
    [...invert, "--batch-size", "3", "--equals", "20 ms", "--between", "1", "9"],
    "ServingModel: ambiguous --batch-size; is what --find asks for"
  ],
  [
    "an input that is no number",
    ["invert", ...serving, "--find", "precison"],
    "ServingModel: unknown --find; must be a number of the model: precison"
  ],
  [
    "an unknown table",
    ["list", "hardwar"],
    "ironlaw list: unknown table; must be one of models, hardware, fleets, nodes, fabrics, grids, datacenters, nearest is hardware: hardwar"
  ],
  [
    "a file that is not there",
    ["batch", "nowhere.jsonl"],
    "ironlaw batch: invalid file; must be one that can be read: nowhere.jsonl"
  ],
  [
    "a folder in place of a file",
    ["batch", "data"],
    "ironlaw batch: invalid file; must be one that can be read: data"
  ],
  [
    "a folder that is not there",
    ["list", "--data", "nowhere", "hardware"],
    "ironlaw: invalid --data; must be a folder that can be read: nowhere"
  ]
];

describe("ironlaw", () => {
  it.concurrent.each(rejected)(
    "rejects %s in one sentence and exits with 2",
    async (_, args, sentence) => {
      expect(await ironlaw(args)).toEqual({status: 2, out: "", err: `${sentence}\n`});
    }
  );

  it("names file, line and column of a broken table", async () => {
    const folder = mkdtempSync(join(tmpdir(), "ironlaw-"));
    try {
      for (const file of readdirSync("data").filter((name) => name.endsWith(".csv"))) {
        writeFileSync(join(folder, file), readFileSync(join("data", file)));
      }
      const [header = "", ...rows] = readFileSync("data/hardware.csv", "utf-8").split("\n");
      const column = header.split(",").indexOf("memory_capacity_B");
      const line = rows.findIndex((row) => row.startsWith("H100,"));
      const cells = rows[line]!.split(",");
      cells[column] = "80 GB";
      rows[line] = cells.join(",");
      writeFileSync(join(folder, "hardware.csv"), [header, ...rows].join("\n"));
      const {status, out, err} = await ironlaw([...solve, "--data", folder]);
      expect({status, out}).toEqual({status: 2, out: ""});
      const place = `data/hardware.csv:${line + 2}:${column + 1}`;
      expect(err).toBe(`${place}: memory_capacity_B must be a number: 80 GB\n`);
    } finally {
      rmSync(folder, {recursive: true});
    }
  });
});
