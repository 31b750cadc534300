import {describe, expect, it} from "vitest";
import {InputError} from "../../lib/errors.js";
import {graphOf} from "../../lib/model/model.js";
import {nounOf} from "../../lib/model/names.js";
import {explainCell} from "../../lib/model/explain-cell.js";
import {equations} from "../../src/build/equations.js";
import {addressNames, startOf} from "../../src/build/pages.js";
import {storyScenarios} from "../../src/build/scenarios.js";
import {storyNamed} from "../../src/build/story-markup.js";
import {inputsSet} from "../../src/components/controlled.js";
import {goals} from "../../src/components/defaults.js";
import {inputsOf, modelDefaults, namesOf} from "../../src/components/inputs.js";
import {storyAnswer, worthOf} from "../../src/components/story-answer.js";
import type {Answer} from "../../src/components/story-answer.js";
import {axisOf} from "../../src/components/story-axis.js";
import {controlledBy} from "../../src/components/story-controls.js";
import {subsOf} from "../../src/components/story-parts.js";
import {partOf, storySweep} from "../../src/components/story-sweep.js";
import {stories} from "../../src/stories/stories.js";
import type {ModelStory} from "../../src/stories/story.js";
import {stops, valueAt} from "../../src/components/stops.js";
import {registry} from "../registry.js";
import {sequence} from "./scenarios.js";
import {sound} from "./sound.js";

const worth =
  ({model}: ModelStory) =>
  (input: string): number =>
    worthOf(addressNames.known[namesOf(model, addressNames)[input]!]?.unit);

function answerTo(story: ModelStory, patch: Readonly<Record<string, unknown>> = {}): Answer {
  const start = startOf(story.model);
  const given = {...inputsOf(story.model, addressNames, start, registry), ...patch};
  const goal = (name: string): number => Number(start[name]);
  return storyAnswer(story, given, {registry, goal, worth: worth(story)});
}

/** What a reader's controls can set: any record, any choice, sliders from end to end and a little beyond. */
function randomPatch(story: ModelStory, random: () => number): Readonly<Record<string, unknown>> {
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const found: Record<string, unknown> = {};
  let nodes = Math.round(10 ** (4 * random()));
  for (const control of story.controls) {
    if (control.kind === "cluster" && control.powers) nodes = 2 ** Math.floor(14 * random());
    if (random() < 0.3 || control.kind === "goal" || control.kind === "cluster") continue;
    const spec = story.model.spec.inputs[control.input]!;
    if (control.kind === "slider") {
      const unit = control.percent ? 0.01 : (control.shown?.worth ?? 1);
      const shown = control.powers ? one(stops(control)) : valueAt(random() * 1.05, control);
      const x = shown * unit;
      const si = x * worth(story)(control.input);
      found[control.input] = "whole" in spec && spec.whole ? Math.round(si) : si;
    } else if ("record" in spec) found[control.input] = one(registry.keys(spec.record));
    else if ("choice" in spec) found[control.input] = one(spec.choice);
    else found[control.input] = random() < 0.5;
  }
  if (story.controls.some(({kind}) => kind === "cluster")) {
    const fleet = story.model.spec.inputs["fleet"]!;
    if ("record" in fleet)
      found["fleet"] = {
        from: one(registry.keys(fleet.record)),
        nodes
      };
  }
  return found;
}

/** Answers to what controls can set, those that the model takes. */
function* answers(story: ModelStory, random: () => number, count: number): Generator<Answer> {
  let seen = 0;
  for (let tries = 0; seen < count; tries++) {
    if (tries > 20 * count) throw new Error(`${story.model.name} takes too few scenarios`);
    const patch = randomPatch(story, random);
    try {
      yield answerTo(story, patch);
      seen++;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
    }
  }
}

describe.each(stories.map((story) => [story.model.name, story] as const))("%s", (_, story) => {
  const {model, controls, chart, cards, boxes} = story;
  const graph = graphOf(model, "refined");

  it("has controls of the model's inputs, each with a value when the page opens", () => {
    const answer = answerTo(story);
    const start = {...modelDefaults(model, addressNames, registry), ...startOf(model)};
    for (const control of controls) {
      if (control.kind === "cluster") expect(model.spec.inputs).toHaveProperty("fleet");
      else if (control.kind === "goal") expect(goals).toContain(control.name);
      else {
        expect(Object.keys(model.spec.inputs)).toContain(control.input);
        const name = namesOf(model, addressNames)[control.input]!;
        if (control.kind === "slider") expect(start, name).toHaveProperty([name]);
      }
    }
    const {range, isCluster} = axisOf(story);
    expect(answer.values).toHaveProperty([isCluster ? "fleet.nodes" : chart.x]);
    expect(range).toBeDefined();
    expect(storyNamed(nounOf(model.name))).toBe(story);
  });

  it("shows four of the model's outputs, and a cell that is there at both fidelities", () => {
    expect(cards.length).toBe(4);
    for (const {cell} of cards) expect(model.spec.outputs).toContain(cell);
    for (const {cell} of chart.panels) expect(graph.quantities.has(cell), cell).toBe(true);
    const {quantities: book} = graphOf(model, "textbook");
    expect(chart.panels.some(({cell}) => book.has(cell))).toBe(true);
    for (const cell of Object.keys(story.because(answerTo(story))))
      expect(model.spec.outputs, cell).toContain(cell);
  });

  it("has a graph of at most 25 boxes, each with a short label", () => {
    expect(boxes.length).toBeLessThanOrEqual(25);
    expect(new Set(boxes).size).toBe(boxes.length);
    for (const name of boxes) {
      const quantity = graph.quantities.get(name);
      expect(quantity?.label?.length ?? 99, name).toBeLessThanOrEqual(20);
    }
  });

  it("stacks at most four parts that sum to their cell, at both ends of every control", () => {
    const random = sequence(3);
    for (const {cell, parts} of chart.panels) {
      if (!parts) continue;
      expect(parts.length).toBeLessThanOrEqual(4);
      for (const answer of answers(story, random, 50)) {
        const cells = Object.fromEntries(
          parts.flatMap((part) => part.cells).map((name) => [name, answer.of(name)])
        );
        const sum = parts.reduce((whole, part) => whole + partOf(cells, part), 0);
        expect(sum / answer.of(cell)).toBeCloseTo(1, 12);
      }
    }
  });

  it("says what can be read, whatever the scenario", () => {
    const random = sequence(7);
    const rights = new Set<string>();
    for (const answer of answers(story, random, 200)) {
      sound(story.lead(answer));
      sound(story.verdict(answer).sentence);
      sound(story.how(answer));
      for (const isRevealed of [true, false]) sound(story.finding(answer, isRevealed));
      const {right, sentence} = story.reveal(answer);
      sound(sentence);
      rights.add(right);
      for (const wall of story.walls?.(answer) ?? []) {
        for (const words of [wall.stage, wall.value, wall.limit, wall.fix]) sound(words);
        expect(wall.used < 0, wall.stage).toBe(false);
      }
      for (const words of Object.values(story.because(answer))) sound(words ?? "");
      for (const {parts} of subsOf(story, answer, undefined)) for (const part of parts) sound(part);
      const wall = answer.wall(chart.x);
      if (chart.wall && Number.isFinite(wall)) sound(chart.wall(wall, answer));
      for (const card of cards) sound(card.check(answer));
      const aims = chart.panels.map((panel) => panel.target?.(answer));
      for (const rule of [...(chart.rules?.(answer) ?? []), ...aims]) if (rule) sound(rule.words);
    }
    // a prediction that always has the same answer asks nothing
    expect(rights.size).toBeGreaterThan(1);
    for (const right of rights) expect(story.ask.options.map(({id}) => id)).toContain(right);
  });

  it("has set every equation that the controls lead to", {timeout: 60_000}, () => {
    const random = sequence(5);
    const controlled = controlledBy(story, addressNames);
    const {lines} = equations(model, () => boxes, storyScenarios(story), controlled);
    const missing = new Set<string>();
    for (const answer of answers(story, random, 40)) {
      const inputs = inputsSet(model, addressNames, answer.given, controlled);
      const todo = new Set<string>(boxes);
      for (const name of todo) {
        const cell = explainCell(model, name, answer.given, {registry, shown: boxes, inputs});
        if (cell.equation !== undefined && !lines[cell.key]) missing.add(cell.key);
        for (const read of cell.names) todo.add(read);
      }
    }
    expect([...missing]).toEqual([]);
  });

  it("draws a curve that goes through where one is", () => {
    const answer = answerTo(story);
    const {range, isCluster} = axisOf(story);
    const unit = worth(story)(chart.x) * (range.percent ? 0.01 : 1);
    const rows = storySweep(story, {registry, worth: unit})(
      answer.given,
      range.max,
      isCluster ? {} : {at: answer.of(chart.x) / unit}
    );
    const x = isCluster
      ? answer.of("fleet.nodes") * answer.of("fleet.node.acceleratorsPerNode")
      : answer.of(chart.x) / unit;
    // one that is drawn while a hand moves has fewer points, and ends where the whole one does
    const few = storySweep(story, {registry, worth: unit})(answer.given, range.max, {
      isMoving: true
    });
    expect(few.length).toBeLessThanOrEqual(rows.length);
    expect([few[0]!.x, few.at(-1)!.x]).toEqual([rows[0]!.x, rows.at(-1)!.x]);
    const after = rows.findIndex((row) => row.x >= x);
    const near = [rows[Math.max(0, after - 1)]!, rows[after]!];
    for (const {cell} of chart.panels) {
      const value = answer.of(cell);
      if (!Number.isFinite(value)) continue;
      const [low, high] = near.map(({refined}) => refined[cell]!).toSorted((a, b) => a - b);
      if (low! * (1 - 1e-9) <= value && value <= high! * (1 + 1e-9)) continue;
      // a curve with steps may have one in between; then its points must be the model's
      for (const {x: at, refined} of near) {
        const there = answerTo(story, {[chart.x]: at * unit}).of(cell);
        expect(refined[cell]! / there, cell).toBeCloseTo(1, 9);
      }
    }
  });
});

describe.each(
  stories.filter(({chart}) => chart.textbookEnds).map((story) => [story.model.name, story] as const)
)("%s", (_, story) => {
  it("draws no textbook where the textbook does not work", () => {
    const {chart} = story;
    const {range} = axisOf(story);
    const unit = worth(story)(chart.x) * (range.percent ? 0.01 : 1);
    const sweep = storySweep(story, {registry, worth: unit});
    const works = new Set<boolean>();
    for (const answer of answers(story, sequence(11), 4000)) {
      const {x, textbook} = sweep(answer.given, answer.of(chart.x) / unit).at(-1)!;
      const {book} = answerTo(story, {...answer.given, [chart.x]: x * unit});
      const isWorking = Reflect.get(book, chart.works!) === true;
      for (const {cell} of chart.panels)
        if (isWorking) expect(textbook[cell], cell).toBe(Reflect.get(book, cell));
        else expect(textbook[cell], cell).toBeNaN();
      works.add(isWorking);
      if (works.size === 2) break;
    }
    expect(works.size).toBe(2);
  });
});

describe("a slider", () => {
  const answer = answerTo(stories.find(({model}) => model.name === "TailLatencyModel")!);
  const late = {cell: "p99Latency", goal: "targetP99LatencyMs", worth: 1e-3} as const;
  const p99 = (patch: Readonly<Record<string, unknown>>): unknown =>
    answer.at(patch)?.["p99Latency"];
  it("is solved for up to where something holds, whole or not", () => {
    // four replicas of 80 ms serve 50 a second
    expect(answer.wall("arrivalRate")).toBe(49.9);
    const most = answer.wall("arrivalRate", late);
    expect(p99({arrivalRate: most})).toBeLessThanOrEqual(0.5);
    expect(p99({arrivalRate: most + 0.1})).toBeGreaterThan(0.5);
  });
  it("is solved for from where something holds", () => {
    const least = answer.least("numReplicas");
    expect(p99({numReplicas: least})).toBeLessThanOrEqual(0.5);
    expect(p99({numReplicas: least - 1})).toBeGreaterThan(0.5);
    // at 40 a second 3.2 are busy
    expect(answer.least("numReplicas", "isStable")).toBe(4);
  });
});
