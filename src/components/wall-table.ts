import type {Wall} from "../stories/story.js";
import {element, write, writeRich} from "./element.js";
import {gauge, isBroken, usedPercent} from "./gauge.js";
import {keptRows} from "./kept-rows.js";
import type {KeptRow} from "./kept-rows.js";
import {both, lower, num} from "./numbers.js";

/** How much of a limit is used, and how much is left. */
export function usedWords(used: number): string {
  if (Number.isNaN(used)) return "–";
  if (used === Infinity) return "out of reach";
  if (used >= 10) return `${num(Number(used.toPrecision(2)))} times the limit`;
  if (isBroken({used})) {
    // what is too much is said to two digits, and the whole to as many
    const more = Number(((used - 1) * 100).toPrecision(2));
    return `${num(100 + more, 6)}% used, ${num(more)}% too much`;
  }
  // both are rounded, and add up to the whole
  const whole = Math.round(used * 100);
  return used < 0.01 ? `${usedPercent(used)} used` : `${whole}% used, ${100 - whole}% left`;
}

/** The limit of which the largest share is used. */
export function firstOf(walls: readonly Wall[]): Wall | undefined {
  return walls.reduce<Wall | undefined>(
    (most, wall) => (most === undefined || wall.used > most.used ? wall : most),
    undefined
  );
}

/** Which limits are broken, else which one comes next, **numbers** marked. */
export function bindingSentence(walls: readonly Wall[]): string {
  const first = firstOf(walls);
  if (!first) return "";
  const broken = walls.filter(isBroken);
  if (broken.length === 0)
    return `Every limit holds. **${first.stage}** binds first: ${usedWords(first.used)}.`;
  const names = both(broken.map(({stage}) => lower(stage)));
  const most = broken.length === 1 ? "" : `, **${lower(first.stage)}** most`;
  return `${broken.length === 1 ? "One limit is" : `${num(broken.length)} limits are`} broken: **${names}**${most}.`;
}

/** Limits by stage: what each comes to, a bar against one wall, and the nearest fix. */
export function wallTable(): {
  readonly node: HTMLElement;
  readonly update: (walls: readonly Wall[]) => void;
} {
  const says = element`<p class="binding" role="status"></p>`;
  const body = element`<tbody></tbody>`;
  const table = element`<table class="walls stages"><caption class="vh">Limits by stage</caption><thead><tr><th scope="col">Stage</th><th scope="col">Now, and its limit</th><th scope="col" class="gauge">Share of the limit used</th><th scope="col">Nearest fix</th></tr></thead>${body}</table>`;
  const show = keptRows(body, wallRow);
  return {
    node: element`<div>${says}${table}</div>`,
    update(walls) {
      writeRich(says, bindingSentence(walls));
      const first = firstOf(walls);
      const isOnly = walls.filter(isBroken).length === 1;
      show(walls.map((wall) => ({...wall, isFirst: wall === first, isOnly})));
    }
  };
}

function wallRow(): KeptRow<Wall & {readonly isFirst: boolean; readonly isOnly: boolean}> {
  const stage = element`<span></span>`;
  const first = element`<small></small>`;
  const value = element`<span></span>`;
  const limit = element`<small></small>`;
  const used = element`<b></b>`;
  const bar = gauge(used);
  const fix = element`<td class="fix"></td>`;
  return {
    node: element`<tr><th scope="row">${stage}${first}</th><td class="answer">${value}${limit}</td><td class="gauge">${bar.node}</td>${fix}</tr>`,
    write(wall) {
      const over = isBroken(wall);
      write(stage, wall.stage);
      const most = wall.isFirst && !wall.isOnly ? "broken most" : "broken";
      write(first, over ? most : wall.isFirst ? "binds first" : "");
      write(value, wall.value);
      write(limit, `of ${wall.limit}${wall.isGoal ? ", your goal" : ""}`);
      write(used, usedWords(wall.used));
      write(fix, wall.fix);
      bar.show(wall.used);
    }
  };
}
