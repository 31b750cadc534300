import {joined, models} from "../../lib/models/all.js";
import {definitionTests} from "./definition.js";
import {casesOf, oracleTests} from "./oracle.js";

// the reference has no joined models: a test of their own compares them with those that they join
const compared = models.filter((model) => !joined.includes(model));

definitionTests(models);
oracleTests(compared.map((model) => [model, casesOf(model)] as const));
