import {parseArgs} from "node:util";
import {referencePage} from "../build/reference.js";

const {values} = parseArgs({options: {model: {type: "string"}}});
process.stdout.write(referencePage(values.model ?? ""));
