import { readFileSync } from "node:fs";
import { join } from "node:path";

/** One entry point of the package. */
export interface Entry {
  /** As `exports` has it: `./feishu/channel`. */
  readonly subpath: string;
  /** The declaration file, absolute. */
  readonly types: string;
  /** The name of its report: `feishu-channel`. */
  readonly report: string;
}

interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly types: string }>>;
}

/** Every entry point that has types. */
export function entriesOf(root: string): Entry[] {
  const { exports }: Manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return Object.entries(exports).flatMap(([subpath, target]) =>
    typeof target === "string"
      ? []
      : [{ subpath, types: join(root, target.types), report: reportName(subpath) }],
  );
}

function reportName(subpath: string): string {
  return subpath === "." ? "index" : subpath.slice("./".length).replaceAll("/", "-");
}
