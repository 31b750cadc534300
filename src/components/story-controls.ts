import type {Registry} from "../lib/registry/registry.js";
import type {RecordType} from "../lib/registry/schema.js";
import type {Values} from "../lib/model/values.js";
import {datacenter} from "../lib/models/records/datacenter.js";
import {hardware} from "../lib/models/records/hardware.js";
import type {ModelStory, SliderControl} from "../stories/story.js";
import {clusterControls} from "./cluster-slider.js";
import {bound, panel, segments, select, slider} from "./controls.js";
import type {Option, Slider} from "./controls.js";
import {namesOf} from "./inputs.js";
import {num, scaleOf} from "./numbers.js";
import {deviceOptions, placeOptions, rowOptions} from "./options.js";
import type {Answer} from "./story-answer.js";
import type {Names} from "./scenario-text.js";

/** What a story has a control for, as an address names it. */
export function controlledBy({model, controls}: ModelStory, names: Names): readonly string[] {
  const own = namesOf(model, names);
  return controls.flatMap((one) => {
    if (one.kind === "cluster") return [own["fleet"]!, `${own["fleet"]!}.nodes`];
    return one.kind === "goal" ? [one.name] : [own[one.input]!];
  });
}

/** The panel of a story's controls; what lies beyond a limit is painted. */
export function storyControls(
  story: ModelStory,
  {names, registry}: {readonly names: Names; readonly registry: Registry},
  values: () => Values
): {readonly node: HTMLElement; readonly update: (answer: Answer) => void} {
  const {model, controls} = story;
  const own = namesOf(model, names);
  const updates: ((answer: Answer) => void)[] = [];
  const nodes = controls.flatMap((one): readonly HTMLElement[] => {
    if (one.kind === "cluster") {
      const {list, size} = clusterControls(registry, values, one);
      updates.push((answer) => {
        size.limit(Infinity, `${num(answer.of("fleet.nodes"))} nodes`);
        size.sync();
      });
      return [list, size.node];
    }
    if (one.kind === "goal") {
      const {name, label, unit, min, max} = one;
      const made = slider({of: bound(name), label, unit, min, max, log: true});
      return [made.node];
    }
    const spec = model.spec.inputs[one.input]!; // test/components/stories.test.ts holds it
    const name = own[one.input]!;
    const label = spec.label ?? one.input;
    if (one.kind === "record" && "record" in spec)
      return [select(name, label, optionsOf(registry, spec.record))];
    if (one.kind === "flag")
      return [
        segments(name, label, [
          {value: true, text: "Yes"},
          {value: false, text: "No"}
        ])
      ];
    if (one.kind === "choice" && "choice" in spec) {
      const only = one.only ?? spec.choice;
      return only.length > 4
        ? [
            select(
              name,
              label,
              only.map((id) => ({id, name: id}))
            )
          ]
        : [
            segments(
              name,
              label,
              only.map((value) => ({value, text: value}))
            )
          ];
    }
    if (one.kind !== "slider" || !("unit" in spec)) throw new Error(`no such control: ${name}`);
    const unit = one.percent
      ? "%"
      : (one.shown?.unit ?? unitWords(names.known[name]?.unit, spec.unit));
    const of = bound(name, one.percent ? 0.01 : (one.shown?.worth ?? 1));
    const made = slider({...one, of, label, unit});
    updates.push((answer) => said(made, one, answer, unit));
    return [made.node];
  });
  return {
    node: panel(controlledBy(story, names), nodes),
    update: (answer) => updates.forEach((update) => update(answer))
  };
}

/** Devices by class; places by the grid that they are on. */
function optionsOf(registry: Registry, type: RecordType): readonly Option[] {
  if (type === hardware) return deviceOptions(registry);
  return type === datacenter ? placeOptions(registry) : rowOptions(registry, type);
}

/** The words of a unit; of an address where that has its own. */
export function unitWords(written: string | undefined, unit: string): string {
  if (written === "day") return "days";
  if (written === "hour" || written === "h") return "hours";
  if (written === "yr") return "years";
  if (written === "USD/kWh") return "US$/kWh";
  return written ?? scaleOf(2, unit, unit).name;
}

function said(
  made: Slider,
  {
    input,
    min,
    max,
    until,
    from,
    note = "",
    says = ["none of these fits", "fits up to", "all of these fit"]
  }: SliderControl,
  answer: Answer,
  unit: string
): void {
  const [none, upTo, all] = says;
  const percent = unit === "%" ? "%" : "";
  if (until === undefined) {
    const least = from === undefined ? undefined : answer.least(input);
    const words =
      least === undefined
        ? note
        : least === Infinity
          ? none
          : least <= min
            ? all
            : `${upTo} ${num(least)}${percent}`;
    return made.limit(Infinity, words);
  }
  const wall = answer.wall(input);
  const words =
    wall === Infinity || wall >= max ? all : wall <= 0 ? none : `${upTo} ${num(wall)}${percent}`;
  made.limit(wall, words);
}
