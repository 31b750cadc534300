import {parseArgs} from "node:util";
import {nounOf} from "../../lib/model/names.js";
import {ReliabilityModel} from "../../lib/models/reliability.js";
import {ServingModel} from "../../lib/models/serving.js";
import {SustainabilityModel} from "../../lib/models/sustainability.js";
import {equations} from "../build/equations.js";
import {addressNames, modelsOf, takes} from "../build/pages.js";
import {
  carbonScenarios,
  reliabilityScenarios,
  servingScenarios,
  storyScenarios
} from "../build/scenarios.js";
import {slimTables} from "../build/slim.js";
import {carbonShown} from "../components/carbon-answer.js";
import {controlled} from "../components/controlled.js";
import {reliabilityShown} from "../components/reliability-answer.js";
import {servingShown} from "../components/serving-answer.js";
import {controlledBy} from "../components/story-controls.js";
import {stories} from "../stories/stories.js";
import type {Typeset} from "../components/typeset.js";

// The equations that a page can show, set with KaTeX at build, and the sources of what they read: both
// wait until a reader asks. A browser has nothing of KaTeX but its stylesheet.
const made: Readonly<Record<string, () => Omit<Typeset, "sources">>> = {
  carbon: () =>
    equations(SustainabilityModel, () => carbonShown, carbonScenarios(), controlled.carbon),
  reliability: () =>
    equations(ReliabilityModel, reliabilityShown, reliabilityScenarios(), controlled.reliability),
  serving: () => equations(ServingModel, servingShown, servingScenarios(), controlled.serving),
  ...Object.fromEntries(
    stories.map((story) => [
      nounOf(story.model.name),
      () =>
        equations(
          story.model,
          () => story.boxes,
          storyScenarios(story),
          controlledBy(story, addressNames)
        )
    ])
  )
};
const {values} = parseArgs({options: {page: {type: "string"}}});
const make = made[values.page ?? ""];
if (!make) throw new Error(`no such page: ${values.page}`);
const {sources} = slimTables(modelsOf[values.page ?? ""] ?? [], takes);
process.stdout.write(JSON.stringify({...make(), sources}));
