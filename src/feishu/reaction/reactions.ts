import { FeishuDispatchError } from "../../errors.ts";
import { ask } from "../place/ask.ts";
import type { FeishuClient } from "../sdk/client.ts";

/**
 * Puts a reaction of the bot on a message. The app needs `im:message.reactions:write_only`.
 *
 * @param emoji Feishu's name of it, e.g. `Typing`
 * @returns the id of the reaction
 * @throws FeishuDispatchError `ERR_REACTION_REFUSED`, or whatever the network threw
 * @see https://open.feishu.cn/document/server-docs/im-v1/message-reaction/create
 *
 * @example
 * ```ts
 * import { addReaction, type FeishuClient } from "feishu-dispatch-dedup/feishu/channel";
 *
 * export const showThatItRuns = (client: FeishuClient, messageId: string) =>
 *   addReaction(client, messageId, "Typing");
 * ```
 */
export async function addReaction(client: FeishuClient, messageId: string, emoji: string): Promise<string> {
  const request = {
    path: { message_id: encodeURIComponent(messageId) },
    data: { reaction_type: { emoji_type: emoji } },
  };
  const { code, data } = await ask(client, () => client.api.im.v1.messageReaction.create(request));
  if (code !== 0 || !data?.reaction_id) throw new ReactionError(code);
  return data.reaction_id;
}

/**
 * Takes a reaction of the bot away again.
 *
 * @param reactionId as {@link addReaction} gave it
 * @throws FeishuDispatchError `ERR_REACTION_REFUSED`, or whatever the network threw
 * @see https://open.feishu.cn/document/server-docs/im-v1/message-reaction/delete
 *
 * @example
 * ```ts
 * import { addReaction, type FeishuClient, removeReaction } from "feishu-dispatch-dedup/feishu/channel";
 *
 * export async function whileItRuns(client: FeishuClient, messageId: string, work: () => Promise<void>) {
 *   const reactionId = await addReaction(client, messageId, "Typing");
 *   await work().finally(() => removeReaction(client, messageId, reactionId));
 * }
 * ```
 */
export async function removeReaction(
  client: FeishuClient,
  messageId: string,
  reactionId: string,
): Promise<void> {
  const path = { message_id: encodeURIComponent(messageId), reaction_id: encodeURIComponent(reactionId) };
  const { code } = await ask(client, () => client.api.im.v1.messageReaction.delete({ path }));
  if (code !== 0) throw new ReactionError(code);
}

/** The app lacks the permission, or Feishu has no such emoji. */
class ReactionError extends FeishuDispatchError {
  constructor(code: number | undefined) {
    const advice = "grant the app im:message.reactions:write_only, and take a name of Feishu's list of emoji";
    super("ERR_REACTION_REFUSED", `Feishu does not take the reaction (code ${code ?? "unknown"}): ${advice}`);
  }
}
