/** A value in the sentence that can be changed in place. */
export interface Blank {
  /** its name in the scenario */
  readonly name: string;
  /** what a screen reader calls it */
  readonly label: string;
  readonly kind: "list" | "number";
}

const list = (name: string, label: string): Blank => ({name, label, kind: "list"});
const number = (name: string, label: string): Blank => ({name, label, kind: "number"});

/** The scenario as a sentence: words, and the values between them. */
export const story: readonly (string | Blank)[] = [
  "Serve ",
  list("model", "Model"),
  " in ",
  list("precision", "Number format"),
  " on one ",
  list("hardware", "Device"),
  ", ",
  number("batchSize", "Requests at once"),
  " requests at once with ",
  number("seqLen", "Tokens of each request"),
  " tokens each, within ",
  number("itlTargetMs", "Milliseconds per token"),
  " ms per token. Train on a cluster like ",
  list("fleet", "Cluster"),
  " with ",
  number("fleet.nodes", "Nodes"),
  " nodes for ",
  number("durationDays", "Days"),
  " days in ",
  list("datacenter", "Region"),
  ", losing at most ",
  number("lostTargetPercent", "Per cent of the time lost"),
  "% of the time and emitting at most ",
  number("carbonTargetT", "Tonnes of carbon"),
  " t."
];

/** Width of a box for a number, in em of its own type. */
export function numberWidth(digits: string): number {
  return Number((Math.max(2, digits.length) * 0.62 + 0.5).toFixed(2));
}
