// npm run bench -- site [--page=serving] [--only=weight,load,step,parts] [--repeats=3] [--steps=40]
import {spawnSync} from "node:child_process";

const words = process.argv.slice(2).filter((word) => word !== "site" && word !== "engine");
const script = new URL("measure.ts", import.meta.url).pathname;
const {status} = spawnSync(process.execPath, ["--import", "tsx", script, ...words], {
  stdio: "inherit"
});
process.exitCode = status ?? 1;
