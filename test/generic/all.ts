import type {Subject} from "../subjects.js";
import {definitionTests} from "./definition.js";
import {dimensionTests} from "./dimensions.js";
import {domainTests} from "./domain.js";
import {engineTests} from "./engine.js";
import {explainTests} from "./explain.js";
import {inputTests} from "./inputs.js";
import {liveTests} from "./live.js";
import {oracleTests} from "./oracle.js";
import type {Case} from "./oracle.js";
import {pageTests} from "./page.js";
import {referenceTests} from "./reference.js";
import {robustnessTests} from "./robustness.js";
import {sensitivityTests} from "./sensitivity.js";
import {textTests} from "./texts.js";

/** What must hold of every model, whoever wrote it; a model's own test adds what it means. */
export function genericTests({model, samples}: Subject, cases: readonly Case[]): void {
  const subjects = [{model, samples}];
  definitionTests([model]);
  textTests([model]);
  referenceTests([model]);
  oracleTests([[model, cases]]);
  for (const tests of [
    engineTests,
    domainTests,
    dimensionTests,
    explainTests,
    inputTests,
    liveTests,
    pageTests,
    robustnessTests,
    sensitivityTests
  ])
    tests(subjects);
}
