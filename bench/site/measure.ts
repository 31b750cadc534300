// The built site in numbers: weight of a first visit, paint and shift on a slow network with a slow
// processor, the time of a slider step and what it is made of. Headless Chromium, on this machine.
//   npm run bench -- site [--page=serving] [--only=weight,load,step,parts] [--repeats=3] [--steps=40] [--cpu=1,4]
import {existsSync} from "node:fs";
import {parseArgs} from "node:util";
import {launch} from "../../scripts/browser.js";
import {serve} from "../../scripts/serve.js";
import {load} from "./load.js";
import {parts} from "./parts.js";
import {step} from "./step.js";
import {base} from "./visit.js";
import {weight} from "./weight.js";

const {values} = parseArgs({
  options: {
    page: {type: "string", default: "serving,reliability,carbon"},
    only: {type: "string", default: "weight,load,step,parts"},
    repeats: {type: "string", default: "3"},
    steps: {type: "string", default: "40"},
    cpu: {type: "string", default: "1,4"}
  }
});
if (!existsSync("dist/404.html")) throw new Error("there is no dist: run `npm run build`");
const repeats = Number(values.repeats);
const steps = Number(values.steps);
const cpus = values.cpu.split(",").map(Number);
const measures = {weight, load, step, parts} as const;

const site = await serve("dist", base);
const browser = await launch({unpaced: true});
for (const path of values.page.split(",")) {
  console.log(`\n/${path}`);
  for (const [name, measure] of Object.entries(measures)) {
    if (values.only.split(",").includes(name))
      await measure({browser, origin: site.origin, path, repeats, steps, cpus});
  }
}
await browser.close();
await site.close();
