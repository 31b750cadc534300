import {readFile} from "node:fs/promises";
import {dirname} from "node:path";
import {fileURLToPath} from "node:url";

// The stylesheet of KaTeX with the few fonts that these equations need.
const file = fileURLToPath(import.meta.resolve("katex/dist/katex.min.css"));
const wanted = /KaTeX_(Main-Regular|Math-Italic|Size[1-4]-Regular)\./;
const source = /src:url\((fonts\/[\w-]+\.woff2)\)[^;}]*/;

const css = await readFile(file, "utf-8");
let small = "";
for (const rule of css.split(/(@font-face\{[^}]*\})/)) {
  const name = rule.startsWith("@font-face") ? source.exec(rule)?.[1] : undefined;
  if (name === undefined) small += rule;
  else if (wanted.test(name)) {
    const font = (await readFile(`${dirname(file)}/${name}`)).toString("base64");
    small += rule.replace(source, `src:url(data:font/woff2;base64,${font}) format("woff2")`);
  }
}
process.stdout.write(small);
