import { z } from "zod";
import { FeishuDispatchError } from "../../errors.ts";
import { isTokenStale } from "../reply/reply-failure.ts";
import type { FeishuClient } from "../sdk/client.ts";
import { type MessageItem, messageItem } from "./message-item.ts";

/**
 * Asks for a message, and for a new access token when that is not valid any more.
 *
 * @returns the message, and what belongs to it
 * @throws QuoteError, or what the network threw
 */
export async function askForMessage(client: FeishuClient, messageId: string): Promise<MessageItem[]> {
  try {
    return await ask(client, messageId);
  } catch (error) {
    if (!isTokenStale({ feishuCode: codeIn(error) })) throw error;
    client.forgetToken();
    return ask(client, messageId);
  }
}

const Items = z.object({ items: z.array(messageItem) });

async function ask(client: FeishuClient, messageId: string): Promise<MessageItem[]> {
  const { code, data } = await client.api.im.v1.message.get({
    path: { message_id: encodeURIComponent(messageId) },
    params: { user_id_type: "open_id", card_msg_content_type: "user_card_content" },
  });
  if (code !== 0) throw new QuoteError("refused", `code ${code}`);
  return Items.parse(data).items;
}

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

const Refused = z.object({ response: z.object({ data: z.object({ code: z.number() }) }) });

function codeIn(error: unknown): number | undefined {
  return Refused.safeParse(error).data?.response.data.code;
}

/** What the official client throws holds the request with its token, so nothing but a code is taken over. */
export function toQuoteError(error: unknown): QuoteError {
  const code = codeIn(error);
  if (code === 230011 || code === 230110) return new QuoteError("recalled", `code ${code}`);
  if (code !== undefined) return new QuoteError("refused", `code ${code}`);
  return new QuoteError("no answer", String(Object(error).code ?? "not Feishu's answer"));
}
