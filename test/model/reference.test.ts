import {describe, expect, it} from "vitest";
import {reference} from "../../lib/model/reference.js";
import {models} from "../../lib/models/all.js";
import {ServingModel} from "../../lib/models/serving.js";
import {SingleNodeModel} from "../../lib/models/single-node.js";
import {SustainabilityModel} from "../../lib/models/sustainability.js";
import {referencePage} from "../../src/build/reference.js";
import {referenceTests} from "../generic/reference.js";
import {registry} from "../registry.js";

referenceTests(models);

describe("a reference", () => {
  const serving = reference(ServingModel, {registry});
  const rowOf = (written: string, id: string): string =>
    written.split("\n").find((line) => line.startsWith(`| \`${id}\` |`))!;

  it("shows an equation once where fidelities agree, and each where they do not", () => {
    const at = serving.indexOf("### `itl`");
    const itl = serving.slice(at, serving.indexOf("### ", at + 4));
    expect(itl).toMatch(/^textbook: `has\(draftModel\) && .*`$/m);
    expect(itl).toMatch(/^refined, calibrated: `has\(draftModel\) && .*`$/m);
    expect(itl).toContain("\\text{ITL} = \\begin{cases}");
    const from = serving.indexOf("### `prefillChunks`");
    const chunks = serving.slice(from, serving.indexOf("### ", from + 4));
    expect(chunks).toContain(
      "\n`has(prefillChunkTokens) ? ceil(newTokens / prefillChunkTokens) : 1`\n"
    );
  });
  it("gives defaults in units, those of the registry as well", () => {
    expect(rowOf(serving, "networkBandwidth")).toContain(
      "| B/s (shown in GB/s) | above 0, at most 1e9 GB/s | 100 GB/s |"
    );
    const carbon = reference(SustainabilityModel, {registry});
    expect(rowOf(carbon, "fallbackPower")).toContain("| 700 W |"); // of an H100
    expect(rowOf(carbon, "duration")).toContain("| `duration_days` | `--duration-days` |");
    expect(rowOf(serving, "seqLen")).toContain("| token | whole, 1 to 1e9 token | required |");
    expect(rowOf(serving, "draftAcceptanceRate")).toContain("| 0 to 100 % | 70 % |");
    expect(reference(SustainabilityModel)).toContain("H100 of the registry");
  });
  it("says which fidelity reads an input and has an output", () => {
    expect(rowOf(serving, "memoryEfficiency")).toContain("| 0.8 | refined, calibrated |");
    expect(rowOf(serving, "seqLen")).toContain("| required | all |");
    const outputs = serving.slice(serving.indexOf("## Outputs"));
    expect(rowOf(outputs, "mbuDecode")).toContain("| refined, calibrated | `mbu_decode` |");
    expect(rowOf(outputs, "memoryShortfall")).toContain("None: It fits.");
  });
  it("tells what is short of memory from what is wrong", () => {
    expect(reference(SingleNodeModel, {registry})).toContain(
      "- out-of-memory `hardware`: must hold the model; an `OOMError` with `required` (`memoryFootprint`) and `available` (`memoryAvailable`)"
    );
    expect(serving).toContain("- invalid `cachedPrefixLen`: must be less than `seqLen`");
  });
  it("is a page with its equations set, in which nothing runs", () => {
    const page = referencePage("single-node");
    expect(page).toMatch(/<span class="katex/);
    expect(page).not.toMatch(/\$\$|\$\{/);
    expect(page).toContain("title: SingleNodeModel\n");
    expect(page).toContain("# Single<wbr>Node<wbr>Model\n"); // where a phone may break it
    expect(() => referencePage("nothing")).toThrow("no such model: nothing");
  });
});
