import {describe, expect, it} from "vitest";
import {models} from "../../lib/models/all.js";
import {arithmeticRate} from "../../lib/models/arithmetic-rate.js";
import {collective} from "../../lib/models/collective.js";
import {fleetEnergy} from "../../lib/models/fleet-energy.js";
import {forwardPass} from "../../lib/models/forward-pass.js";
import {fleetLinks} from "../../lib/models/links.js";
import {recordTypes} from "../../lib/models/records/all.js";
import {routing} from "../../lib/models/routing.js";
import {trainingFootprint} from "../../lib/models/training-footprint.js";
import {textTests} from "./texts.js";

const parts = [
  arithmeticRate,
  collective,
  fleetEnergy,
  fleetLinks,
  forwardPass,
  routing,
  trainingFootprint
];
textTests([...models, ...parts]);

describe.each(recordTypes.map((type) => [type.table, type] as const))("%s", (_, {own}) => {
  it("has fields with a sentence each, and labels of at most 18 characters", () => {
    const found = Object.entries(own).filter(([, field]) => {
      const label = "label" in field && field.label !== undefined ? field.label : "";
      return field.doc === "" || field.doc.endsWith(".") || label.length > 18;
    });
    expect(found).toEqual([]);
  });
});
