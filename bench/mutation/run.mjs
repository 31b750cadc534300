// npm run bench -- mutation [--model=serving] [--most=150] [--seed=1]
import {spawnSync} from "node:child_process";

const words = process.argv.slice(2).filter((word) => word !== "mutation");
const script = new URL("measure.ts", import.meta.url).pathname;
const {status} = spawnSync(process.execPath, ["--import", "tsx", script, ...words], {
  stdio: "inherit"
});
process.exitCode = status ?? 1;
