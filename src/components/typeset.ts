/** Equations set at build: a symbol for each name, and two lines (symbols, slots) for each equation. */
export interface Typeset {
  readonly symbols: Readonly<Record<string, string>>;
  readonly lines: Readonly<Record<string, readonly [string, string]>>;
  /** tables of what is known of the page's sources: they are read where equations are */
  readonly sources: Readonly<Record<string, string>>;
}

interface File {
  readonly json: () => Promise<unknown>;
  readonly url: () => Promise<string>;
}

/** Fetched when a reader first asks for an equation: the lines, and KaTeX's stylesheet with its fonts. */
export function typeset(equations: File, stylesheet: File): () => Promise<Typeset> {
  let asked: Promise<Typeset> | undefined;
  const styled = async (): Promise<void> => {
    const link = Object.assign(document.createElement("link"), {
      rel: "stylesheet",
      href: await stylesheet.url()
    });
    await new Promise<void>((done) => {
      link.addEventListener("load", () => done());
      link.addEventListener("error", () => done()); // the equation is readable without it
      document.head.append(link);
    });
  };
  const fetched = async (): Promise<Typeset> => {
    const [all] = await Promise.all([equations.json(), styled()]);
    return all as Typeset; // written by src/data/equations-[page].json.ts
  };
  return () => (asked ??= fetched());
}
