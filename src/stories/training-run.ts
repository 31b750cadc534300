import type {Answer} from "../components/story-answer.js";
import {num, plural, share, text, times} from "../components/numbers.js";
import {TrainingRunModel} from "../lib/models/training-run.js";
import {fixSentence, sized} from "./ease.js";
import {isBroken} from "../components/gauge.js";
import {firstOf} from "../components/wall-table.js";
import {story} from "./story.js";
import {runWalls} from "./training-run-walls.js";

const gpus = (a: Pick<Answer, "of">): number =>
  a.of("fleet.nodes") * a.of("fleet.node.acceleratorsPerNode");
const money = (x: number | null): string => text(x, "USD");

export const trainingRun = story(TrainingRunModel, {
  title: "Training, end to end",
  lane: "End to end",
  start: {
    model: "Llama3_405B",
    fleet: "Meta_Llama3_16K_H100",
    batchSize: 2048,
    seqLen: 8192,
    tpSize: 8,
    ppSize: 16,
    vStages: 8,
    microbatchCount: 16,
    zeroStage: 2,
    overlapComm: true,
    attention: "flash",
    carbonTargetT: 5000
  },
  controls: [
    {kind: "record", input: "model"},
    {kind: "cluster", powers: true},
    {kind: "record", input: "datacenter"},
    {kind: "slider", input: "batchSize", min: 128, max: 16_384, log: true, until: "feasible"},
    {kind: "slider", input: "microbatchCount", min: 1, max: 128, log: true},
    {kind: "slider", input: "efficiency", min: 5, max: 100, percent: true},
    {kind: "flag", input: "activationRecomputation"},
    {kind: "flag", input: "asyncCheckpoint"},
    {kind: "goal", name: "daysTarget", label: "Done within", unit: "days", min: 1, max: 1000},
    {
      kind: "goal",
      name: "costTargetMillion",
      label: "Cost at most",
      unit: "million US$",
      min: 0.1,
      max: 1000
    },
    {kind: "goal", name: "carbonTargetT", label: "Carbon at most", unit: "t", min: 1, max: 100_000}
  ],
  works: "feasible",
  cards: [
    {
      cell: "mfu",
      check: () => "6 × parameters × tokens ÷ (time × devices × peak), from the job’s log"
    },
    {
      cell: "wallTime",
      accuracy:
        "Meta states 30.84 million GPU-hours for Llama 3.1 405B; the run that this page opens with takes 1.07 times as many.",
      check: () => "sacct --format=Elapsed, summed over the restarts of the job",
      sub: (a) => [
        `${a.said("trainingTime")} without failures`,
        `${num(a.of("deviceTime") / 3.6e9)} million GPU-hours`
      ]
    },
    {cell: "tco", check: () => "invoice, or hours × rate of all devices"},
    {cell: "carbonFootprint", check: () => "energy of the meter × intensity of the grid"}
  ],
  chart: {
    x: "fleet",
    panels: [
      {cell: "wallTime", log: true, also: [{cell: "trainingTime", name: "no failures"}]},
      {cell: "tco", log: true}
    ],
    works: "feasible"
  },
  boxes: [
    "batchSize",
    "seqLen",
    "microbatchCount",
    "efficiency",
    "fleet.nodes",
    "model.parameters",
    "memoryFootprint",
    "memoryAvailable",
    "feasible",
    "stepLatency",
    "mfu",
    "steps",
    "trainingTime",
    "checkpointSize",
    "saveTime",
    "recoveryTime",
    "fleetMtbf",
    "chosenInterval",
    "goodputRatio",
    "wallTime",
    "tco",
    "carbonFootprint"
  ],
  moved: ["carbonFootprint", "Carbon"],
  ask: {
    id: "training-run-twice",
    question: "Twice the cluster, the same batch. How much sooner does the run end?",
    options: [
      {id: "half", text: "In about half the time"},
      {id: "some", text: "Sooner, but not by half"},
      {id: "same", text: "Hardly sooner"},
      {id: "later", text: "Later"}
    ]
  },
  lead(a) {
    const start = `${a.said("model")} on ${plural(gpus(a), "GPU")}`;
    if (!a.now.feasible) return `${start} **does not fit**, so the run does not begin.`;
    if (!(a.of("wallTime") > 0)) return `${start} **never ends**: failures undo all of its work.`;
    return `${start} takes **${a.said("wallTime")}** and costs **${a.said("tco")}**.`;
  },
  verdict(a) {
    const walls = runWalls(a);
    const need = `${a.said("memoryFootprint")} of ${a.said("memoryAvailable")}`;
    if (!a.now.feasible)
      return {
        isGood: false,
        sentence: `**Does not fit.** A GPU needs ${need}. ${fixSentence(walls[0]!.fix)}`
      };
    const broken = walls.filter(isBroken);
    const first = firstOf(broken);
    if (!first)
      return {
        isGood: true,
        sentence: `**Fits, and keeps every limit.** A GPU fills ${need}; failures leave ${share(a.of("goodputRatio"), 3)} of the time.`
      };
    return {
      isGood: false,
      sentence: `**Fits, but breaks a limit.** ${first.stage}: ${first.value}, the limit is ${first.limit}. ${fixSentence(first.fix)}`
    };
  },
  finding(a, isRevealed) {
    const count = gpus(a);
    if (!isRevealed) return `What do more than ${plural(count, "GPU")} do to days and dollars?`;
    if (!a.now.feasible) {
      const enough = [2, 4, 8, 16, 32].find((by) => a.at(sized(a, by))?.feasible);
      return enough === undefined
        ? "With this layout no larger cluster holds it"
        : `With this layout it fits from ${plural(enough * count, "GPU")} on`;
    }
    const now = a.now.wallTime;
    const four = a.at(sized(a, 4));
    const then = four?.wallTime;
    if (typeof now !== "number")
      return "No cluster of this size ends the run: failures undo its work";
    if (!four || typeof then !== "number")
      return `${plural(4 * count, "GPU")} never end the run: failures undo its work`;
    const [sooner, dearer] = [now / then, (four.tco ?? NaN) / (a.now.tco ?? NaN)];
    const price = dearer > 0 ? `, and the bill is ${times(dearer)}` : "";
    return sooner > 1.02
      ? `Four times the GPUs end the run ${times(sooner)} as fast${price}`
      : `Four times the GPUs end the run no sooner${price}`;
  },
  reveal(a) {
    const twice = a.at(sized(a, 2));
    const [now, then] = [a.now.wallTime, twice?.wallTime];
    const count = 2 * gpus(a);
    if (typeof now !== "number" || now <= 0 || typeof then !== "number" || !twice)
      return {right: "later", sentence: `With ${plural(count, "GPU")} the run never ends.`};
    const ratio = then / now;
    return {
      right: ratio < 0.55 ? "half" : ratio < 0.95 ? "some" : ratio < 1.02 ? "same" : "later",
      sentence: `With ${plural(count, "GPU")} it takes ${text(then, "s")} instead of ${text(now, "s")}: MFU goes from ${share(a.now.mfu)} to ${share(twice.mfu)}, and failures keep ${share(twice.goodputRatio)} of the time instead of ${share(a.now.goodputRatio)}. It costs ${money(twice.tco)} instead of ${money(a.now.tco)}.`
    };
  },
  how: (a) =>
    `**${num(a.of("steps"))}** steps of **${a.said("stepLatency")}** are **${a.said("trainingTime")}**. A failure every **${a.said("fleetMtbf")}**, a save of **${a.said("saveTime")}** every **${a.said("chosenInterval")}** and **${a.said("recoveryTime")}** to be back leave **${a.said("goodputRatio")}** of the time. What the devices cost and draw is charged for all of it.`,
  because(a) {
    return {
      memoryFootprint:
        "The textbook keeps buffers for a whole batch; a rank needs them for one piece of it at a time.",
      mfu:
        a.of("ppSize") > 1
          ? "The stage with the output layer is the slowest, and stages hand activations on; the textbook counts neither."
          : "Refined counts the arithmetic of attention, and exchanges piece by piece.",
      saveTime:
        a.values["asyncCheckpoint"] === true
          ? "The textbook waits for the whole write; in the background only the copy blocks."
          : "The same write.",
      recoveryTime: "The textbook reads the state back in no time.",
      goodputRatio: "The textbook forgets work that is done again.",
      wallTime: "Follows from the step and from what failures leave.",
      tco: "Follows from the length of the run.",
      carbonFootprint: "Follows from the length of the run and the power of busy devices."
    };
  },
  walls: runWalls,
  omits: [
    "Quality: a larger batch needs more tokens for the same loss beyond some size; this counts tokens only.",
    "Host and network power: only accelerators draw here, so energy and carbon are low.",
    "Making the devices: their carbon is on the page of carbon.",
    "Ramp-up, evaluation and rests between phases: a real calendar is longer."
  ]
});
