import { actorIdsOf, chatTypeOf } from "../event/actor-and-chat.ts";
import { checkChoice } from "../event/choice.ts";
import type { FeishuEvent } from "../event/events.ts";
import { byKind, isMessage, isReaction } from "../event/kinds.ts";
import { isNotice, isRecall } from "../event/notices.ts";
import { namesOf, peopleOn } from "../event/people.ts";
import { BotPolicy, type BotPolicyOptions, type BotVerdict, isOfBot } from "./bot-policy.ts";
import {
  createGroupPolicy,
  type GroupPolicyOptions,
  type GroupVerdict,
  type OwnName,
} from "./group-policy.ts";
import { createReactionPolicy, type ReactionPolicyOptions, type ReactionVerdict } from "./reaction-policy.ts";

/** Whose direct messages are taken. */
export type DmPolicy = "open" | "allowlist" | "disabled";

const known: Readonly<Record<DmPolicy, true>> = { open: true, allowlist: true, disabled: true };

/** All policies, for schemas. */
export const dmPolicies = Object.keys(known) as DmPolicy[];

/** Whose events are taken, and which. */
export interface PolicyOptions extends GroupPolicyOptions, ReactionPolicyOptions, BotPolicyOptions {
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
  /**
   * Whether it has to be known if a reaction or a card action is of a DM or of a group: until it is, the event is left
   * open. For an `Intake` that has `places`. @default false: taken where it would be in either
   */
  readonly needsPlace?: boolean | undefined;
  /** Whether events that ask for no work are taken too: a chat opened, a message read. @default false */
  readonly notices?: boolean | undefined;
  /** Whether it is taken when somebody takes a message back (see `DispatchDedup.recall`). @default as `notices` */
  readonly recalls?: boolean | undefined;
}

/** Whether an event is taken, and why it is not. */
export type Verdict =
  | "take"
  | "notice"
  | "of-the-bot"
  | "dm-disabled"
  | "not-allowed"
  /** It may be the bot's own doing. */
  | "bot-unknown"
  /** Whether it is of a DM or of a group is not known, and would have to be. */
  | "place-unknown"
  | BotVerdict
  | GroupVerdict
  | ReactionVerdict;

const notKnown = new Set<Verdict>(["bot-unknown", "author-unknown", "place-unknown"]);

/** Whether a verdict is final, and no: what is not known yet may be known when the event comes again. */
export function isNever(verdict: Verdict): boolean {
  return verdict !== "take" && !notKnown.has(verdict);
}

const refusals = new Set<Verdict>(["dm-disabled", "not-allowed", "group-disabled", "group-not-allowed"]);

/** Whether a verdict refuses somebody for who they are, or where. */
export function isRefusal(verdict: Verdict): boolean {
  return refusals.has(verdict);
}

/**
 * Makes the function that decides whether an event is taken. Of reactions and card actions Feishu does not say which
 * kind of chat they come from: unless that was looked up, they are taken where both a DM's and a group's would be.
 *
 * @throws UsageError `ERR_INVALID_OPTION` for a policy or a number that is none, and for an entry that can be nobody's
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
  const ofReaction = createReactionPolicy(options);
  const bots = new BotPolicy({ ...options, allowBots: options.allowBots && options.botOpenId !== undefined });
  const { dmPolicy = "open", botOpenId, isOwn } = options;
  checkChoice("dmPolicy", dmPolicy, dmPolicies);

  function judgeDm(actor: Actor): Verdict {
    if (dmPolicy === "disabled") return "dm-disabled";
    return dmPolicy === "open" || isListed(actor) ? "take" : "not-allowed";
  }

  function judgePlace(event: FeishuEvent, actor: Actor, bot: OwnName): Verdict {
    const type = chatTypeOf(event);
    if (type === "p2p") return judgeDm(actor);
    const inGroup = ofGroup(event, bot) ?? "take";
    if (type === "group") return inGroup;
    const inDm = judgeDm(actor);
    if (inDm !== "take" && inGroup !== "take") return inDm;
    return inDm === inGroup && !options.needsPlace ? "take" : "place-unknown";
  }

  return function judge(event) {
    if (isRecall(event) && options.recalls) return "take";
    if (isNotice(event)) return options.notices ? "take" : "notice";
    const refused = bots.refuses(event);
    if (refused) return refused;
    const bot = botOpenId?.();
    const actor = actorIdsOf(event);
    if (bot !== undefined && namesOf(actor).includes(bot)) return "of-the-bot";
    if (isMessage(event) && isOwn?.(event.event.message.message_id)) return "of-the-bot";
    bots.hear(event);
    const isAwaited = bot === undefined && botOpenId !== undefined;
    const verdict = judgePlace(event, actor, { openId: bot, isAwaited });
    if (verdict !== "take" && verdict !== "place-unknown") return verdict;
    const unwanted = isReaction(event) ? ofReaction(event) : undefined;
    if (unwanted) return unwanted;
    if (isAwaited && mayBeOwn(event)) return "bot-unknown";
    return bots.limits(event) ?? verdict;
  };
}

type Actor = ReturnType<typeof actorIdsOf>;

/** Of a message Feishu says whether a bot wrote it; cards and menus are used by people. */
const mayBeOwn = byKind<boolean>({
  message: isOfBot,
  reaction: () => true,
  cardAction: () => false,
  menu: () => false,
  recall: () => false,
  notice: () => false,
});
