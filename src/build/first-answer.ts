import {namesOf} from "../components/inputs.js";
import {storyAnswer, worthOf} from "../components/story-answer.js";
import type {Answer} from "../components/story-answer.js";
import type {ModelStory} from "../stories/story.js";
import {addressNames, given, startOf} from "./pages.js";
import {registry} from "./tables.js";

/** The answer of a story to the scenario that its page starts from. */
export function firstAnswer(story: ModelStory): Answer {
  const {model} = story;
  const own = namesOf(model, addressNames);
  const start = startOf(model);
  return storyAnswer(story, given(model), {
    registry,
    goal: (name) => Number(start[name]),
    worth: (input) => worthOf(addressNames.known[own[input]!]?.unit)
  });
}
