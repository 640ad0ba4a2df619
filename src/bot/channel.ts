import type { EventMap, LarkChannel, LarkChannelOptions } from "@larksuiteoapi/node-sdk";
import { UsageError } from "../errors.ts";
import { mismatch } from "../explain.ts";
import { fromDispatcher } from "../feishu/index.ts";
import { consoleLog } from "./console-log.ts";
import type { BotOptions, BotTurn } from "./options.ts";
import { type EventHandler, type Form, Receiver } from "./receiver.ts";

/** The types of Feishu's events behind those of a `LarkChannel`. */
const typesOf = {
  message: ["im.message.receive_v1"],
  cardAction: ["card.action.trigger"],
  reaction: ["im.message.reaction.created_v1", "im.message.reaction.deleted_v1"],
  botAdded: ["im.chat.member.bot.added_v1"],
  comment: ["drive.notice.comment_add_v1"],
} as const;

type Name = keyof typeof typesOf;

/** Handlers as `LarkChannel.on` takes them, which may look at their turn as well. */
export type ChannelHandlers =
  Omit<EventMap, Name> extends infer Others
    ? Partial<Others> & {
        readonly [Each in Name]?: (event: Parameters<EventMap[Each]>[0], turn: BotTurn) => unknown;
      }
    : never;

/**
 * What a `LarkChannel` has to be made with: events as they came, each by itself, and none dropped for its age.
 *
 * By itself it lays messages of a chat that come within 600 ms together into one text, also those of two people, and
 * also "/new" and the message behind it.
 */
export const channelOptions = {
  includeRawEvent: true,
  safety: { chatQueue: { enabled: false }, staleMessageWindowMs: Number.MAX_SAFE_INTEGER },
} as const satisfies Partial<LarkChannelOptions>;

/**
 * Gives a `LarkChannel` of the SDK its handlers: each event's runs once, and those of a session one at a time, in order,
 * as with {@link dedupHandlers}. What is no event (`error`, `reject`, `reconnecting`, …) is handed on as it is.
 *
 * The channel acknowledges a message before anything is told of it. So what is in memory alone is lost in a crash, and
 * with an `inbox` still what came in the last milliseconds; with an `EventDispatcher`, nothing is.
 *
 * @returns takes the handlers off again
 * @throws UsageError `ERR_INVALID_OPTION` for a channel that was made without {@link channelOptions}
 *
 * @example
 * ```ts
 * import { createLarkChannel } from "@larksuiteoapi/node-sdk";
 * import { channelOptions, dedupChannel } from "feishu-dispatch-dedup/bot";
 *
 * const channel = createLarkChannel({ appId: "cli_0123456789abcdef", appSecret: "…", ...channelOptions });
 * dedupChannel(channel, {
 *   message: async ({ chatId, content }) => void (await channel.send(chatId, { markdown: `You said: ${content}` })),
 * });
 * await channel.connect();
 * ```
 */
export function dedupChannel(
  channel: Pick<LarkChannel, "on">,
  handlers: ChannelHandlers,
  options: BotOptions = {},
): () => void {
  checkChannel(channel);
  const { log = consoleLog } = options;
  const receiver = new Receiver(byType(handlers), options, channelForm);
  // Nobody would deliver it again, and the channel does not always listen.
  const receive = (event: unknown) =>
    receiver.receive(event, "websocket").then(
      () => {},
      (err: unknown) => log.error({ err }, "lost an event that could not be taken"),
    );
  const names = Object.keys(typesOf).filter((name) => name in handlers);
  const listeners = { ...handlers, ...Object.fromEntries(names.map((name) => [name, receive])) };
  return channel.on(listeners as Partial<EventMap>);
}

function byType(handlers: ChannelHandlers): Record<string, EventHandler | undefined> {
  const entries = Object.entries(typesOf).filter(([name]) => name in handlers);
  return Object.fromEntries(
    entries.flatMap(([name, types]) => types.map((type) => [type, handlers[name as Name] as EventHandler])),
  );
}

const channelForm: Form = {
  envelopeOf: (kept) => fromDispatcher((kept as { readonly raw?: unknown }).raw),
  dataOf: (kept) => kept,
};

interface WithOptions {
  readonly opts?: LarkChannelOptions;
}

/** The channel says nothing of its options; where they are not where they were, nothing is checked. */
function checkChannel(channel: object): void {
  const { opts } = channel as WithOptions;
  if (!opts) return;
  const queue = opts.safety?.chatQueue?.enabled ?? true;
  const raw = opts.includeRawEvent ?? opts.includeRawInMessage ?? false;
  const came = queue ? "one that lays messages together" : "one without includeRawEvent";
  if (queue || !raw)
    throw new UsageError(
      "ERR_INVALID_OPTION",
      mismatch("channel", "one that is made with { ...channelOptions }", came),
    );
}
