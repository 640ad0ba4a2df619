import { followingFor, orAborted } from "../../delays.ts";
import type { FeishuDispatchError } from "../../errors.ts";
import type { Attachment } from "../event/content/attachments.ts";
import type { MentionOptions } from "../event/content/mentions.ts";
import type { FeishuEvent } from "../event/events.ts";
import { isMessage } from "../event/kinds.ts";
import { splitText } from "../reply/split-text.ts";
import type { FeishuClient } from "../sdk/client.ts";
import { askForMessage, QuoteError, type QuoteProblem, toQuoteError } from "./ask-for-message.ts";
import { readItems } from "./message-item.ts";

/** The message that a message answers, as far as it can be read. */
export interface Quote {
  readonly messageId: string;
  /** Its type, as Feishu names it. */
  readonly kind?: string;
  /** What was written; undefined for what is no text, e.g. a picture. */
  readonly text?: string;
  /** Its pictures and files, in order. */
  readonly files?: readonly Attachment[];
  /** Whether the text goes on: it was longer than is wanted. */
  readonly isCut?: boolean;
  /** Why it could not be read: it was `recalled`, Feishu has `refused` it or given `no answer`. */
  readonly problem?: QuoteProblem;
}

/** How a quote is read. */
export interface QuoteOptions extends MentionOptions {
  /** How long it may take, in ms. @default 5,000 */
  readonly timeoutMs?: number;
  /** How much of the text is wanted, in bytes within a JSON text. @default 16,384 */
  readonly maxBytes?: number;
  /** Ends it before: it rejects with the signal's reason then. */
  readonly signal?: AbortSignal;
  /** Told why a quote could not be read. @default nobody */
  readonly onProblem?: (error: FeishuDispatchError) => void;
}

/**
 * The id of the message that a message answers, which Feishu's apps show as a quote. In a thread that is its first
 * message.
 *
 * @example
 * ```ts
 * import { parseEvent } from "feishu-dispatch-dedup/feishu";
 * import { quotedIdOf } from "feishu-dispatch-dedup/feishu/channel";
 *
 * export const isAnswer = (body: unknown) => quotedIdOf(parseEvent(body)) !== undefined;
 * ```
 */
export function quotedIdOf(event: FeishuEvent): string | undefined {
  return (isMessage(event) && event.event.message.parent_id) || undefined;
}

/**
 * Asks Feishu for the message that a message answers. In groups the app needs the permission `im:message.group_msg`
 * for that. One that cannot be read is a quote with a `problem`: it rejects only when the signal aborts, with its reason.
 *
 * @returns undefined when the message answers none
 *
 * @example
 * ```ts
 * import type { FeishuEvent } from "feishu-dispatch-dedup/feishu";
 * import { fetchQuote, type FeishuClient } from "feishu-dispatch-dedup/feishu/channel";
 *
 * export async function contextOf(client: FeishuClient, event: FeishuEvent): Promise<string> {
 *   const quote = await fetchQuote(client, event, { timeoutMs: 2000 });
 *   return quote?.text ?? quote?.problem ?? "";
 * }
 * ```
 */
export async function fetchQuote(
  client: FeishuClient,
  event: FeishuEvent,
  options: QuoteOptions = {},
): Promise<Quote | undefined> {
  const messageId = quotedIdOf(event);
  if (messageId === undefined) return undefined;
  const { timeoutMs = 5000, signal } = options;
  const late = () => new QuoteError("no answer", "in time");
  const { controller, release } = followingFor(timeoutMs, late, ...(signal ? [signal] : []));
  try {
    return { messageId, ...(await orAborted(read(client, messageId, options), controller.signal)) };
  } catch (error) {
    options.signal?.throwIfAborted();
    const known = toQuoteError(error);
    options.onProblem?.(known);
    return { messageId, problem: known.problem };
  } finally {
    release();
  }
}

async function read(
  client: FeishuClient,
  messageId: string,
  options: QuoteOptions,
): Promise<Omit<Quote, "messageId">> {
  const [first, ...inside] = await askForMessage(client, messageId);
  if (!first) throw new QuoteError("refused", "no message");
  if (first.deleted) throw new QuoteError("recalled", "it was recalled");
  const { text, ...rest } = readItems([first, ...inside], options);
  if (text === undefined) return rest;
  const [shown = "", more] = splitText(text, options.maxBytes ?? 16_384);
  return { ...rest, text: shown, ...(more !== undefined && { isCut: true }) };
}
