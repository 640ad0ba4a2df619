import { basename, dirname } from "node:path";
import { type Plugin, rolldown } from "rolldown";

/**
 * Puts a module and everything that it imports into one file. What the host offers stays an import.
 *
 * @returns the folders of the packages that came along
 */
export async function bundle(entry: string, file: string): Promise<{ inlined: string[] }> {
  const external = [/^openclaw\//, /^node:/];
  const build = await rolldown({ input: entry, platform: "node", external, plugins: [withoutCompiling] });
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

const ASKS = "if (globalConfig.jitless) {";

/**
 * zod compiles its schemas where it may. A plugin reads its config once, and a host's installer refuses whatever could
 * compile code: OpenClaw 2026.5.20 looks for `new Function(`.
 */
const withoutCompiling: Plugin = {
  name: "without-compiling",
  transform: {
    filter: { id: /[\\/]zod[\\/]v4[\\/]core[\\/]util\.js$/ },
    handler(code) {
      if (!code.includes(ASKS))
        throw new Error(`zod asks no more by "${ASKS}" whether it may compile: look how it does`);
      return code.replace(ASKS, "if (true) {");
    },
  },
};
