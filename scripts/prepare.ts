// Before every preview and build: tsx scripts/prepare.ts [--clean]
//
// --clean drops what an earlier build kept: Framework compares a data loader with its own cached
// output only, so an edit to data/*.csv or lib/ would otherwise go unnoticed.
//
// Framework asks the npm registry for the versions of its implicit libraries (lodash, React, …) on
// every clean build, even where no page uses them. A version named in its cache answers that: the
// build needs no network, and a page that uses one implicitly fails to build instead of fetching it.
import {mkdirSync, rmSync} from "node:fs";

const cache = "src/.observablehq/cache";
const implicit = [
  "@observablehq/plot",
  "@observablehq/sample-datasets",
  "apache-arrow",
  "arquero",
  "d3",
  "d3-dsv",
  "echarts",
  "htl",
  "leaflet",
  "lodash",
  "mapbox-gl",
  "parquet-wasm",
  "react",
  "react-dom",
  "topojson-client"
];

if (process.argv.includes("--clean"))
  for (const path of [cache, "dist"]) rmSync(path, {recursive: true, force: true});
for (const name of implicit) mkdirSync(`${cache}/_npm/${name}@0.0.0`, {recursive: true});
