import {readFile} from "node:fs/promises";
import {fileURLToPath} from "node:url";
import subset from "subset-font";

// Two variable fonts with the letters and signs that pages use, weights 400 to 700. They are inlined
// here, because a stylesheet of Framework cannot name a font; the build gives each its own file
// (scripts/stylesheets.ts). A font that is late is not used on that page, so text never moves; it is
// there for the next.
const ascii = String.fromCodePoint(...Array.from({length: 95}, (_, i) => 32 + i));
const letters = `${ascii}éèêáàâäåæçñóöøüß–—‘’“”…§°·×÷±−→←↑↓›≤≥≈∞²³µ\u00a0\u2009\u202f`;
const weights = {min: 400, max: 700};
const fonts = [
  [
    "Source Sans 3",
    "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2"
  ],
  [
    "Source Serif 4",
    "@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2"
  ]
] as const;

for (const [family, file] of fonts) {
  const whole = await readFile(fileURLToPath(import.meta.resolve(file)));
  const small = await subset(whole, letters, {
    targetFormat: "woff2",
    variationAxes: {wght: weights}
  });
  process.stdout.write(
    `@font-face{font-family:"${family}";font-weight:400 700;font-style:normal;font-display:optional;` +
      `src:url(data:font/woff2;base64,${small.toString("base64")}) format("woff2")}\n`
  );
}
