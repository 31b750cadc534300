const inline = /<script type="module">([\s\S]*?)<\/script>/g;
const awaited = String.raw`import\("[^"]+"\)`;
const cellImport = new RegExp(
  String.raw`^const (.+) = await (?:Promise\.all\(\[(${awaited}(?:, ${awaited})*)\]\)|(${awaited}));$`,
  "gm"
);

/** The modules written inside a page, as one. */
export function inlineModule(html: string): string {
  return [...html.matchAll(inline)].map(([, code]) => code).join("\n");
}

/** A page without the modules written inside it. */
export const withoutModules = (html: string): string => html.replace(inline, "");

/**
 * A page's module with `const [{a}, b] = await Promise.all([import("x"), import("y")])` of its cells
 * as imports of the whole page: only then the names that are used can be told from the rest.
 */
export function hoisted(source: string): string {
  const heads: string[] = [];
  const bound = (local: string, path: string): string => {
    const id = `_${heads.length}`;
    if (!local.startsWith("{")) {
      heads.push(`import * as ${id} from ${path};`);
      return `const ${local} = ${id};`;
    }
    const pairs = local
      .slice(1, -1)
      .split(",")
      .map((pair) => pair.split(":").map((name) => name.trim()))
      .map(([name = "", as = name]) => [name, as] as const);
    heads.push(
      `import {${pairs.map(([name, as]) => `${name} as ${id}${as}`).join(", ")}} from ${path};`
    );
    return `const ${pairs.map(([, as]) => `${as} = ${id}${as}`).join(", ")};`;
  };
  const body = source.replace(
    cellImport,
    (line: string, left: string, many: string | undefined, single: string | undefined) => {
      const paths = (many ?? single ?? "").match(/"[^"]+"/g) ?? [];
      const locals = many ? (left.slice(1, -1).match(/\{[^}]*\}|[\w$]+/g) ?? []) : [left];
      if (paths.length !== locals.length)
        throw new Error(`bundle: cannot read ${line.slice(0, 120)}`);
      return paths.map((path, i) => bound(locals[i]!, path)).join(" ");
    }
  );
  // Framework notes when a file was changed; two builds of one source would differ by it
  return `${heads.join("\n")}\n${body}`.replace(/,"lastModified":\d+/g, "");
}
