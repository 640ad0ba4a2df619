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
  /** Whether commands other than `/stop` get through while a turn runs. 2026.7 itself keeps them behind it. */
  readonly commandsInTurn: boolean;
  /** Whether plugins are told under which ids answers are sent. */
  readonly tellsSent: boolean;
  /** `channels.feishu.streaming`: each version takes another form of "off". */
  readonly streaming: object | false | undefined;
  /** Whether the failures that the plugin is for are seen on it without the plugin. */
  readonly goesWrong: boolean;
  /** Where its Feishu listens: an address of its own, so that hosts can be tested side by side. */
  readonly address: string;
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
  commandsInTurn: true,
  tellsSent: false,
  // It aborts a model call of six minutes, with or without a plugin. Real turns of that length are many calls.
  diagnostics: { stuckSessionAbortMs: 900_000 },
  streaming: undefined,
  goesWrong: true,
  address: "127.0.0.1",
};

/** The last long-term release. It can still be taken over, and does not look after messages that are held. */
const LONG_TERM: Host = {
  openclaw: "2026.7.35",
  channel: "@openclaw/feishu@2026.7.35",
  channelId: "feishu",
  install: "host",
  installFlags: ["--force"],
  transcriptFiles: true,
  oneByOne: false,
  commandsInTurn: false,
  tellsSent: false,
  diagnostics: { stuckSessionAbortMs: 900_000 },
  streaming: false,
  goesWrong: false,
  address: "127.0.0.2",
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
  commandsInTurn: true,
  tellsSent: true,
  diagnostics: {},
  streaming: { mode: "off" },
  goesWrong: true,
  address: "127.0.0.3",
};

/** Versions that lose messages or do not start by themselves, and what they say. */
const UNUSABLE: Readonly<Record<string, string>> = {
  "2026.6.11": "every message after the first: reply session initialization conflicted",
  "2026.8.2":
    "with @openclaw/feishu 2026.7.35: runChannelInboundEvent prepared turns must declare runDispatchLifecycle",
};

/**
 * The hosts to test.
 *
 * @param version any other than the known ones is tried with what the nearest of them needs, and a channel of its
 * own version; a tag such as "latest" with what the current one needs
 * @throws when this version is known not to work, whatever plugins it has
 */
export function hostsFor(version?: string): readonly Host[] {
  const known = [REPORTED, LONG_TERM, CURRENT];
  if (!version) return known;
  const unusable = UNUSABLE[version];
  if (unusable) throw new Error(`openclaw ${version} does not work by itself: ${unusable}`);
  return [known.find(({ openclaw }) => openclaw === version) ?? nearest(version)];
}

function nearest(version: string): Host {
  const [, year, month] = /^(\d{4})\.(\d+)\./.exec(version) ?? [];
  const months = year ? Number(year) * 12 + Number(month) : Number.POSITIVE_INFINITY;
  // The Feishu plugin of the host's own makers is for the later ones.
  if (months < 2026 * 12 + 7) return { ...REPORTED, openclaw: version };
  const like = months < 2026 * 12 + 9 ? LONG_TERM : CURRENT;
  return { ...like, openclaw: version, channel: `@openclaw/feishu@${version}` };
}
