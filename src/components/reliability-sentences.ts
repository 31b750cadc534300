import type {Verdict} from "./blocks.js";
import {num, plural, share, text} from "./numbers.js";
import type {Reveal} from "./predict.js";
import type {ReliabilityAnswer} from "./reliability-answer.js";

/** A count as one says it: `2000`, not `1987`. */
const roughly = (x: number): number => Number(x.toPrecision(2));

/** The answer, **numbers** marked. */
export function lead({now, best, accelerators}: ReliabilityAnswer): string {
  const start = `With ${plural(accelerators, "GPU")} something stops the job every **${text(now.fleetMtbf, "s")}**.`;
  return best.lostShare > 0.999
    ? `${start} Even the best interval keeps **hardly any** work.`
    : `${start} Saving every **${text(now.dalyInterval, "s")}** loses least: **${share(best.lostShare)}** of the time.`;
}

/** Whether losses are under control, and the nearest fix. */
export function verdict({now, best, save, chosen}: ReliabilityAnswer): Verdict {
  const parts = `${share(now.writeShare)} writing, ${share(now.reworkShare)} redoing, ${share(now.recoveryShare)} restarting`;
  const lost = share(now.lostShare);
  if (save > 0.1 * now.fleetMtbf) {
    return {
      isGood: false,
      sentence: `**Saves are too long.** One blocks ${text(save, "s")}, a failure comes every ${text(now.fleetMtbf, "s")}: ${lost} of the time is lost. Nearest fix: a save of ${text(0.01 * now.fleetMtbf, "s")}.`
    };
  }
  if (now.lostShare < 0.1) {
    const every =
      chosen === undefined ? "At Young’s interval" : `Saving every ${text(chosen, "s")}`;
    return {
      isGood: true,
      sentence: `**Under control.** ${every} ${lost} of the time is lost: ${parts}.`
    };
  }
  const isOff = now.lostShare - best.lostShare > 0.01;
  const fix = isOff
    ? `save every ${text(now.dalyInterval, "s")}`
    : `save in ${text(save / 4, "s")} instead of ${text(save, "s")}`;
  return {
    isGood: false,
    sentence: `**Over a tenth is lost.** ${lost}: ${parts}. Nearest fix: ${fix}.`
  };
}

/** What ten times the cluster does to the best interval. */
export function reveal({now, tenfold, accelerators}: ReliabilityAnswer): Reveal {
  const ratio = now.dalyInterval / tenfold.dalyInterval;
  return {
    right: ratio < 1.5 ? "same" : ratio < 5.5 ? "root" : "ten",
    sentence: `The best interval follows the square root of the time between failures: from ${text(now.dalyInterval, "s")} with ${plural(accelerators, "GPU")} to ${text(tenfold.dalyInterval, "s")} with ${num(10 * accelerators)}.`
  };
}

/** What the curve of losses over the interval shows. */
export function intervalFinding(
  {now, best, rarer, chosen}: ReliabilityAnswer,
  isRevealed: boolean
): string {
  if (!isRevealed) return "What does saving less often cost?";
  if (best.lostShare > 0.999)
    return "No interval helps: failures come faster than work can be kept";
  const every = text(now.dalyInterval, "s");
  if (chosen !== undefined && Math.abs(Math.log(chosen / now.dalyInterval)) > 0.1)
    return `Saving every ${text(chosen, "s")} loses ${share(now.lostShare)}; every ${every} would lose ${share(best.lostShare)}`;
  const points = roughly((rarer.lostShare - best.lostShare) * 100);
  return `Saving every ${every} loses least; half as often costs ${plural(points, "point")} more`;
}

/** What the line of failures over the size shows. */
export function sizeFinding({now, accelerators, perNode}: ReliabilityAnswer): string {
  const daily = (accelerators * now.fleetMtbf) / 86_400;
  return daily < perNode
    ? "Even one node fails more than once a day"
    : `From ${num(roughly(daily))} GPUs on, expect a failure a day`;
}

/** What the two curves of goodput show. */
export function goodputFinding({now, book, chosen}: ReliabilityAnswer): string {
  const at = chosen === undefined ? "" : " at this interval";
  return book.goodputRatio - now.goodputRatio > 0.01
    ? `The textbook forgets redone work: it says ${share(book.goodputRatio, 3)} useful, not ${share(now.goodputRatio, 3)}`
    : `Both fidelities agree within a point${at}: ${share(now.goodputRatio, 3)} useful`;
}

/** Why the fidelities differ, by quantity. */
export function because({now, book, chosen}: ReliabilityAnswer): Readonly<Record<string, string>> {
  return {
    fleetMtbf:
      book.fleetMtbf === now.fleetMtbf
        ? "The same rates of the same parts."
        : "A node that states no spare power supply is taken to have one.",
    dalyInterval: "The textbook stops at Young’s square root; Daly counts failures during saves.",
    lostShare: "Redone work: half an interval for every failure.",
    goodputRatio:
      chosen === undefined
        ? "What is lost, taken from all time."
        : "The textbook has no choice of interval: it saves at Young’s."
  };
}

/** How far published fleets are from the time between failures here. */
export function accuracy([least, most]: readonly [number, number], count: number): string {
  if (!Number.isFinite(least)) return "No published fleet is at hand to compare with.";
  return `${num(count)} published fleets lasted ${num(least, 2)} to ${num(most, 2)} times as long as this says.`;
}
