import {builtin} from "../expression/functions.js";
import type {Node} from "../expression/ast.js";
import {interpret, slotsOf} from "../expression/interpret.js";
import type {Slots} from "../expression/interpret.js";
import type {Cell, Graph} from "../graph/graph.js";

/**
 * Slots from which a path leads to a cell through a step: `floor`, `ceil`, a comparison, or a named
 * function without stated derivatives. Only branches that hold at these values count.
 */
export function stepped(graph: Graph, goal: Cell, slots: Slots): ReadonlySet<number> {
  const reached = new Set([goal.slot]);
  const onSteps = new Set<number>();
  function mark(node: Node, isStep: boolean): void {
    for (const slot of slotsOf(node, graph.scope)) {
      reached.add(slot);
      if (isStep) onSteps.add(slot);
    }
  }
  function visit(node: Node, isStep: boolean): void {
    switch (node.kind) {
      case "if":
        visit(node.test, true);
        return visit(interpret(node.test, slots, graph.scope) ? node.then : node.otherwise, isStep);
      case "orElse":
        return visit(Number.isNaN(interpret(node.a, slots, graph.scope)) ? node.b : node.a, isStep);
      case "index": {
        visit(node.by, true);
        const option = graph.options[interpret(node.by, slots, graph.scope)];
        if (option === undefined) return;
        return mark({...node, by: {kind: "option", value: option}}, isStep);
      }
      case "ref":
        return mark(node, isStep);
      case "call": {
        const own = builtin(node.name);
        const isSmooth = own
          ? node.name !== "floor" && node.name !== "ceil"
          : hasPartials(node.name);
        for (const arg of node.args) visit(arg, isStep || !isSmooth);
        return;
      }
      case "negate":
        return visit(node.a, isStep);
      case "not":
        return visit(node.a, true);
      case "arithmetic":
      case "compare":
      case "logic":
        visit(node.a, isStep || node.kind !== "arithmetic");
        return visit(node.b, isStep || node.kind !== "arithmetic");
      default: // has, and what reads nothing
    }
  }
  const hasPartials = (name: string): boolean => graph.scope.named(name)?.partials !== undefined;
  for (const cell of [...graph.cells].reverse()) {
    if (reached.has(cell.slot)) visit(cell.node, onSteps.has(cell.slot));
  }
  return onSteps;
}
