import {execFileSync} from "node:child_process";
import {readFileSync} from "node:fs";
import {createServer} from "node:http";
import type {Server} from "node:http";
import type {AddressInfo} from "node:net";
import {join} from "node:path";

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}
interface Locked {
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** A registry of packages on this machine only, made of the folders that are installed. */
export interface LocalRegistry {
  readonly address: string;
  /** `name@version` of what it was asked to hand out */
  readonly served: ReadonlySet<string>;
  readonly close: () => void;
}

/** Folders of all packages that `package.json` needs at run time, by the lock file. */
function runtimeFolders(): readonly string[] {
  const {packages} = JSON.parse(readFileSync("package-lock.json", "utf-8")) as {
    readonly packages: Readonly<Record<string, Locked>>;
  }; // npm wrote it
  const found = new Set<string>();
  const nearest = (from: string, name: string): string => {
    for (let path = from; ; path = path.slice(0, Math.max(0, path.lastIndexOf("/node_modules/")))) {
      const folder = [path, "node_modules", name].filter((part) => part !== "").join("/");
      if (packages[folder]) return folder;
      if (path === "") throw new Error(`${name} is not in the lock file`);
      if (!path.includes("/node_modules/")) path = "";
    }
  };
  const walk = (folder: string): void => {
    for (const name of Object.keys(packages[folder]?.dependencies ?? {})) {
      const next = nearest(folder, name);
      if (found.has(next)) continue;
      found.add(next);
      walk(next);
    }
  };
  walk("");
  return [...found];
}

/** Packs the runtime dependencies into a folder and serves them on a port of this machine. */
export async function localRegistry(folder: string): Promise<LocalRegistry> {
  const folders = runtimeFolders();
  const packed = JSON.parse(
    execFileSync(
      "npm",
      [
        "pack",
        "--json",
        "--ignore-scripts",
        "--pack-destination",
        folder,
        ...folders.map((one) => `./${one}`)
      ],
      {encoding: "utf-8", stdio: ["ignore", "pipe", "ignore"]}
    )
  ) as readonly {readonly filename: string; readonly integrity: string}[]; // as npm documents it
  const manifests = folders.map(
    (one) => JSON.parse(readFileSync(join(one, "package.json"), "utf-8")) as Manifest
  );
  const served = new Set<string>();
  const server: Server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? "/").slice(1);
    const file = packed.find(({filename}) => path === `-/${filename}`);
    if (file) {
      const {name, version} = manifests[packed.indexOf(file)]!;
      served.add(`${name}@${version}`);
      response.end(readFileSync(join(folder, file.filename)));
      return;
    }
    const versions = manifests.flatMap((manifest, i) =>
      manifest.name === path ? [[manifest, packed[i]!] as const] : []
    );
    if (versions.length === 0) {
      response.writeHead(404).end("{}");
      return;
    }
    const {port} = server.address() as AddressInfo; // it listens on a port
    const dist = (filename: string, integrity: string): object => ({
      tarball: `http://127.0.0.1:${port}/-/${filename}`,
      integrity
    });
    const all = versions.map(([{name, version, dependencies = {}}, {filename, integrity}]) => [
      version,
      {name, version, dependencies, dist: dist(filename, integrity)}
    ]);
    response.setHeader("content-type", "application/json");
    response.end(
      JSON.stringify({
        name: path,
        versions: Object.fromEntries(all),
        "dist-tags": {latest: all[0]![0]}
      })
    );
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const {port} = server.address() as AddressInfo; // as above
  return {address: `http://127.0.0.1:${port}/`, served, close: () => server.close()};
}
