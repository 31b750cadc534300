import {capital, num, plural, share, text} from "../components/numbers.js";
import type {ServingDeploymentModel} from "../lib/models/serving-deployment.js";
import type {AnswerOf} from "../components/story-answer.js";
import {greener, wallOf} from "./ease.js";
import type {Asked, Change, WallWords} from "./ease.js";
import type {Wall} from "./story.js";

type PoolAnswer = AnswerOf<typeof ServingDeploymentModel>;
type Pool = PoolAnswer["now"];

/** Memory of a device that one request alone needs: its part of the weights, and its cache. */
export function leastMemory(a: PoolAnswer): number {
  const cache =
    (a.of("pool.alone.cacheTokenSize") * a.of("pool.batching.pagedTokens")) /
    a.of("pool.alone.cacheShards");
  return a.of("pool.alone.storedBytes") / a.of("tpSize") + cache;
}

/** Which limit of a deployment binds where: memory, cache, tokens, the whole answer, replicas, dollars, carbon. */
export function poolWalls(a: PoolAnswer): readonly Wall[] {
  // what misses a target that is met now is no fix
  const real = (pool: Pool, value: number | null): number | null =>
    pool.feasible || !a.now.feasible ? value : null;
  // a pool that answers no request has no latency, no cost and no carbon
  const wall = (stage: string, asked: Asked<Pool>, more: WallWords = {}): Wall =>
    a.now.fits
      ? wallOf(a, stage, asked, {...more, endless: "grows without end"})
      : {
          stage,
          limit: asked.said(asked.most),
          ...more,
          value: "no answer",
          used: NaN,
          fix: "Memory first"
        };
  const seconds = (x: number): string => text(x, "s");
  const changes = quicker(a);
  return [
    memory(a),
    wall(
      "Cache",
      {
        of: (pool) => (pool.loadBatch ?? NaN) / pool.activeBatchSize,
        most: 1,
        said: (x) => `${share(x)} of the slots`,
        changes
      },
      {
        value: `${num(a.of("loadBatch"))} requests in a replica`,
        limit: `${num(a.of("activeBatchSize"))} that it has room for`
      }
    ),
    ...optional(a, "targetTtft", (most) =>
      wall(
        "First token",
        {of: (pool) => pool.ttftP99, most, said: seconds, changes},
        {isGoal: true}
      )
    ),
    ...optional(a, "targetItl", (most) =>
      wall("Next token", {of: (pool) => pool.itlFull, most, said: seconds, changes}, {isGoal: true})
    ),
    wall(
      "Whole answer",
      {
        of: (pool) => pool.estimatedP99Latency,
        most: a.of("targetP99Latency"),
        said: seconds,
        changes
      },
      {isGoal: true}
    ),
    wall(
      "Replicas",
      {
        of: (pool) => pool.requiredReplicas * Math.max(1, pool.utilization),
        most: a.of("maxReplicas"),
        said: (x) => plural(Math.ceil(x - 1e-9), "replica"),
        changes
      },
      {
        limit: `${num(a.of("maxReplicas"))} allowed`,
        ...(a.of("utilization") > 1 && a.now.fits
          ? {
              value: `${plural(a.now.requiredReplicas, "replica")}, too few by ${num(Math.ceil(a.now.requiredReplicas * (a.of("utilization") - 1)))}`
            }
          : {})
      }
    ),
    wall(
      "Cost",
      {
        of: (pool) => real(pool, pool.costPerToken),
        most: a.goal("tokenCostTarget") / 1e6,
        said: (x) => `${text(1e6 * x, "USD")} a million`,
        changes: cheaper(a)
      },
      {isGoal: true}
    ),
    wall(
      "Carbon",
      {
        of: (pool) => real(pool, pool.carbonPerToken),
        most: a.goal("tokenCarbonTargetKg") / 1e6,
        said: (x) => `${num(1e6 * x)} kg a million`,
        changes: [...greener, ...cheaper(a)]
      },
      {isGoal: true}
    )
  ];
}

/** Weights and the cache of one request, against what a device has for them. */
function memory(a: PoolAnswer): Wall {
  const [need, most] = [leastMemory(a), a.now.memoryAvailable];
  const bytes = (x: number): string => text(x, "B");
  const asked = room(a).find(([, to]) => a.at(to)?.fits === true);
  const isKept = a.now.fits;
  return {
    stage: "Memory",
    value: `${bytes(need)} a device, for the weights and one request`,
    limit: `${bytes(most)} usable`,
    used: isKept ? Math.min(1, need / most) : Math.max(need / most, 1.001),
    fix: isKept
      ? `The rest holds the cache of ${plural(a.of("activeBatchSize"), "request")}`
      : asked
        ? capital(asked[0])
        : "Nothing on this page is enough"
  };
}

const bits = {fp8: 8, int4: 4} as const;

/** What makes room in a device. */
function room(a: PoolAnswer): readonly Change[] {
  const devices = a.of("tpSize");
  const narrow = (["fp8", "int4"] as const)
    .filter((format) => format !== a.values["precision"])
    .map((format): Change => [`${bits[format]}-bit weights`, {precision: format}]);
  const wide = [2, 4, 8]
    .map((by) => by * devices)
    .filter((size) => size <= 16)
    .map((size): Change => [`${num(size)} devices a replica`, {tpSize: size}]);
  return [...narrow, ...wide];
}

/** What makes a replica quicker. */
function quicker(a: PoolAnswer): readonly Change[] {
  const answer = Math.max(1, Math.floor(a.of("outputTokens") / 2));
  const [half, slots] = [Math.max(1, Math.floor(a.of("maxBatchSize") / 2)), a.of("maxBatchSize")];
  return [
    ...room(a),
    ...(slots > 1
      ? [[`at most ${num(half)} requests together`, {maxBatchSize: half}] as const]
      : []),
    [`answers of ${plural(answer, "token")}`, {outputTokens: answer}],
    ["answers of equal length", {lengthCv: 0}]
  ];
}

/** What makes a token cheaper. */
function cheaper(a: PoolAnswer): readonly Change[] {
  const devices = a.of("tpSize");
  const relaxed = 2 * a.of("targetP99Latency");
  return [
    ...room(a),
    ...(devices > 1
      ? [[`${num(devices / 2)} devices a replica`, {tpSize: devices / 2}] as const]
      : []),
    [`an answer within ${text(relaxed, "s")}`, {targetP99Latency: relaxed}],
    ["twice the traffic", {qps: 2 * a.of("qps")}]
  ];
}

/** The rows of a target that one may leave out. */
function optional(a: PoolAnswer, target: string, row: (most: number) => Wall): readonly Wall[] {
  const most = a.of(target);
  return most > 0 ? [row(most)] : [];
}
