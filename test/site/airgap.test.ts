import {execFileSync, spawnSync} from "node:child_process";
import {cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync} from "node:fs";
import {join} from "node:path";
import {afterAll, expect, test} from "vitest";
import {names, sha} from "../../scripts/dist.js";

// A copy of the sources, so that the build under test stays as it is; beside them, so that the
// libraries can be hard links.
mkdirSync("scratch", {recursive: true});
const copy = mkdtempSync("scratch/airgap-");
afterAll(() => rmSync(copy, {recursive: true, force: true}));

/** Each built file with the hash of its content. */
function contents(folder: string): readonly string[] {
  return names(/./, folder).map((name) => `${name} ${sha(readFileSync(join(folder, name)))}`);
}

test("the site builds without any network, to the same files", () => {
  const list = execFileSync("git", ["ls-files", "-z", "-co", "--exclude-standard"]).toString();
  for (const file of list.split("\0").filter(existsSync))
    cpSync(file, join(copy, file), {force: true, verbatimSymlinks: true});
  execFileSync("cp", ["-al", "node_modules", copy]);

  const alone = ["-n", "-rn"].find((flag) => spawnSync("unshare", [flag, "true"]).status === 0);
  expect(alone, "neither `unshare -n` (root) nor `unshare -rn` works here").toBeDefined();
  const build = spawnSync("unshare", [alone!, "npm", "run", "build"], {
    cwd: copy,
    encoding: "utf-8"
  });
  expect(build.status, build.stdout + build.stderr).toBe(0);
  expect(contents(join(copy, "dist"))).toEqual(contents("dist"));
});
