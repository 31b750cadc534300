import {models} from "../../lib/models/all.js";
import {definitionTests} from "./definition.js";
import {casesOf, oracleTests} from "./oracle.js";

definitionTests(models);
oracleTests(models.map((model) => [model, casesOf(model)] as const));
