import { z } from "zod";
import { dmScopes } from "../../feishu/key/session-key.ts";
import { languageChoice, ownWords } from "../../wording/wording.ts";
import { channelWords } from "../../wording/words.ts";
import { agent } from "./agent.ts";
import { board } from "./board.ts";
import { feishuChannel } from "./channel.ts";
import { linkedId, name } from "./fields.ts";
import { inbox } from "./inbox.ts";
import {
  errors,
  health,
  journal,
  log,
  progress,
  quotes,
  replies,
  retry,
  shutdown,
  webhook,
} from "./service.ts";

const session = z.strictObject({
  // As OpenClaw names them.
  dmScope: z.enum(dmScopes).optional().meta({
    description: "Who shares a session. `main`, the default: all direct messages share one.",
  }),
  identityLinks: z.record(name, z.array(linkedId)).optional().meta({
    description:
      'Ids that are one person, by a name of yours: `{ lina: ["on_…"] }`. An open id differs from app to app; over several apps a person is one by the union id. Has no effect with `main`.',
  }),
  language: languageChoice.default("auto").meta({
    description:
      "In which language the bot itself speaks. `auto`: in Chinese to who writes Chinese, else in English.",
  }),
});

/** The whole config file: checked here, documented from here. */
export const configSchema = z.strictObject({
  channels: z
    .strictObject({ feishu: feishuChannel.prefault({}).meta({ description: "The Feishu channel." }) })
    .prefault({}),
  session: session.prefault({}),
  agent: agent.optional().meta({ description: "Who answers. The gateway needs it; a replay does not." }),
  inbox: inbox.meta({ description: "Where accepted events wait until their turn has ended." }),
  retry: retry.meta({ description: "How a failed turn is tried again." }),
  replies: replies.meta({ description: "How long sending replies may take." }),
  progress: progress.meta({
    description:
      "Reactions by which people see that a message waits, or is being answered; needs the permission `im:message.reactions:write_only`. `false`: none.",
  }),
  quotes: quotes.meta({
    description: "What the agent is told of the message that a message answers; `false`: nothing.",
  }),
  words: ownWords(channelWords)
    .prefault({})
    .meta({ description: "What the bot itself says, in place of the usual words." }),
  errors: errors.meta({ description: "What the user is told when a turn fails." }),
  webhook: webhook.meta({ description: "For `transport: webhook`: where Feishu's requests come in." }),
  health: health.meta({ description: "`/healthz`, `/readyz` and `/metrics`; `false` for none." }),
  board: board.meta({
    description:
      "The live page at `/` of `health`, which has to be an address of this machine alone; `false` for none.",
  }),
  shutdown: shutdown.meta({ description: "How the gateway stops." }),
  journal: journal.meta({ description: "What is told of what happens to each message." }),
  log: log.meta({ description: "The log on stderr: JSON Lines, or at a terminal, lines for people." }),
});
