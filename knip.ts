import type {KnipConfig} from "knip";

/** The code that a page of Framework holds: its JavaScript blocks. */
function blocks(markdown: string): string {
  return [...markdown.matchAll(/^```js[^\n]*\n([\s\S]*?)^```/gm)]
    .map(([, code]) => code)
    .join("\n");
}

export default {
  entry: [
    "lib/index.ts",
    "observablehq.config.ts",
    "src/**/*.md",
    "src/**/*.{css,json,svg,md}.ts",
    "src/components/{reference-page,story-page}.ts", // named by the pages that a loader writes
    "scripts/{prepare,bundle,serve,browser,screenshot,register}.ts",
    "scripts/worker.js",
    "bench/*/run.ts",
    "bench/{site,mutation}/measure.ts",
    "bench/mutation/{collected,changed-model}.ts",
    "test/graph/definition-types.ts"
  ],
  project: ["{lib,cli,src,scripts,bench,test,types}/**/*.{ts,js,mjs,md}", "!src/lib/**"],
  compilers: {md: blocks},
  // a type that an exported function takes or gives is exported with it
  ignoreExportsUsedInFile: {interface: true, type: true},
  ignoreBinaries: ["apt-get", "unshare"],
  ignoreDependencies: [
    "observablehq", // observablehq:stdlib, which Framework resolves
    "@fontsource-variable/*" // files of theirs, in src/fonts.css.ts
  ]
} satisfies KnipConfig;
