import {nounOf} from "../../lib/model/names.js";
import {questions} from "../components/questions.js";
import {stories} from "../stories/stories.js";
import {lanes} from "../stories/story.js";
import type {ModelStory} from "../stories/story.js";

/** A page of a model on the map. */
export interface Place {
  readonly path: string;
  readonly title: string;
  readonly lane: (typeof lanes)[number];
  readonly question: string;
  /** undefined for a page that is made by hand */
  readonly story: ModelStory | undefined;
}

/** A reader's way through the models, lane by lane. */
const order = [
  "single-node",
  "serving",
  "continuous-batching",
  "weight-streaming",
  "serving-capacity",
  "tail-latency",
  "training-memory",
  "distributed",
  "moe-routing",
  "reliability",
  "checkpoint",
  "economics",
  "carbon",
  "training-run",
  "serving-deployment"
];

const told = stories.map((story): Place => {
  const {model, title, lane} = story;
  const path = `/${nounOf(model.name)}`;
  return {path, title, lane, question: model.spec.question ?? model.spec.doc, story};
});
const byHand = questions.map(({page, question, title, lane}): Place => {
  return {path: `/${page}`, title, lane, question, story: undefined};
});

/** The pages of models in the order of the map. */
export const places: readonly Place[] = [...byHand, ...told].toSorted(
  (a, b) => order.indexOf(a.path.slice(1)) - order.indexOf(b.path.slice(1))
);

/** The lanes that have pages, with these. */
export const map = lanes
  .map((lane) => ({lane, pages: places.filter((place) => place.lane === lane)}))
  .filter((one) => one.pages.length > 0);

/** Links at the end of a page: the one before and the one after on the map. */
export function neighbours(path: string): string {
  const i = places.findIndex((place) => place.path === path);
  const link = (place: Place | undefined, words: string): string =>
    place === undefined
      ? "<span></span>"
      : `<a href="${place.path}" rel="${words === "Before" ? "prev" : "next"}"><small>${words}: ${place.title}</small>${place.question}</a>`;
  return `<nav class="neighbours" aria-label="Pages before and after">${link(places[i - 1], "Before")}${link(places[i + 1], "Next")}</nav>`;
}
