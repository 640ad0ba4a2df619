import { type Client, createLarkChannel, DefaultCache, type LarkChannel } from "@larksuiteoapi/node-sdk";
import { expect, onTestFinished } from "vitest";
import { type BotHandlers, type BotOptions, channelOptions, dedupHandlers } from "../../../src/bot/index.ts";
import {
  DEMO_APP,
  EventMaker,
  type StandIn,
  type StandInOptions,
  startStandIn,
} from "../../../src/stand-in/index.ts";
import { type RecordedLog, recordLog } from "../feishu/log.ts";
import { sdkClient, sdkConnection, silent } from "../stand-in/clients.ts";

/** Feishu's times, so much faster that a redelivery is waited for, and patient with a machine that is busy. */
const timings = { ackTimeoutMs: 300, redeliveryMs: [50, 100, 200, 400, 800, 1600, 3200] };

/** A Feishu, and what bots of the official SDK need. */
export interface BotWorld {
  readonly feishu: StandIn;
  readonly client: Client;
  readonly say: EventMaker;
  readonly log: RecordedLog;
  until(what: string, condition: () => boolean): Promise<void>;
  /** The texts that the bot has sent, once there are so many. */
  replies(count: number): Promise<string[]>;
}

export async function botWorld(options: StandInOptions = {}): Promise<BotWorld> {
  const feishu = await startStandIn({ timings, ...options });
  onTestFinished(() => feishu.close());
  const until = (what: string, condition: () => boolean) => feishu.changes.until(what, condition, 20_000);
  return {
    feishu,
    client: sdkClient(feishu),
    say: new EventMaker(),
    log: recordLog(),
    until,
    replies: async (count) => {
      await until(`${count} replies`, () => feishu.messages.length >= count);
      return feishu.messages.map(({ content }) => JSON.parse(content).text);
    },
  };
}

/** Connects an unchanged `WSClient` whose dispatcher has these handlers; gone when the test has ended. */
export async function connectBot(
  { feishu, log, until }: BotWorld,
  handlers: BotHandlers,
  options: BotOptions = {},
): Promise<() => Promise<void>> {
  const connection = await sdkConnection(feishu, dedupHandlers(handlers, { log, ...options }));
  onTestFinished(() => connection.close());
  return async () => {
    connection.close();
    await until("the end of the connection", () => feishu.connections() === 0);
  };
}

/** An unchanged `LarkChannel`, not connected yet. */
export function larkChannel({ feishu }: BotWorld, options: object = channelOptions): LarkChannel {
  const { appId, appSecret } = DEMO_APP;
  // The SDK's own cache of tokens is shared by the whole process.
  const common = { domain: feishu.url, logger: silent, cache: new DefaultCache() };
  const channel = createLarkChannel({ appId, appSecret, ...common, ...options });
  onTestFinished(() => channel.disconnect());
  return channel;
}

/** Connects it, as Feishu sees it. */
export async function connectChannel({ feishu, until }: BotWorld, channel: LarkChannel): Promise<void> {
  await channel.connect();
  await until("the connection", () => feishu.connections() === 1);
}

/** Answers a message, as a bot's author does. */
export async function reply(client: Client, messageId: string, text: string): Promise<void> {
  const data = { msg_type: "text", content: JSON.stringify({ text }) };
  await client.im.v1.message.reply({ path: { message_id: messageId }, data });
}

/** Work that takes as long as the test wants, each by its name. */
export class Gates {
  readonly begun: string[] = [];
  readonly ended: string[] = [];
  atOnce = 0;
  mostAtOnce = 0;
  readonly #changed: () => void;
  readonly #open = new Map<string, PromiseWithResolvers<void>>();

  constructor({ changes }: StandIn) {
    this.#changed = () => void changes.emit("change");
  }

  /** Runs until it is opened. */
  async pass(name: string): Promise<void> {
    this.begun.push(name);
    this.atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
    this.#changed();
    try {
      await this.#gate(name).promise;
    } finally {
      this.atOnce -= 1;
      this.ended.push(name);
      this.#changed();
    }
  }

  open(name: string): void {
    this.#gate(name).resolve();
  }

  fail(name: string): void {
    this.#gate(name).reject(new Error(`${name} failed`));
    this.#open.delete(name);
  }

  #gate(name: string): PromiseWithResolvers<void> {
    const gate = this.#open.get(name) ?? Promise.withResolvers<void>();
    this.#open.set(name, gate);
    return gate;
  }
}

/** What a text message says. */
export function textOf({ content }: { readonly content: string }): string {
  return JSON.parse(content).text ?? expect.unreachable();
}
