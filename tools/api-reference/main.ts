/**
 * Makes the API reference in `.cache/api-reference` from the doc comments of the sources: a module for each entry point
 * of the package. It fails where a `{@link}` leads nowhere.
 */
import { join, relative, resolve } from "node:path";
import { Application, LogLevel, type ProjectReflection } from "typedoc";
import { entriesOf } from "../api-report/entries.ts";

const root = resolve(import.meta.dirname, "../..");
const folder = join(root, ".cache/api-reference");
const name = "feishu-dispatch-dedup";
/** What is imported, by the source that it comes from. */
const modules = new Map(entriesOf(root).map(({ subpath, types }) => [sourceOf(types), join(name, subpath)]));

const app = await Application.bootstrap({
  name,
  entryPoints: [...modules.keys()],
  tsconfig: join(root, "tsconfig.json"),
  // `npm run check` looks for errors, with the compiler that the sources are written for.
  skipErrorChecking: true,
  out: folder,
  readme: "none",
  // Where the sources are published is known to who publishes them: links lead to this clone.
  disableGit: true,
  sourceLinkTemplate: "../../../{path}",
  basePath: root,
  // What is not exported is shown where it is used, as in etc/.
  validation: { notExported: false, invalidLink: true },
  logLevel: LogLevel.Error,
});

const project = await app.convert();
if (!project) throw new Error("TypeDoc could not read the sources: see above.");
nameModules(project);
app.logger.level = LogLevel.Warn;
const { warningCount } = app.logger;
app.validate(project);
if (app.logger.hasErrors() || app.logger.warningCount > warningCount) process.exit(1);
await app.generateOutputs(project);
console.log(`API reference: ${relative(process.cwd(), join(folder, "index.html"))}`);

/** A module is called as it is imported, and not as its file. */
function nameModules({ children = [] }: ProjectReflection): void {
  for (const module of children) {
    const imported = modules.get(join(root, module.sources?.[0]?.fileName ?? ""));
    if (imported === undefined) throw new Error(`${module.name} is of no entry point of the package.`);
    module.name = imported;
  }
}

function sourceOf(types: string): string {
  return types.replace(join(root, "dist"), join(root, "src")).replace(/\.d\.ts$/, ".ts");
}
