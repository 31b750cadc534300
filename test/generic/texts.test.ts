import {describe, expect, it} from "vitest";
import {forwardPass} from "../../lib/models/forward-pass.js";
import {models} from "../../lib/models/all.js";
import {recordTypes} from "../../lib/models/records/all.js";
import {textTests} from "../generic/texts.js";

textTests([...models, forwardPass]);

describe.each(recordTypes.map((type) => [type.table, type] as const))("%s", (_, {own}) => {
  it("has fields with a sentence each, and labels of at most 18 characters", () => {
    const found = Object.entries(own).filter(([, field]) => {
      const label = "label" in field && field.label !== undefined ? field.label : "";
      return field.doc === "" || field.doc.endsWith(".") || label.length > 18;
    });
    expect(found).toEqual([]);
  });
});
