import type { EventHandles } from "@larksuiteoapi/node-sdk";
import { toDispatcher } from "../feishu/event/to-dispatcher.ts";
import { type CardActionEvent, fromDispatcher } from "../feishu/index.ts";
import type { BotOptions, BotTurn } from "./options.ts";
import { type EventHandler, type Form, Receiver } from "./receiver.ts";

/** What the SDK hands to the handler of a type. */
type DataOf<Handle> = Handle extends (data: infer Data) => unknown ? Data : never;

type KnownHandlers = {
  readonly [Type in keyof EventHandles]?: (
    data: DataOf<NonNullable<EventHandles[Type]>>,
    turn: BotTurn,
  ) => unknown;
};

/** Handlers as `EventDispatcher.register` takes them, which may look at their turn as well. */
export interface BotHandlers extends KnownHandlers {
  /** What it returns is the answer to the card, `{ toast }` or `{ card }`, as far as it comes in time. */
  readonly "card.action.trigger"?: (data: CardActionEvent["event"], turn: BotTurn) => unknown;
  /** Any other type of event that the app has subscribed to. */
  readonly [type: string]: EventHandler | undefined;
}

/** Handlers as `EventDispatcher.register` takes them. */
// biome-ignore lint/suspicious/noExplicitAny: what an event holds depends on its type
export type DispatcherHandlers = Record<string, (data: any) => Promise<any>>;

/**
 * Takes the handlers that are meant for the SDK's `EventDispatcher`, and gives it others: each event's handler runs once,
 * however often and under whatever ids Feishu delivers it, and those of a session run one at a time, in order.
 *
 * The SDK acknowledges an event when its handler's promise resolves, and Feishu delivers again what is not acknowledged
 * within 3 s. So nothing waits for a handler: an event is acknowledged as soon as it has its place in the line, and, with
 * an `inbox`, is kept. What cannot be taken rejects, and Feishu delivers it again. A card is answered what its handler
 * returns within `cardTimeoutMs`, else that the press has come.
 *
 * A message that its author recalls while it waits gets no turn, where the app has subscribed to
 * `im.message.recalled_v1`; a handler that runs is told to stop, and no text of it is kept. An event that is not Feishu's is
 * dropped, with a line in the log.
 *
 * At the end, close the engine and then the inbox: what runs may finish, and what waits is kept.
 *
 * @throws UsageError `ERR_INVALID_OPTION` for what is no handler, and for an inbox that processes share
 *
 * @example
 * ```ts
 * import { EventDispatcher } from "@larksuiteoapi/node-sdk";
 * import { createDispatchDedup } from "feishu-dispatch-dedup";
 * import { dedupHandlers } from "feishu-dispatch-dedup/bot";
 * import { openSqliteInbox } from "feishu-dispatch-dedup/inbox/sqlite";
 *
 * const dedup = createDispatchDedup({ turnTimeoutMs: 600_000 });
 * const inbox = await openSqliteInbox({ file: "inbox.db" });
 * export const dispatcher = new EventDispatcher({}).register(
 *   dedupHandlers(
 *     {
 *       "im.message.receive_v1": async ({ message }, { dispatch, attempt, signal }) => {
 *         console.log(message.message_id, dispatch.text, attempt, signal.aborted);
 *       },
 *       "card.action.trigger": async ({ action }) => ({ toast: { type: "info", content: `${action.tag}` } }),
 *     },
 *     { dedup, inbox },
 *   ),
 * );
 * process.once("SIGTERM", async () => {
 *   await dedup.close();
 *   await inbox.close();
 *   process.exit();
 * });
 * ```
 */
export function dedupHandlers(handlers: BotHandlers, options: BotOptions = {}): DispatcherHandlers {
  const receiver = new Receiver(handlers, options, dispatcherForm);
  const receive = (data: unknown) => receiver.receive(fromDispatcher(data), "websocket");
  return Object.fromEntries(receiver.types.map((type) => [type, receive]));
}

/** The envelope is kept, and handlers are given what the SDK's dispatcher makes of it. */
export const dispatcherForm: Form = {
  envelopeOf: (kept) => kept,
  dataOf: (kept) => toDispatcher(kept as Readonly<Record<string, unknown>>), // it has a type, so it is an object
};
