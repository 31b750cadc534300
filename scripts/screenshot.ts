// A picture of a built page:
//   tsx scripts/screenshot.ts serving [--theme dark] [--width 390] [--height 844] [--whole] [--out serving.png]
// The one in README.md: tsx scripts/screenshot.ts "serving?predict=off" --out docs/serving.png
import {mkdirSync} from "node:fs";
import {dirname} from "node:path";
import {parseArgs} from "node:util";
import {launch} from "./browser.js";
import {serve} from "./serve.js";

const {values, positionals} = parseArgs({
  allowPositionals: true,
  options: {
    theme: {type: "string", default: "light"},
    width: {type: "string", default: "1440"},
    height: {type: "string", default: "900"},
    whole: {type: "boolean", default: false},
    out: {type: "string"}
  }
});
const [address = ""] = positionals;
const out = values.out ?? `${address.replace(/\W.*/, "") || "index"}-${values.theme}.png`;

const site = await serve("dist", "/ironlaw/");
const browser = await launch();
const page = await browser.newPage({
  colorScheme: values.theme === "dark" ? "dark" : "light",
  viewport: {width: Number(values.width), height: Number(values.height)},
  reducedMotion: "reduce"
});
await page.goto(`${site.origin}/ironlaw/${address}`, {waitUntil: "networkidle"});
await page.waitForTimeout(500); // blocks out of view are drawn at rest
mkdirSync(dirname(out), {recursive: true});
await page.screenshot({path: out, fullPage: values.whole});
await browser.close();
await site.close();
console.log(out);
