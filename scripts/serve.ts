// npm start: serves the built site and prints its address.  tsx scripts/serve.ts [--port 3000] [--base /]
import {existsSync} from "node:fs";
import {readFile, stat} from "node:fs/promises";
import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {extname, join, posix} from "node:path";
import {fileURLToPath} from "node:url";
import {parseArgs} from "node:util";
import {gzipSync} from "node:zlib";

/** A site that is being served. */
export interface Site {
  /** without a slash at the end */
  readonly origin: string;
  readonly close: () => Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".csv": "text/csv",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".png": "image/png",
  ".woff2": "font/woff2"
};
const compressed = /html|script|css|json|csv|svg/;

/** Serves a folder under a path as GitHub Pages does: /foo is foo.html, the rest 404.html; gzip. */
export async function serve(folder: string, base = "/", port = 0): Promise<Site> {
  const zipped = new Map<string, readonly [Buffer, Buffer]>(); // so that a load is not timed with it
  const server = createServer((request, response) => {
    void (async () => {
      const path = pathOf(request.url ?? "/");
      const found = path?.startsWith(base) ? await fileOf(folder, path.slice(base.length)) : null;
      const file = found ?? join(folder, "404.html");
      const body = await readFile(file).catch(() => Buffer.from("Not found"));
      const type = types[extname(file)] ?? "application/octet-stream";
      const zip = String(request.headers["accept-encoding"]).includes("gzip");
      const small = zip && compressed.test(type);
      const known = zipped.get(file);
      if (small && !known?.[0].equals(body)) zipped.set(file, [body, gzipSync(body, {level: 9})]);
      response.writeHead(found ? 200 : 404, {
        "content-type": type,
        "cache-control": "max-age=600",
        ...(small && {"content-encoding": "gzip"})
      });
      response.end(small ? zipped.get(file)?.[1] : body);
    })();
  });
  await new Promise<void>((done, fail) => {
    server.once("error", fail);
    server.listen(port, "127.0.0.1", done);
  });
  const address = server.address() as AddressInfo; // it listens on a port, not on a pipe
  return {
    origin: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      })
  };
}

function pathOf(url: string): string | undefined {
  try {
    return posix.normalize(decodeURI(new URL(url, "http://site").pathname));
  } catch {
    return undefined;
  }
}

async function fileOf(folder: string, path: string): Promise<string | null> {
  const file = join(folder, posix.join("/", path));
  for (const name of [file, `${file}.html`, join(file, "index.html")]) {
    const found = await stat(name).catch(() => undefined);
    if (found?.isFile()) return name;
  }
  return null;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const {values} = parseArgs({options: {port: {type: "string"}, base: {type: "string"}}});
  if (!existsSync("dist/404.html")) throw new Error("there is no dist: run `npm run build`");
  const base = values.base ?? "/";
  const wanted = Number(values.port ?? 3000);
  const site = await serve("dist", base, wanted).catch(() => serve("dist", base));
  console.log(`${site.origin}${base}`);
}
