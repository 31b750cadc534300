import {describe, expect, it} from "vitest";
import {InputError} from "../../lib/errors.js";
import {live} from "../../lib/model/live.js";
import {ServingModel} from "../../lib/models/serving.js";
import {registry} from "../registry.js";

const llama = {model: "Llama3_8B", hardware: "H100"} as const;
const given = {...llama, seqLen: 2048} as const;
const options = {registry} as const;
const solve = (more: object) => ServingModel.solve({...given, ...more}, options);

describe("live", () => {
  it("runs only what is stale and asked for", () => {
    const page = live(ServingModel, given, options);
    const seen: number[] = [];
    page.watch("itl", (value) => seen.push(value));
    page.set({batchSize: 8});
    const after = page.counts.evaluations;
    expect(seen).toEqual([solve({}).itl, solve({batchSize: 8}).itl]);
    page.set({batchSize: 8});
    page.set({cachedPrefixLen: 5}); // itl does not follow it
    expect(page.counts.evaluations).toBe(after);
    expect(page.get("ttft")).toBe(solve({batchSize: 8, cachedPrefixLen: 5}).ttft);
    expect(page.counts.evaluations).toBeGreaterThan(after);
  });
  it("stops at a value that stays equal", () => {
    const page = live(ServingModel, {...given, prefillChunkTokens: 4096}, options);
    let calls = 0;
    page.watch("prefillChunks", () => calls++);
    page.watch("feasible", () => calls++);
    const before = page.counts.evaluations;
    page.set({prefillChunkTokens: 5000}); // still one step
    expect([calls, page.counts.evaluations - before]).toEqual([2, 1]);
    expect(page.last()).toEqual({ran: ["prefillChunks"], changed: []});
  });
  it("tells watchers of one wave a single consistent state", () => {
    const page = live(ServingModel, given, options);
    const pairs: [number, number][] = [];
    page.watch("itl", (itl) => pairs.push([itl, page.get("tokensPerSecond")]));
    page.batch(() => {
      page.set({batchSize: 16});
      page.set({hardware: "H200", precision: "fp8"});
    });
    expect(page.counts.waves).toBe(1);
    const one = solve({hardware: "H200", precision: "fp8", batchSize: 16});
    expect(pairs.at(-1)).toEqual([one.itl, one.tokensPerSecond]);
  });
  it("stops telling who no longer wants to know", () => {
    const page = live(ServingModel, given, options);
    let calls = 0;
    const stop = page.watch("itl", () => calls++);
    page.set({batchSize: 2});
    stop();
    stop();
    const before = page.counts.evaluations;
    page.set({batchSize: 3});
    expect(calls).toBe(2);
    expect(page.counts.evaluations).toBe(before); // nobody needs a cell
    page.watch("itl", (value) => expect(value).toBe(solve({batchSize: 3}).itl));
  });
  it("keeps its state when a change or a batch is rejected", () => {
    const page = live(ServingModel, given, options);
    const before = page.values();
    expect(() => page.set({batchSize: 2, seqLen: 0})).toThrow("at least 1 token");
    expect(() => page.set({cachedPrefixLen: 2048})).toThrow("must be less than seqLen");
    const change = (): void =>
      page.batch(() => {
        page.set({batchSize: 4});
        page.set({hardware: "A100", cachedPrefixLen: 4096});
      });
    expect(change).toThrow(InputError);
    expect(page.values()).toEqual(before);
    page.set({batchSize: 2});
    expect(page.get("itl")).toBe(solve({batchSize: 2}).itl);
  });
  it("takes a batch that breaks a rule on its way and mends it", () => {
    const page = live(ServingModel, given, options);
    page.batch(() => {
      page.set({cachedPrefixLen: 3000});
      page.set({seqLen: 4096});
    });
    expect(page.get("ttft")).toBe(solve({cachedPrefixLen: 3000, seqLen: 4096}).ttft);
  });
  it("a batch that comes back to where it was runs nothing", () => {
    const page = live(ServingModel, given, options);
    page.watch("itl", () => {});
    page.counts.evaluations = 0;
    page.batch(() => {
      page.set({batchSize: 9, hardware: "A100"});
      page.set({batchSize: 1, hardware: "H100"});
    });
    expect(page.counts).toEqual({evaluations: 0, waves: 0});
  });
  it("names an input or a cell that it does not know", () => {
    const page = live(ServingModel, given, options);
    expect(() => page.set({batchsize: 2} as never)).toThrow(
      "unknown batchsize; no such input, nearest is batchSize"
    );
    expect(() => page.get("itll" as never)).toThrow(
      "unknown itll; not a cell at refined, nearest is itl"
    );
    const book = live(ServingModel, given, {...options, fidelity: "textbook"});
    expect(() => book.get("decodeBound")).toThrow("not a cell at textbook");
  });
});
