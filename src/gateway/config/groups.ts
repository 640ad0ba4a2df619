import { z } from "zod";
import { PUBLIC } from "../../explain.ts";
import { GROUP_KEY, groupSessionScopes, isGroupKey } from "../../feishu/event/groups.ts";
import { CHAT_ENTRY, readChat } from "../../feishu/policy/chats.ts";
import { groupPolicies } from "../../feishu/policy/group-policy.ts";
import { person } from "./fields.ts";

const chat = z
  .string()
  .refine((entry) => readChat(entry) !== undefined, { error: CHAT_ENTRY, params: PUBLIC });

/** What may be set for all groups, and for each. */
const settings = {
  requireMention: z.boolean().optional().meta({
    description: "Whether a message in a group has to mention the bot. By default it has to.",
  }),
  respondToMentionAll: z.boolean().optional().meta({
    description: "Whether mentioning everybody counts as mentioning the bot. By default it does not.",
  }),
  groupSessionScope: z.enum(groupSessionScopes).optional().meta({
    description:
      "Who shares a session in a group: all (`group`, the default), each person alone, or each topic or thread.",
  }),
};

const group = z.strictObject({
  enabled: z.boolean().optional().meta({ description: "`false`: nothing of this group is taken." }),
  ...settings,
  allowFrom: z.array(person).optional().meta({
    description: "Whose events are taken in this group, in place of `groupSenderAllowFrom`.",
  }),
});

const groups = z.record(z.string(), group).superRefine((entries, context) => {
  for (const key of Object.keys(entries))
    if (!isGroupKey(key))
      context.addIssue({ code: "custom", path: [key], message: `${GROUP_KEY} as its key` });
});

const groupPolicy = z.enum(groupPolicies);

/** The keys of an account; what it leaves out is as in the channel. */
export const groupKeys = {
  groupPolicy: groupPolicy
    .optional()
    .meta({ description: "As in the channel, and so are those that follow." }),
  groupAllowFrom: z.array(chat).optional().meta({
    description: "For `allowlist`: the groups, by their chats' ids (`oc_…`); `*` is every group.",
  }),
  groupSenderAllowFrom: z.array(person).optional().meta({
    description: "Whose events are taken in groups, as in `allowFrom`. Nobody named is everybody.",
  }),
  ...settings,
  groups: groups.optional().meta({
    description: "Settings of single groups, by the chat's id; `*` is for all that have none of their own.",
  }),
};

/** The keys of the channel. */
export const channelGroupKeys = {
  ...groupKeys,
  groupPolicy: groupPolicy.default("allowlist").meta({
    description:
      "In which groups the bot answers: all (`open`), those of `groupAllowFrom` and `groups`, or none (`disabled`).",
  }),
};

type Keys = z.output<z.ZodObject<typeof groupKeys>>;

/** What holds in the groups of an account: what it sets itself, and for the rest what the channel says. */
export function groupOptionsOf(
  channel: Keys & { readonly accounts: Readonly<Record<string, Keys>> },
  account: string,
): Keys {
  const own = channel.accounts[account];
  const names = Object.keys(groupKeys) as Array<keyof Keys>;
  return Object.fromEntries(names.map((name) => [name, own?.[name] ?? channel[name]]));
}
