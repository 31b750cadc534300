import {createHash} from "node:crypto";
import {mkdirSync, readFileSync, readdirSync, writeFileSync} from "node:fs";
import {dirname, join, posix, relative, sep} from "node:path";

/** The folder that a build fills. */
export const dist = "dist";

/** Names of the built files that match, relative to `folder`, with forward slashes, in order. */
export function names(test: RegExp, folder = dist): string[] {
  return readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, "/"))
    .filter((name) => test.test(name))
    .toSorted();
}

/** Text of a built file. */
export const read = (name: string): string => readFileSync(join(dist, name), "utf-8");

/** Writes a built file and gives its name back. */
export function put(name: string, data: string | Uint8Array): string {
  mkdirSync(dirname(join(dist, name)), {recursive: true});
  writeFileSync(join(dist, name), data);
  return name;
}

/** The SHA-256 of a content, in full, as hexadecimal digits or as a policy wants it. */
export function sha(data: string | Uint8Array, as: "hex" | "base64" = "hex"): string {
  return createHash("sha256").update(data).digest(as);
}

/** The first digits of a content's hash, for its name. */
export const mark = (data: string | Uint8Array): string => sha(data).slice(0, 8);

/** How one built file names another, so that a site works under any path. */
export function from(file: string, name: string): string {
  const path = posix.relative(posix.dirname(file), name);
  return path.startsWith(".") ? path : `./${path}`;
}

/** Equations and their stylesheet: a reader has to ask for them, so no page preloads them. */
export const late = (name: string): boolean => /^(equations|katex)\b/.test(posix.basename(name));

/** Whether a module belongs to a library that waits for a reader's click: the tables of an export. */
export const onDemand = (module: string): boolean => module.includes("node_modules/arquero/");
