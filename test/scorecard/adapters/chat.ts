import { createRequire } from "node:module";
import { DEMO_APP, startStandIn } from "../../../src/stand-in/index.ts";
import type { Stage } from "../play/stage.ts";
import type { Adapter, Bot, Reasons } from "./adapter.ts";
import { importPeer, requirePeer } from "./installed.ts";

interface Message {
  readonly id: string;
}

const DAY_MS = 86_400_000;

/** Nothing lets go of a lock, or drops what waits. */
const patient = { maxQueueSize: 1000, queueEntryTtlMs: DAY_MS, maxLockLifetimeMs: DAY_MS };

/** The same in words. */
export const patience =
  "it remembers for a day (dedupeTtlMs), keeps 1000 waiting messages for a day, and renews its locks for a day";

/** What its modes have in common. */
export const chat = {
  packages: ["chat", "@larksuite/vercel-chat-adapter", "@chat-adapter/state-memory"],
  documentedAt: "https://chat-sdk.dev/docs/concurrency",
  shows: "same-event",
  // The SDK's own cache: tokens, and the ids of messages.
  isSticky: true,
} satisfies Partial<Adapter>;

const inMemory = "its state is in memory here, which it recommends for development and tests alone";

/** What none of its modes promises. */
export const notItsJob = {
  "shared-session": "it keeps order by thread or by channel, and has no sessions",
  "after-restart": inMemory,
  killed: inMemory,
} satisfies Reasons;

interface Mode {
  readonly concurrency: object;
  readonly lockScope: "channel" | "thread";
}

/** Starts a bot for each account, in one of its modes. */
export async function start({ accounts, runTurn }: Stage, mode: Mode): Promise<Bot> {
  const feishu = await startStandIn();
  const channels = new Map();
  for (const account of accounts) {
    const onChannel = (channel: unknown) => channels.set(account, channel);
    const bot = await botOn(feishu.url, mode, onChannel);
    const handle = (message: Message, context?: { skipped: readonly Message[] }) =>
      runTurn(
        account,
        [...(context?.skipped ?? []), message].map(({ id }) => id),
      );
    bot.onDirectMessage((_thread: unknown, message: Message, _channel: unknown, context: never) =>
      handle(message, context),
    );
    bot.onNewMention((_thread: unknown, message: Message, context: never) => handle(message, context));
    bot.onNewMessage(/^/, (_thread: unknown, message: Message, context: never) => handle(message, context));
    await bot.initialize();
  }
  await feishu.close();
  return { receive: ({ account, event }) => channels.get(account).dispatcher.invoke(event) };
}

async function botOn(domain: string, mode: Mode, onChannel: (channel: unknown) => void) {
  const { Chat } = await importPeer("chat/dist/index.js");
  const { createLarkAdapter } = await importPeer("@larksuite/vercel-chat-adapter/dist/index.js");
  const { createMemoryState } = await importPeer("@chat-adapter/state-memory/dist/index.js");
  const lark = createLarkAdapter({
    appId: DEMO_APP.appId,
    appSecret: DEMO_APP.appSecret,
    // The channel that it would make itself, of the SDK that came with it, but of a Feishu on this machine.
    channelFactory(options: object) {
      const { createLarkChannel, LoggerLevel } = sdkOfAdapter();
      const policy = { requireMention: false };
      const silent = { logger: undefined, loggerLevel: LoggerLevel.fatal };
      const channel = createLarkChannel({ ...options, domain, transport: "webhook", policy, ...silent });
      onChannel(channel);
      return channel;
    },
  });
  const state = createMemoryState();
  const concurrency = { ...mode.concurrency, ...patient };
  const options = { ...mode, concurrency, dedupeTtlMs: DAY_MS, logger: "silent" };
  return new Chat({ userName: "bot", adapters: { lark }, state, ...options });
}

function sdkOfAdapter() {
  const from = new URL(
    "../../../tools/peers/node_modules/@larksuite/vercel-chat-adapter/dist/",
    import.meta.url,
  );
  return requirePeer(createRequire(from).resolve("@larksuiteoapi/node-sdk"));
}
