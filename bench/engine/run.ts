// What an answer costs against a straight-line function of the same equations and fidelity.
import type {AnyModel, Model} from "../../lib/graph/spec.js";
import {graphOf} from "../../lib/model/model.js";
import {live} from "../../lib/model/live.js";
import {columnsFor, sweep} from "../../lib/sweep/sweep.js";
import {registry} from "../../test/registry.js";
import {coldStarts} from "./cold.js";
import type {Columns, Contest, Entry} from "./contests/contest.js";
import {servingContest} from "./contests/serving.js";
import {sustainabilityContest} from "./contests/sustainability.js";
import {trainingMemoryContest} from "./contests/training-memory.js";
import {firstSolves} from "./first.js";
import {race, racedFidelities} from "./race.js";
import type {RacedFidelity} from "./race.js";

let sink = 0;
let turn = 0;
/** A small number, another one each time; what it costs counts on all sides. */
const next = (): number => (turn++ & 63) + 1;

/** A model as `live` and `sweep` take it, which know its names when a caller writes it down. */
const typed = (model: AnyModel): Model<{}, {}, never> => model as unknown as Model<{}, {}, never>; // any names will do

function raceSolve({model, varied}: Contest, fidelity: RacedFidelity, entry: Entry): void {
  const {title, limit, byHand, solve} = entry;
  race(`${model.name}, ${fidelity}: solve, ${title}, ${varied} changes`, 41, [
    {name: "function by hand", calls: 20_000, run: () => void (sink += byHand(next()))},
    {name: "solve, all checks", calls: 20_000, limit, run: () => void (sink += solve(next()))}
  ]);
}

function raceLive(contest: Contest, fidelity: RacedFidelity, entry: Entry): void {
  const {model, varied, read} = contest;
  const page = live(typed(model), entry.given as never, {fidelity, registry});
  for (const output of read) page.watch(output as never, (value) => void (sink += Number(value)));
  race(`${model.name}, ${fidelity}: live, set ${varied}, two cells watched`, 41, [
    {name: "function by hand", calls: 20_000, run: () => void (sink += entry.byHand(next()))},
    {
      name: "live set",
      calls: 20_000,
      limit: 4,
      run: () => page.set({[varied]: next()})
    }
  ]);
}

const points = 1_000_000;
const fresh = (): Columns => [
  new Float64Array(points),
  new Float64Array(points),
  new Float64Array(points)
];

function raceSweep({model, sweep: of}: Contest, fidelity: RacedFidelity): void {
  const options = {
    fidelity,
    registry,
    outputs: of.outputs as readonly string[] as readonly never[]
  } as const;
  const given = of.given as never;
  const byHand = of.byHand(fidelity, registry);
  const mine = fresh();
  const into = columnsFor(of.outputs, points);
  const plain = fresh();
  const copied = Object.fromEntries(of.outputs.map((name, i) => [name, plain[i]!]));
  race(
    `${model.name}, ${fidelity}: sweep, 100 x 10 000 points, 3 outputs`,
    21,
    [
      {name: "loop by hand, hoisted", calls: 1, run: () => byHand(mine)},
      {
        name: "sweep, columns used again",
        calls: 1,
        limit: of.limit[fidelity],
        run: () => void sweep(typed(model), of.axes, given, {...options, into})
      },
      {
        name: "sweep, into plain arrays",
        calls: 1,
        run: () => void sweep(typed(model), of.axes, given, {...options, into: copied})
      }
    ],
    {size: points, unit: "ns/point"}
  );
}

const contests = [sustainabilityContest, trainingMemoryContest, servingContest];
firstSolves(registry);
const size = (model: AnyModel): string =>
  racedFidelities
    .map((fidelity) => `${graphOf(model, fidelity).cells.length} ${fidelity}`)
    .join(", ");
for (const {model} of contests) console.log(`${model.name}: cells ${size(model)}`);
for (const contest of contests) {
  for (const fidelity of racedFidelities) {
    const entries = contest.entries(fidelity, registry);
    for (const entry of entries) raceSolve(contest, fidelity, entry);
    raceLive(contest, fidelity, entries.at(-1)!);
    raceSweep(contest, fidelity);
  }
}
coldStarts();
if (Number.isNaN(sink)) console.log(sink);
