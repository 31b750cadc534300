import {rmSync} from "node:fs";
import {join, posix} from "node:path";
import {transform} from "esbuild";
import {dist, from, mark, names, put, read} from "./dist.js";

/** The stylesheets of a build: minified text by new name, and the new name by the old one. */
export interface Stylesheets {
  readonly text: ReadonlyMap<string, string>;
  readonly renamed: ReadonlyMap<string, string>;
}

const inlined = /url\("?data:font\/woff2;base64,([^")]+)"?\)/g;

/** Fonts inlined in a stylesheet become files, so that text is not held up by them. */
export async function stylesheets(): Promise<Stylesheets> {
  const text = new Map<string, string>();
  const renamed = new Map<string, string>();
  for (const name of names(/\.css$/)) {
    const css = read(name).replace(inlined, (_, data: string) => {
      const font = Buffer.from(data, "base64");
      return `url(${from(name, put(`_file/fonts/${mark(font)}.woff2`, font))})`;
    });
    const {code} = await transform(css, {
      loader: "css",
      minify: true,
      legalComments: "none",
      target: "es2022"
    });
    rmSync(join(dist, name));
    const now = put(name.replace(/\.\w{8}\.css$/, `.${mark(code)}.css`), code);
    renamed.set(name, now);
    text.set(now, code);
  }
  return {text, renamed};
}

/** Stylesheets as one file in `folder`: the fonts' few lines are not worth a request. */
export function joined(sheets: Stylesheets, files: readonly string[], folder: string): string {
  const moved = files.map((file) =>
    (sheets.text.get(file) ?? "").replace(/url\(([^)]+)\)/g, (all, to: string) =>
      /^(data:|#)/.test(to)
        ? all
        : `url(${from(`${folder}/x`, posix.join(posix.dirname(file), to))})`
    )
  );
  const css = moved.join("\n");
  return put(`${folder}/style.${mark(css)}.css`, css);
}
