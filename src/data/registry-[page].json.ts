import {parseArgs} from "node:util";
import {addressNames, modelsOf, takes} from "../build/pages.js";
import {csv, slimTables} from "../build/slim.js";
import {registry} from "../build/tables.js";
import {version} from "../build/version.js";

// What one page needs of `data/`, the names that its address may hold, and what a citation states.
const {values} = parseArgs({options: {page: {type: "string"}}});
const models = modelsOf[values.page ?? ""];
if (!models) throw new Error(`no such page: ${values.page}`);
const {tables, sources} = slimTables(models, takes);
// the carbon page says at once which places have a source; elsewhere they come with the equations
const all = values.page === "carbon" ? {...tables, ...sources} : {...tables};
const incidents = registry.table("incidents");
if (incidents && values.page === "reliability") {
  Object.assign(all, {incidents: csv(incidents, incidents.columns)});
}
process.stdout.write(JSON.stringify({tables: all, names: addressNames, version: version()}));
