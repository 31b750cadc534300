// Compiled, not run: every line under @ts-expect-error must be an error of the compiler.
import {model, part} from "../../lib/model/model.js";
import {fleet} from "../../lib/models/records/fleet.js";
import {hardware} from "../../lib/models/records/hardware.js";
import {bytesPerElement, precisionInput} from "../../lib/models/records/precision.js";
import {workload} from "../../lib/models/records/workload.js";

const d = {symbol: "x", doc: ""} as const;
const double = {
  doc: "Twice its argument",
  args: ["1"],
  unit: "1",
  evaluate: (x: number) => 2 * x,
  latex: ([x]: readonly string[]) => `2 ${x}`
} as const;

const pass = part("pass", {
  doc: "",
  inputs: {load: {unit: "1", ...d}, phase: {choice: ["prefill", "decode"], ...d}},
  cells: {time: {unit: "1", eq: "phase == 'prefill' ? load : 2 * load", ...d}}
});

const cluster = part("cluster", {
  doc: "",
  inputs: {fleet: {record: fleet, ...d}},
  cells: {size: {unit: "node", eq: "fleet.nodes", ...d}}
});

export const demo = model("demo", {
  doc: "",
  question: "",
  inputs: {
    model: {record: workload, ...d},
    hardware: {record: hardware, ...d},
    fleet: {record: fleet, ...d},
    precision: precisionInput,
    // @ts-expect-error a property that inputs do not have
    limit: {unit: "1", minimum: 0, optional: true, ...d},
    seqLen: {unit: "token", ...d},
    load: {unit: "1", ...d},
    spare: {unit: "1", optional: true, ...d}
  },
  tables: {bytesPerElement},
  functions: {double},
  uses: {
    prefill: {of: pass, with: {phase: "'prefill'"}},
    // @ts-expect-error no input of this name in the part
    wrongInput: {of: pass, with: {phaze: "'prefill'"}},
    // @ts-expect-error no such name here
    wrongValue: {of: pass, with: {load: "laod", phase: "'prefill'"}},
    field: {of: cluster, with: {fleet: "none", "fleet.nodes": "2", "fleet.region": "fleet.region"}},
    // @ts-expect-error no field of this name in the part's record
    wrongField: {of: cluster, with: {fleet: "none", "fleet.nods": "2"}}
  },
  cells: {
    good: {unit: "1", eq: "prefill.time * double(load) * (spare ?? 1e-3)", ...d},
    alsoGood: {
      unit: "B",
      eq: {textbook: "bytesPerElement[precision] * 2.5", refined: "1[B]"},
      ...d
    },
    nested: {unit: "W", eq: "fleet.node.accelerator.powerLimit ?? 1[W]", ...d},
    // @ts-expect-error a cell that does not exist
    name: {unit: "1/s", eq: "goood * 2", ...d},
    // @ts-expect-error a field that the record does not have
    field: {unit: "B/s", eq: "hardware.memoryBandwith", ...d},
    // @ts-expect-error a field of a nested record that does not exist
    nestedField: {unit: "W", eq: "fleet.node.accelerator.powerLimt", ...d},
    // @ts-expect-error a cell that the part does not have
    dotted: {unit: "1/s", eq: "prefill.tyme", ...d},
    // @ts-expect-error a function that is not listed
    call: {unit: "1", eq: "triple(load)", ...d},
    // @ts-expect-error an option that no choice has
    option: {unit: "1", eq: "precision == 'fp61' ? 1 : 2", ...d},
    // @ts-expect-error a table that does not exist
    table: {unit: "B", eq: "bytesPer[precision]", ...d},
    // @ts-expect-error a property that cells do not have
    property: {unit: "1", eq: "load", shwo: "ms", ...d},
    // @ts-expect-error in one variant only
    variant: {unit: "1", eq: {textbook: "load", refined: "laod"}, ...d}
  },
  rules: {
    // @ts-expect-error a rule reads names too
    seqLen: {that: "seqLength > 0", says: ""}
  },
  // @ts-expect-error not a cell
  outputs: ["good", "bad"],
  trace: {
    good: {say: "{good} of {hardware.memoryBandwidth} and {prefill.time:%}"},
    // @ts-expect-error a hole reads names too
    bad: {say: "{goood}"}
  }
});

export const sound = model("sound", {
  doc: "",
  question: "",
  inputs: {
    model: {record: workload, ...d},
    hardware: {record: hardware, ...d},
    fleet: {record: fleet, ...d},
    precision: precisionInput,
    seqLen: {unit: "token", ...d},
    load: {unit: "1", ...d},
    spare: {unit: "1", optional: true, ...d}
  },
  cells: {
    good: {unit: "1", eq: "load", ...d},
    hidden: {unit: "1", eq: "load", ...d},
    missing: {unit: "1", eq: "spare", optional: true, ...d},
    kind: {choice: ["a", "b"], eq: {refined: "load > 1 ? 'a' : 'b'"}, ...d}
  },
  outputs: ["good", "missing", "kind"]
});

// Inputs
const given = {
  model: "Llama3_8B",
  hardware: "H100",
  fleet: "Research_256",
  seqLen: 1,
  load: 1
} as const;
sound.solve({...given, hardware: {from: "H100", memoryBandwidth: "4 TB/s"}, spare: null});
sound.solve({
  ...given,
  fleet: {accelerator: "H100", acceleratorsPerNode: 8, nodes: 2, fabric: "x"}
});
sound.solve({...given, seqLen: {value: 2, unit: "token"}}, {fidelity: "textbook"});
// @ts-expect-error seqLen is required
sound.solve({model: "Llama3_8B", hardware: "H100", fleet: "x", load: 1});
// @ts-expect-error not a precision
sound.solve({...given, precision: "fp64"});
// @ts-expect-error no such input
sound.solve({...given, seqlen: 2});
// @ts-expect-error no such field
sound.solve({...given, hardware: {memoryBandwith: 1}});
// @ts-expect-error no such fidelity
sound.solve(given, {fidelity: "rough"});

// Outputs
const one = sound.solve(given);
export const value: number = one.good;
export const shortfall: number | null = one.missing;
export const kind: "a" | "b" | undefined = one.kind;
// @ts-expect-error the textbook graph has no such cell
export const always: "a" | "b" = one.kind;
// @ts-expect-error may be null
export const wrong: number = one.missing;
// @ts-expect-error a cell, not a documented output
export const hidden = one.hidden;
