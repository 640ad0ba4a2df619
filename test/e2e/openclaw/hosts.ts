/** An OpenClaw release with the Feishu channel plugin that works on it. */
export interface Host {
  /** The version of the npm package `openclaw`, or a dist-tag. */
  readonly openclaw: string;
  /** The channel plugin, as `name@version`. */
  readonly channel: string;
  /** Its plugin id. */
  readonly channelId: "openclaw-lark" | "feishu";
  /**
   * How it is installed: from a folder named in `plugins.load.paths`, or by the host's own `plugins install`,
   * which is the only way that 2026.9 trusts.
   */
  readonly install: "path" | "host";
  /** What its `plugins install` wants to be told when nobody can be asked. */
  readonly installFlags: readonly string[];
  /** Whether transcripts are files, which other writers can change. */
  readonly transcriptFiles: boolean;
  /** More of `diagnostics` in the gateway config. */
  readonly diagnostics: object;
  /** Whether the messages of a session reach a plugin one by one, each when the plugin has let the last one go. */
  readonly oneByOne: boolean;
  /** Whether `channels.feishu.streaming` must be an object. */
  readonly streamingObject: boolean;
}

/** The version that the failures were reported on. */
const REPORTED: Host = {
  openclaw: "2026.5.20",
  channel: "@larksuite/openclaw-lark@2026.7.16",
  channelId: "openclaw-lark",
  install: "path",
  installFlags: [],
  transcriptFiles: true,
  oneByOne: false,
  // It aborts a model call of six minutes, with or without a plugin. Real turns of that length are many calls.
  diagnostics: { stuckSessionAbortMs: 900_000 },
  streamingObject: false,
};

/** The current version. */
const CURRENT: Host = {
  openclaw: "2026.9.6",
  channel: "@openclaw/feishu@2026.9.5",
  channelId: "feishu",
  install: "host",
  installFlags: ["--force", "--accept-capabilities"],
  transcriptFiles: false,
  oneByOne: true,
  diagnostics: {},
  streamingObject: true,
};

/** The hosts to test; any other version or tag is taken to be like the current one, with the newest channel. */
export function hostsFor(version?: string): readonly Host[] {
  const known = [REPORTED, CURRENT];
  if (!version) return known;
  const found = known.find(({ openclaw }) => openclaw === version);
  return [found ?? { ...CURRENT, openclaw: version, channel: `@openclaw/feishu@${version}` }];
}
