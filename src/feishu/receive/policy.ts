import { actorIdsOf, chatTypeOf } from "../event/actor-and-chat.ts";
import type { FeishuEvent } from "../event/events.ts";
import { byKind, isWork } from "../event/kinds.ts";
import { isNotice, isRecall } from "../event/notices.ts";
import { namesOf, peopleOn } from "../event/people.ts";
import { createGroupPolicy, type GroupPolicyOptions, type GroupVerdict } from "./group-policy.ts";

/** Whose direct messages are taken. */
export type DmPolicy = "open" | "allowlist" | "disabled";

const known: Readonly<Record<DmPolicy, true>> = { open: true, allowlist: true, disabled: true };

/** All policies, for schemas. */
export const dmPolicies = Object.keys(known) as DmPolicy[];

/** Whose events are taken, and which. */
export interface PolicyOptions extends GroupPolicyOptions {
  /** Whose direct messages are taken. @default "open" */
  readonly dmPolicy?: DmPolicy | undefined;
  /**
   * For `allowlist`: open, user or union ids, each with or without `feishu:`, `lark:`, `user:` or `open_id:` before
   * it; `*` is everybody. @default nobody
   */
  readonly allowFrom?: readonly string[] | undefined;
  /**
   * The bot's own open id, once it is known: what the bot itself does is never taken. Until it is known, what may be
   * the bot's own, a reaction, and what may be for it, a mention in a group, are refused, for Feishu to send again.
   * Where nobody asks, a bot that is mentioned alone is taken for this one. @default nobody asks
   */
  readonly botOpenId?: (() => string | undefined) | undefined;
  /** Whether events that ask for no work are taken too: a chat opened, a message read. @default false */
  readonly notices?: boolean | undefined;
  /** Whether it is taken when somebody takes a message back (see `DispatchDedup.recall`). @default as `notices` */
  readonly recalls?: boolean | undefined;
}

/** Whether an event is taken, and why it is not. */
export type Verdict =
  | "take"
  | "notice"
  | "of-an-app"
  | "of-the-bot"
  | "dm-disabled"
  | "not-allowed"
  | "bot-unknown"
  | GroupVerdict;

/**
 * Makes the function that decides whether an event is taken. Of reactions and card actions Feishu does not say
 * which kind of chat they come from; they count as direct messages here, so that no policy is passed by them.
 *
 * @throws UsageError `ERR_INVALID_OPTION` for an entry of a list that can be nobody's: it would match nobody
 *
 * @example
 * ```ts
 * import { createPolicy } from "feishu-dispatch-dedup/feishu/channel";
 *
 * export const judge = createPolicy({
 *   dmPolicy: "allowlist",
 *   allowFrom: ["ou_7d8a6e6df7621556ce0d21922b676706"],
 *   groupAllowFrom: ["oc_5ad11d72b830411d72b836c20"], // where a message has to mention the bot
 *   botOpenId: () => "ou_b0700000000000000000000000000000",
 * });
 * ```
 */
export function createPolicy(options: PolicyOptions = {}): (event: FeishuEvent) => Verdict {
  const isListed = peopleOn(options.allowFrom ?? [], "allowFrom");
  const ofGroup = createGroupPolicy(options);
  const { dmPolicy, botOpenId } = options;

  return function judge(event) {
    if (isRecall(event) && options.recalls) return "take";
    if (isNotice(event)) return options.notices ? "take" : "notice";
    if (!isWork(event)) return "of-an-app";
    const bot = botOpenId?.();
    const actor = actorIdsOf(event);
    if (bot !== undefined && namesOf(actor).includes(bot)) return "of-the-bot";
    const isAwaited = bot === undefined && botOpenId !== undefined;
    const taken = isAwaited && mayBeOwn(event) ? "bot-unknown" : "take";
    if (chatTypeOf(event) === "group") return ofGroup(event, { openId: bot, isAwaited }) ?? taken;
    if (dmPolicy === undefined) return taken;
    if (dmPolicy === "disabled") return "dm-disabled";
    return dmPolicy === "open" || isListed(actor) ? taken : "not-allowed";
  };
}

/** Of messages Feishu says that an app wrote them; cards and menus are used by people. */
const mayBeOwn = byKind<boolean>({
  message: () => false,
  reaction: () => true,
  cardAction: () => false,
  menu: () => false,
  recall: () => false,
  notice: () => false,
});
