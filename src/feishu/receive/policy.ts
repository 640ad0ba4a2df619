import { actorIdsOf, chatTypeOf } from "../event/actor-and-chat.ts";
import type { FeishuEvent } from "../event/events.ts";
import { isNotice, isWork } from "../event/kinds.ts";

/** Whose direct messages are taken. */
export type DmPolicy = "open" | "allowlist" | "disabled";

const known: Readonly<Record<DmPolicy, true>> = { open: true, allowlist: true, disabled: true };

/** All policies, for schemas. */
export const dmPolicies = Object.keys(known) as DmPolicy[];

/** Whose events are taken, and which. */
export interface PolicyOptions {
  /** Whose direct messages are taken; groups are not asked about. @default "open" */
  readonly dmPolicy?: DmPolicy | undefined;
  /** For `allowlist`: open, user or union ids; `*` is everybody. @default nobody */
  readonly allowFrom?: readonly string[] | undefined;
  /** The bot's own open id, once it is known: what the bot itself does is never taken. */
  readonly botOpenId?: (() => string | undefined) | undefined;
  /** Whether events that ask for no work are taken too: a chat opened, a message read. @default false */
  readonly notices?: boolean | undefined;
}

/** Whether an event is taken, and why it is not. */
export type Verdict = "take" | "notice" | "of-an-app" | "of-the-bot" | "dm-disabled" | "not-allowed";

/**
 * Makes the function that decides whether an event is taken. Of reactions and card actions Feishu does not say
 * which kind of chat they come from; they count as direct messages here, so that no policy is passed by them.
 *
 * @example
 * ```ts
 * import { createPolicy } from "feishu-dispatch-dedup/feishu/channel";
 *
 * export const judge = createPolicy({ dmPolicy: "allowlist", allowFrom: ["ou_7d8a6e6df7621556ce0d21922b676706"] });
 * ```
 */
export function createPolicy(options: PolicyOptions = {}): (event: FeishuEvent) => Verdict {
  const allowed = new Set(options.allowFrom);
  return function judge(event) {
    if (isNotice(event)) return options.notices ? "take" : "notice";
    if (!isWork(event)) return "of-an-app";
    const actor = namesOfActor(event);
    const bot = options.botOpenId?.();
    if (bot !== undefined && actor.includes(bot)) return "of-the-bot";
    if (chatTypeOf(event) === "group" || options.dmPolicy === undefined) return "take";
    if (options.dmPolicy === "disabled") return "dm-disabled";
    if (options.dmPolicy === "open" || allowed.has("*")) return "take";
    return actor.some((id) => allowed.has(id)) ? "take" : "not-allowed";
  };
}

function namesOfActor(event: FeishuEvent): string[] {
  const ids = actorIdsOf(event);
  return [ids?.open_id, ids?.user_id, ids?.union_id].filter((id) => typeof id === "string");
}
