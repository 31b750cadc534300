import {posix} from "node:path";
import {from, late, sha} from "./dist.js";
import {withoutModules} from "./page-module.js";
import {joined} from "./stylesheets.js";
import type {Stylesheets} from "./stylesheets.js";

/** What a page loads: names of built files. */
export interface Loads {
  readonly entry: string;
  /** modules that the page waits for */
  readonly now: readonly string[];
  /** modules that it asks for once its figures stand */
  readonly later: readonly string[];
  readonly fonts: readonly string[];
}

const stylesheet = /<link rel="stylesheet"[^>]*href="([^"]+)"[^>]*>\n?/g;
const data = /registerFile\([^\n]*"mimeType":"application\/json","path":"([^"]+)"/g;

/**
 * The policy of a page. Scripts are files of this site, WebAssembly, and what is written in the head
 * and named here by its hash; no eval. Plot and KaTeX set `style` attributes.
 */
function policy(scripts: readonly string[]): string {
  const hashes = scripts.map((script) => `'sha256-${sha(script, "base64")}'`);
  return [
    "default-src 'self'",
    `script-src 'self' 'wasm-unsafe-eval' ${hashes.join(" ")}`.trim(),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'none'"
  ].join("; ");
}

/** A page as Framework built it (`page`, `html`) with its head in the order that loads fastest. */
export function assembled(page: string, html: string, loads: Loads, sheets: Stylesheets): string {
  const files = [...html.matchAll(data)].map(([, path]) => path!).filter((path) => !late(path));
  const linked = [...html.matchAll(stylesheet)]
    .map(([, href]) => posix.join(posix.dirname(page), href!))
    .filter((file) => sheets.text.has(file));
  const scripts: string[] = [];
  let bases = "";
  const rest = withoutModules(html)
    .replace(stylesheet, "")
    .replace(/<link rel="(modulepreload"|preload" as="style")[^>]*>\n?/g, "")
    .replace(/<script>([\s\S]*?)<\/script>/g, (_, script: string) => {
      scripts.push(script);
      return "";
    })
    // a <base>, where there is one, comes before the first address
    .replace(/<base [^>]*>\n?/, (base) => {
      bases = base;
      return "";
    });
  // Scripts before first paint come before the stylesheet: after it they would wait for it, and all
  // that follows with them.
  const head = [
    `<meta http-equiv="Content-Security-Policy" content="${policy(scripts)}">`,
    ...scripts.map((script) => `<script>${script}</script>`),
    `<link rel="stylesheet" href="${from(page, joined(sheets, linked, "_app"))}">`,
    ...loads.now.map((file) => `<link rel="modulepreload" href="${from(page, file)}">`),
    ...files.map((file) => `<link rel="preload" as="fetch" crossorigin href="${file}">`),
    ...loads.later.map(
      (file) => `<link rel="modulepreload" fetchpriority="low" href="${from(page, file)}">`
    ),
    ...loads.fonts.map(
      (file) =>
        `<link rel="preload" as="font" type="font/woff2" fetchpriority="low" crossorigin href="${from(page, file)}">`
    ),
    `<script type="module" src="${from(page, loads.entry)}"></script>`
  ];
  const meta = '<meta charset="utf-8">';
  return rest
    .replace(meta, () => `${meta}\n${bases}${head.join("\n")}`)
    .replace("<html>", '<html lang="en">')
    .replace(", maximum-scale=1", ""); // a page must let a reader zoom
}
