import {num, plural, share, text} from "../components/numbers.js";
import {CheckpointModel} from "../lib/models/checkpoint.js";
import type {Answer} from "../components/story-answer.js";
import {ease} from "./ease.js";
import {story} from "./story.js";

type CheckpointAnswer = Pick<Answer, "of" | "said">;

/** What the time is lost to, in words. */
function parts(a: CheckpointAnswer): string {
  const [saving, redone] = [a.of("savingShare"), a.of("redoneShare")];
  if (!(saving >= 0 && redone >= 0)) return "";
  const rest = Math.max(0, a.of("lostShare") - saving - redone);
  return `: ${share(saving)} saving, ${share(redone)} redoing, ${share(rest)} restarting`;
}

/** The interval that loses least: Young's, but in the background never before the last save is written. */
function bestOf(a: Pick<Answer, "of" | "is">): number {
  return Math.max(a.is("asyncCheckpoint") ? a.of("writeTime") : 0, a.of("youngInterval"));
}

export const checkpoint = story(CheckpointModel, {
  title: "Checkpoints",
  lane: "A machine hall",
  start: {
    model: "Llama3_405B",
    fleet: "Meta_Llama3_16K_H100",
    nWriters: 2048,
    checkpointIntervalHours: 0.5
  },
  controls: [
    {kind: "record", input: "model"},
    {kind: "cluster"},
    {kind: "flag", input: "asyncCheckpoint"},
    {kind: "slider", input: "checkpointInterval", min: 0.01, max: 12, log: true},
    {kind: "slider", input: "nWriters", min: 1, max: 4096, log: true},
    {kind: "slider", input: "filesystemLimit", min: 1, max: 5000, log: true},
    {
      kind: "goal",
      name: "lostTargetPercent",
      label: "Lost at most",
      unit: "%",
      min: 0.5,
      max: 50
    }
  ],
  cards: [
    {
      cell: "checkpointSize",
      check: () => "du -sb of one saved step",
      sub: (a) => [`${num(a.of("bytesPerParam"))} bytes a parameter`]
    },
    {
      cell: "writeTime",
      check: () => "wall time of one save, by the log of the job",
      sub: (a) => [`at ${a.said("writeBandwidth")}`, `back again in ${a.said("recoveryTime")}`]
    },
    {
      cell: "youngInterval",
      check: () => "sqrt(2 × time of a save × time between failures), from the job’s log",
      sub: (a) => [`a failure every ${a.said("fleetMtbf")}`]
    },
    {
      cell: "lostShare",
      check: () => "1 − steps kept × time of a step ÷ wall time of the job"
    }
  ],
  chart: {
    x: "checkpointInterval",
    panels: [
      {
        cell: "lostShare",
        log: true,
        also: [
          {cell: "savingShare", name: "saving"},
          {cell: "redoneShare", name: "redoing"}
        ]
      }
    ]
  },
  boxes: [
    "checkpointInterval",
    "nWriters",
    "filesystemLimit",
    "detectionTime",
    "restartTime",
    "warmUpTime",
    "gpuMttf",
    "fleet.nodes",
    "model.parameters",
    "bytesPerParam",
    "checkpointSize",
    "writerBandwidth",
    "writeBandwidth",
    "writeTime",
    "copyTime",
    "stallTime",
    "blockingTime",
    "mfuPenalty",
    "readTime",
    "recoveryTime",
    "fleetMtbf",
    "youngInterval",
    "goodputRatio",
    "lostShare"
  ],
  moved: ["lostShare", "Lost in all"],
  ask: {
    id: "checkpoint-interval",
    question:
      "Half as many saves cost half as much. What happens to the share of the time that is lost in all?",
    options: [
      {id: "less", text: "It falls"},
      {id: "same", text: "It hardly changes"},
      {id: "more", text: "It grows"}
    ]
  },
  lead: (a) =>
    `A save of ${a.said("model")} is **${a.said("checkpointSize")}**. Saving every ${a.said("checkpointInterval")}, the cluster loses **${share(a.of("lostShare"))}** of its time.`,
  verdict(a) {
    const most = a.goal("lostTargetPercent") / 100;
    const lost = a.of("lostShare");
    const said = `${share(lost)} of the time is lost${parts(a)}.`;
    if (lost <= most) {
      const slow = a.now.storageBottleneck
        ? ` A write takes longer than ${a.said("targetTime")}: ${a.said("requiredBandwidth")} would do.`
        : "";
      return {isGood: true, sentence: `**Under control.** ${said}${slow}`};
    }
    const young = bestOf(a);
    const cure = ease(a, {
      of: (one) => one.lostShare,
      most,
      said: (x) => share(x),
      changes: [
        ...(young > 0
          ? [[`save every ${text(young, "s")}`, {checkpointInterval: young}] as const]
          : []),
        ["save in the background", {asyncCheckpoint: true}],
        [
          "save in the background, every few minutes",
          {asyncCheckpoint: true, checkpointInterval: Math.max(300, a.of("writeTime"))}
        ],
        ["restart in half the time", halved(a, ["detectionTime", "restartTime", "warmUpTime"])],
        ["GPUs that last twice as long", {gpuMttf: 2 * a.of("gpuMttf")}]
      ]
    });
    const fix = cure
      ? `${cure.isEnough ? "Nearest fix" : "Not enough, but it helps"}: ${cure.words}.`
      : "Nearest fix: a smaller cluster.";
    return {
      isGood: false,
      sentence: `**Over ${num(most * 100)}%.** ${said} ${fix}`
    };
  },
  finding(a, isRevealed) {
    const every = a.said("checkpointInterval");
    if (!isRevealed) return `What happens to the time lost beyond ${every}?`;
    const young = bestOf(a);
    const best = young > 0 ? a.at({checkpointInterval: young}) : undefined;
    const lost = a.of("lostShare");
    if (!best) return "Without a cluster nothing fails, and rarer saves only gain";
    if (best.lostShare > 0.95)
      return "No interval helps: failures come faster than work can be kept";
    return lost - best.lostShare > 0.005
      ? `Saving every ${every} loses ${share(lost)}; every ${text(young, "s")} would lose ${share(best.lostShare)}`
      : `Saving every ${every} is near the bottom of the U: ${share(lost)} is lost`;
  },
  reveal(a) {
    const interval = a.of("checkpointInterval");
    const rarer = a.at({checkpointInterval: 2 * interval});
    const lost = a.of("lostShare");
    const then = rarer ? rarer.lostShare : lost;
    const ratio = lost > 0 ? then / lost : 1;
    const [saving, redone] = [rarer?.savingShare, rarer?.redoneShare];
    const why =
      typeof saving === "number" && typeof redone === "number"
        ? ` Saves then take ${share(saving)} instead of ${share(a.of("savingShare"))}, redone work ${share(redone)} instead of ${share(a.of("redoneShare"))}.`
        : "";
    return {
      right: ratio < 0.95 ? "less" : ratio > 1.05 ? "more" : "same",
      sentence: `From ${text(interval, "s")} to ${text(2 * interval, "s")} the loss goes from ${share(lost)} to ${share(then)}.${why}`
    };
  },
  how(a) {
    const copy = a.of("copyTime");
    const blocks =
      copy >= 0
        ? `Training waits **${a.said("blockingTime")}**, until the copy in host memory is made; the write goes on behind it.`
        : `Training waits for all of it, **${a.said("blockingTime")}**.`;
    return `**${num(a.of("bytesPerParam"))} bytes** a parameter are written by **${plural(a.of("nWriters"), "writer")}** at **${a.said("writeBandwidth")}** in all: **${a.said("writeTime")}**. ${blocks} A failure every **${a.said("fleetMtbf")}** throws away half an interval of work and **${a.said("recoveryTime")}** of restart.`;
  },
  because(a) {
    const recall = a.book.bytesPerParam === a.now.bytesPerParam;
    return {
      checkpointSize: recall
        ? "The same bytes of the same parameters."
        : "The textbook keeps the weights of no optimizer but Adam.",
      writeTime: recall ? "The same size over the same bandwidth." : "Follows from the size.",
      mfuPenalty:
        a.values["asyncCheckpoint"] === true
          ? "A save in the background blocks for the copy to host memory only."
          : "A save comes on top of the interval; the textbook divides by the interval alone.",
      lostShare: othersOf(a)
    };
  },
  omits: [
    "Contention: others write to the same file system, and a burst takes longer.",
    "Local snapshots: a copy in a neighbour’s memory comes back without the file system.",
    "Failed saves: one that is broken costs the interval before it too.",
    "Length of the run: how many failures it meets is on the page of reliability."
  ]
});

/** Some inputs at half their value. */
function halved(a: CheckpointAnswer, inputs: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(inputs.map((input) => [input, a.of(input) / 2]));
}

/** What is lost besides saves, which the textbook leaves out. */
function othersOf(a: CheckpointAnswer): string {
  const [lost, saving, redone] = ["lostShare", "savingShare", "redoneShare"].map((one) =>
    a.of(one)
  );
  if (lost === undefined || saving === undefined || redone === undefined || !(redone >= 0))
    return "The textbook counts the saves alone; without a cluster nothing else is lost.";
  return `The textbook counts the saves alone. Redone work adds ${share(redone)}, restarts add ${share(Math.max(0, lost - saving - redone))}.`;
}
