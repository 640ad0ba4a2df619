import { z } from "zod";
import { duration } from "../../delays.ts";
import { DEFAULT_RETRY } from "../../inbox/rules/limits.ts";
import { name, port } from "./fields.ts";

/** `retry`: what becomes of a failed turn. */
export const retry = z
  .strictObject({
    maxAttempts: z.int().min(1).default(DEFAULT_RETRY.maxAttempts).meta({
      description:
        "Attempts in all; after the last one the message is a dead letter and its session goes on.",
    }),
    firstDelayMs: duration(1).default(DEFAULT_RETRY.firstDelayMs).meta({
      description: "The longest wait after the first failure, in ms; it doubles with every further one.",
    }),
    maxDelayMs: duration(1)
      .default(DEFAULT_RETRY.maxDelayMs)
      .meta({ description: "No wait is longer, in ms." }),
  })
  .prefault({});

/** `replies`: how long sending what the agent said may take. */
export const replies = z
  .strictObject({
    partTimeoutMs: duration(1).default(60_000).meta({
      description: "How long sending one message may take, with everything that is tried, in ms.",
    }),
    timeoutMs: duration(1).default(300_000).meta({
      description:
        "How long sending all messages of one answer may take, over all attempts, in ms; then the message is a dead letter.",
    }),
    recalled: z.enum(["chat", "drop"]).default("chat").meta({
      description:
        "The answer to a message that was recalled meanwhile: it goes to the chat, though never out of a thread, or is dropped.",
    }),
  })
  .prefault({});

const emoji = z.union(
  [z.string().regex(/^\w+$/, "Feishu's name of an emoji, such as `Typing`"), z.literal(false)],
  {
    error: "Feishu's name of an emoji, or false",
  },
);
/** `progress`: what people see of their messages meanwhile. */
export const progress = z
  .union([
    z.literal(false),
    z.strictObject({
      waiting: emoji.default("OneSecond").meta({
        description: "The reaction on a message that waits, by Feishu's name of the emoji; `false` for none.",
      }),
      running: emoji.default("Typing").meta({
        description: "The reaction on a message that is being answered. It is taken away at the end.",
      }),
      afterMs: duration().default(1000).meta({
        description: "Only on messages that take longer than this, in ms.",
      }),
    }),
  ])
  .default(false);

/** `quotes`: what the agent is told of the message that a message answers. */
export const quotes = z
  .union([
    z.literal(false),
    z.strictObject({
      timeoutMs: duration(1).default(5000).meta({
        description:
          "How long Feishu may take to give it, in ms; then the agent is told that it could not be read.",
      }),
      maxBytes: z.int().min(1).max(149_000).default(16_384).meta({
        description: "How much of its text the agent is told.",
      }),
    }),
  ])
  .prefault({});

/** `errors`: what the user is told. */
export const errors = z
  .strictObject({
    message: z
      .union([name, z.literal(true)], { error: "a text or true" })
      .optional()
      .meta({
        description:
          "Sent to the user when a turn has failed for good: a text, or `true` for `words.failed` in the user's language. Nothing is sent when it is left out.",
      }),
  })
  .prefault({});

/** `health`: `/healthz`, `/readyz` and `/metrics`. */
export const health = z
  .union([
    z.literal(false),
    z.strictObject({
      host: name.default("127.0.0.1").meta({ description: "On this machine only, unless told otherwise." }),
      port: port.default(8787).meta({ description: "0 takes a free one." }),
    }),
  ])
  .prefault({});

/** `webhook`: where Feishu's requests come in. */
export const webhook = z
  .strictObject({
    host: name.default("127.0.0.1").meta({
      description: "The address to listen on; `0.0.0.0` where the TLS proxy is on another machine.",
    }),
    port: port.default(8080).meta({ description: "0 takes a free one." }),
  })
  .prefault({});

/** `shutdown`. */
export const shutdown = z
  .strictObject({
    timeoutMs: duration().default(30_000).meta({
      description:
        "How long running turns may take to finish after SIGTERM, in ms; then they are aborted, and have up to 6 s to end. Everything else ends within it, too. Docker kills after 10 s unless it is told otherwise: 3000 fits.",
    }),
  })
  .prefault({});

/** `journal`: what is told of what happens to each message. */
export const journal = z
  .strictObject({
    days: z.int().min(0).max(3650).default(0).meta({
      description:
        "For how many days it is kept beside the inbox, which must not be of kind `memory`; ids are kept as hashes. 0: not at all.",
    }),
    texts: z.boolean().default(false).meta({ description: "Whether it says what people wrote." }),
  })
  .prefault({});

/** `log`. */
export const log = z
  .strictObject({
    level: z.enum(["debug", "info", "warn", "error", "silent"]).default("info").meta({
      description: "The least important lines that are written.",
    }),
  })
  .prefault({});
