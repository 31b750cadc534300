import katex from "katex";

const options = {output: "html", throwOnError: true, trust: true, strict: false} as const;

/** TeX as HTML, in a line of text or on a line of its own. */
export function setTex(tex: string, displayMode: boolean): string {
  return katex.renderToString(tex.replace(/µ/g, "\\mu "), {...options, displayMode});
}
