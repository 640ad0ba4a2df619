import { z } from "zod";
import { duration } from "../delays.ts";
import { configurableOptions } from "../dispatch/options.ts";
import { UsageError } from "../errors.ts";
import { explain } from "../explain.ts";
import { chatTypes } from "../feishu/event/chat-types.ts";
import { PACKAGE_NAME } from "../package-name.ts";
import { languageChoice, ownWords } from "../wording/wording.ts";
import { pluginWords } from "../wording/words.ts";

/** The plugin's id, in the host's config and everywhere else. */
export const PLUGIN_ID = PACKAGE_NAME;

/** The chat command for operators. */
export const COMMAND = "/turns";

/** The plugin's entry in the host's config: the engine's options, and what only a plugin can decide. */
export const configSchema = configurableOptions.omit({ turnTimeoutMs: true }).extend({
  channels: z.array(z.string().min(1)).default(["feishu", "openclaw-lark"]).meta({
    title: "Channels",
    description: "Messages of these channels run once, and one turn at a time per session.",
  }),
  chatTypes: z
    .array(z.enum(chatTypes))
    .default(["p2p"])
    .meta({ title: "Chats", description: "Direct chats (p2p), groups, or both. Others pass untouched." }),
  otherChannels: z.enum(["wait", "pass"]).default("wait").meta({
    title: "Other channels",
    description:
      "Whether a message of another channel, such as the Control UI, waits for a session that is in use.",
  }),
  onNew: z.enum(["queue", "interrupt"]).default("queue").meta({
    title: "/new and /reset in mid-turn",
    description: "Wait until the running turn has ended, or abort it and drop what waits.",
  }),
  // No default here: hosts fill those in before the plugin sees its entry, and this one depends on the host.
  maxWaitMs: duration(1000).optional().meta({
    title: "Longest wait, ms",
    description:
      "Counted from the message's arrival. Then a plain message passes to the host, and /new is answered with a notice that the session is busy. By default 240000, since current hosts lose messages that are held for 300 s; on hosts without such a limit (2026.5) as long as a turn may take, maxHoldMs.",
  }),
  maxHoldMs: duration(1000).default(900_000).meta({
    title: "Longest turn, ms",
    description:
      "A session is let go when its turn has not ended by then and the host does not run it any more; that is logged.",
  }),
  stopGraceMs: duration().max(60_000).default(15_000).meta({
    title: "Grace when the gateway stops, ms",
    description:
      "How long a gateway that is told to stop waits for turns that run, before it closes its channels. Hosts end themselves after 25 s.",
  }),
  language: languageChoice.default("auto").meta({
    title: "Language of the plugin's own words",
    description: "auto: Chinese to who writes Chinese, else English.",
  }),
  words: ownWords(pluginWords).default({}).meta({
    title: "The plugin's own words",
    description: "In place of the usual ones; with their placeholders, such as {seconds}.",
  }),
  board: z
    .union([
      z.literal(false),
      z.strictObject({
        actions: z.boolean().default(false).meta({
          title: "Operators may act",
          description:
            "Whether operators can release sessions on the board; otherwise they see, and change nothing. With `board: false` there is no board.",
        }),
      }),
    ])
    .default({ actions: false })
    .meta({
      title: "Board",
      description:
        "The live page of what runs, what waits and why, and what was not run. The gateway serves it to this machine alone, to who can read the state folder: feishu-dispatch-dedup board --openclaw. false: none.",
    }),
  retryTakeover: z.boolean().default(false).meta({
    title: "Retry after a takeover",
    description:
      "Run a turn once more when another writer replaced its transcript. The message then stands twice in the transcript.",
  }),
});

/** The plugin's options with every default filled in. */
export type PluginConfig = Readonly<z.output<typeof configSchema> & { maxWaitMs: number }>;

// Well under the 300 s after which a host with a watchdog gives up on a message.
const SAFE_WAIT_MS = 240_000;

/** What the defaults depend on. */
export interface HostTraits {
  /** Whether the host gives up on a message that is held for 300 s. */
  readonly hasWatchdog: boolean;
}

/**
 * Checks the plugin's config entry and fills in the defaults.
 *
 * @param traits without a watchdog there is no need to let go of a message before its turn
 * @throws {UsageError} `ERR_INVALID_CONFIG`, naming the key, what was expected and what came
 *
 * @example
 * ```ts
 * import { readConfig } from "feishu-dispatch-dedup/openclaw";
 *
 * const { maxWaitMs, onNew } = readConfig({ onNew: "interrupt" });
 * console.log(maxWaitMs, onNew); // 240000 interrupt
 * ```
 */
export function readConfig(entry: unknown = {}, traits: HostTraits = { hasWatchdog: true }): PluginConfig {
  const result = configSchema.safeParse(entry);
  if (result.success) {
    const patience = traits.hasWatchdog ? SAFE_WAIT_MS : Math.max(SAFE_WAIT_MS, result.data.maxHoldMs);
    return Object.freeze({ ...result.data, maxWaitMs: result.data.maxWaitMs ?? patience });
  }
  const reason = explain(result.error, entry, `plugins.entries.${PLUGIN_ID}.config`);
  throw new UsageError("ERR_INVALID_CONFIG", reason, { cause: result.error });
}
