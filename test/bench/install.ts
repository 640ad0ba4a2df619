/** What an installation brings, counted from the lock file and from what it has put on the disk: nothing is loaded. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { build, root } from "./build.ts";
import type { Size } from "./parts.ts";
import { compare, type Result, type Rounds } from "./report/result.ts";

const SDK = "@larksuiteoapi/node-sdk";

interface Locked {
  readonly dependencies?: Readonly<Record<string, string>>;
}
const lock: { readonly packages: Readonly<Record<string, Locked>> } = JSON.parse(
  readFileSync(`${root}package-lock.json`, "utf8"),
);

/** @returns how many packages, and how many MB of them, beside the official SDK alone; and this package by itself */
export default async function bench({ isQuick }: Size): Promise<Result[]> {
  const ours = packagesOf("");
  const theirs = packagesOf(`node_modules/${SDK}`);
  const sides = (cost: (packages: ReadonlySet<string>) => number) =>
    [
      { name: "dependencies", costs: [{ wall: cost(ours) }] },
      { name: `${SDK} alone`, costs: [{ wall: cost(theirs) }] },
    ] as const;
  return [
    compare({ name: "packages beside this one", unit: "packages" }, ...sides((packages) => packages.size)),
    compare({ name: "their files", unit: "MB" }, ...sides(megabytesOf)),
    ...(isQuick ? [] : [compare({ name: "the files of this one", unit: "MB" }, packed())]),
  ];
}

/** What npm would publish. */
function packed(): Rounds {
  build();
  const said = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: root,
    encoding: "utf8",
  });
  const [{ unpackedSize }] = JSON.parse(said);
  return { name: "this package", costs: [{ wall: unpackedSize / 1e6 }] };
}

/** A package with all that it needs at run time, by the paths of the lock file. */
function packagesOf(path: string, found = new Set<string>()): ReadonlySet<string> {
  for (const name of Object.keys(lock.packages[path]?.dependencies ?? {})) {
    const place = placeOf(name, path);
    if (place === undefined || found.has(place)) continue;
    found.add(place);
    packagesOf(place, found);
  }
  if (path.startsWith("node_modules/")) found.add(path);
  return found;
}

/** Where Node.js finds a package that another one imports: in the nearest folder above. */
function placeOf(name: string, from: string): string | undefined {
  for (let above = from; ; above = above.slice(0, Math.max(0, above.lastIndexOf("/node_modules/")))) {
    const place = above === "" ? `node_modules/${name}` : `${above}/node_modules/${name}`;
    if (lock.packages[place]) return place;
    if (above === "") return undefined;
  }
}

function megabytesOf(packages: ReadonlySet<string>): number {
  const files = [...packages].flatMap((path) =>
    readdirSync(`${root}${path}`, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => `${parentPath}/${name}`)
      // Another package, which counts by itself.
      .filter((file) => !file.slice(root.length + path.length).includes("/node_modules/")),
  );
  return files.reduce((sum, file) => sum + statSync(file).size, 0) / 1e6;
}
