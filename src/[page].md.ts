import {parseArgs} from "node:util";
import {storyMarkup, storyNamed} from "./build/story-markup.js";

const {values} = parseArgs({options: {page: {type: "string"}}});
process.stdout.write(storyMarkup(storyNamed(values.page ?? "")));
