import type {Method} from "../build/method.js";
import {num} from "./numbers.js";

/** How far the figures behind the pages were followed up, **numbers** marked. */
export function lead({total}: Pick<Method, "total">): string {
  const of = (status: string): number => total[status] ?? 0;
  const all = Object.values(total).reduce((sum, count) => sum + count, 0);
  return `Every number is an equation over figures that name their source. Of **${num(all)}** entries **${num(of("checked"))}** were seen at their source, **${num(of("checked: secondary"))}** in a copy, **${num(of("unchecked"))}** not yet, and **${num(of("judgement"))}** are judgements.`;
}
