import { checkChoice } from "../event/choice.ts";
import type { ReactionEvent } from "../event/events.ts";

/** Which reactions are taken. */
export type ReactionNotifications = "off" | "own" | "all";

const known: Readonly<Record<ReactionNotifications, true>> = { off: true, own: true, all: true };

/** All of them, for schemas. */
export const reactionNotifications = Object.keys(known) as ReactionNotifications[];

/** Which reactions are taken. Values and default are those of `reactionNotifications` in @openclaw/feishu 2026.9.5. */
export interface ReactionPolicyOptions {
  /**
   * `off`, none; `own`, those to messages of the bot itself; `all`, those to anybody's message, and those that are
   * taken back as well. @default "own"
   */
  readonly reactions?: ReactionNotifications | undefined;
  /**
   * Whether the bot itself wrote a message, e.g. `isOwn` of `Whereabouts`; undefined when that is not known yet, and
   * a reaction to it is refused then, for Feishu to send again. What it wrote is not taken when it is pushed back, by
   * whomever it seems to be. @default nobody can say: `own` is none
   */
  readonly isOwn?: ((messageId: string) => boolean | undefined) | undefined;
}

/** Why a reaction is not taken: none like it is wanted, or whose message it is to is not known. */
export type ReactionVerdict = "reaction-unwanted" | "author-unknown";

/** Makes the function that says why a reaction is not taken; undefined where nothing speaks against it. */
export function createReactionPolicy({ reactions: wanted = "own", isOwn }: ReactionPolicyOptions) {
  checkChoice("reactions", wanted, reactionNotifications);
  return ({ header, event }: ReactionEvent): ReactionVerdict | undefined => {
    if (wanted === "all") return undefined;
    const isGiven = header.event_type === "im.message.reaction.created_v1";
    if (wanted === "off" || !isGiven || !isOwn) return "reaction-unwanted";
    const own = isOwn(event.message_id);
    if (own === undefined) return "author-unknown";
    return own ? undefined : "reaction-unwanted";
  };
}
