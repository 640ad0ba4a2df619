import { z } from "zod";
import { UsageError } from "../../errors.ts";
import { dmPolicies } from "../../feishu/policy/policy.ts";
import { reactionNotifications } from "../../feishu/policy/reaction-policy.ts";
import { apiUrl } from "../../feishu/sdk/domain.ts";
import { transports } from "../../transport.ts";
import { name, person, secret } from "./fields.ts";
import { channelGroupKeys, groupKeys } from "./groups.ts";
import { pressKeys } from "./presses.ts";

const middlewareEntry = z
  .union([name, z.tuple([name]), z.tuple([name, z.unknown()])], { error: '"name" or ["name", {options}]' })
  .transform((entry): MiddlewareEntry => {
    const [name, options] = typeof entry === "string" ? [entry] : entry;
    return { name, options };
  });

/** One middleware as the config registers it. */
export interface MiddlewareEntry {
  /** `feishu-dispatch-dedup`, or a module: a path relative to the config, or a package's name. */
  readonly name: string;
  /** Handed to the middleware's factory as they stand. */
  readonly options?: unknown;
}

const reactionChoice = z.enum(reactionNotifications);

const account = z.strictObject({
  appId: secret.meta({ description: "The app's id: `cli_` and 16 hex digits." }),
  appSecret: secret.meta({ description: "The app's secret." }),
  encryptKey: secret.optional().meta({
    description:
      "The app's encrypt key. With it every webhook request has to be encrypted and signed. A webhook should have one.",
  }),
  verificationToken: secret.optional().meta({
    description:
      "The app's verification token. A webhook needs it or an encrypt key; by itself it keeps out nobody who has seen one request.",
  }),
  path: z
    .string()
    .regex(/^\/[\w./-]*$/, "a path such as /feishu/default")
    .optional()
    .meta({ description: "Where the account's webhook is; by default `/feishu/<account>`." }),
  reactions: reactionChoice.optional().meta({ description: "As in the channel." }),
  allowBots: z.boolean().optional().meta({ description: "As in the channel." }),
  ...groupKeys,
  ...pressKeys,
});

/** `channels.feishu`. */
export const feishuChannel = z.strictObject({
  accounts: z.record(name, account).default({}).meta({ description: "Bot accounts, by names of your own." }),
  transport: z.enum(transports).default("websocket").meta({
    description: "How events come in: by a connection from here to Feishu, or by requests to here.",
  }),
  domain: z
    .string()
    .refine(isDomain, '"feishu", "lark" or an https URL without a path (http on this machine only)')
    .default("feishu")
    .meta({ description: "`feishu`, `lark`, or the https URL of another installation." }),
  dmPolicy: z.enum(dmPolicies).default("open").meta({ description: "Whose direct messages are taken." }),
  allowFrom: z.array(person).default([]).meta({
    description:
      "For `allowlist`: open, user or union ids, with or without `feishu:`, `lark:`, `user:` or `open_id:`; `*` is everybody.",
  }),
  reactions: reactionChoice.default("own").meta({
    description:
      "Which reactions get a turn: none (`off`), those to the bot's own messages (`own`), or all, also those taken back.",
  }),
  notifyRefused: z.boolean().default(false).meta({
    description:
      "Whether people are told when the policy refuses them: in a direct message, or when they mention the bot; once.",
  }),
  allowBots: z.boolean().default(false).meta({
    description:
      "Whether messages of other bots get a turn, where a person's would: in groups, when they mention the bot.",
  }),
  maxBotTurns: z.int().min(1).default(5).meta({
    description:
      "How many messages of bots get a turn in one chat, one after the other, without a person in between.",
  }),
  ...channelGroupKeys,
  ...pressKeys,
  recalls: z.enum(["abort", "finish", "ignore"]).default("abort").meta({
    description:
      "A message that is recalled while it waits gets no turn; a turn that runs is aborted, or may `finish`. `ignore`: as if it had not been recalled.",
  }),
  middleware: z.array(middlewareEntry).default([]).meta({
    description:
      'What every event passes, in order: `"name"` or `["name", {options}]`; a name or a module path.',
  }),
});

function isDomain(domain: string): boolean {
  try {
    apiUrl(domain);
    return true;
  } catch (error) {
    if (error instanceof UsageError) return false;
    throw error;
  }
}
