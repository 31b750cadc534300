import katex from "katex";
import {reference} from "../../lib/model/reference.js";
import {modelNamed} from "../../lib/models/all.js";
import {registry} from "./tables.js";

const options = {output: "html", throwOnError: true, trust: true, strict: false} as const;

/** The reference of a model by its noun, as a page of Framework: equations are set, nothing runs in it. */
export function referencePage(noun: string): string {
  const model = modelNamed(noun);
  if (!model) throw new Error(`no such model: ${noun}`);
  const math = (tex: string, displayMode: boolean): string =>
    katex.renderToString(tex.replace(/µ/g, "\\mu "), {...options, displayMode});
  // a dollar sign before a brace is code to Framework
  return reference(model, {registry, math}).replace(/\$\{/g, "&#36;{");
}
