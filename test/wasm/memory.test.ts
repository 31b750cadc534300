import {describe, expect, it} from "vitest";
import {live} from "../../lib/model/live.js";
import {ServingModel} from "../../lib/models/serving.js";
import {prepare} from "../../lib/sweep/sweep.js";
import {registry} from "../registry.js";

const llama = {model: "Llama3_8B", hardware: "H100", seqLen: 2048} as const;
const options = {registry} as const;
const solve = (more: object) => ServingModel.solve({...llama, ...more}, options);

describe("memory", () => {
  it("is shared by thousands of live pages, and goes on in a second one", () => {
    const batch = (i: number): number => 1 + (i % 500);
    const pages = Array.from({length: 6000}, (_, i) => {
      const page = live(ServingModel, llama, options);
      page.set({batchSize: batch(i)});
      return page;
    });
    pages.forEach((page, i) => {
      if (i % 97 === 0) expect(page.get("itl")).toBe(solve({batchSize: batch(i)}).itl);
    });
  });
  it("is used by one sweep after the other, however many are prepared", () => {
    const seqLen = Float64Array.from({length: 301}, (_, i) => 100 + 7 * i);
    const outputs = ["ttft", "tokensPerSecond", "prefillChunks"] as const;
    const runs = Array.from({length: 20}, (_, k) => {
      const [chunk, axis] = [16 + 8 * k, k % 2 === 0 ? "batchSize" : "prefillChunkTokens"] as const;
      const run = prepare(ServingModel, [axis, "seqLen"], {...options, outputs, chunk});
      return [axis, run] as const;
    });
    for (let round = 0; round < 2; round++) {
      for (const [axis, run] of runs) {
        const {columns} = run({[axis]: [3, 64], seqLen}, llama);
        for (const row of [0, 150, 300, 301, 601]) {
          const one = solve({[axis]: row < 301 ? 3 : 64, seqLen: seqLen[row % 301]});
          for (const name of outputs)
            expect([name, columns[name]![row]]).toEqual([name, one[name]]);
        }
      }
    }
  });
});
