import { z } from "zod";
import { FeishuDispatchError } from "../../errors.ts";
import { ask } from "../place/ask.ts";
import { RECALLED } from "../reply/refusals.ts";
import type { FeishuClient } from "../sdk/client.ts";
import { type MessageItem, messageItem } from "./message-item.ts";

/**
 * Asks for a message.
 *
 * @returns the message, and what belongs to it
 * @throws QuoteError, or what the network threw
 */
export async function askForMessage(client: FeishuClient, messageId: string): Promise<MessageItem[]> {
  const path = { message_id: encodeURIComponent(messageId) };
  const params = { user_id_type: "open_id", card_msg_content_type: "user_card_content" } as const;
  const { code, data } = await ask(client, () => client.api.im.v1.message.get({ path, params }));
  if (code !== 0) throw new QuoteError(GONE.has(code) ? "recalled" : "refused", `code ${code}`);
  return Items.parse(data).items;
}

const Items = z.object({ items: z.array(messageItem) });

/** It was recalled, or deleted. */
const GONE = new Set<number | undefined>([RECALLED, 230110]);

/** Why a message could not be read. */
export type QuoteProblem = "recalled" | "refused" | "no answer";

/** A message that is quoted could not be read. */
export class QuoteError extends FeishuDispatchError {
  readonly problem: QuoteProblem;

  constructor(problem: QuoteProblem, why: string) {
    const advice =
      problem === "refused" ? ": grant the app im:message, and im:message.group_msg for groups" : "";
    super("ERR_QUOTE_UNREAD", `the message that is quoted cannot be read (${problem}: ${why})${advice}`);
    this.problem = problem;
  }
}

/** What the official client throws holds the request with its token, so nothing but a code is taken over. */
export function toQuoteError(error: unknown): QuoteError {
  return error instanceof QuoteError
    ? error
    : new QuoteError("no answer", String(Object(error).code ?? "not Feishu's answer"));
}
