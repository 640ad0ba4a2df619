import { actorOf, isOfTopics, rootOf, threadOf } from "../event/actor-and-chat.ts";
import { checkChoice } from "../event/choice.ts";
import type { FeishuEvent } from "../event/events.ts";
import { type GroupOptions, groupSessionScopes, settingOf } from "../event/groups.ts";

/** Who shares a session in groups. */
export type GroupSessionOptions = Pick<GroupOptions, "groupSessionScope" | "groups">;

/**
 * What stands for a group in a session key, as @openclaw/feishu 2026.9.5 writes it: `oc_…`, `oc_…:topic:om_…`,
 * `oc_…:sender:ou_…` or `oc_…:topic:om_…:sender:ou_…`.
 *
 * @throws UsageError `ERR_INVALID_OPTION` when the scope is none of the four
 */
export function groupPeer(event: FeishuEvent, chat: string, options: GroupSessionOptions): string {
  const scope = settingOf(options, chat, "groupSessionScope") ?? "group";
  checkChoice("groupSessionScope", scope, groupSessionScopes);
  const topic = scope.startsWith("group_topic") ? topicOf(event) : undefined;
  const sender = scope.endsWith("_sender") ? actorOf(event) : undefined;
  return [chat, ...(topic ? ["topic", topic] : []), ...(sender ? ["sender", sender] : [])].join(":");
}

/**
 * In a group of topics a topic is its thread. Elsewhere it is the message that was answered first, so that a thread has
 * one session from its first answer on. Of reactions and cards Feishu does not say; `Whereabouts` looks it up.
 */
function topicOf(event: FeishuEvent): string | undefined {
  const [thread, root] = [threadOf(event), rootOf(event)];
  return isOfTopics(event) ? (thread ?? root) : (root ?? thread);
}
