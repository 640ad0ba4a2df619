import { basename, dirname } from "node:path";
import { rolldown } from "rolldown";

/**
 * Puts a module and everything that it imports into one file. What the host offers stays an import.
 *
 * @returns the folders of the packages that came along
 */
export async function bundle(entry: string, file: string): Promise<{ inlined: string[] }> {
  const build = await rolldown({ input: entry, platform: "node", external: [/^openclaw\//, /^node:/] });
  const { output } = await build.write({
    dir: dirname(file),
    entryFileNames: basename(file),
    format: "esm",
    codeSplitting: false,
    comments: { legal: true, annotation: false, jsdoc: false },
  });
  await build.close();
  const modules = output.flatMap((part) => (part.type === "chunk" ? part.moduleIds : []));
  const folders = modules.flatMap((id) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? []);
  return { inlined: [...new Set(folders)].sort() };
}
