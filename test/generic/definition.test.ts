import {models} from "../../lib/models/all.js";
import {definitionTests} from "./definition.js";
import {casesOf, oracleTests} from "./oracle.js";

/** Models that join others, which the reference has not: a test of their own compares them with those. */
const joined: readonly string[] = ["TrainingRunModel"];
const compared = models.filter(({name}) => !joined.includes(name));

definitionTests(models);
oracleTests(compared.map((model) => [model, casesOf(model)] as const));
