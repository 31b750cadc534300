import {num, share, text} from "../components/numbers.js";
import type {TrainingRunModel} from "../lib/models/training-run.js";
import type {AnswerOf} from "../components/story-answer.js";
import {greener, sized, wallOf} from "./ease.js";
import type {Asked, Change, WallWords} from "./ease.js";
import type {Wall} from "./story.js";

type RunAnswer = AnswerOf<typeof TrainingRunModel>;
type Run = RunAnswer["now"];

/** Which limit of a training run binds where: memory, step, saves, failures, days, dollars, carbon. */
export function runWalls(a: RunAnswer): readonly Wall[] {
  // what does not fit is no fix
  const real = (run: Run, value: number | null): number | null =>
    run.feasible || !a.now.feasible ? value : null;
  const wall = (stage: string, asked: Asked<Run>, more: WallWords = {}): Wall =>
    wallOf(a, stage, asked, {...more, endless: "the run never ends"});
  const percent = (x: number): string => share(x);
  const days = (x: number): string => `${num(x / 86_400)} days`;
  const money = (x: number): string => text(x, "USD");
  const carbon = (x: number): string => text(x, "kgCO2e");
  const bytes = (x: number): string => text(x, "B");
  const efficiency = a.of("efficiency");
  const layout = laid(a);
  return [
    wall(
      "Memory",
      {
        of: (run) => run.memoryFootprint,
        most: a.now.memoryAvailable,
        said: (x) => `${bytes(x)} a GPU`,
        changes: layout.memory
      },
      {limit: bytes(a.now.memoryAvailable)}
    ),
    wall(
      "Step",
      {
        of: (run) => real(run, Math.max(0, 1 - run.mfu / efficiency)),
        most: a.goal("stepTargetPercent") / 100,
        said: percent,
        changes: layout.step
      },
      {
        value: `${percent(Math.max(0, 1 - a.now.mfu / efficiency))} of a step is not useful arithmetic`,
        isGoal: true
      }
    ),
    saves(a),
    wall(
      "Failures",
      {
        of: (run) => real(run, 1 - run.goodputRatio),
        most: a.goal("lostTargetPercent") / 100,
        said: percent,
        changes: kept(a)
      },
      {value: `${percent(1 - a.now.goodputRatio)} of the time is lost`, isGoal: true}
    ),
    wall(
      "Time",
      {
        of: (run) => real(run, run.wallTime),
        most: a.goal("daysTarget") * 86_400,
        said: days,
        changes: [...layout.step, ...kept(a), ...larger(a)]
      },
      {isGoal: true}
    ),
    wall(
      "Cost",
      {
        of: (run) => real(run, run.tco),
        most: a.goal("costTargetMillion") * 1e6,
        said: money,
        changes: [
          ...layout.step,
          ...kept(a),
          ["half the cluster", sized(a, 0.5)],
          ...fewer(a, a.now.tco, 1e6 * a.goal("costTargetMillion"))
        ]
      },
      {isGoal: true}
    ),
    wall(
      "Carbon",
      {
        of: (run) => real(run, run.carbonFootprint),
        most: a.goal("carbonTargetT") * 1e3,
        said: carbon,
        changes: greener
      },
      {isGoal: true}
    )
  ];
}

/** A write against the time that it may take. */
function saves(a: RunAnswer): Wall {
  const most = a.of("targetTime");
  const time = a.of("save.writeTime");
  const size = a.now.checkpointSize;
  const isKept = time <= most;
  const isFull = a.of("save.writeBandwidth") >= a.of("filesystemLimit") * (1 - 1e-9);
  const needed = text(size / most, "B/s");
  return {
    stage: "Saves",
    value: `${text(time, "s")} to write ${text(size, "B")}`,
    limit: text(most, "s"),
    used: time / most,
    fix: isFull
      ? `A file system of ${needed} is ${isKept ? "enough" : "needed"}, this one takes ${text(a.of("filesystemLimit"), "B/s")}`
      : `Writers of ${needed} in all are ${isKept ? "enough" : "needed"}, these write ${text(a.of("save.writeBandwidth"), "B/s")}`
  };
}

/** What makes failures cost less. */
function kept(a: RunAnswer): readonly Change[] {
  return [
    ...(a.given["interval"] === undefined
      ? []
      : [["save at Young’s interval", {interval: undefined}] as const]),
    ...(a.is("asyncCheckpoint")
      ? []
      : [["save in the background", {asyncCheckpoint: true}] as const]),
    ["GPUs that last twice as long", {gpuMttf: 2 * a.of("gpuMttf")}]
  ];
}

/** Ever larger clusters. */
function larger(a: RunAnswer): readonly Change[] {
  return [2, 4, 8].map((times): Change => {
    const gpus = times * a.of("fleet.nodes") * a.of("fleet.node.acceleratorsPerNode");
    return [`${num(gpus)} GPUs`, sized(a, times)];
  });
}

/** Fewer tokens, as many as the limit pays for: all but nothing of a run is in proportion to them. */
function fewer(a: RunAnswer, value: number | null, most: number): readonly Change[] {
  const tokens = Math.floor(a.of("tokens") * (most / (value ?? Infinity)) * 0.999);
  return tokens >= 1 && value !== null && value > most
    ? [
        [
          `train on ${num(Number((tokens / 1e12).toPrecision(3)))} trillion tokens`,
          {trainingTokens: tokens}
        ]
      ]
    : [];
}

/** Changes of the layout that make room, and those that make a step more useful. */
function laid(a: RunAnswer): {
  readonly memory: readonly Change[];
  readonly step: readonly Change[];
} {
  const [zero, tensor, pipeline, batch, pieces] = [
    "zeroStage",
    "tpSize",
    "ppSize",
    "batchSize",
    "microbatchCount"
  ].map((one) => a.of(one)) as [number, number, number, number, number]; // one for each name
  const recomputes = a.is("activationRecomputation");
  const split = ([1, 2, 3] as const)
    .filter((stage) => stage > zero)
    .map((stage): Change => [`shard by ZeRO stage ${stage}`, {zeroStage: stage}]);
  const smaller: readonly Change[] =
    batch > 1
      ? [[`a batch of ${num(Math.floor(batch / 2))}`, {batchSize: Math.floor(batch / 2)}]]
      : [];
  const again: readonly Change[] = recomputes
    ? []
    : [["compute activations again", {activationRecomputation: true}]];
  const wider: readonly Change[] = [
    [`${num(2 * pipeline)} pipeline stages`, {ppSize: 2 * pipeline}],
    [`${num(2 * tensor)} GPUs a layer`, {tpSize: 2 * tensor}],
    ["all of this together", {activationRecomputation: true, zeroStage: 3, ppSize: 4 * pipeline}]
  ];
  return {
    memory: [...split, ...smaller, ...again, ...wider],
    step: [
      ...(a.is("overlapComm")
        ? []
        : [["sum gradients while computing", {overlapComm: true}] as const]),
      ...(recomputes ? [["keep activations", {activationRecomputation: false}] as const] : []),
      [`${num(2 * pieces)} microbatches`, {microbatchCount: 2 * pieces}],
      [
        `a batch of ${num(2 * batch)} in ${num(2 * pieces)} microbatches`,
        {batchSize: 2 * batch, microbatchCount: 2 * pieces}
      ],
      ...(pipeline > 1
        ? [[`${num(pipeline / 2)} pipeline stages`, {ppSize: pipeline / 2}] as const]
        : [])
    ]
  };
}
