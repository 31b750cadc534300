import {withChildren} from "../expression/ast.js";
import type {Node} from "../expression/ast.js";
import {interpret} from "../expression/interpret.js";
import type {Slots} from "../expression/interpret.js";
import type {Graph} from "../graph/graph.js";

/** The equation without the branches that did not run; a table's entry becomes the entry's name. */
export function taken(node: Node, graph: Graph, slots: Slots): Node {
  const of = (child: Node): Node => taken(child, graph, slots);
  switch (node.kind) {
    case "if":
      return of(interpret(node.test, slots, graph.scope) ? node.then : node.otherwise);
    case "orElse":
      return of(Number.isNaN(interpret(node.a, slots, graph.scope)) ? node.b : node.a);
    case "index": {
      const option = graph.options[interpret(node.by, slots, graph.scope)];
      return option === undefined ? node : {kind: "ref", name: `${node.table}.${option}`};
    }
    default:
      return withChildren(node, of);
  }
}
