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

const told = stories.map((story): Place => {
  const {model, title, lane} = story;
  const path = `/${nounOf(model.name)}`;
  return {path, title, lane, question: model.spec.question ?? model.spec.doc, story};
});

/** The pages of models in the order of the map: stories, and where they belong those that are made by hand. */
export const places: readonly Place[] = questions.reduce<readonly Place[]>(
  (all, {page, title, lane, question, after}) => {
    const place: Place = {path: `/${page}`, title, lane, question, story: undefined};
    const before = all.findIndex(({path}) => path === after);
    if (before < 0) throw new Error(`page map: no such page: ${after}`);
    return all.toSpliced(before + 1, 0, place);
  },
  told
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
