import {describe, expect, it} from "vitest";
import {bindingSentence, firstOf, usedWords} from "../../src/components/wall-table.js";
import {ease, fixOf, fixSentence, sized} from "../../src/stories/ease.js";
import type {Wall} from "../../src/stories/story.js";

const wall = (stage: string, used: number): Wall => ({
  stage,
  value: "1 GB",
  limit: "2 GB",
  used,
  fix: "more"
});

describe("walls", () => {
  it("say how much of a limit is used, and what is left of it", () => {
    expect(usedWords(0.926)).toBe("93% used, 7% left");
    expect(usedWords(1)).toBe("100% used, 0% left");
    expect(usedWords(0.0042)).toBe("0.42% used");
    expect(usedWords(1.24)).toBe("124% used, 24% too much");
    expect(usedWords(1.002)).toBe("100.2% used, 0.2% too much");
    expect(usedWords(23.4)).toBe("23 times the limit");
    expect(usedWords(Infinity)).toBe("out of reach");
    expect(usedWords(NaN)).toBe("–");
    expect(firstOf([wall("Memory", 1.8), wall("Cost", NaN)])?.stage).toBe("Memory");
  });
  it("name the limit of which most is used, and those that are broken", () => {
    const held = [wall("Memory", 0.9), wall("Cost", 0.95), wall("Carbon", 0.2)];
    expect(firstOf(held)?.stage).toBe("Cost");
    expect(bindingSentence(held)).toBe(
      "Every limit holds. **Cost** binds first: 95% used, 5% left."
    );
    expect(bindingSentence([wall("Memory", 0.9), wall("Cost", 1.5)])).toBe(
      "One limit is broken: **cost**."
    );
    expect(bindingSentence([wall("Memory", 1.2), wall("Cost", 1.5), wall("Carbon", 3)])).toBe(
      "3 limits are broken: **memory, cost and carbon**, **carbon** most."
    );
    // rounding does not break a limit
    expect(bindingSentence([wall("Memory", 1 + 1e-12)])).toContain("Every limit holds");
  });
});

describe("the nearest fix", () => {
  // days: 100 now; 90 with overlap, 50 with twice the cluster, 101 with half of it
  const days: Readonly<Record<string, number>> = {overlap: 90, twice: 50, half: 101};
  const a = {now: 100, at: ({way}: {readonly way?: string}) => days[way ?? ""]};
  const asked = (most: number, ways: readonly string[]) =>
    ease(a as Parameters<typeof ease<number>>[0], {
      of: (x) => x,
      most,
      said: (x) => `${x} days`,
      changes: ways.map((way) => [way, {way}] as const)
    });
  it("is the mildest change that keeps the limit", () => {
    expect(asked(95, ["half", "overlap", "twice"])).toEqual({
      words: "overlap (90 days)",
      isEnough: true
    });
    expect(asked(60, ["overlap", "twice"])).toEqual({words: "twice (50 days)", isEnough: true});
  });
  it("is the one that helps most where none is enough", () => {
    const found = asked(10, ["overlap", "twice", "half", "unknown"]);
    expect(found).toEqual({words: "twice (50 days)", isEnough: false});
    expect(fixOf(found, false)).toBe("Twice (50 days), not enough");
    expect(fixOf(asked(10, ["half"]), false)).toBe("Nothing on this page is enough");
    expect(fixSentence("Nothing on this page is enough")).toBe("Nothing on this page is enough.");
    expect(fixSentence("Move to France (50 t)")).toBe("Nearest fix: move to France (50 t).");
  });
  it("of a limit that is kept is the mildest that lowers it", () => {
    expect(asked(200, ["half", "overlap"])?.words).toBe("overlap (90 days)");
    expect(fixOf(asked(200, ["half"]), true)).toBe("Holds; nothing on this page lowers it");
  });
  it("may be a cluster of another size, of the same kind", () => {
    const of = (): number => 32;
    expect(sized({given: {fleet: "Research_256"}, of}, 2)).toEqual({
      fleet: {from: "Research_256", nodes: 64}
    });
    expect(sized({given: {fleet: {from: "Research_256", region: "Quebec"}}, of}, 0.5)).toEqual({
      fleet: {from: "Research_256", region: "Quebec", nodes: 16}
    });
  });
});
