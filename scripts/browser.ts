// The first step of npm test: finds Chromium, or installs it where it may.
import {execFileSync} from "node:child_process";
import {accessSync, constants, existsSync, readFileSync} from "node:fs";
import {delimiter, join} from "node:path";
import {fileURLToPath} from "node:url";
import {chromium} from "playwright-core";
import type {Browser} from "playwright-core";

const commands = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome"
];
const elsewhere = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe"
];
const advice =
  "no Chromium found: install it (Debian and Ubuntu: sudo apt-get install chromium; macOS: brew install --cask chromium) or name it in CHROMIUM";

/** Path of a Chromium on this machine: the one named by CHROMIUM, else the first known one. */
export function findBrowser(): string | undefined {
  const named = process.env["CHROMIUM"];
  if (named) return named;
  const folders = ["/usr/bin", ...(process.env["PATH"] ?? "").split(delimiter)];
  const paths = commands.flatMap((command) => folders.map((folder) => join(folder, command)));
  return [...paths, ...elsewhere].find(runs);
}

/** A headless browser; frames come when they are ready, not 60 a second, where `unpaced`. */
export async function launch({unpaced = false} = {}): Promise<Browser> {
  const executablePath = findBrowser();
  if (executablePath === undefined) throw new Error(advice);
  const pace = unpaced ? ["--disable-frame-rate-limit", "--disable-gpu-vsync"] : [];
  // the pages are ours, and a container's root has no sandbox
  return chromium.launch({executablePath, args: ["--no-sandbox", "--disable-gpu", ...pace]});
}

function runs(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function install(): void {
  const debian =
    existsSync("/etc/os-release") && /^ID="?debian/m.test(readFileSync("/etc/os-release", "utf-8"));
  if (process.getuid?.() !== 0 || !debian) return;
  const options = {
    stdio: "inherit",
    env: {...process.env, DEBIAN_FRONTEND: "noninteractive"}
  } as const;
  execFileSync("apt-get", ["update", "-q"], options);
  execFileSync("apt-get", ["install", "-qy", "--no-install-recommends", "chromium"], options);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (findBrowser() === undefined) install();
  const path = findBrowser();
  if (path === undefined || !runs(path)) {
    console.error(path === undefined ? advice : `CHROMIUM is not a program: ${path}`);
    process.exit(1);
  }
}
