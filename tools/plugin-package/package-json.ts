/** The name of the package; the plugin's own id is the same as in the main package. */
export const PLUGIN_PACKAGE = "openclaw-feishu-dispatch-dedup";

/** The fields that both packages share. */
interface Shared {
  readonly version: string;
  readonly license: string;
  /** npm compares it with where a package with provenance was built. */
  readonly repository?: object;
  readonly engines: object;
}

/** What stands in its `package.json`. */
export function packageJson({ version, license, repository, engines }: Shared): object {
  return {
    name: PLUGIN_PACKAGE,
    version,
    description:
      "OpenClaw plugin: every Feishu/Lark direct message runs once, every session one turn at a time.",
    keywords: ["openclaw", "openclaw-plugin", "feishu", "lark", "deduplication"],
    license,
    repository,
    type: "module",
    engines,
    files: ["plugin.js", "openclaw.plugin.json", "THIRD-PARTY-LICENSES.txt"],
    openclaw: { extensions: ["./plugin.js"] },
  };
}
