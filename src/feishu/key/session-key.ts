import { actorIdsOf, actorOf, chatOf, chatTypeOf } from "../event/actor-and-chat.ts";
import { checkChoice } from "../event/choice.ts";
import type { FeishuEvent } from "../event/events.ts";
import { byKind } from "../event/kinds.ts";
import { type GroupSessionOptions, groupPeer } from "./group-session.ts";
import { type IdentityLinks, personBehind } from "./identity-links.ts";

/** Who shares a session, in OpenClaw's words (`session.dmScope`). */
export type DmScope = "main" | "per-peer" | "per-channel-peer" | "per-account-channel-peer";

/** How session keys are made. The defaults are OpenClaw's own. */
export interface SessionKeyOptions extends GroupSessionOptions {
  /** `main`: all DMs share one session. The others: one for each person, and for each channel and account. @default "main" */
  readonly dmScope?: DmScope | undefined;
  /** The agent that answers, as OpenClaw names it. @default "main" */
  readonly agentId?: string;
  /** The channel, as OpenClaw names it. @default "feishu" */
  readonly channel?: string;
  /** The bot account that received the event. @default "default" */
  readonly account?: string;
  /**
   * Several ids that are one person: name → open, user or union ids, as OpenClaw's `session.identityLinks`. Each may
   * have `feishu:`, `lark:`, `user:` or `open_id:` before it; those of other channels (`telegram:7`) are passed over.
   * An open id differs from app to app: over several apps a person is one by the union id. Has no effect with `main`.
   *
   * @default nobody is linked
   */
  readonly identityLinks?: IdentityLinks | undefined;
}

/** What a session key of a DM is made of. */
type KeyParts = Required<Pick<SessionKeyOptions, "agentId" | "channel" | "account">> & {
  readonly peer: string;
};

const forms: Readonly<Record<DmScope, (parts: KeyParts) => string>> = {
  main: ({ agentId }) => `agent:${agentId}:main`,
  "per-peer": ({ agentId, peer }) => `agent:${agentId}:direct:${peer}`,
  "per-channel-peer": ({ agentId, channel, peer }) => `agent:${agentId}:${channel}:direct:${peer}`,
  "per-account-channel-peer": ({ agentId, channel, account, peer }) =>
    `agent:${agentId}:${channel}:${account}:direct:${peer}`,
};

/** All scopes, for schemas. */
export const dmScopes = Object.keys(forms) as DmScope[];

/**
 * The session that this event's turn reads and writes, in OpenClaw's form and lower case.
 *
 * A thread of a DM is no session of its own; in groups, `groupSessionScope` says. A reaction, a card action and a menu
 * carry the person's ids like a message does, so that in a DM they land in the session of its messages.
 *
 * What came from a group cannot always be told: a reaction names no chat, and a card action's chat has no type. Unless
 * that was looked up (`Whereabouts` does), neither gets a DM's session, since it may be of a group: a card action
 * shares the session of a group that its chat would be, and a reaction has one with what else happens to its message.
 * What nobody is behind goes by its chat, or else by its app.
 *
 * @throws UsageError `ERR_INVALID_OPTION` when `dmScope` or `groupSessionScope` is none of its four, or an entry of
 * `identityLinks` can be nobody's id
 *
 * @example
 * ```ts
 * import { parseEvent, sessionKeyOf } from "feishu-dispatch-dedup/feishu";
 *
 * // "agent:main:feishu:direct:ou_…"
 * export const keyOf = (body: unknown) => sessionKeyOf(parseEvent(body), { dmScope: "per-channel-peer" });
 * ```
 */
export function sessionKeyOf(event: FeishuEvent, options: SessionKeyOptions = {}): string {
  const { dmScope = "main", agentId = "main", channel = "feishu", account = "default" } = options;
  checkChoice("dmScope", dmScope, dmScopes);
  const shared = sharedPlace(event, options);
  if (shared !== undefined) return `agent:${agentId}:${channel}:${shared}`.toLowerCase();
  const peer = personOf(event, options) ?? chatOf(event) ?? (event.header.app_id || "unknown");
  return forms[dmScope]({ agentId, channel, account, peer }).toLowerCase();
}

/** Who did it: the person that their ids are linked to, or else the id that `actorOf` gives. */
export function personOf(
  event: FeishuEvent,
  { channel = "feishu", identityLinks }: Pick<SessionKeyOptions, "channel" | "identityLinks">,
): string | undefined {
  return (identityLinks && personBehind(actorIdsOf(event), channel, identityLinks)) ?? actorOf(event);
}

/** What is or may be of a group: where several people read along, nobody's own session is used. */
function sharedPlace(event: FeishuEvent, options: SessionKeyOptions): string | undefined {
  const chat = chatOf(event);
  const type = chatTypeOf(event);
  if (type === "group" && chat !== undefined) return `group:${groupPeer(event, chat, options)}`;
  return type === undefined ? unknownPlace(event) : undefined;
}

const noPlace = () => undefined;
const unknownPlace = byKind<string | undefined>({
  message: noPlace,
  reaction: (event) => `message:${event.event.message_id}`,
  cardAction: (event) => `group:${chatOf(event) ?? event.event.context?.open_message_id}`,
  menu: noPlace,
  recall: noPlace,
  notice: noPlace,
});
