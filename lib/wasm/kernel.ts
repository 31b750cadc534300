import type {Node} from "../expression/ast.js";
import type {Cell, Graph} from "../graph/graph.js";
import {slotsOf} from "../expression/interpret.js";
import type {Plan, Step} from "./plan.js";
import {Code, Func, op, type} from "./encode.js";
import {Emitter, Frame} from "./emit.js";
import {Before, Pair, Single} from "./lanes.js";
import {compile} from "./machine.js";
import type {Program} from "./machine.js";

/** What a sweep compiles to: its own slots, columns of a chunk, and one function for each level. */
export interface KernelPlan extends Program {
  /** columns that the sweep fills before it calls `inner` */
  readonly given: ReadonlyMap<number, number>;
  /** where the values of a cell are after `points`; undefined: the same for the whole row */
  readonly results: readonly (number | undefined)[];
}

export interface Shape {
  readonly graph: Graph;
  readonly plan: Plan;
  /** slots of the inner axis */
  readonly inner: readonly number[];
  readonly wanted: readonly Cell[];
  /** conditions without which a point is none */
  readonly rules: readonly Node[];
  /** points of a chunk */
  readonly width: number;
}

/** `lanes` points at a time, `unroll` times in a round of the loop. */
export interface Style {
  readonly lanes: 1 | 2;
  readonly unroll: 1 | 2 | 4;
}

export const stride = (style: Style): number => 8 * style.lanes * style.unroll;

export function kernelPlan(
  {graph, plan, inner, wanted, rules, width}: Shape,
  style: Style
): KernelPlan {
  const frame = new Frame(graph.scope, graph.blank.byteLength);
  const size = Math.ceil((8 * width) / stride(style)) * stride(style);
  const column = (): number => frame.reserve(size);
  const given = new Map(inner.map((slot) => [slot, column()]));
  const columns = new Map(given);
  const nested = plan.outer.length > 0;

  /** One loop over a chunk: `steps` in order, `keep` what others need. */
  function loop(
    steps: readonly Step[],
    keep: ReadonlyMap<number, number>,
    conditions: readonly Node[]
  ): Func {
    const func = new Func([type.i32]);
    const moving = new Set([...columns.keys(), ...steps.map(({cell}) => cell.slot)]);
    const before = new Before(frame, func, (node) =>
      slotsOf(node, graph.scope).some((slot) => moving.has(slot))
    );
    const read = new Set([
      ...steps.flatMap(({node}) => slotsOf(node, graph.scope)),
      ...conditions.flatMap((node) => slotsOf(node, graph.scope)),
      ...keep.keys()
    ]);
    const index = func.local(type.i32);
    const body = new Code();
    for (let at = 0; at < style.unroll; at++) {
      const one =
        style.lanes === 2 ? new Pair(before, body, index, at) : new Single(before, body, index, at);
      const take = (slot: number): void => {
        const local = one.local();
        body.at(op.localSet, local);
        one.locals.set(slot, local);
      };
      for (const [slot, address] of columns) {
        if (!read.has(slot)) continue;
        one.load(address);
        take(slot);
      }
      for (const {cell, node} of steps) {
        const same = node.kind === "ref" ? one.locals.get(graph.scope.slot(node.name)) : undefined;
        if (same !== undefined) {
          one.locals.set(cell.slot, same);
          continue;
        }
        one.value(node);
        take(cell.slot);
      }
      const holds = conditions.reduce<Node | undefined>(
        (all, node) => (all ? {kind: "logic", op: "&&", a: all, b: node} : node),
        undefined
      );
      for (const [slot, address] of keep) {
        const cell = graph.bySlot[slot]!;
        one.value({kind: "ref", name: cell.name});
        if (holds) {
          const yes = one.local();
          body.at(op.localSet, yes);
          one.where(holds, yes);
        }
        one.save(address);
      }
    }
    func.code
      .at(op.localGet, func.base)
      .at(op.localTee, index)
      .at(op.localGet, 0)
      .put(op.i32Add)
      .at(op.localSet, 0);
    func.code.add(before.code).at(op.loop, type.nothing).add(body);
    func.code
      .at(op.localGet, index)
      .i32(stride(style))
      .put(op.i32Add)
      .at(op.localTee, index)
      .at(op.localGet, 0)
      .put(op.i32LtU)
      .at(op.brIf, 0)
      .put(op.end);
    return func;
  }

  const functions: Record<string, Func> = {};
  const slotsWanted = wanted.map(({slot}) => slot);
  const isStep =
    (steps: readonly Step[]) =>
    (slot: number): boolean =>
      steps.some(({cell}) => cell.slot === slot);
  const held = (slots: readonly number[]): Map<number, number> =>
    new Map([...new Set(slots)].map((slot) => [slot, column()]));
  const last = nested ? plan.points : plan.inner;
  const results = new Map(held(rules.length > 0 ? slotsWanted : slotsWanted.filter(isStep(last))));
  if (nested && plan.inner.length > 0) {
    const later = [
      ...plan.points.flatMap(({node}) => slotsOf(node, graph.scope)),
      ...rules.flatMap((node) => slotsOf(node, graph.scope)),
      ...slotsWanted
    ];
    const keep = held(later.filter(isStep(plan.inner)));
    functions["inner"] = loop(plan.inner, keep, []);
    for (const [slot, address] of keep) columns.set(slot, address);
  }
  if (results.size > 0) functions["points"] = loop(last, results, rules);
  functions["outer"] = outerOf(frame, plan);
  return {
    given,
    results: slotsWanted.map((slot) => results.get(slot) ?? columns.get(slot)),
    ...compile(frame, functions)
  };
}

/** What the axes from a level on have changed. */
function outerOf(frame: Frame, plan: Plan): Func {
  const func = new Func([type.i32]);
  const {code} = func;
  plan.outer.forEach((steps, level) => {
    if (steps.length === 0) return;
    const emitter = new Emitter(frame, func);
    code.at(op.localGet, 0).i32(level).put(op.i32LeS).at(op.if, type.nothing);
    for (const {cell, node} of steps) {
      emitter.value(node);
      const local = func.local(type.f64);
      code.at(op.localSet, local);
      emitter.locals.set(cell.slot, local);
      emitter.store(cell.slot, local);
    }
    code.put(op.end);
  });
  return func;
}
