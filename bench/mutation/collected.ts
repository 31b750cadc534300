// Stands in for vitest where a file of tests runs hundreds of times in one process: it only collects them.
import {JestAsymmetricMatchers, JestChaiExpect, chai} from "@vitest/expect";
import fc from "fast-check";

type Run = (...values: readonly never[]) => unknown;

/** A test's name and what it runs. */
export interface Test {
  readonly name: string;
  readonly run: () => unknown;
}
/** Tests in the order of their file. */
export const tests: Test[] = [];

// one failing example is enough, and the same each time
fc.configureGlobal({seed: 1, endOnFailure: true});
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);
export const {expect} = chai;

const runOf = (parts: readonly unknown[]): Run =>
  parts.find((part) => typeof part === "function") as Run; // each test has one
const valuesOf = (row: unknown): readonly never[] => {
  const values: readonly unknown[] = Array.isArray(row) ? row : [row];
  return values as readonly never[]; // as a table of cases gives them
};

export const it = Object.assign(
  (name: string, ...parts: readonly unknown[]): void => {
    tests.push({name, run: runOf(parts)});
  },
  {
    each:
      (rows: readonly unknown[]) =>
      (name: string, ...parts: readonly unknown[]): void => {
        for (const row of rows) tests.push({name, run: () => runOf(parts)(...valuesOf(row))});
      }
  }
);
export const describe = Object.assign((_: string, run: () => void): void => run(), {
  each:
    (rows: readonly unknown[]) =>
    (_: string, run: Run): void => {
      for (const row of rows) run(...valuesOf(row));
    }
});
