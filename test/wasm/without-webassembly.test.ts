import {afterEach, describe, expect, it, vi} from "vitest";
import {tables} from "../registry.js";
import {samples} from "../samples.js";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** Every kind of answer of every model, from modules loaded anew. */
async function answers(): Promise<unknown> {
  vi.resetModules();
  const [{models}, {load}, {live}, {sweep}, {sensitivity}, {largest}] = await Promise.all([
    import("../../lib/models/all.js"),
    import("../../lib/registry/registry.js"),
    import("../../lib/model/live.js"),
    import("../../lib/sweep/sweep.js"),
    import("../../lib/model/sensitivity.js"),
    import("../../lib/model/largest.js")
  ]);
  const registry = load(tables);
  return models.map((model) =>
    samples[model.name]!.map((given) => {
      const solution = model.solve(given as never, {registry}); // checked by the model
      const page = live(model as never, given as never, {registry}) as unknown as {
        get: (cell: string) => unknown;
      }; // any model's
      const isNumber = (name: string): boolean =>
        typeof Reflect.get(solution, name) === "number" && name !== model.spec.outputs[0];
      const output = model.spec.outputs.find(isNumber)!;
      const slopes = sensitivity(model as never, output as never, given as never, {registry});
      const batches =
        model.name === "ServingModel"
          ? sweep(
              model as never,
              {batchSize: [1, 2, 3], efficiency: [0.2, 0.4, 0.6]},
              given as never,
              {outputs: ["ttft", "itl"] as never[], registry}
            ).columns
          : {};
      const most =
        model.name === "ServingModel"
          ? largest(
              model,
              {find: "batchSize", flag: "feasible", between: [1, 4096]} as never,
              given,
              {registry}
            )
          : null;
      return [
        JSON.parse(JSON.stringify(solution)),
        (solution as {trace: unknown}).trace,
        page.get(output),
        slopes,
        batches,
        most
      ];
    })
  );
}

/** A browser that refuses some modules. */
function browser(refuses: (bytes: Uint8Array) => boolean, error: () => Error): object {
  const {Module, Instance, Memory, CompileError} = WebAssembly;
  const Some = function (bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module {
    if (refuses(bytes)) throw error();
    return new Module(bytes);
  };
  Some.prototype = Module.prototype;
  return {Module: Some, Instance, Memory, CompileError};
}

describe("every answer is the same where a browser", () => {
  const refused = () => new WebAssembly.CompileError("refused by the page's policy");
  it.each([
    ["has no WebAssembly", undefined],
    ["takes no module", browser(() => true, refused)],
    ["takes no module but the least", browser((bytes) => bytes.length > 8, refused)],
    ["knows no pairs of lanes", browser((bytes) => bytes.includes(0xfd), refused)],
    [
      "takes no module over 4 kB at once",
      browser(
        (bytes) => bytes.length > 4096,
        () => new RangeError("too large")
      )
    ]
  ])("%s", async (_, other) => {
    const compiled = await answers();
    vi.stubGlobal("WebAssembly", other);
    expect(await answers()).toEqual(compiled);
  });
});
