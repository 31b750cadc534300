import type {lanes} from "../stories/story.js";

/** A page and the question that it answers. */
export interface Question {
  readonly page: "serving" | "reliability" | "carbon";
  readonly question: string;
  /** short name of the model */
  readonly model: string;
  readonly title: string;
  readonly lane: (typeof lanes)[number];
  /** the page before it on the map */
  readonly after: string;
}

/** The questions that pages answer, in the order of a reader's way: one device, a hall, the place. */
export const questions: readonly Question[] = [
  {
    page: "serving",
    question: "How long until it answers, and how fast does it then write?",
    model: "Serving",
    title: "Serving",
    lane: "One device",
    after: "/single-node"
  },
  {
    page: "reliability",
    question: "How often will a cluster fail, and how often should it save?",
    model: "Reliability",
    title: "Failures",
    lane: "A machine hall",
    after: "/moe-routing"
  },
  {
    page: "carbon",
    question: "Where would this run emit least?",
    model: "Sustainability",
    title: "Carbon",
    lane: "A machine hall",
    after: "/economics"
  }
];
