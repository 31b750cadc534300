import {execFileSync, spawnSync} from "node:child_process";
import {cpSync, existsSync, mkdtempSync, rmSync, symlinkSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, expect, test} from "vitest";
import {names} from "../../scripts/dist.js";

// A copy of the sources, so that the build under test stays as it is.
const copy = mkdtempSync(join(tmpdir(), "ironlaw-airgap-"));
afterAll(() => rmSync(copy, {recursive: true, force: true}));

test("the site builds without any network, to the same files", () => {
  const list = execFileSync("git", ["ls-files", "-z", "-co", "--exclude-standard"]).toString();
  for (const file of list.split("\0").filter(existsSync))
    cpSync(file, join(copy, file), {force: true, verbatimSymlinks: true});
  symlinkSync(join(process.cwd(), "node_modules"), join(copy, "node_modules"));

  const alone = ["-n", "-rn"].find((flag) => spawnSync("unshare", [flag, "true"]).status === 0);
  expect(alone, "neither `unshare -n` (root) nor `unshare -rn` works here").toBeDefined();
  const build = spawnSync("unshare", [alone!, "npm", "run", "build"], {
    cwd: copy,
    encoding: "utf-8"
  });
  expect(build.status, build.stdout + build.stderr).toBe(0);

  const all = /./;
  expect(names(all, join(copy, "dist"))).toEqual(names(all));
});
