import {expect} from "vitest";

/** What no reader should meet. */
const wrong = /NaN|undefined|null|Infinity|∞|\[object|\bnone\b|  |\.\./;

/** A sentence that a page may print; its **numbers** are closed. */
export function sound(sentence: string): void {
  expect(sentence).not.toMatch(wrong);
  expect(sentence.trim()).not.toBe("");
  expect(sentence.split("**").length % 2, sentence).toBe(1);
}
