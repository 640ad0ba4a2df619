/**
 * Reactions, by a policy that takes those to {@link ANSWER}, if it is known where they happen.
 *
 * @see https://open.feishu.cn/document/server-docs/im-v1/message-reaction/events/created
 */
import {
  type Act,
  group,
  here,
  inDm,
  inGroup,
  inGroupTarget,
  inTopic,
  inTopicTarget,
  ofDm,
  ofGroup,
  topics,
} from "./acts.ts";
import { ANSWER, BOT, envelope, FIRST, ids, THREAD } from "./form.ts";

type Fields = Readonly<Record<string, unknown>>;

function reaction(fields: Fields, act: "created" | "deleted" = "created") {
  return envelope(`im.message.reaction.${act}_v1`, {
    message_id: ANSWER,
    reaction_type: { emoji_type: "VRHeadset" },
    operator_type: "user",
    user_id: ids,
    action_time: "1627641418803",
    ...fields,
  });
}

export const reactions: Readonly<Record<string, Act>> = {
  "a reaction in a DM": { event: reaction(inDm), names: ["reaction"], ...ofDm },
  "a reaction in a group": { event: reaction(inGroup), names: ["reaction"], ...ofGroup },
  "a reaction in a topic": {
    event: reaction(inTopic),
    names: ["reaction"],
    session: `${topics}:topic:${THREAD}`,
    target: inTopicTarget,
  },
  "a reaction somewhere": {
    event: reaction({}),
    names: ["reaction"],
    session: `agent:main:feishu:message:${ANSWER}`,
    target: { ...here, paceKey: ids.open_id },
    verdict: "place-unknown",
  },
  "a reaction that is taken back": {
    event: reaction(inDm, "deleted"),
    names: ["reaction"],
    ...ofDm,
    verdict: "reaction-unwanted",
  },
  "a reaction to somebody else's message": {
    event: reaction({ ...inGroup, message_id: FIRST }),
    names: ["reaction"],
    session: group,
    target: { ...inGroupTarget, messageId: FIRST },
    verdict: "reaction-unwanted",
  },
  "a reaction of the bot itself": {
    event: reaction({ ...inGroup, user_id: { open_id: BOT } }),
    names: ["reaction"],
    ...ofGroup,
    verdict: "of-the-bot",
  },
  "a reaction of an app": {
    event: reaction({ ...inGroup, operator_type: "app", user_id: undefined, app_id: "cli_9c8609450f78d102" }),
    names: ["reaction"],
    ...ofGroup,
    verdict: "of-an-app",
  },
};
