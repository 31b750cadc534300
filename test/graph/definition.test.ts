import {describe, expect, it} from "vitest";
import type {AnyModel} from "../../lib/graph/spec.js";
import {check} from "../../lib/model/check.js";
import {model as checkedModel, part} from "../../lib/model/model.js";
import {fleet} from "../../lib/models/records/fleet.js";
import {grid} from "../../lib/models/records/grid.js";
import {hardware} from "../../lib/models/records/hardware.js";
import {bytesPerElement, precisionInput} from "../../lib/models/records/precision.js";
import {registry} from "../registry.js";

// The compiler rejects most of these; here the texts are plain strings, as in a notebook that builds a model.
const model = checkedModel as unknown as (name: string, spec: object) => AnyModel;
const number = (unit: string, more: object = {}) => ({unit, symbol: "x", doc: "", ...more});
const cell = (unit: string, eq: unknown, more: object = {}) => ({
  unit,
  symbol: "y",
  doc: "",
  eq,
  ...more
});
const inputs = {
  flops: number("FLOP"),
  rate: number("FLOP/s"),
  bytes: number("B"),
  speed: number("B/s"),
  spare: number("B/s", {optional: true}),
  phase: {choice: ["prefill", "decode"], symbol: "p", doc: ""},
  hardware: {record: hardware, symbol: "", doc: ""},
  fleet: {record: fleet, symbol: "", doc: ""},
  other: {record: hardware, symbol: "o", doc: "", optional: true},
  precision: precisionInput
};
/** Reads every input, so that only the cells under test can be wrong. */
const used = {
  sum: cell(
    "s",
    "flops / rate + bytes / (spare ?? speed) + (has(other) ? 1[s] : 2[s]) + bytes / hardware.memoryBandwidth + 0[s] * fleet.nodes"
  ),
  kind: cell("1", "phase == 'prefill' && precision != 'int4' ? 1 : 2")
};
const define =
  (cells: object, more: object = {}) =>
  () =>
    check(
      model("demo", {
        doc: "",
        question: "",
        inputs,
        tables: {bytesPerElement},
        cells: {...used, ...cells},
        outputs: ["sum", "kind", ...Object.keys(cells)],
        ...more
      })
    );

const pass = part("pass", {
  doc: "",
  inputs: {
    phase: {choice: ["prefill", "decode"], symbol: "p", doc: ""},
    newTokens: number("token"),
    overhead: number("s", {default: "1 ms"})
  },
  cells: {
    time: {
      unit: "s",
      symbol: "t",
      doc: "",
      eq: "phase == 'prefill' ? newTokens * overhead : overhead"
    }
  }
});

describe("a definition", () => {
  it.each([
    [
      {t: cell("s", "flops / speed")},
      "demo.t: declared in s, its equation is in s·FLOP/B: flops / speed"
    ],
    [{t: cell("s", "flops / rate + bytes")}, "demo.t: adds s and B in: flops / rate + bytes"],
    [{t: cell("s", "max(flops / rate, bytes)")}, "demo.t: max of s and B"],
    [{t: cell("1", "flops > bytes ? 1 : 2")}, "demo.t: compares FLOP and B in: flops > bytes"],
    [{t: cell("1", "exp(bytes)")}, "demo.t: exp of B, must have no unit"],
    [{a: cell("1", "b + 1"), b: cell("1", "a * 2")}, "demo: cycle: a → b → a"],
    [{t: cell("s", "flops / ratt")}, "demo.t: unknown name ratt, nearest is rate"],
    [
      {t: cell("s", "bytes / hardware.memoryBandwith")},
      "demo.t: unknown field memoryBandwith of hardware"
    ],
    [{t: cell("FLOP/s", "hardware.peakFlops")}, "demo.t: hardware.peakFlops needs a key in [ ]"],
    [
      {t: cell("B", "bytesPerElement[phase]")},
      "demo.t: bytesPerElement has no 'prefill' in: bytesPerElement[phase]"
    ],
    [
      {t: cell("1", "phase == 'prefil' ? 1 : 2")},
      "demo.t: 'prefil' is not one of prefill, decode in: phase == 'prefil'"
    ],
    [
      {t: cell("1", "phase < 'prefill' ? 1 : 2")},
      "demo.t: choices have no order in: phase < 'prefill'"
    ],
    [
      {t: cell("B/s", "spare * 2")},
      "demo.t: may be none (without spare); guard it with has(…) or declare it optional"
    ],
    [
      {t: cell("B/s", "other.memoryBandwidth")},
      "demo.t: may be none (without other); guard it with has(…) or declare it optional"
    ],
    [
      {t: cell("B/s", "speed ?? 1[B/s]")},
      "demo.t: speed is always there; nothing for ?? to replace in: speed ?? 1 B/s"
    ],
    [
      {t: cell("1", "flops > 0 ? phase : 1")},
      "demo.t: yields a choice or a number in: flops > 0 ? phase : 1"
    ],
    [
      {t: {choice: ["A"], symbol: "t", doc: "", eq: "flops > 0 ? 'A' : 'B'"}},
      "demo.t: yields 'B', which is not one of its choices"
    ],
    [{t: cell("s", "flops / (rate")}, 'demo.t: expected ")" but found the end in: flops / (rate'],
    [{t: cell("s", "flops / rate $ 2")}, 'demo.t: unexpected "$" in: flops / rate $ 2'],
    [
      {t: cell("s", "flops / rate / 2[furlong]")},
      "demo.t: unknown unit; not a known symbol: furlong"
    ],
    [{t: cell("1", "log(flops / flops)")}, "demo.t: unknown function log in: log(flops / flops)"]
  ])("%j", (cells, message) => {
    expect(define(cells)).toThrow(message);
  });
  it("rejects what nothing reads, and what is out of its own range", () => {
    expect(define({lost: cell("1", "2")}, {outputs: ["sum", "kind"]})).toThrow(
      "demo.lost: unused; no output or sentence reads it"
    );
    expect(define({}, {inputs: {...inputs, extra: number("1")}})).toThrow(
      "demo.extra: unused input; no equation reads it"
    );
    expect(define({}, {inputs: {...inputs, flops: number("FLOP", {default: -1, min: 0})}})).toThrow(
      "demo: invalid flops; must be at least 0 FLOP: -1"
    );
    expect(define({}, {outputs: ["sum", "kind", "nothing"]})).toThrow(
      "demo: unknown output nothing; not a cell"
    );
    expect(define({flops: cell("FLOP", "1[FLOP]")})).toThrow(
      "demo: ambiguous flops; both an input and a cell"
    );
  });
  it("may be given what a part need not be given", () => {
    const rest = part("rest", {
      doc: "",
      inputs: {pause: number("s", {optional: true})},
      cells: {time: {unit: "s", symbol: "t", doc: "", eq: "pause ?? 1[s]"}}
    });
    const total = {total: cell("s", "rest.time")};
    expect(define(total, {uses: {rest: {of: rest, with: {pause: "sum"}}}})).not.toThrow();
    expect(define(total, {uses: {rest: {of: rest}}})).not.toThrow();
  });
  it("checks parts: their inputs, the units that go in, and defaults that nobody named", () => {
    const uses = (given: object) => ({uses: {pass: {of: pass, with: given}}});
    const time = {t: cell("s", "pass.time")};
    const given = {newTokens: "1", overhead: "2[s]"};
    expect(define(time, uses(given))).not.toThrow();
    expect(define({t: cell("s", "pass.tyme")}, uses(given))).toThrow("unknown name pass.tyme");
    expect(define(time, uses({overhead: "2[s]"}))).toThrow(
      "demo.pass: missing newTokens; not in with, not an input or cell here, no default"
    );
    expect(define(time, uses({...given, newTokens: "bytes * 2"}))).toThrow(
      "declared in token, its equation is in B"
    );
    expect(define(time, uses({...given, newTokens: "bytes"}))).toThrow(
      "pass.time: yields s·B and s in"
    );
    const spare = part("spare", {
      doc: "",
      inputs: {},
      cells: {time: cell("s", "1[s]"), lost: cell("s", "tyme")} as {} // as above
    });
    expect(define(time, {uses: {pass: {of: spare}}})).toThrow(
      "spare.lost: unknown name tyme, nearest is time"
    );
    expect(define(time, uses({newTokens: "1"}))).toThrow(
      "demo.pass: uses the default of overhead silently; name it in with, or make it an input"
    );
  });
  it("reads records in records, and knows which may be absent", () => {
    expect(define({t: cell("W", "fleet.node.accelerator.powerLimit ?? 1[W]")})).not.toThrow();
    expect(define({t: cell("1", "fleet.region.pue")})).toThrow(
      "demo.t: may be none (without fleet.region)"
    );
    expect(define({t: cell("1", "has(fleet.region) ? fleet.region.pue : 1")})).not.toThrow();
    expect(define({t: cell("1", "fleet.region.puh")})).toThrow(
      "demo.t: unknown field region.puh of fleet"
    );
    const region = {
      record: grid,
      symbol: "",
      doc: "",
      eq: "fleet.datacenter.grid ?? fleet.region",
      optional: true
    };
    expect(
      define({region, t: cell("1", "region.pue ?? 1")}, {outputs: ["sum", "kind", "t"]})
    ).not.toThrow();
    expect(define({region, t: cell("1", "region.pue")}, {outputs: ["sum", "kind", "t"]})).toThrow(
      "demo.t: may be none"
    );
    expect(define({t: {text: true, symbol: "n", doc: "", eq: "fleet.name"}})).not.toThrow();
    expect(define({t: {text: true, symbol: "n", doc: "", eq: "fleet.nodes"}})).toThrow(
      "declared a text, its equation is a number"
    );
  });
  it("gives a part a record from what stands here, field by field, as deep as it is handed on", () => {
    const record = {record: fleet, symbol: "", doc: ""};
    const watts = (eq: string) => ({unit: "W", symbol: "P", doc: "", eq});
    const flag = (eq: string) => ({flag: true, symbol: "k", doc: "", eq}) as const;
    const inner = part("inner", {
      doc: "",
      inputs: {cluster: record},
      cells: {
        power: watts("cluster.nodes * (cluster.node.accelerator.powerLimit ?? 1[W])"),
        known: flag("has(cluster.region)")
      }
    });
    const outer = part("outer", {
      doc: "",
      inputs: {fleet: record},
      uses: {inner: {of: inner, with: {cluster: "fleet"}}},
      cells: {
        power: watts("inner.power"),
        known: flag("inner.known")
      }
    });
    const made = (given: object) =>
      model("demo", {
        doc: "",
        question: "",
        inputs: {hardware: inputs.hardware, count: number("node")},
        uses: {pool: {of: outer, with: given}},
        cells: {
          power: watts("pool.power"),
          known: flag("pool.known")
        },
        outputs: ["power", "known"]
      });
    const whole = {
      fleet: "none",
      "fleet.nodes": "2 * count",
      "fleet.node.accelerator": "hardware"
    };
    const solved = made(whole).solve({hardware: "H100", count: 3} as never, {registry});
    expect(solved).toMatchObject({power: 2 * 3 * 700, known: false});
    expect(() => check(made({...whole, "fleet.nods": "1"}))).toThrow(
      "demo.pool: unknown input fleet.nods of outer"
    );
    expect(() => check(made({...whole, "fleet.nodes": "1[W] * count"}))).toThrow(
      "demo.pool.fleet.nodes: declared in node, its equation is in J/s"
    );
  });
});
